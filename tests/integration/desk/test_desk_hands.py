"""A conversation changes hands: passed on, given back, closed, taken over."""

from __future__ import annotations

from bot.domain.ids import EventId
from bot.domain.staff import Role
from tests.integration.desk.world import PHONE, World


async def test_a_conversation_goes_to_a_colleague(world: World) -> None:
    person, conversation = await world.held()
    other = await world.person("wang")
    assert other.agent
    body = {"to": other.agent.id, "note": f"请联系{PHONE}"}
    moved = await person.post(f"/conversations/{conversation}/transfer", body)
    assert (moved["owner"], moved["agent_name"]) == ("agent", "Wang")
    assert (await other.get("/conversations?view=mine"))["items"][0]["id"] == conversation
    assert (await person.get("/conversations?view=mine"))["items"] == []
    assert PHONE not in str(await world.services.feed.page(EventId(0), None, 500))


async def test_a_supervisor_gives_one_that_waits_to_somebody_without_taking_it(
    world: World,
) -> None:
    boss, agent = await world.person("boss", Role.SUPERVISOR), await world.person("wang")
    conversation = await world.conversation()
    path = f"/conversations/{conversation}/transfer"
    assert agent.agent
    body = {"to": agent.agent.id, "note": "您熟悉这张保单"}
    await agent.post(path, body, 409)
    await boss.post(path, {"to": "queue", "note": ""}, 409)
    given = await boss.post(path, body)
    assert (given["owner"], given["agent_name"]) == ("agent", "Wang")
    said = (await boss.get(f"/conversations/{conversation}/messages"))["items"][-1]["text"]
    assert said.startswith("utter_notice_agent_joined")
    await boss.post(path, {"to": agent.agent.id, "note": ""}, 409)


async def test_a_conversation_goes_back_to_the_queue(world: World) -> None:
    person, conversation = await world.held()
    moved = await person.post(f"/conversations/{conversation}/transfer", {"to": "queue"})
    assert (moved["owner"], moved["handoff_reason"]) == ("queue", "transferred")
    assert moved["ahead"] == 0


async def test_nobody_transfers_to_nobody_or_to_those_who_may_not(world: World) -> None:
    person, conversation = await world.held()
    designer = await world.account("designer", Role.DESIGNER)
    path = f"/conversations/{conversation}/transfer"
    await person.post(path, {"to": "unknown", "note": ""}, 404)
    assert person.agent
    for to in (designer.id, person.agent.id):
        refused = await person.post(path, {"to": to, "note": ""}, 422)
        assert refused["error"]["details"]["field"] == "to"


async def test_a_conversation_goes_back_to_the_bot(world: World) -> None:
    person, conversation = await world.held()
    body = {"reason": "只是问候"}
    moved = await person.post(f"/conversations/{conversation}/return", body)
    assert (moved["owner"], moved["agent_id"]) == ("bot", None)
    await person.post(f"/conversations/{conversation}/return", body, 409)


async def test_closing_ends_the_matter_and_its_case(world: World) -> None:
    person, conversation = await world.held()
    case = await world.case(conversation)
    path = f"/conversations/{conversation}/close"
    await person.post(path, {"outcome": "unheard of", "note": ""}, 422)
    closed = await person.post(path, {"outcome": "resolved", "note": "已解释"})
    assert (closed["owner"], closed["case_state"]) == ("closed", "closed")
    assert (await person.get(f"/cases/{case.id}"))["case"]["state"] == "closed"
    assert (await person.get("/conversations?view=closed"))["items"][0]["id"] == conversation
    await person.post(f"/conversations/{conversation}/claim", status=409)


async def test_what_the_customer_withdrew_can_still_be_closed(world: World) -> None:
    person, conversation = await world.held()
    await world.case(conversation)
    await world.services.complaints.withdraw(conversation)
    body = {"outcome": "resolved", "note": ""}
    closed = await person.post(f"/conversations/{conversation}/close", body)
    assert (closed["owner"], closed["case_state"]) == ("closed", "withdrawn")
    assert closed["survey"] is None


async def test_the_desk_sees_the_second_round_and_what_the_customer_thought(world: World) -> None:
    person, conversation = await world.held()
    case = await world.case(conversation)
    body = {"outcome": "resolved", "note": ""}
    closed = await person.post(f"/conversations/{conversation}/close", body)
    assert closed["survey"]["answer"] is None
    assert closed["previous_case"] is None
    await world.hears(world.customers, "不满意，钱没到")
    opened = await person.get(f"/conversations/{conversation}")
    read = await person.get(f"/cases/{case.id}")
    first = {"id": case.id, "number": read["case"]["number"]}
    assert first["number"]
    assert opened["conversation"]["previous_case"] == opened["case"]["previous_case"] == first
    assert opened["conversation"]["survey"] == read["case"]["survey"]
    assert read["case"]["survey"]["answer"] == "dissatisfied"
    assert read["case"]["survey"]["comment"] == "钱没到"
    assert read["case"]["ended_at"]
    assert (opened["case"]["ended_at"], opened["case"]["survey"]) == (None, None)
    assert opened["case"]["priority"] == 40
    listed = (await person.get("/cases"))["items"]
    assert [row["previous_case"] for row in listed] == [first, None]


async def test_a_supervisor_takes_over_and_an_agent_cannot(world: World) -> None:
    owner, conversation = await world.held()
    agent, boss = await world.person("wang"), await world.person("boss", Role.SUPERVISOR)
    path = f"/conversations/{conversation}/claim"
    await agent.post(path, {"take_over": True}, 403)
    await boss.post(path, {"take_over": False}, 409)
    await boss.post(path, {"take_over": "yes"}, 422)
    await boss.post(path, {"take_over": True, "reason": " "}, 422)
    taken = await boss.post(path, {"take_over": True, "reason": "客户[手机号1]催了三次"})
    assert taken["agent_name"] == "Boss"
    await owner.post(
        f"/conversations/{conversation}/messages", {"text": "x", "client_id": "1"}, 409
    )
