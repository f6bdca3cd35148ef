"""ports.Presence over memory and Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.adapters.memory import MemoryPresence
from bot.adapters.redis import RedisPresence, make_client
from bot.domain.ids import AgentId, fresh
from bot.domain.staff import PresenceState
from bot.ports import Presence
from tests.contract.doubles import HandClock
from tests.servers import RedisServer, free_port

Pass = Callable[[float], Awaitable[None]]
Made = tuple[Presence, Pass]

LI, WANG = AgentId("li"), AgentId("王")
LONG = timedelta(seconds=60)


@pytest_asyncio.fixture(params=["memory", "redis", "redis is away"])
async def made(request: pytest.FixtureRequest) -> AsyncIterator[Made]:
    """The presence and how its time passes."""
    clock = HandClock()

    async def move(seconds: float) -> None:
        clock.move(timedelta(seconds=seconds))

    if request.param == "memory":
        yield MemoryPresence(clock), move
    elif request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis")
        client = make_client(server.url)
        # Redis' own time: it really has to pass.
        yield RedisPresence(client, clock, key=fresh()), asyncio.sleep
        await client.close()
    else:
        client = make_client(f"redis://127.0.0.1:{free_port()}")
        yield RedisPresence(client, clock), move
        await client.close()


async def test_nobody_is_present_at_first(made: Made) -> None:
    presence, _ = made
    assert await presence.present() == {}


async def test_who_touched_is_present_until_leaving(made: Made) -> None:
    presence, _ = made
    await presence.touch(LI, LONG)
    await presence.touch(WANG, LONG)
    assert set(await presence.present()) == {LI, WANG}
    await presence.leave(LI)
    await presence.leave(LI)
    assert set(await presence.present()) == {WANG}


async def test_an_entry_fades_and_a_touch_prolongs_it(made: Made) -> None:
    presence, passes = made
    await presence.touch(LI, timedelta(seconds=0.3))
    await presence.touch(WANG, timedelta(seconds=0.3))
    await passes(0.2)
    await presence.touch(WANG, timedelta(seconds=0.5))
    await passes(0.2)
    assert set(await presence.present()) == {WANG}
    await passes(0.4)
    assert await presence.present() == {}


async def test_processes_see_each_others_agents(redis: RedisServer) -> None:
    key = fresh()
    clients = [make_client(redis.url) for _ in range(2)]
    here, there = (RedisPresence(client, HandClock(), key) for client in clients)
    await here.touch(LI, LONG, PresenceState.BUSY)
    assert await there.present() == {LI: PresenceState.BUSY}
    for client in clients:
        await client.close()


async def test_the_latest_state_is_the_only_one(made: Made) -> None:
    presence, _ = made
    await presence.touch(LI, LONG)
    assert await presence.present() == {LI: PresenceState.AVAILABLE}
    await presence.touch(LI, LONG, PresenceState.AWAY)
    assert await presence.present() == {LI: PresenceState.AWAY}
    await presence.leave(LI)
    assert await presence.present() == {}
