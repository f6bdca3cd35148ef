"""Somebody at the desk promises a call."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.ids import EventId
from tests.integration.desk.world import PHONE, World


async def test_who_has_it_promises_a_call_and_everybody_sees_it(world: World) -> None:
    person, conversation = await world.held()
    assert person.agent
    at = (world.clock.now() + timedelta(hours=2)).isoformat()
    path = f"/conversations/{conversation}/callback"
    made = await person.post(path, {"at": at, "note": f"打{PHONE}，说明进展"}, 201)
    assert (made["note"], made["state"]) == ("打[手机号1]，说明进展", "open")
    assert made["masks"] == {"[手机号1]": "138****8000"}
    assert (await person.get("/callbacks"))["items"] == [made]
    brief = (await person.get(f"/conversations/{conversation}"))["brief"]
    assert brief is None or brief["callback"]["id"] == made["id"]
    log = await world.services.feed.page(EventId(0), conversation, 500)
    assert [event.actor for event in log if event.kind.value == "callback.promised"] == [
        f"agent:{person.agent.id}"
    ]
    assert PHONE not in str(log)


async def test_another_time_replaces_it_and_the_same_again_is_no_news(world: World) -> None:
    person, conversation = await world.held()
    path = f"/conversations/{conversation}/callback"
    now = world.clock.now()
    first, second = ((now + timedelta(hours=hours)).isoformat() for hours in (2, 3))
    made = await person.post(path, {"at": first, "note": "先打"}, 201)
    assert await person.post(path, {"at": first, "note": "先打"}, 201) == made
    other = await person.post(path, {"at": second}, 201)
    assert (await person.get("/callbacks"))["items"] == [other]


async def test_nobody_promises_for_a_colleague_or_a_time_that_cannot_be_kept(world: World) -> None:
    person, conversation = await world.held()
    other, path = await world.person("wang"), f"/conversations/{conversation}/callback"
    at = world.clock.now() + timedelta(hours=2)
    await other.post(path, {"at": at.isoformat()}, 409)
    for wrong in (
        {},
        {"at": "soon"},
        {"at": at.replace(tzinfo=None).isoformat()},
        {"at": (world.clock.now() - timedelta(minutes=1)).isoformat()},
        {"at": (at + timedelta(days=60)).isoformat()},
    ):
        refused = await person.post(path, wrong, 422)
        assert refused["error"]["details"]["field"] == "at"
    assert refused["error"]["code"] == "call_time_refused"
    assert refused["error"]["details"]["possible"]
    assert (await person.get("/callbacks"))["items"] == []
