"""What is given to somebody, passed to a team, and quoted, through the API."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.assignment import Assignment, AssignmentId
from bot.domain.ids import ConversationId, fresh
from bot.domain.staff import Agent, Role
from bot.domain.triage import Signal, SignalName
from tests.integration.desk.world import PHONE, World


async def _given(world: World, conversation: ConversationId, agent: Agent | None) -> None:
    assert agent
    now = world.clock.now()
    async with world.store.writing() as tx:
        version = (await tx.conversations.get(conversation)).owner_version
        await tx.assignments.add(
            Assignment(
                AssignmentId(fresh()),
                conversation,
                agent.id,
                version,
                now,
                now + timedelta(minutes=1),
            )
        )


async def test_what_is_given_shows_in_the_queue_and_among_ones_own_and_can_be_refused(
    world: World,
) -> None:
    li, wang = await world.person("li"), await world.person("wang")
    conversation = await world.conversation()
    await _given(world, conversation, li.agent)
    for person, view, count in ((li, "waiting", 1), (li, "mine", 1), (wang, "mine", 0)):
        rows = (await person.get(f"/conversations?view={view}"))["items"]
        assert len(rows) == count
        for row in rows:
            assert (row["owner"], row["assignment"]["agent_id"]) == (
                "queue",
                li.agent and li.agent.id,
            )
    await wang.post(f"/conversations/{conversation}/refuse", status=409)
    row = await li.post(f"/conversations/{conversation}/refuse")
    assert (row["owner"], row["assignment"]) == ("queue", None)
    await li.post(f"/conversations/{conversation}/refuse", status=409)
    await li.post("/conversations/nowhere/refuse", status=404)


async def test_taking_it_is_an_ordinary_claim(world: World) -> None:
    li = await world.person("li")
    conversation = await world.conversation()
    await _given(world, conversation, li.agent)
    row = await li.post(f"/conversations/{conversation}/claim")
    assert (row["owner"], row["assignment"]) == ("agent", None)


async def test_a_conversation_is_passed_to_a_team(world: World) -> None:
    boss, li = await world.person("boss", Role.ADMIN), await world.person("li")
    team = await boss.post("/teams", {"name": "理赔组"}, 201)
    conversation = await world.conversation()
    await li.post(f"/conversations/{conversation}/claim")
    path = f"/conversations/{conversation}/transfer"
    await li.post(path, {"to": "team:nowhere", "note": ""}, 422)
    row = await li.post(path, {"to": f"team:{team['id']}", "note": "请理赔组看"})
    assert (row["owner"], row["team_id"]) == ("queue", team["id"])
    assert row["handoff_reason"] == "transferred"
    events = (await boss.get("/audit", params={"kind": "owner.changed"}))["items"]
    assert events[0]["data"]["team_id"] == team["id"]
    taken = await li.post(f"/conversations/{conversation}/claim")
    assert taken["team_id"] is None


async def test_a_row_says_why_in_the_customers_masked_words(world: World) -> None:
    li = await world.person("li")
    conversation = await world.conversation(f"曝光你们，打{PHONE}", queued=False)
    async with world.store.reading() as tx:
        (message,) = await tx.messages.transcript(conversation)
    signals = [
        Signal(SignalName.LOST_PATIENCE, 0.9, "你们"),
        Signal(SignalName.MEDIA, 0.6, "曝光你们，打[手机号1]", hard=True),
    ]
    await world.services.complaints.note(
        conversation, message.id, complaint=True, facts={}, signals=signals
    )
    await world.hears(world.customers, "在吗")
    (row,) = (await li.get("/conversations?view=open"))["items"]
    assert (row["quote"], row["last_text"]) == ("曝光你们，打[手机号1]", "在吗")
    assert row["masks"] == {"[手机号1]": "138****8000"}
