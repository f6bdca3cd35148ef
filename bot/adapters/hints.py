"""What merely speeds things up: in process, or in Redis where several processes share the work."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass

from bot.adapters.memory import (
    MemoryActivities,
    MemoryNotifier,
    MemoryPresence,
    MemoryRateLimiter,
)
from bot.adapters.redis import (
    RedisActivities,
    RedisNotifier,
    RedisPresence,
    RedisRateLimiter,
    make_client,
)
from bot.ports import Activities, Clock, Notifier, Presence, RateLimiter


@dataclass(frozen=True)
class Hints:
    """One of each."""

    notifier: Notifier
    limiter: RateLimiter
    presence: Presence
    activities: Activities


def make_hints(redis_url: str, clock: Clock, connections: AsyncExitStack) -> Hints:
    """In Redis where there is an address; its connections end with `connections`."""
    if not redis_url:
        return Hints(
            MemoryNotifier(),
            MemoryRateLimiter(clock),
            MemoryPresence(clock),
            MemoryActivities(clock),
        )
    client = make_client(redis_url)
    connections.push_async_callback(client.close)
    return Hints(
        RedisNotifier(client),
        RedisRateLimiter(client, clock),
        RedisPresence(client, clock),
        RedisActivities(client, clock),
    )
