"""What was closed is taken up again: the same matter, the same case, by whom, and why."""

from __future__ import annotations

from bot.domain.ids import ConversationId, EventId
from bot.domain.staff import Role
from tests.integration.desk.world import PHONE, Person, World

WHY = {"reason": "保险公司补寄了材料"}


async def _closed(world: World, outcome: str = "resolved") -> tuple[Person, ConversationId, str]:
    person, conversation = await world.held()
    case = await world.case(conversation)
    body = {"outcome": outcome, "note": ""}
    await person.post(f"/conversations/{conversation}/close", body)
    return person, conversation, f"/cases/{case.id}"


async def test_who_closed_it_takes_it_up_again_with_its_case(world: World) -> None:
    person, conversation, case = await _closed(world)
    number = (await person.get(case))["case"]["number"]
    spoken = (await person.get(f"/conversations/{conversation}"))["conversation"]["last_seq"]
    again = await person.post(f"/conversations/{conversation}/reopen", WHY)
    assert (again["owner"], again["agent_name"], again["episode"]) == ("agent", "Li", 1)
    assert again["last_seq"] == spoken  # the customer is told nothing
    now = (await person.get(case))["case"]
    assert (now["state"], now["number"], now["ended_at"]) == ("filed", number, None)
    assert now["due_at"]
    assert [row["id"] for row in (await person.get("/conversations?view=mine"))["items"]] == [
        conversation
    ]
    assert (await person.get("/conversations?view=closed"))["items"] == []
    await person.post(
        f"/conversations/{conversation}/messages", {"text": "我再查", "client_id": "1"}, 201
    )
    closed = await person.post(
        f"/conversations/{conversation}/close", {"outcome": "withdrawn", "note": ""}
    )
    assert (closed["owner"], closed["case_state"]) == ("closed", "withdrawn")


async def test_the_reason_is_kept_without_personal_values(world: World) -> None:
    person, conversation, _ = await _closed(world)
    body = {"reason": f"客户{PHONE}又来电"}
    await person.post(f"/conversations/{conversation}/reopen", body)
    (note,) = (await person.get(f"/conversations/{conversation}/notes"))["items"]
    assert note["text"] == "客户[手机号1]又来电"
    log = await world.services.feed.page(EventId(0), conversation, 500)
    (moved,) = [event for event in log if event.data.get("from") == "closed"]
    assert (moved.data["to_owner"], moved.data["note"]) == ("agent", note["text"])
    assert PHONE not in str(log)


async def test_only_a_supervisor_reopens_what_a_colleague_has_closed(world: World) -> None:
    _, conversation, _ = await _closed(world)
    path = f"/conversations/{conversation}/reopen"
    colleague, boss = await world.person("wang"), await world.person("boss", Role.SUPERVISOR)
    refused = await colleague.post(path, WHY, 403)
    assert refused["error"]["code"] == "forbidden"
    assert (await boss.post(path, WHY))["agent_name"] == "Boss"


async def test_it_needs_a_reason_and_something_closed(world: World) -> None:
    person, conversation, _ = await _closed(world)
    path = f"/conversations/{conversation}/reopen"
    for empty in ({}, {"reason": ""}, {"reason": "  "}):
        await person.post(path, empty, 422)
    await person.post(path, WHY)
    await person.post(path, WHY, 409)
    await person.post("/conversations/unknown/reopen", WHY, 404)


async def test_what_goes_on_without_a_person_is_not_reopened(world: World) -> None:
    person, conversation, _ = await _closed(world)
    await world.hears(world.customers, "还有一件事")
    await person.post(f"/conversations/{conversation}/reopen", WHY, 409)


async def test_a_draft_is_a_draft_again_and_a_referred_case_stays_filed(world: World) -> None:
    person, conversation, case = await _closed(world, "withdrawn")
    await person.post(f"/conversations/{conversation}/reopen", WHY)
    assert (await person.get(case))["case"]["state"] == "draft"
    await person.post(f"/conversations/{conversation}/close", {"outcome": "referred", "note": ""})
    before = (await person.get(case))["case"]
    await person.post(f"/conversations/{conversation}/reopen", WHY)
    assert (await person.get(case))["case"] == before


async def test_a_duplicate_is_first_given_back(world: World) -> None:
    person, conversation, case = await _closed(world)
    other = await world.case(await world.conversation())
    await person.told("PUT", f"{case}/merge", json={"into": other.id, "why": "同一件事"})
    await person.post(f"/conversations/{conversation}/reopen", WHY, 409)
    await person.told("DELETE", f"{case}/merge")
    await person.post(f"/conversations/{conversation}/reopen", WHY)
    assert (await person.get(case))["case"]["state"] == "filed"


async def test_the_answer_of_a_survey_reaches_whoever_has_taken_it_up(world: World) -> None:
    person, conversation, _ = await _closed(world)
    await person.post(f"/conversations/{conversation}/reopen", WHY)
    await world.hears(world.customers, "不满意")
    row = (await person.get(f"/conversations/{conversation}"))["conversation"]
    assert (row["owner"], row["episode"], row["survey"]["answer"]) == ("agent", 1, "dissatisfied")
