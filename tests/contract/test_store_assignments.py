"""ports.Assignments over every database."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.assignment import Assignment, AssignmentId, AssignmentState
from bot.domain.conversation import Conversation
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, TeamId, fresh
from bot.domain.placement import Team
from bot.domain.staff import Agent
from bot.ports import Store
from tests.contract.makers import NOW, a_conversation, added, an_agent, later


async def _people(store: Store) -> tuple[Agent, Agent]:
    li, wang = an_agent("li"), an_agent("wang")
    async with store.writing() as tx:
        for agent in (li, wang):
            await tx.staff.add(agent, "h")
    return li, wang


def _given(conversation: Conversation, agent: Agent, seconds: float = 0) -> Assignment:
    return Assignment(
        AssignmentId(fresh()), conversation.id, agent.id, 1, later(seconds), later(seconds + 60)
    )


async def test_a_conversation_is_given_to_one_person_at_a_time(store: Store) -> None:
    li, wang = await _people(store)
    one, other = a_conversation("a"), a_conversation("b")
    await added(store, one, other)
    first, second = _given(one, li), _given(one, wang)
    async with store.writing() as tx:
        await tx.assignments.hold()
        assert await tx.assignments.add(first) is True
        assert await tx.assignments.add(second) is False
        returned = replace(second, state=AssignmentState.RETURNED, ended_at=NOW)
        assert await tx.assignments.add(returned) is True  # never open
        assert await tx.assignments.open_of([one.id, other.id]) == {one.id: first}
        assert await tx.assignments.end(first, AssignmentState.REFUSED, later(9)) is True
        assert await tx.assignments.end(first, AssignmentState.MISSED, later(9)) is False
        assert await tx.assignments.add(replace(second, id=AssignmentId(fresh()))) is True
    async with store.reading() as tx:
        assert [row.state for row in await tx.assignments.ended_since(NOW)] == [
            AssignmentState.RETURNED,
            AssignmentState.REFUSED,
        ]
        assert await tx.assignments.ended_since(later(10)) == []


async def test_two_at_once_do_not_both_give_it(store: Store) -> None:
    li, wang = await _people(store)
    conversation = a_conversation()
    await added(store, conversation)

    async def give(agent: Agent) -> bool:
        async with store.writing() as tx:
            await tx.assignments.hold()
            taken = await tx.assignments.open_of([conversation.id])
            await asyncio.sleep(0.01)  # whoever holds is not overtaken
            return not taken and await tx.assignments.add(_given(conversation, agent))

    assert sorted(await asyncio.gather(give(li), give(wang), give(li))) == [False, False, True]


async def test_open_ones_are_counted_listed_and_become_due(store: Store) -> None:
    li, wang = await _people(store)
    rows = [a_conversation(name) for name in "abc"]
    await added(store, *rows)
    a, b, c = _given(rows[0], li, 5), _given(rows[1], li, 0), _given(rows[2], wang, 9)
    async with store.writing() as tx:
        for assignment in (a, b, c):
            await tx.assignments.add(assignment)
        await tx.assignments.end(c, AssignmentState.ACCEPTED, later(10))
    async with store.reading() as tx:
        assert await tx.assignments.open_for(li.id) == [rows[1].id, rows[0].id]
        assert await tx.assignments.open_for(wang.id) == []
        assert await tx.assignments.open_loads() == {li.id: 2}
        assert await tx.assignments.due(later(59)) == []
        assert await tx.assignments.due(later(65)) == [b, a]


async def test_the_last_time_that_somebody_had_to_do_with_a_change_of_hands(store: Store) -> None:
    li, wang = await _people(store)
    conversation = a_conversation()
    await added(store, conversation)
    zhao = AgentId("zhao")
    moved = Event(EventKind.OWNER_CHANGED, later(7), f"agent:{li.id}", conversation.id)
    async with store.writing() as tx:
        await tx.assignments.add(_given(conversation, li, 3))
        await tx.assignments.add(
            replace(_given(conversation, wang, 4), state=AssignmentState.RETURNED)
        )
        for event in (
            replace(moved, at=later(1), actor=f"agent:{wang.id}"),
            moved,
            replace(moved, at=later(2), actor=f"agent:{zhao}"),
            replace(moved, at=later(9), actor="bot"),
            Event(EventKind.STAFF_SIGNED_IN, later(9), f"agent:{zhao}"),
        ):
            await tx.events.append(event)
    async with store.reading() as tx:
        found = await tx.assignments.last_busy(NOW)
        assert found == {li.id: later(7), wang.id: later(4), zhao: later(2)}
        assert await tx.assignments.last_busy(later(8)) == {}


async def test_what_waits_for_a_removed_team_waits_for_nobody(store: Store) -> None:
    team = Team(TeamId("claims"), "理赔组", NOW)
    conversation = replace(a_conversation(), team_id=team.id)
    await added(store, conversation)
    async with store.writing() as tx:
        await tx.teams.add(team)
        assert (await tx.conversations.get(conversation.id)).team_id == team.id
        await tx.teams.remove(team.id)
        assert (await tx.conversations.get(conversation.id)).team_id is None
