"""Conversations at the desk: the queue, claims, messages, reveals."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.events import EventKind
from bot.domain.staff import Role
from tests.integration.desk.world import PHONE, Person, World


async def test_the_queue_shows_who_waits_in_what_order(world: World) -> None:
    person = await world.person("li")
    first, second = await world.conversation("第一位"), await world.conversation("第二位")
    with_bot = await world.conversation("你好", queued=False)
    rows = (await person.get("/conversations?view=waiting"))["items"]
    assert [(row["id"], row["ahead"], row["last_text"]) for row in rows] == [
        (first, 0, "第一位"),
        (second, 1, "第二位"),
    ]
    assert rows[0]["owner"] == "queue"
    assert rows[0]["handoff_reason"] == "customer_asked"
    open_ones = (await person.get("/conversations?view=open"))["items"]
    assert {row["id"] for row in open_ones} == {first, second, with_bot}
    assert (await person.get("/conversations"))["items"] == rows


async def test_of_twenty_agents_one_wins_and_the_others_learn_the_name(world: World) -> None:
    conversation = await world.conversation()
    people = await asyncio.gather(*(world.person(f"agent{number}") for number in range(20)))
    claims = await asyncio.gather(
        *(person.ask("POST", f"/conversations/{conversation}/claim") for person in people)
    )
    (won,) = [claim for claim in claims if claim.status == 200]
    winner = (await won.json())["agent_name"]
    lost = [await claim.json() for claim in claims if claim.status == 409]
    assert len(lost) == 19
    for answer in lost:
        assert answer["error"]["code"] == "already_claimed"
        assert answer["error"]["details"]["winner"] == winner
        assert winner in answer["error"]["message"]


async def test_an_opened_conversation_comes_with_brief_and_case(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    opened = await person.get(f"/conversations/{conversation}")
    assert opened["case"] is None
    assert opened["brief"]["emotion"] == "calm"
    case = await world.case(conversation)
    opened = await person.get(f"/conversations/{conversation}")
    assert opened["case"]["id"] == case.id
    assert opened["brief"]["demand"] == "退保费"
    assert opened["brief"]["risk"] == "major"
    assert opened["brief"]["signals"][0]["quote"] == "我要去银保监"
    assert opened["conversation"]["level"] == "major"
    assert opened["conversation"]["signals"] == ["regulator"]
    assert ["contact"] in opened["brief"]["missing"]


async def test_the_transcript_comes_in_pages_and_with_masks_only(world: World) -> None:
    person = await world.person("li")
    conversation = await world.conversation("你好", f"我的手机是{PHONE}", "再见")
    page = await person.get(f"/conversations/{conversation}/messages?after=1&limit=1")
    (message,) = page["items"]
    assert page["more"] is True
    assert message["text"] == "我的手机是[手机号1]"
    assert message["masks"] == {"[手机号1]": "138****8000"}
    assert PHONE not in str(await person.get(f"/conversations/{conversation}/messages"))


async def test_a_message_is_sent_once_however_often_it_is_repeated(world: World) -> None:
    person, conversation = await world.held()
    body = {"text": f"请回电{PHONE}", "client_id": "a-1"}
    answers = await asyncio.gather(
        *(person.post(f"/conversations/{conversation}/messages", body, 201) for _ in range(5))
    )
    assert len({answer["id"] for answer in answers}) == 1
    assert answers[0]["author"] == "agent"
    assert answers[0]["agent_name"] == "Li"
    assert answers[0]["delivery"] == "pending"
    assert answers[0]["text"] == "请回电[手机号1]"
    rows = (await person.get(f"/conversations/{conversation}/messages"))["items"]
    assert [row["author"] for row in rows].count("agent") == 1


async def test_only_the_owner_may_speak(world: World) -> None:
    owner, conversation = await world.held()
    other, body = await world.person("wang"), {"text": "您好", "client_id": "1"}
    refused = await other.post(f"/conversations/{conversation}/messages", body, 409)
    assert refused["error"]["details"]["winner"] == "Li"
    waiting = await world.conversation()
    refused = await owner.post(f"/conversations/{waiting}/messages", body, 409)
    assert refused["error"]["code"] == "ownership_conflict"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "", "client_id": "1"}, "text"),
        ({"text": "  ", "client_id": "1"}, "text"),
        ({"text": "x" * 4001, "client_id": "1"}, "text"),
        ({"text": "a\u0000b", "client_id": "1"}, "text"),
        ({"text": "a\ud800b", "client_id": "1"}, "text"),
        ({"text": 5, "client_id": "1"}, "text"),
        ({"text": None, "client_id": "1"}, "text"),
        ({"text": "x", "client_id": ""}, "client_id"),
        ({"text": "x"}, "client_id"),
        ({"text": "x", "client_id": "1", "more": 1}, "more"),
        ({"text": "x", "client_id": "1", "mo\u0000re": 1}, "mo\\x00re"),
    ],
)
async def test_an_unusable_message_names_the_field(
    world: World, body: dict[str, object], field: str
) -> None:
    person, conversation = await world.held()
    answer = await person.post(f"/conversations/{conversation}/messages", body, 422)
    assert answer["error"]["code"] == "invalid_input"
    assert answer["error"]["details"] == {"field": field}
    assert field in answer["error"]["message"]


async def test_a_claim_needs_no_body(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    assert (await person.ask("POST", f"/conversations/{conversation}/claim")).status == 200


async def test_a_reveal_needs_a_reason_and_is_in_the_audit_trail(world: World) -> None:
    person, boss = await world.person("li"), await world.person("boss", Role.SUPERVISOR)
    conversation = await world.conversation(f"我的手机是{PHONE}")
    path = f"/conversations/{conversation}/reveal"
    for body in ({"token": "[手机号1]"}, {"token": "[手机号1]", "reason": " \t "}):
        refused = await person.post(path, body, 422)
        assert refused["error"]["details"]["field"] == "reason"
    assert await _reveals(boss) == []
    body = {"token": "[手机号1]", "reason": f"回拨{PHONE}"}
    assert await person.post(path, body) == {"value": PHONE}
    (event,) = await _reveals(boss)
    assert person.agent
    assert event["actor"] == f"agent:{person.agent.id}"
    assert event["data"] == {"token": "[手机号1]", "reason": "回拨[手机号1]"}
    await person.post(path, {"token": "[手机号2]", "reason": "回拨"}, 404)
    assert len(await _reveals(boss)) == 1


@pytest.mark.parametrize(
    "name", ["unknown", "%00", "a%00b", "%ED%A0%80", "%FF", "x" * 201, "%2E%2E"]
)
async def test_an_unknown_conversation_is_not_found(world: World, name: str) -> None:
    person = await world.person("li")
    answer = await person.get(f"/conversations/{name}/messages", 404)
    assert answer["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "query",
    [
        "after=-1",
        "after=x",
        "after=1_0",
        "after=%2B1",
        "after=9223372036854775808",
        "after=٣",
        "limit=0",
        "limit=501",
        "limit=",
        "other=1",
        "after=1&after=2",
    ],
)
async def test_an_unusable_query_names_the_parameter(world: World, query: str) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    answer = await person.get(f"/conversations/{conversation}/messages?{query}", 422)
    assert answer["error"]["details"]["field"] == query.partition("=")[0]


async def _reveals(reader: Person) -> list[dict[str, object]]:
    events = (await reader.get("/events?limit=500"))["items"]
    return [event for event in events if event["kind"] == EventKind.VALUE_REVEALED.value]


def _saying(text: str) -> dict[str, str]:
    return {"text": text, "client_id": "1"}
