"""Merging duplicates and linking group cases at the desk."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.case import Case, FactName
from bot.domain.staff import Role
from bot.domain.triage import Signal, SignalName
from tests.integration.desk.world import PHONE, Person, World


async def _case(world: World, *, file: bool = True, **facts: str) -> Case:
    conversation = await world.conversation()
    noted = await world.services.complaints.note(
        conversation,
        None,
        complaint=True,
        facts={FactName(name): value for name, value in facts.items()},
        signals=[],
    )
    assert noted.case
    return await world.services.complaints.file(conversation) if file else noted.case


async def _kinds(boss: Person, case: Case) -> list[str]:
    """What the trail says of it since it was filed."""
    events = (await boss.get(f"/events?limit=500&conversation_id={case.conversation_id}"))["items"]
    kinds: list[str] = [event["kind"] for event in events if event["case_id"] == case.id]
    return kinds[kinds.index("case.filed") + 1 :] if "case.filed" in kinds else kinds[1:]


def _ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


async def test_a_duplicate_is_closed_with_a_link_and_both_trails_say_so(world: World) -> None:
    duplicate, kept = await _case(world), await _case(world)
    person, boss = await world.person("li"), await world.person("boss", Role.SUPERVISOR)
    body = {"into": kept.number, "why": f"同一个人，{PHONE}"}
    answer = await person.told("PUT", f"/cases/{duplicate.id}/merge", json=body)
    assert (answer["into"]["id"], answer["why"]) == (kept.id, "同一个人，[手机号1]")
    other = await person.get(f"/cases/{kept.id}/relations")
    assert (other["into"], _ids(other["merged"])) == (None, [duplicate.id])
    assert other["merged"][0]["conversation_id"] == duplicate.conversation_id
    shown = (await person.get(f"/cases/{duplicate.id}"))["case"]
    assert shown["state"] == "merged"
    assert shown["ended_at"] is not None
    assert _ids((await person.get("/cases?state=merged"))["items"]) == [duplicate.id]
    await person.get(f"/conversations/{duplicate.conversation_id}/messages")
    for case in (duplicate, kept):
        assert await _kinds(boss, case) == ["case.merged"]
    assert PHONE not in json.dumps((await boss.get("/events?limit=500"))["items"])


async def test_a_wrong_merge_is_undone(world: World) -> None:
    duplicate, kept = await _case(world, file=False), await _case(world)
    person, boss = await world.person("li"), await world.person("boss", Role.SUPERVISOR)
    path = f"/cases/{duplicate.id}/merge"
    await person.told("PUT", path, json={"into": kept.id, "why": "看错了"})
    undone = await person.told("DELETE", path)
    assert (undone["into"], undone["why"]) == (None, "")
    shown = (await person.get(f"/cases/{duplicate.id}"))["case"]
    assert (shown["state"], shown["ended_at"]) == ("draft", None)
    assert (await person.get(f"/cases/{kept.id}/relations"))["merged"] == []
    for case in (duplicate, kept):
        assert (await _kinds(boss, case))[-2:] == ["case.merged", "case.unmerged"]
    await person.told("DELETE", path, 409)


async def test_what_is_urgent_stays_urgent(world: World) -> None:
    kept, duplicate = await _case(world), await _case(world)
    await world.services.complaints.note(
        duplicate.conversation_id,
        None,
        complaint=True,
        facts={},
        signals=[Signal(SignalName.LEGAL, 0.9, "起诉", hard=True)],
    )
    person = await world.person("li")
    body = {"into": kept.id, "why": "同一件"}
    await person.told("PUT", f"/cases/{duplicate.id}/merge", json=body)
    shown = (await person.get(f"/cases/{kept.id}"))["case"]
    assert shown["level"] == "major"
    await person.told("DELETE", f"/cases/{duplicate.id}/merge")
    assert (await person.get(f"/cases/{kept.id}"))["case"]["level"] == "major"


async def test_merges_that_make_no_sense_say_why(world: World) -> None:
    first, second, third = await _case(world), await _case(world), await _case(world)
    person, designer = await world.person("li"), await world.person("de", Role.DESIGNER)
    path = f"/cases/{first.id}/merge"
    itself = await person.told("PUT", path, 422, json={"into": first.number, "why": "x"})
    assert itself["error"]["details"]["field"] == "into"
    empty = await person.told("PUT", path, 422, json={"into": second.id, "why": " "})
    assert empty["error"]["details"]["field"] == "why"
    await person.told("PUT", path, 422, json={"into": " ", "why": "x"})
    await person.told("PUT", path, 404, json={"into": "QT20200101-0001", "why": "x"})
    await person.told("PUT", path, 404, json={"into": "unknown", "why": "x"})
    await designer.told("PUT", path, 403, json={"into": second.id, "why": "x"})
    await person.told("PUT", path, json={"into": second.id, "why": "x"})
    for case, into in ((first, third), (third, first), (second, third)):
        body = {"into": into.id, "why": "x"}
        refused = await person.told("PUT", f"/cases/{case.id}/merge", 409, json=body)
        assert refused["error"]["code"] == "state_conflict"


async def test_who_asks_for_a_merged_case_hears_of_the_one_that_goes_on(world: World) -> None:
    duplicate, kept = await _case(world), await _case(world)
    complaints, person = world.services.complaints, await world.person("li")
    assert (await complaints.standing_for(duplicate)).id == duplicate.id
    await person.told("PUT", f"/cases/{duplicate.id}/merge", json={"into": kept.id, "why": "x"})
    assert (await complaints.standing_for(duplicate)).id == kept.id
    assert (await complaints.standing_for(kept)).id == kept.id


async def test_a_merged_case_has_ended_for_its_conversation(world: World) -> None:
    duplicate, kept = await _case(world), await _case(world)
    person = await world.person("li")
    await person.told("PUT", f"/cases/{duplicate.id}/merge", json={"into": kept.id, "why": "x"})
    await person.post(f"/conversations/{duplicate.conversation_id}/claim")
    close = {"outcome": "resolved", "note": ""}
    await person.post(f"/conversations/{duplicate.conversation_id}/close", close)
    assert (await person.get(f"/cases/{duplicate.id}"))["case"]["state"] == "merged"
    messages = await person.get(f"/conversations/{duplicate.conversation_id}/messages")
    assert "utter_notice_survey" not in json.dumps(messages)


async def test_many_cases_of_one_matter_are_shown_on_each(world: World) -> None:
    first, second, third = await _case(world), await _case(world), await _case(world)
    person, boss = await world.person("li"), await world.person("boss", Role.SUPERVISOR)
    body = {"case": second.number, "name": f"金满堂停售，{PHONE}"}
    made = await person.told("PUT", f"/cases/{first.id}/group", json=body)
    assert (made["group"], _ids(made["members"])) == (
        "金满堂停售，138****8000",
        [first.id, second.id],
    )
    await person.told("PUT", f"/cases/{third.id}/group", json={"case": first.id})
    for case in (first, second, third):
        shown = await person.get(f"/cases/{case.id}/relations")
        assert set(_ids(shown["members"])) == {first.id, second.id, third.id}
        assert "case.linked" in await _kinds(boss, case)
    left = await person.told("DELETE", f"/cases/{third.id}/group")
    assert (left["group"], left["members"]) == (None, [])
    await person.told("DELETE", f"/cases/{third.id}/group", 409)
    await person.told("DELETE", f"/cases/{first.id}/group")
    alone = await person.get(f"/cases/{second.id}/relations")
    assert (alone["group"], alone["members"]) == (None, [])
    assert (await _kinds(boss, second))[-1] == "case.unlinked"


async def test_links_that_make_no_sense_say_why(world: World) -> None:
    cases = [await _case(world) for _ in range(4)]
    person = await world.person("li")
    first, second, third, fourth = (f"/cases/{case.id}/group" for case in cases)
    nameless = await person.told("PUT", first, 422, json={"case": cases[1].id})
    assert nameless["error"]["details"]["field"] == "name"
    await person.told("PUT", first, 422, json={"case": cases[0].id, "name": "x"})
    for path, other in ((first, cases[1]), (third, cases[3])):
        await person.told("PUT", path, json={"case": other.id, "name": "x"})
    for path, other in ((first, cases[1]), (second, cases[3]), (fourth, cases[0])):
        await person.told("PUT", path, 409, json={"case": other.id, "name": "x"})


async def test_similar_cases_of_others_are_offered(world: World) -> None:
    case = await _case(world, product="金满堂", branch="朝阳支行")
    both = await _case(world, product="金满堂", branch="朝阳支行")
    product = await _case(world, product="金满堂")
    await _case(world, branch="海淀支行")
    person = await world.person("li")
    shown = (await person.get(f"/cases/{case.id}/relations"))["similar"]
    assert [(row["id"], row["shared"]) for row in shown] == [
        (both.id, ["product", "branch"]),
        (product.id, ["product"]),
    ]
    body = {"case": product.id, "name": "金满堂"}
    linked = await person.told("PUT", f"/cases/{case.id}/group", json=body)
    assert _ids(linked["similar"]) == [both.id]
