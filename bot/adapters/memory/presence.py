"""Who is at the desk, within one process."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.ids import AgentId
from bot.ports import Clock


class MemoryPresence:
    """ports.Presence."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[AgentId, datetime] = {}

    async def touch(self, agent_id: AgentId, ttl: timedelta) -> None:
        self._until[agent_id] = self._clock.now() + ttl

    async def leave(self, agent_id: AgentId) -> None:
        self._until.pop(agent_id, None)

    async def present(self) -> frozenset[AgentId]:
        now = self._clock.now()
        self._until = {agent: until for agent, until in self._until.items() if until > now}
        return frozenset(self._until)
