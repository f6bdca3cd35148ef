"""Rate limits shared by all processes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from redis.asyncio import Redis

from bot.adapters.memory.rate_limiter import MemoryRateLimiter
from bot.adapters.redis.client import Fallback, run_script
from bot.ports import Clock

# One sorted set per key: the allowed acts of the window by their time. Redis' own clock
# decides, so that processes need not agree about the time.
_HIT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local count = redis.call('ZCARD', KEYS[1])
if count >= limit then
    if limit <= 0 then return window end
    local oldest = redis.call('ZRANGE', KEYS[1], -limit, -limit, 'WITHSCORES')
    return math.max(1, oldest[2] + window - now)
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
return 0
"""


class RedisRateLimiter:
    """ports.RateLimiter with a sliding window. Refused acts do not count.

    While Redis does not answer, each process counts for itself: neither are customers
    turned away nor can passwords be guessed without limit.
    """

    def __init__(self, client: Redis[bytes], clock: Clock, prefix: str = "qingting:rate:") -> None:
        self._client = client
        self._prefix = prefix
        self._local = MemoryRateLimiter(clock)
        self._fallback = Fallback("rate_limiter")

    async def hit(self, key: str, limit: int, window: timedelta) -> float:
        async def on_redis() -> float:
            micros = int(window.total_seconds() * 1_000_000)
            waits = await run_script(
                self._client, _HIT, self._prefix + key, limit, micros, uuid4().hex
            )
            return int(waits) / 1_000_000

        return await self._fallback.call(on_redis, lambda: self._local.hit(key, limit, window))
