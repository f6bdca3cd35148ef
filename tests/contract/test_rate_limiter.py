"""ports.RateLimiter over memory and Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import pytest_asyncio
import structlog

from bot.adapters.clock import SystemClock
from bot.adapters.memory import MemoryRateLimiter
from bot.adapters.redis import RedisRateLimiter, make_client
from bot.domain.ids import fresh
from bot.ports import RateLimiter
from tests.contract.doubles import HandClock
from tests.servers import RedisServer, free_port

Pass = Callable[[float], Awaitable[None]]
Made = tuple[RateLimiter, Pass]

WINDOW = timedelta(seconds=1)


@pytest_asyncio.fixture(params=["memory", "redis", "redis is away"])
async def made(request: pytest.FixtureRequest) -> AsyncIterator[Made]:
    """The limiter and how its time passes."""
    clock = HandClock()

    async def move(seconds: float) -> None:
        clock.move(timedelta(seconds=seconds))

    if request.param == "memory":
        yield MemoryRateLimiter(clock), move
    elif request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis")
        client = make_client(server.url)
        # Redis' own time: it really has to pass.
        yield RedisRateLimiter(client, clock, prefix=fresh()), asyncio.sleep
        await client.close()
    else:
        client = make_client(f"redis://127.0.0.1:{free_port()}")
        yield RedisRateLimiter(client, clock), move
        await client.close()


async def test_as_many_acts_as_the_limit_are_allowed(made: Made) -> None:
    limiter, _ = made
    waits = [await limiter.hit("k", 3, WINDOW) for _ in range(5)]
    assert waits[:3] == [0, 0, 0]
    assert all(0 < wait <= 1 for wait in waits[3:])


async def test_keys_do_not_share_a_limit(made: Made) -> None:
    limiter, _ = made
    assert await limiter.hit("a", 1, WINDOW) == 0
    assert await limiter.hit("b", 1, WINDOW) == 0
    assert await limiter.hit("a", 1, WINDOW) > 0


async def test_after_the_told_wait_an_act_is_allowed_again(made: Made) -> None:
    limiter, passes = made
    await limiter.hit("k", 2, WINDOW)
    await passes(0.4)
    await limiter.hit("k", 2, WINDOW)
    wait = await limiter.hit("k", 2, WINDOW)
    assert 0 < wait <= 0.6
    await passes(wait)
    assert await limiter.hit("k", 2, WINDOW) == 0
    # The window slides: the second act still counts.
    assert await limiter.hit("k", 2, WINDOW) > 0


async def test_refused_acts_do_not_prolong_the_wait(made: Made) -> None:
    limiter, passes = made
    await limiter.hit("k", 1, WINDOW)
    for _ in range(10):
        wait = await limiter.hit("k", 1, WINDOW)
    await passes(wait)
    assert await limiter.hit("k", 1, WINDOW) == 0


async def test_concurrent_acts_do_not_slip_through(made: Made) -> None:
    limiter, _ = made
    waits = await asyncio.gather(*(limiter.hit("k", 7, 60 * WINDOW) for _ in range(30)))
    assert waits.count(0) == 7


async def test_a_limit_of_nothing_allows_nothing(made: Made) -> None:
    limiter, _ = made
    assert await limiter.hit("k", 0, WINDOW) == 1


async def test_a_lowered_limit_counts_what_was_allowed_before(made: Made) -> None:
    limiter, passes = made
    await limiter.hit("k", 2, WINDOW)
    await passes(0.3)
    await limiter.hit("k", 2, WINDOW)
    assert await limiter.hit("k", 1, WINDOW) > 0.7 - 0.2


async def test_a_dead_redis_is_reported_once_and_not_asked_for_a_while() -> None:
    client = make_client(f"redis://127.0.0.1:{free_port()}")
    limiter = RedisRateLimiter(client, SystemClock())
    with structlog.testing.capture_logs() as logs:
        for _ in range(5):
            await limiter.hit("k", 10, WINDOW)
    await client.close()
    assert logs == [
        {
            "event": "redis_lost",
            "part": "rate_limiter",
            "error": "ConnectionError",
            "log_level": "warning",
        }
    ]


async def test_forgotten_keys_do_not_pile_up() -> None:
    clock = HandClock()
    limiter = MemoryRateLimiter(clock)
    for number in range(5000):
        await limiter.hit(f"address {number}", 1, WINDOW)
        clock.move(timedelta(milliseconds=10))
    assert limiter.size() < 1200
