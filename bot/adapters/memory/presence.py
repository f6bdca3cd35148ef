"""Who is at the desk, within one process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.ids import AgentId
from bot.domain.staff import PresenceState
from bot.ports import Clock


class MemoryPresence:
    """ports.Presence."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: dict[AgentId, tuple[datetime, PresenceState]] = {}

    async def touch(
        self,
        agent_id: AgentId,
        ttl: timedelta,
        state: PresenceState = PresenceState.AVAILABLE,
    ) -> None:
        self._entries[agent_id] = (self._clock.now() + ttl, state)

    async def leave(self, agent_id: AgentId) -> None:
        self._entries.pop(agent_id, None)

    async def present(self) -> Mapping[AgentId, PresenceState]:
        now = self._clock.now()
        self._entries = {one: entry for one, entry in self._entries.items() if entry[0] > now}
        return {agent_id: state for agent_id, (_, state) in self._entries.items()}
