"""ports.Activities over memory and Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.adapters.memory import MemoryActivities
from bot.adapters.redis import RedisActivities, make_client
from bot.domain.activity import CUSTOMER, Activity, Doing
from bot.domain.ids import ConversationId, fresh
from bot.ports import Activities
from tests.contract.doubles import HandClock
from tests.servers import RedisServer, free_port

Pass = Callable[[float], Awaitable[None]]
Made = tuple[Activities, Pass]

TYPING = Activity(Doing.TYPING, ConversationId("c1"), CUSTOMER)
WATCHING = Activity(Doing.WATCHING, ConversationId("c1"), "agent:a1")
LONG = timedelta(seconds=60)


@pytest_asyncio.fixture(params=["memory", "redis", "redis is away"])
async def made(request: pytest.FixtureRequest) -> AsyncIterator[Made]:
    """The activities and how their time passes."""
    clock = HandClock()

    async def move(seconds: float) -> None:
        clock.move(timedelta(seconds=seconds))

    if request.param == "memory":
        yield MemoryActivities(clock), move
    elif request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis")
        client = make_client(server.url)
        # Redis' own time: it really has to pass.
        yield RedisActivities(client, clock, key=fresh()), asyncio.sleep
        await client.close()
    else:
        client = make_client(f"redis://127.0.0.1:{free_port()}")
        yield RedisActivities(client, clock), move
        await client.close()


async def test_what_goes_on_is_known_until_it_stops(made: Made) -> None:
    activities, _ = made
    assert await activities.now() == frozenset()
    for _ in range(2):
        await activities.touch(TYPING, LONG)
    await activities.touch(WATCHING, LONG)
    assert await activities.now() == {TYPING, WATCHING}
    for _ in range(2):
        await activities.stop(TYPING)
    assert await activities.now() == {WATCHING}


async def test_it_fades_and_a_touch_prolongs_it(made: Made) -> None:
    activities, passes = made
    await activities.touch(TYPING, timedelta(seconds=0.3))
    await activities.touch(WATCHING, timedelta(seconds=0.3))
    await passes(0.2)
    await activities.touch(WATCHING, LONG)
    await passes(0.2)
    assert await activities.now() == {WATCHING}


async def test_processes_see_each_others_people(redis: RedisServer) -> None:
    key = fresh()
    clients = [make_client(redis.url) for _ in range(2)]
    here, there = (RedisActivities(client, HandClock(), key) for client in clients)
    await here.touch(WATCHING, LONG)
    assert await there.now() == {WATCHING}
    for client in clients:
        await client.close()
