"""What people were promised and called for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.callback import Callback, CallbackId, CallbackState
from bot.domain.ids import ConversationId, TeamId
from bot.domain.on_call import Notice, NoticeState
from bot.domain.placement import Team


class Notices(Protocol):
    """The outbox of calls to people on call."""

    async def add_if_new(self, notice: Notice) -> bool:
        """False where one of this key is there already."""
        ...

    async def has_due(self, now: datetime) -> bool:
        """Whether `claim_due` might find something; never waits for a writer."""
        ...

    async def claim_due(self, now: datetime, until: datetime, limit: int) -> Sequence[Notice]:
        """Take due ones, oldest first, atomically: they count one attempt more, and nobody else
        gets them before `until`."""
        ...

    async def finish(
        self,
        notice: Notice,
        state: NoticeState,
        *,
        error: str | None = None,
        due_at: datetime | None = None,
    ) -> bool:
        """Write how the attempt ended; `due_at` is the next one. False, and nothing written,
        where somebody else has taken it meanwhile."""
        ...

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[Notice]:
        """In the order in which they are due."""
        ...


class Teams(Protocol):
    """Teams of the desk."""

    async def add(self, team: Team) -> None:
        """Raises StateConflict where the name is taken."""
        ...

    async def get(self, team_id: TeamId) -> Team:
        """Raises NotFound."""
        ...

    async def list(self) -> Sequence[Team]:
        """By name."""
        ...

    async def rename(self, team_id: TeamId, name: str) -> None:
        """Raises NotFound, and StateConflict where the name is taken."""
        ...

    async def remove(self, team_id: TeamId) -> None:
        """Its members belong to no team then, and what waits for it waits for nobody in
        particular. Raises NotFound."""
        ...


class Callbacks(Protocol):
    """Promised call-backs."""

    async def add(self, callback: Callback) -> None: ...

    async def lock(self, callback_id: CallbackId) -> Callback:
        """Read it and hold it until the transaction ends. Raises NotFound."""
        ...

    async def wanted(self, conversation_id: ConversationId) -> Callback | None:
        """The one that somebody still has to make, open or missed; there is at most one."""
        ...

    async def list(self, states: Sequence[CallbackState], limit: int = 200) -> Sequence[Callback]:
        """By time, the earliest first."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[Callback]:
        """Open ones whose time has come and that were not announced, held until the
        transaction ends; those that another transaction holds are passed over."""
        ...

    async def overdue(self, before: datetime, limit: int) -> Sequence[Callback]:
        """Open ones of before this moment, held in the same way."""
        ...

    async def save(self, callback: Callback) -> None: ...
