"""Who was given what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.assignment import Assignment, AssignmentState
from bot.domain.ids import AgentId, ConversationId


class Assignments(Protocol):
    """Assignments; a conversation has at most one that is open."""

    async def hold(self) -> None:
        """Be the only one who assigns until the transaction ends; waits for who does now."""
        ...

    async def add(self, assignment: Assignment) -> bool:
        """False, and nothing written, where it is open and the conversation has one already."""
        ...

    async def end(self, assignment: Assignment, state: AssignmentState, at: datetime) -> bool:
        """Compare-and-set: False where it is not open any more."""
        ...

    async def open_of(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Assignment]:
        """The open ones of these conversations."""
        ...

    async def open_for(self, agent_id: AgentId) -> Sequence[ConversationId]:
        """What this person has to answer, the first due first."""
        ...

    async def due(self, now: datetime) -> Sequence[Assignment]:
        """Open ones that nobody answered in time."""
        ...

    async def ended_since(self, since: datetime) -> Sequence[Assignment]:
        """Those that ceased to be open since then."""
        ...

    async def open_loads(self) -> Mapping[AgentId, int]:
        """How many open ones each agent has."""
        ...

    async def last_busy(self, since: datetime) -> Mapping[AgentId, datetime]:
        """When each agent was last given something or changed the hands of something, since
        then."""
        ...
