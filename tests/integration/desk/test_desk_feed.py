"""The live feed: nothing twice, nothing missed, nothing secret."""

from __future__ import annotations

import asyncio
import json
from time import monotonic

import pytest

from bot.domain.events import AUDIT_ONLY
from bot.domain.ids import EventId
from bot.domain.staff import Role
from tests.integration.desk.streams import Heard, following, write_events
from tests.integration.desk.world import World

AUDIT = {kind.value for kind in AUDIT_ONLY}


async def test_an_event_arrives_with_id_kind_and_data(world: World) -> None:
    person = await world.person("li")
    async with following(person) as stream:
        assert stream.response.content_type == "text/event-stream"
        assert stream.response.headers["Cache-Control"] == "no-store"
        assert stream.response.headers["X-Content-Type-Options"] == "nosniff"
        conversation = await world.conversation("你好", queued=False)
        opened, recorded = await stream.events(2)
    assert opened.kind == "conversation.opened"
    assert recorded.kind == "message.recorded"
    assert recorded.data["kind"] == recorded.kind
    assert recorded.data["id"] == recorded.id
    assert recorded.data["conversation_id"] == conversation
    assert recorded.data["data"]["seq"] == 1
    assert "你好" not in json.dumps(recorded.data, ensure_ascii=False)


async def test_hints_bring_an_event_at_once(world: World) -> None:
    person = await world.person("li")
    async with following(person) as stream:
        await stream.next()
        began = monotonic()
        await write_events(world, 1)
        await stream.event()
    assert monotonic() - began < 0.7  # well below the second after which the feed looks by itself


async def test_after_a_broken_connection_nothing_is_missed_or_repeated(world: World) -> None:
    person = await world.person("li")
    start = await world.services.feed.last_id()
    writer = asyncio.create_task(write_events(world, 100))
    heard: list[Heard] = []
    for count in (7, 30, 1):
        headers = {"Last_Event_ID": str(heard[-1].id)} if heard else {}
        async with following(person, f"?after={start}", **headers) as stream:
            heard += await stream.events(count)
            assert stream.response.connection
            transport = stream.response.connection.transport
            assert transport
            transport.abort()  # as if the network went away, without a word
    await writer
    async with following(person, Last_Event_ID=str(heard[-1].id)) as stream:
        heard += await stream.events(100 - len(heard))
    assert [event.data["data"]["number"] for event in heard] == list(range(100))
    ids = [event.id for event in heard]
    stored = await world.services.feed.page(EventId(start), None, 500)
    assert ids == [event.id for event in stored]


async def test_the_header_goes_before_the_query_and_both_start_where_they_say(
    world: World,
) -> None:
    person = await world.person("li")
    start = await world.services.feed.last_id()
    await write_events(world, 5)
    async with following(person, f"?after={start + 1}") as stream:
        assert (await stream.event()).id == start + 2
    async with following(person, f"?after={start}", Last_Event_ID=str(start + 3)) as stream:
        assert (await stream.event()).id == start + 4
    async with following(person) as stream:
        await write_events(world, 1)
        assert (await stream.event()).id == start + 6


async def test_an_id_from_another_database_does_not_silence_the_feed(world: World) -> None:
    person = await world.person("li")
    async with following(person, Last_Event_ID="999999999") as stream:
        await write_events(world, 1)
        assert (await stream.event()).kind == "case.changed"


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "9223372036854775808", "9" * 400, "٣"])
async def test_an_unusable_last_event_id_is_refused(world: World, value: str) -> None:
    person = await world.person("li")
    headers = {"Last-Event-ID": value}
    answer = await person.get("/events/stream", 422, headers=headers)
    assert answer["error"]["details"]["field"] == "Last-Event-ID"


async def test_the_audit_trail_is_not_for_agents(world: World) -> None:
    agent, boss = await world.person("li"), await world.person("boss", Role.SUPERVISOR)
    start = await world.services.feed.last_id()
    for kind in sorted(AUDIT_ONLY):
        await write_events(world, 1, kind)
        await write_events(world, 1)
    seen: dict[str, set[str]] = {}
    for name, person, count in (("agent", agent, len(AUDIT)), ("boss", boss, 2 * len(AUDIT))):
        async with following(person, f"?after={start}") as stream:
            seen[name] = {event.kind for event in await stream.events(count)}
    assert seen["agent"] == {"case.changed"}
    assert seen["boss"] == {"case.changed"} | AUDIT
