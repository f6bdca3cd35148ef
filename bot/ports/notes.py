"""Notes of colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import AgentId, ConversationId
from bot.domain.note import Note


class Notes(Protocol):
    """Append-only; who is named in one has seen it or not."""

    async def add(self, note: Note) -> None:
        """With its mentions, none of them seen but the author's own. Raises StateConflict where
        its author used the `client_id` before."""
        ...

    async def by_client_id(self, author: AgentId, client_id: str) -> Note | None: ...

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[Note]:
        """Oldest first."""
        ...

    async def unseen(self, agent_id: AgentId) -> Sequence[ConversationId]:
        """Where this person was named and has not looked yet, the oldest mention first."""
        ...

    async def see(self, conversation_id: ConversationId, agent_id: AgentId, at: datetime) -> int:
        """This person has seen what names them there; how many mentions it was."""
        ...
