"""What an agent reads first, beyond the facts: rounds, readings, promises, corrections."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.domain.case import Case
from bot.domain.ids import ConversationId, MessageId
from bot.domain.reading import Cause
from bot.domain.triage import Signal, SignalName
from tests.integration.desk.world import PHONE, World


async def _read(world: World, text: str, anger: int, quote: str = "") -> tuple[Case, MessageId]:
    """The customer of the world's last conversation writes, and the model reads it."""
    conversation = await world.hears(world.customers, text)
    async with world.store.reading() as tx:
        message = (await tx.messages.transcript(conversation))[-1]
    signals = [Signal(SignalName.MEDIA, 0.6, quote)] if quote else []
    noted = await world.services.complaints.note(
        conversation,
        message.id,
        complaint=True,
        facts={},
        signals=signals,
        anger=anger,
        causes=[Cause.CLAIM],
        intent="complain",
    )
    assert noted.case
    return noted.case, message.id


async def test_the_brief_tells_what_was_read_message_by_message(world: World) -> None:
    conversation = await world.conversation(queued=False)
    _, first = await _read(world, "理赔太慢", 1)
    _, second = await _read(world, f"再不赔就发抖音，打{PHONE}", 3, "抖音")
    brief = (await (await world.person("li")).get(f"/conversations/{conversation}"))["brief"]
    assert [(h["message_id"], h["anger"], h["intent"]) for h in brief["heard"]] == [
        (first, 1, "complain"),
        (second, 3, "complain"),
    ]
    assert brief["anger"]["course"] == [1, 3]
    assert (brief["causes"], brief["heard"][0]["causes"]) == (["claim"], ["claim"])
    assert (brief["why"][0]["quote"], brief["why"][0]["seq"]) == ("抖音", 3)
    assert brief["masks"] == {"[手机号1]": "138****8000"}
    assert (brief["round"], brief["corrections"], brief["callback"]) == (1, [], None)


async def test_the_brief_shows_who_corrected_what_and_why(world: World) -> None:
    conversation = await world.conversation(queued=False)
    case, message = await _read(world, "理赔太慢", 3)
    agent = await world.person("li")
    body = {"what": "anger", "message_id": message, "was": "3", "should_be": "1"}
    await agent.post(f"/cases/{case.id}/overrulings", body | {"why": f"问过{PHONE}"}, 201)
    (made,) = (await agent.get(f"/conversations/{conversation}"))["brief"]["corrections"]
    assert (made["what"], made["was"], made["should_be"]) == ("anger", "3", "1")
    assert (made["agent_name"], made["why"], made["seq"]) == ("Li", "问过[手机号1]", 2)


async def test_the_brief_counts_rounds(world: World) -> None:
    conversation, person = await world.conversation(), await world.person("li")
    await world.case(conversation)
    for rounds in (2, 3):
        await person.post(f"/conversations/{conversation}/claim")
        body = {"outcome": "resolved", "note": ""}
        await person.post(f"/conversations/{conversation}/close", body)
        await world.hears(world.customers, "不满意，钱没到")
        opened = await person.get(f"/conversations/{conversation}")
        assert opened["brief"]["round"] == rounds
        assert opened["conversation"]["survey"]["answer"] == "dissatisfied"


async def test_the_brief_repeats_what_agents_said_before_it_was_passed_on(world: World) -> None:
    conversation = await world.conversation()
    li, wang = await world.person("li"), await world.person("wang")
    await li.post(f"/conversations/{conversation}/claim")
    path = f"/conversations/{conversation}"
    await li.post(f"{path}/messages", {"text": f"明天打{PHONE}", "client_id": "1"}, 201)
    await li.post(f"{path}/transfer", {"to": "queue", "note": ""})
    (said,) = (await wang.get(path))["brief"]["said"]
    assert said == {"seq": 3, "author": "agent", "agent_name": "Li", "text": "明天打[手机号1]"}


async def test_an_ordinary_complaint_has_advice_and_no_complaint_has_none(world: World) -> None:
    """Practice Q1, AC4–AC6, AC10–AC13."""
    conversation, li = await world.conversation("在吗"), await world.person("li")
    brief = (await li.get(f"/conversations/{conversation}"))["brief"]
    assert (brief["do"], brief["do_not"]) == ([], [])
    await _read(world, "理赔太慢", 1)
    brief = (await li.get(f"/conversations/{conversation}"))["brief"]
    assert (brief["scenario"], brief["do"][0]["code"]) == (None, "listen_first")
    assert "argue" in [advice["code"] for advice in brief["do_not"]]


async def test_the_brief_names_the_call_that_was_promised(world: World) -> None:
    conversation = await world.conversation(queued=False)
    at = _soon()
    await world.services.callbacks.promise(ConversationId(conversation), at, f"打{PHONE}")
    person = await world.person("li")
    callback = (await person.get(f"/conversations/{conversation}"))["brief"]["callback"]
    assert (callback["note"], callback["state"]) == ("打[手机号1]", "open")
    assert callback["masks"] == {"[手机号1]": "138****8000"}
    await person.post(f"/callbacks/{callback['id']}/done")
    assert (await person.get(f"/conversations/{conversation}"))["brief"]["callback"] is None


def _soon() -> datetime:
    return (datetime.now(timezone.utc) + timedelta(hours=2)).replace(microsecond=0)


async def test_the_next_words_follow_what_was_said(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    await world.case(conversation)
    await person.post(f"/conversations/{conversation}/claim")
    path = f"/canned?conversation={conversation}"
    first = await person.get(path)
    assert first["next"] == "greet"
    await person.post(
        f"/conversations/{conversation}/messages", {"text": "您好", "client_id": "1"}, 201
    )
    assert (await person.get(path))["next"] == "confirm_understanding"
    close = {"outcome": "resolved", "note": ""}
    await person.post(f"/conversations/{conversation}/close", close)
    assert (await person.get(path))["next"] == "goodbye"


async def test_the_day_of_the_decision_is_shown_while_it_is_open(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    case = await world.case(conversation)
    assert (await person.get(f"/cases/{case.id}"))["case"]["due_at"] is None
    filed = await world.services.complaints.file(conversation)
    shown = (await person.get(f"/cases/{case.id}"))["case"]
    assert filed.filed_at
    assert datetime.fromisoformat(shown["due_at"]) == filed.filed_at + timedelta(days=15)
    (row,) = (await person.get("/conversations"))["items"]
    assert row["due_at"] == shown["due_at"]
    await person.post(f"/conversations/{conversation}/claim")
    close = {"outcome": "resolved", "note": ""}
    await person.post(f"/conversations/{conversation}/close", close)
    assert (await person.get(f"/cases/{case.id}"))["case"]["due_at"] is None
