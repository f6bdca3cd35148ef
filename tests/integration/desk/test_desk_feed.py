"""The live feed: nothing twice, nothing missed, nothing secret, and gone with the session."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.desk import sse
from bot.domain.events import AUDIT_ONLY, Event, EventKind
from bot.domain.ids import EventId
from bot.domain.staff import Role
from tests.integration.desk.world import API, Person, World

AUDIT = {kind.value for kind in AUDIT_ONLY}


@dataclass
class Heard:
    """One event as a browser gets it; a comment has neither id nor kind."""

    id: int | None
    kind: str
    data: dict[str, Any]
    comment: str = ""


class Stream:
    """Reads server-sent events."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def next(self) -> Heard | None:
        """The next block; None at the end."""
        lines: list[str] = []
        while True:
            line = (await asyncio.wait_for(self.response.content.readline(), 10)).decode()
            if not line:
                return None
            if line.strip():
                lines.append(line.rstrip("\r\n"))
            elif lines:
                return _heard(lines)

    async def event(self) -> Heard:
        """The next event, past comments."""
        while True:
            heard = await self.next()
            assert heard is not None, "the stream ended"
            if heard.id is not None:
                return heard

    async def named(self, kind: str) -> dict[str, Any]:
        """The data of the next block of this kind, which has no id."""
        while True:
            heard = await self.next()
            assert heard is not None, "the stream ended"
            if heard.kind == kind:
                assert heard.id is None
                return heard.data

    async def events(self, count: int) -> list[Heard]:
        """The next so many events."""
        return [await self.event() for _ in range(count)]

    async def end(self) -> float:
        """Wait for the end; returns how many seconds it took."""
        began = monotonic()
        while await self.next() is not None:
            pass
        return monotonic() - began


@asynccontextmanager
async def following(person: Person, query: str = "", **headers: str) -> AsyncIterator[Stream]:
    """An open stream."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with person.browser.get(f"{API}/events/stream{query}", headers=named) as response:
        assert response.status == 200, await response.text()
        yield Stream(response)


async def _write(world: World, count: int, kind: EventKind = EventKind.CASE_CHANGED) -> None:
    for number in range(count):
        event = Event(kind, world.clock.now(), "system", data={"number": number})
        async with world.store.writing() as tx:
            await tx.events.append(event)


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
        await _write(world, 1)
        await stream.event()
    assert monotonic() - began < 0.7  # well below the second after which the feed looks by itself


async def test_after_a_broken_connection_nothing_is_missed_or_repeated(world: World) -> None:
    person = await world.person("li")
    start = await world.services.feed.last_id()
    writer = asyncio.create_task(_write(world, 100))
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
    await _write(world, 5)
    async with following(person, f"?after={start + 1}") as stream:
        assert (await stream.event()).id == start + 2
    async with following(person, f"?after={start}", Last_Event_ID=str(start + 3)) as stream:
        assert (await stream.event()).id == start + 4
    async with following(person) as stream:
        await _write(world, 1)
        assert (await stream.event()).id == start + 6


async def test_an_id_from_another_database_does_not_silence_the_feed(world: World) -> None:
    person = await world.person("li")
    async with following(person, Last_Event_ID="999999999") as stream:
        await _write(world, 1)
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
        await _write(world, 1, kind)
        await _write(world, 1)
    seen: dict[str, set[str]] = {}
    for name, person, count in (("agent", agent, len(AUDIT)), ("boss", boss, 2 * len(AUDIT))):
        async with following(person, f"?after={start}") as stream:
            seen[name] = {event.kind for event in await stream.events(count)}
    assert seen["agent"] == {"case.changed"}
    assert seen["boss"] == {"case.changed"} | AUDIT


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
    assert sse.HEARTBEAT == 15.0
    assert sse.RECHECK <= sse.HEARTBEAT


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
        writer = asyncio.create_task(_write(world, 2000))
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


def _heard(lines: list[str]) -> Heard:
    fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
    if "event" not in fields:
        return Heard(None, "", {}, comment=lines[0])
    number = int(fields["id"]) if "id" in fields else None
    return Heard(number, fields["event"], json.loads(fields["data"]))
