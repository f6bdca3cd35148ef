"""What people do in conversations, seen from all processes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from bot.adapters.memory.activities import MemoryActivities
from bot.adapters.redis.client import Fallback, run_script
from bot.domain.activity import Activity, Doing
from bot.domain.ids import ConversationId
from bot.ports import Clock

# One sorted set: `doing:conversation:who` by the time at which it fades. Redis' own clock decides.
_NOW = "local time = redis.call('TIME') local now = time[1] * 1000 + math.floor(time[2] / 1000) "
_TOUCH = _NOW + "return redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])"
_PRESENT = (
    _NOW + "redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now) "
    "return redis.call('ZRANGE', KEYS[1], 0, -1)"
)


class RedisActivities:
    """ports.Activities. While Redis does not answer, each process knows its own people only."""

    def __init__(
        self, client: Redis[bytes], clock: Clock, key: str = "qingting:activities"
    ) -> None:
        self._client = client
        self._key = key
        self._local = MemoryActivities(clock)
        self._fallback = Fallback("activities")

    async def touch(self, activity: Activity, ttl: timedelta) -> None:
        await self._local.touch(activity, ttl)
        millis = int(ttl.total_seconds() * 1000)
        await self._call(
            lambda: run_script(self._client, _TOUCH, self._key, _member(activity), millis)
        )

    async def stop(self, activity: Activity) -> None:
        await self._local.stop(activity)
        await self._call(lambda: self._client.zrem(self._key, _member(activity)))

    async def now(self) -> frozenset[Activity]:
        async def on_redis() -> frozenset[Activity]:
            return frozenset(
                _activity(entry.decode())
                for entry in await run_script(self._client, _PRESENT, self._key)
            )

        return await self._fallback.call(on_redis, self._local.now)

    async def _call(self, on_redis: Any) -> None:
        async def nothing() -> None: ...

        await self._fallback.call(on_redis, nothing)


def _member(activity: Activity) -> str:
    return f"{activity.doing.value}:{activity.conversation_id}:{activity.who}"


def _activity(member: str) -> Activity:
    doing, conversation_id, who = member.split(":", 2)
    return Activity(Doing(doing), ConversationId(conversation_id), who)
