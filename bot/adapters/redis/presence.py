"""Who is at the desk, seen from all processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from bot.adapters.memory.presence import MemoryPresence
from bot.adapters.redis.client import Fallback, run_script
from bot.domain.ids import AgentId
from bot.domain.staff import PresenceState
from bot.ports import Clock

# One sorted set: `state:agent` by the time at which it fades. Redis' own clock decides.
_NOW = "local time = redis.call('TIME') local now = time[1] * 1000 + math.floor(time[2] / 1000) "
_TOUCH = (
    _NOW + "redis.call('ZREM', KEYS[1], unpack(ARGV, 3)) "
    "return redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])"
)
_PRESENT = (
    _NOW + "redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now) "
    "return redis.call('ZRANGE', KEYS[1], 0, -1)"
)


class RedisPresence:
    """ports.Presence. While Redis does not answer, each process knows its own agents only."""

    def __init__(
        self, client: Redis[bytes], clock: Clock, key: str = "qingting:presence-states"
    ) -> None:
        self._client = client
        self._key = key
        self._local = MemoryPresence(clock)
        self._fallback = Fallback("presence")

    async def touch(
        self,
        agent_id: AgentId,
        ttl: timedelta,
        state: PresenceState = PresenceState.AVAILABLE,
    ) -> None:
        await self._local.touch(agent_id, ttl, state)
        millis = int(ttl.total_seconds() * 1000)
        now, all_states = _member(state, agent_id), _members(agent_id)
        await self._call(
            lambda: run_script(self._client, _TOUCH, self._key, now, millis, *all_states)
        )

    async def leave(self, agent_id: AgentId) -> None:
        await self._local.leave(agent_id)
        await self._call(lambda: self._client.zrem(self._key, *_members(agent_id)))

    async def present(self) -> Mapping[AgentId, PresenceState]:
        async def on_redis() -> Mapping[AgentId, PresenceState]:
            entries = await run_script(self._client, _PRESENT, self._key)
            pairs = (entry.decode().split(":", 1) for entry in entries)
            return {AgentId(agent): PresenceState(state) for state, agent in pairs}

        return await self._fallback.call(on_redis, self._local.present)

    async def _call(self, on_redis: Any) -> None:
        async def nothing() -> None: ...

        await self._fallback.call(on_redis, nothing)


def _member(state: PresenceState, agent_id: AgentId) -> str:
    return f"{state.value}:{agent_id}"


def _members(agent_id: AgentId) -> Sequence[str]:
    return [_member(state, agent_id) for state in PresenceState]
