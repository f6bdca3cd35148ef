"""An agent puts a conversation aside until a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import ConversationId, EventId
from tests.integration.desk.world import Person, World


def _path(conversation: ConversationId) -> str:
    return f"/conversations/{conversation}/aside"


def _in(world: World, hours: float) -> str:
    return (world.clock.now() + timedelta(hours=hours)).isoformat()


async def _mine(person: Person) -> dict[str, Any]:
    (row,) = (await person.get("/conversations?view=mine"))["items"]
    return dict(row)


async def _log(world: World, conversation: ConversationId) -> list[tuple[str, str, str]]:
    return [
        (event.kind.value, event.actor.split(":")[0], event.data.get("why", ""))
        for event in await world.services.feed.page(EventId(0), conversation, 500)
        if event.kind.value.startswith("aside.")
    ]


async def test_it_comes_back_when_the_time_has_come_and_is_no_load_meanwhile(world: World) -> None:
    person, conversation = await world.held()
    until = _in(world, 2)
    aside = await person.post(_path(conversation), {"until": until})
    assert datetime.fromisoformat(aside["aside_until"]) == datetime.fromisoformat(until)
    assert (await _mine(person))["aside_until"] == aside["aside_until"]
    (agent,) = (await person.get("/agents"))["items"]
    assert agent["load"] == 0
    assert await world.services.asides.wake() == 0
    world.clock.ahead += timedelta(hours=2)
    assert await world.services.asides.wake() == 1
    assert await world.services.asides.wake() == 0
    assert (await _mine(person))["aside_until"] is None
    assert await _log(world, conversation) == [
        ("aside.set", "agent", ""),
        ("aside.ended", "system", "time"),
    ]


async def test_the_customers_word_brings_it_back_and_so_does_who_has_it(world: World) -> None:
    person, conversation = await world.held()
    await person.post(_path(conversation), {"until": _in(world, 2)})
    await person.post(
        f"/conversations/{conversation}/messages", {"text": "明天给您回话", "client_id": "1"}, 201
    )
    assert (await _mine(person))["aside_until"]
    await world.hears(world.customers, "材料寄出了")
    assert (await _mine(person))["aside_until"] is None
    await person.post(_path(conversation), {"until": _in(world, 2)})
    for _ in range(2):
        assert (await person.post(_path(conversation), {"until": None}))["aside_until"] is None
    assert [entry[1:] for entry in await _log(world, conversation)] == [
        ("agent", ""),
        ("customer", "customer"),
        ("agent", ""),
        ("agent", "agent"),
    ]


async def test_a_change_of_hands_brings_it_back(world: World) -> None:
    person, conversation = await world.held()
    await person.post(_path(conversation), {"until": _in(world, 2)})
    away = await person.post(
        f"/conversations/{conversation}/transfer", {"to": "queue", "note": "请接手"}
    )
    assert away["aside_until"] is None
    refused = await person.post(_path(conversation), {"until": _in(world, 2)}, 409)
    assert refused["error"]["code"] == "ownership_conflict"


async def test_the_clock_of_the_law_bounds_it(world: World) -> None:
    person, conversation = await world.held()
    await world.case(conversation)
    path = _path(conversation)
    for hours in (0, -1, 15 * 24 + 1):  # nothing is filed: as long as a decision may take
        refused = await person.post(path, {"until": _in(world, hours)}, 422)
        assert refused["error"]["details"] == {"field": "until"}
    await person.post(path, {"until": _in(world, 15 * 24)})
    await world.services.complaints.file(conversation)
    world.clock.ahead += timedelta(hours=2)
    due = datetime.fromisoformat((await _mine(person))["due_at"])
    late = (due + timedelta(minutes=1)).isoformat()
    refused = await person.post(path, {"until": late}, 422)
    assert due.isoformat(timespec="minutes") in refused["error"]["message"]
    assert (await person.post(path, {"until": due.isoformat()}))["due_at"] == due.isoformat()
    for wrong in ("morgen", "2026-12-01T10:00", 7):
        await person.post(path, {"until": wrong}, 422)
