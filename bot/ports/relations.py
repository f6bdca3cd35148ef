"""Which cases are one matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.case import FactName
from bot.domain.ids import AgentId, CaseId
from bot.domain.relations import CaseGroup, GroupId, Merge


class Relations(Protocol):
    """Merges, of which undone ones stay on record, and groups; a case is in one at most."""

    async def add_merge(self, merge: Merge) -> None:
        """Raises StateConflict where the case is merged already."""
        ...

    async def merge_of(self, case_id: CaseId) -> Merge | None:
        """The one that stands."""
        ...

    async def merges_into(self, case_id: CaseId) -> Sequence[Merge]:
        """Those that stand, oldest first."""
        ...

    async def undo_merge(self, case_id: CaseId, by: AgentId, at: datetime) -> bool:
        """False where none stands."""
        ...

    async def add_group(self, group: CaseGroup) -> None: ...

    async def group_of(self, case_id: CaseId) -> CaseGroup | None: ...

    async def members(self, group_id: GroupId) -> Sequence[CaseId]:
        """In the order in which they joined."""
        ...

    async def join(self, group_id: GroupId, case_id: CaseId, by: AgentId, at: datetime) -> None:
        """Raises StateConflict where it is in a group already."""
        ...

    async def leave(self, case_id: CaseId) -> bool:
        """False where it is in none."""
        ...

    async def drop_group(self, group_id: GroupId) -> None:
        """With what is left in it."""
        ...

    async def sharing(
        self, case_id: CaseId, facts: Mapping[FactName, str], since: datetime, limit: int
    ) -> Mapping[CaseId, frozenset[FactName]]:
        """Other cases that stand (neither withdrawn nor merged) with one of these facts, recorded
        since then. Blanks around a value and the case of Latin letters do not matter."""
        ...
