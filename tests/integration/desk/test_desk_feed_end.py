"""How a live feed ends: with its session, the desk, the reader or the log; till then it beats."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

import pytest

from bot.desk import relay, sse
from bot.domain.ids import EventId
from bot.domain.staff import Role
from tests.integration.desk.streams import following, write_events
from tests.integration.desk.world import World


async def test_silence_is_broken_by_comments(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "HEARTBEAT", 0.05)
    person = await world.person("li")
    async with following(person) as stream:
        first, second, third = [await stream.next() for _ in range(3)]
    assert first
    assert first.comment.startswith("retry")
    assert second
    assert third
    assert second.comment.startswith(":")
    assert third.comment.startswith(":")


def test_the_heartbeat_is_what_the_contract_says() -> None:
    assert sse.HEARTBEAT == 2.0


async def test_a_feed_ends_with_its_session(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "RECHECK", 0.2)
    admin, person = await world.person("boss", Role.ADMIN), await world.person("li")
    other, demoted = await world.person("wang"), await world.person("chen", Role.SUPERVISOR)
    assert other.agent
    assert demoted.agent
    async with following(person) as one, following(other) as two, following(demoted) as three:
        await person.ask("DELETE", "/session")
        await admin.told("PATCH", f"/agents/{other.agent.id}", json={"active": False})
        await admin.told("PATCH", f"/agents/{demoted.agent.id}", json={"role": "agent"})
        took = await asyncio.gather(one.end(), two.end(), three.end())
    assert max(took) < 4


async def test_a_busy_feed_ends_with_its_session_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "RECHECK", 0.2)
    person = await world.person("li")
    async with following(person) as stream:
        writer = asyncio.create_task(write_events(world, 2000))
        await stream.event()
        await person.ask("DELETE", "/session")
        assert await stream.end() < 3
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)


async def test_the_desk_stops_at_once_although_feeds_are_open(world: World) -> None:
    person = await world.person("li")
    async with following(person) as one, following(person) as two:
        began = monotonic()
        await world.server.close()
        await asyncio.gather(one.end(), two.end())
    assert monotonic() - began < 2


async def test_a_reader_who_went_away_is_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "RECHECK", 0.2)
    person = await world.person("li")
    app = world.server.app
    assert app is not None
    streams = app[sse.STREAMS]
    async with following(person):
        assert streams.open == 1
    for _ in range(40):
        if streams.open == 0:
            break
        await asyncio.sleep(0.1)
    assert streams.open == 0


async def test_a_feed_that_is_not_read_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "MOST_BEHIND", 3)
    reader = relay.Reader(EventId(0))
    reader.tell([relay.Frame(b"1", EventId(1))])
    assert await reader.take(1) == [relay.Frame(b"1", EventId(1))]
    assert await reader.take(0.01) == ()
    reader.tell([relay.Frame(b"x", EventId(number)) for number in range(2, 6)])
    assert await reader.take(1) is None


async def test_feeds_end_where_the_log_cannot_be_read_and_the_next_ones_stand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await world.person("li")

    async def broken(*_: object, **__: object) -> Any:
        raise ConnectionError

    async with following(person) as stream:
        await stream.next()
        with monkeypatch.context() as patch:
            patch.setattr(world.services.feed, "page", broken)
            await stream.end()
    async with following(person) as again:
        await again.next()
        await write_events(world, 1)
        assert (await again.event()).kind == "case.changed"
