"""Looking for conversations at the desk."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.attachment import InboundAttachment
from bot.domain.case import FactName
from bot.domain.staff import Role
from tests.integration.desk.world import PHONE, Person, World

POLICY = "P202312345678"


async def _found(person: Person, text: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await person.post("/search", {"text": text}))["items"]
    return items


async def test_words_lead_to_the_message_they_stand_in(world: World) -> None:
    person = await world.person("li")
    first = await world.conversation("朝阳支行不给理赔", f"打我{PHONE}")
    second = await world.conversation("理賠拖了三個月")
    await world.conversation("续期的事")
    both = await _found(person, "理赔")
    assert [item["conversation_id"] for item in both] == [second, first]
    (only,) = await _found(person, "支行 理赔")
    (place,) = only["places"]
    assert (place["where"], place["seq"], place["text"]) == ("message", 1, "朝阳支行不给理赔")
    assert (only["case_id"], only["level"]) == (None, "ordinary")
    (masked,) = await _found(person, "打我")
    assert masked["places"][0]["masks"] == {"[手机号1]": "138****8000"}


async def test_notes_facts_and_case_numbers_are_found(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    await world.services.complaints.note(
        conversation, None, complaint=True, facts={FactName.PRODUCT: "金满堂"}, signals=[]
    )
    case = await world.services.complaints.file(conversation)
    note = {"text": "品牌部的口径还没有", "client_id": "n1"}
    await person.post(f"/conversations/{conversation}/notes", note, 201)
    assert case.number
    for text, where in [
        ("金满堂", "fact"),
        ("品牌部", "note"),
        (case.number, "number"),
        (case.number[-4:], "number"),
    ]:
        (row,) = await _found(person, text)
        assert (row["case_number"], row["case_state"]) == (case.number, "filed")
        assert [place["where"] for place in row["places"]] == [where], text


async def test_why_a_case_was_corrected_and_what_its_files_are_called_is_found(
    world: World,
) -> None:
    conversation, boss = await world.conversation(), await world.person("boss", Role.SUPERVISOR)
    picture = InboundAttachment("住院收据.png", "image/png", b"\x89PNG\r\n\x1a\n")
    await world.hears(world.customers, "", picture)
    case = await world.case(conversation)
    body = {"what": "level", "was": "major", "should_be": "ordinary", "why": "已与分公司核对"}
    await boss.post(f"/cases/{case.id}/overrulings", body, 201)
    await boss.post(f"/conversations/{conversation}/claim")
    await boss.post(
        f"/conversations/{conversation}/transfer", {"to": "queue", "note": "请查收条原件"}
    )
    for text, where in (("分公司", "correction"), ("收据", "file"), ("收条原件", "note")):
        (row,) = await _found(boss, text)
        assert [place["where"] for place in row["places"]] == [where], text


async def test_a_personal_value_in_full_finds_everybody_who_named_it(world: World) -> None:
    person = await world.person("li")
    first = await world.conversation(f"我的电话{PHONE}")
    second = await world.conversation(f"保单号{POLICY}，电话+86 138-1234-8000")
    for text in (PHONE, "138 1234 8000", "+8613812348000"):
        assert {row["conversation_id"] for row in await _found(person, text)} == {first, second}
    (row,) = await _found(person, POLICY)
    assert row["conversation_id"] == second
    assert [place["where"] for place in row["places"]] == ["value"]
    assert list(row["places"][0]["masks"]) == [row["places"][0]["text"]]
    assert await _found(person, "13900001111") == []
    assert await _found(person, "1381234") == []


async def test_a_designer_reads_words_but_looks_for_nobody(world: World) -> None:
    designer = await world.person("de", Role.DESIGNER)
    await world.conversation(f"理赔，我的电话{PHONE}", f"保单号{POLICY}")
    assert len(await _found(designer, "理赔")) == 1
    for value in (PHONE, POLICY):
        refused = await designer.post("/search", {"text": value}, 403)
        assert refused["error"]["code"] == "forbidden"


async def test_the_trail_has_who_searched_but_never_what_for(world: World) -> None:
    person, boss = await world.person("li"), await world.person("boss", Role.SUPERVISOR)
    await world.conversation(f"朝阳支行，{PHONE}")
    await _found(person, PHONE)
    await _found(person, "朝阳")
    await _found(person, "没有这句话")
    events = (await boss.get("/events?limit=500"))["items"]
    made = [event for event in events if event["kind"] == "search.made"]
    assert person.agent
    assert {event["actor"] for event in made} == {f"agent:{person.agent.id}"}
    assert [event["data"] for event in made] == [
        {"conversations": 1, "where": "value"},
        {"conversations": 1, "where": "message"},
        {"conversations": 0, "where": ""},
    ]
    assert PHONE not in json.dumps(events)
    assert "朝阳" not in json.dumps(events, ensure_ascii=False)


async def test_nobody_tries_numbers_out_one_after_the_other(world: World) -> None:
    person = await world.person("li")
    for _ in range(30):
        await _found(person, "理赔")
    refused = await person.post("/search", {"text": "理赔"}, 429)
    assert refused["error"]["code"] == "too_many_requests"


async def test_unusable_searches_name_what_is_wrong(world: World) -> None:
    person = await world.person("li")
    for text in (" 赔 ", "a b c d e f", "x" * 101):
        answer = await person.post("/search", {"text": text}, 422)
        assert answer["error"]["details"]["field"] == "text"


async def test_a_conversation_shows_its_newest_places_once_each(world: World) -> None:
    person = await world.person("li")
    conversation = await world.conversation(*(f"理赔第{n}次" for n in range(6)))
    await world.conversation("理赔")
    rows = await _found(person, "理赔")
    (row,) = [row for row in rows if row["conversation_id"] == conversation]
    assert [place["seq"] for place in row["places"]] == [6, 5, 4, 3]


async def test_a_fact_that_is_the_whole_message_is_not_shown_beside_it(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation("理赔拖了三个月")
    async with world.store.reading() as tx:
        message = (await tx.messages.transcript(conversation))[0]
    await world.services.complaints.note(
        conversation,
        message.id,
        complaint=True,
        facts={FactName.WHAT_HAPPENED: message.text, FactName.DEMAND: "要理赔"},
        signals=[],
    )
    answer = await person.post("/search", {"text": "理賠"})
    assert set(answer["words"]) >= {"理賠", "理赔"}
    (row,) = answer["items"]
    assert {(place["where"], place["text"]) for place in row["places"]} == {
        ("message", "理赔拖了三个月"),
        ("fact", "要理赔"),
    }


async def test_a_search_never_stops_without_saying_so(world: World) -> None:
    person = await world.person("li")
    first = await world.conversation("理赔第一次", queued=False)
    second = await world.conversation(*(f"理赔第{n}句" for n in range(9)), queued=False)

    async def shown(limit: int) -> tuple[list[str], bool]:
        answer = await person.post("/search", {"text": "理赔", "limit": limit})
        return [item["conversation_id"] for item in answer["items"]], answer["more"]

    assert await shown(1) == ([second], True)
    assert await shown(2) == ([second], True)  # all that was looked at is of one conversation
    assert await shown(3) == ([second, first], False)
    for limit in (0, 501, "9"):
        refused = await person.post("/search", {"text": "理赔", "limit": limit}, 422)
        assert refused["error"]["details"]["field"] == "limit"


async def test_words_are_spelt_in_both_scripts_for_looking_through_a_conversation(
    world: World,
) -> None:
    person = await world.person("li")
    for text, spelt in (
        ("理赔", ["理赔", "理賠"]),
        ("理賠", ["理賠", "理赔"]),
        ("APP", ["APP"]),
    ):
        assert (await person.post("/search/spellings", {"text": text}))["items"] == spelt
    refused = await person.post("/search/spellings", {"text": ""}, 422)
    assert refused["error"]["details"]
