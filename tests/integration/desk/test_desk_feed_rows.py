"""Rows of the list that come with the live feed, and what they cost."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bot.desk import relay
from bot.domain.conversation import Owner
from bot.domain.events import Event, EventKind
from bot.domain.ids import EventId
from tests.integration.desk.streams import Stream, following, write_events
from tests.integration.desk.world import World


async def test_rows_that_changed_come_as_they_stand_and_as_the_list_has_them(
    world: World,
) -> None:
    person, winner = await world.person("li"), await world.person("wang")
    assert winner.agent
    async with following(person) as stream:
        conversation = await world.conversation("你好")
        waiting = await _row_of(stream, Owner.QUEUE)
        assert waiting == (await person.get("/conversations?view=waiting"))["items"][0]
        await winner.post(f"/conversations/{conversation}/claim")
        taken = await _row_of(stream, Owner.AGENT)
    assert waiting["id"] == conversation
    assert (taken["id"], taken["agent_id"]) == (conversation, winner.agent.id)


async def _row_of(stream: Stream, owner: Owner) -> dict[str, Any]:
    """The only row there is, once it is theirs; a look may fall between two events."""
    while True:
        (row,) = (await stream.named(relay.ROWS))["conversations"]
        if row["owner"] == owner.value:
            found: dict[str, Any] = row
            return found


async def test_a_burst_of_events_is_one_look_at_the_rows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "ROWS_EVERY", 1.0)
    person = await world.person("li")
    async with following(person) as stream:
        made = {await world.conversation("你好") for _ in range(3)}
        rows = (await stream.named(relay.ROWS))["conversations"]
    assert {row["id"] for row in rows} == made
    assert len(rows) == len(made)


async def test_what_nobody_sees_in_the_list_fetches_no_row(world: World) -> None:
    person = await world.person("li")
    conversation = await world.conversation("你好")
    silent = Event(EventKind.CONVERSATION_READ, world.clock.now(), "customer", conversation)
    loud = Event(EventKind.PRIORITY_CHANGED, world.clock.now(), "system", conversation)
    async with following(person) as stream:
        for event in (silent, loud):
            async with world.store.writing() as tx:
                await tx.events.append(event)
            heard = await stream.next()
            while heard and heard.id is None and not heard.kind:
                heard = await stream.next()
            assert heard
            assert heard.kind == event.kind.value
        assert await stream.named(relay.ROWS)


async def test_all_feeds_of_a_desk_read_the_log_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[EventId] = []
    page = world.services.feed.page

    async def counted(*args: Any, **named: Any) -> Any:
        reads.append(args[0])
        return await page(*args, **named)

    person = await world.person("li")
    async with AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(following(person)) for _ in range(20)]
        monkeypatch.setattr(world.services.feed, "page", counted)
        await write_events(world, 1)
        events = await asyncio.gather(*(stream.event() for stream in streams))
    assert len({event.id for event in events}) == 1
    assert len(reads) < len(streams)
