"""ports.Notifier over memory and Redis."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import async_timeout
import pytest
import pytest_asyncio

from bot.adapters.memory import MemoryNotifier
from bot.adapters.redis import RedisNotifier, make_client
from bot.adapters.redis import notifier as notifiers
from bot.domain.ids import fresh
from bot.ports import Notifier
from tests.servers import RedisServer, redis_server

SOON = 5.0
SHORT = 0.2


@asynccontextmanager
async def _over_redis(url: str, channel: str) -> AsyncIterator[RedisNotifier]:
    client = make_client(url)
    notifier = RedisNotifier(client, channel)
    try:
        yield notifier
    finally:
        await notifier.close()
        await client.close()


@pytest_asyncio.fixture(params=["memory", "redis", "redis from another process"])
async def ends(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Notifier, Notifier]]:
    """Where hints are published and where they are heard."""
    async with AsyncExitStack() as stack:
        if request.param == "memory":
            here: Notifier = MemoryNotifier()
            yield here, here
            return
        server: RedisServer = request.getfixturevalue("redis")
        channel = fresh()
        here = await stack.enter_async_context(_over_redis(server.url, channel))
        if request.param == "redis":
            yield here, here
        else:
            yield here, await stack.enter_async_context(_over_redis(server.url, channel))


Ends = tuple[Notifier, Notifier]


async def test_a_hint_wakes_those_who_listen_to_its_topic(ends: Ends) -> None:
    near, far = ends
    async with far.listen("a", "b") as one, far.listen("c") as other:
        await near.publish(["b"])
        assert await one.wait(SOON)
        assert not await other.wait(SHORT)
        await near.publish(["a", "c"])
        assert await one.wait(SOON)
        assert await other.wait(SOON)


async def test_without_a_hint_waiting_ends_after_the_timeout(ends: Ends) -> None:
    _, far = ends
    async with far.listen("a") as listener:
        before = time.monotonic()
        assert not await listener.wait(SHORT)
        assert SHORT * 0.9 < time.monotonic() - before < SOON


async def test_a_hint_before_the_wait_is_not_lost(ends: Ends) -> None:
    near, far = ends
    async with far.listen("a") as listener:
        await near.publish(["a"])
        await asyncio.sleep(0.1)
        assert await listener.wait(SOON)


async def test_hints_that_came_since_the_last_wait_count_as_one(ends: Ends) -> None:
    near, far = ends
    async with far.listen("a", "b") as listener:
        for _ in range(5):
            await near.publish(["a", "b"])
        await asyncio.sleep(0.1)
        assert await listener.wait(SOON)
        assert not await listener.wait(SHORT)


async def test_several_listeners_hear_the_same_hint(ends: Ends) -> None:
    near, far = ends
    async with far.listen("a") as one, far.listen("a") as two:
        await near.publish(["a"])
        assert all(await asyncio.gather(one.wait(SOON), two.wait(SOON)))


async def test_publishing_to_nobody_is_fine(ends: Ends) -> None:
    near, _ = ends
    await near.publish(["nobody"])
    await near.publish([])


async def test_closing_wakes_those_who_wait() -> None:
    notifier = MemoryNotifier()
    async with notifier.listen("a") as listener:
        waiting = asyncio.create_task(listener.wait(SOON))
        await asyncio.sleep(0)
        await notifier.close()
        assert await waiting


async def test_after_a_loss_of_redis_everybody_looks_and_hears_again() -> None:
    with redis_server() as server:
        channel = fresh()
        async with (
            _over_redis(server.url, channel) as near,
            _over_redis(server.url, channel) as far,
            far.listen("a") as listener,
            near.listen("a") as own,
        ):
            await asyncio.to_thread(server.stop)
            await near.publish(["a"])
            # The own process hears hints with or without Redis.
            assert await own.wait(SOON)
            # The others are told to look for themselves, again and again.
            for _ in range(3):
                assert await listener.wait(SOON)
            await asyncio.to_thread(server.start)
            # Nobody publishes, and yet: hints may have gone by.
            assert await listener.wait(20)
            assert await own.wait(20)
            await near.publish(["a"])
            assert await listener.wait(SOON)


async def test_listening_starts_although_redis_is_away_and_works_once_it_is_back() -> None:
    with redis_server() as server:
        await asyncio.to_thread(server.stop)
        async with (
            _over_redis(server.url, fresh()) as notifier,
            notifier.listen("a") as listener,
        ):
            assert await listener.wait(SOON)
            await asyncio.to_thread(server.start)
            assert await listener.wait(20)


async def test_closing_ends_a_reader_that_swallows_a_cancellation(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As libraries do whose `asyncio.wait_for` ends in the moment in which it is cancelled."""
    swallowed = 0
    reading = asyncio.Event()

    async def read() -> None:
        nonlocal swallowed
        try:
            reading.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if swallowed:
                raise
            swallowed += 1

    async with _over_redis(redis.url, fresh()) as notifier, AsyncExitStack() as stack:
        monkeypatch.setattr(notifier, "_read", read)
        monkeypatch.setattr(notifiers, "READY_SECONDS", 0.01)
        await stack.enter_async_context(notifier.listen("a"))
        await reading.wait()
        async with async_timeout.timeout(SOON):
            await notifier.close()
    assert swallowed == 1
