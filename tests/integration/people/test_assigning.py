"""Conversations that are given to people by themselves, over real databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adapters.policies import load_policy
from bot.bootstrap import Container
from bot.config import ROOT
from bot.domain.case import FactName
from bot.domain.conversation import HandoffReason, Owner
from bot.domain.errors import StateConflict
from bot.domain.events import EventKind
from bot.domain.ids import AgentId, ConversationId, EventId
from bot.domain.message import InboundMessage
from bot.domain.placement import Placement
from bot.domain.signals import Signal, SignalName
from bot.domain.staff import Agent, PresenceState
from bot.domain.triage import parse_triage_policy
from bot.ports import Presence
from bot.services.assigning import Assigner
from bot.tasks import end_tasks
from tests.boxes import box_over, make_agent
from tests.integration.line.working import until

TRIAGE = load_policy(ROOT / "data" / "policy" / "escalation.yml", parse_triage_policy)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


class MovedClock:
    """The real time, plus whatever a test adds."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self.ahead


class Desk:
    """A composed installation with two assigners, as two workers have them."""

    def __init__(self, box: Container, clock: MovedClock, presence: Presence) -> None:
        self.box, self.clock = box, clock
        policy = replace(box.assignment, automatic=True)
        self.workers = [
            Assigner(box.store, presence, box.notifier, (policy, TRIAGE), 2, clock)
            for _ in range(2)
        ]
        self.customers = 0

    async def person(self, name: str, placement: Placement | None = None) -> Agent:
        """Somebody who is at the desk and available."""
        agent = await make_agent(self.box, name)
        if placement:
            agent = replace(agent, placement=placement)
            async with self.box.store.writing() as tx:
                await tx.staff.save(agent)
        await self.is_at_the_desk(agent)
        return agent

    async def is_at_the_desk(
        self, agent: Agent, state: PresenceState = PresenceState.AVAILABLE
    ) -> None:
        """For the rest of the day."""
        await self.box.presence.touch(agent.id, DAY, state)

    async def waiting(self, text: str = "我要投诉") -> ConversationId:
        """A customer in the queue."""
        self.customers += 1
        message = InboundMessage("web", f"c{self.customers}", f"m{self.customers}", text)
        conversation_id = (await self.box.intake.receive(message)).conversation_id
        async with self.box.store.writing() as tx:
            locked = await tx.conversations.lock(conversation_id)
            await self.box.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
        return conversation_id

    async def sweep(self) -> int:
        """One look of one worker."""
        return await self.workers[0].sweep()

    async def given(self, *conversations: ConversationId) -> list[AgentId | None]:
        """To whom each is given now."""
        async with self.box.store.reading() as tx:
            found = await tx.assignments.open_of(conversations)
        return [found[one].agent_id if one in found else None for one in conversations]

    async def kinds(self) -> list[EventKind]:
        """What the log says about assignments."""
        async with self.box.store.reading() as tx:
            events = await tx.events.after(EventId(0))
        return [event.kind for event in events if event.kind.value.startswith("assignment.")]


@pytest_asyncio.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """Nobody is there, and nobody waits."""
    clock = MovedClock()
    async with AsyncExitStack() as stack:
        box = await stack.enter_async_context(box_over(database_url, tmp_path, clock=clock))
        yield Desk(box, clock, box.presence)


async def test_the_most_urgent_goes_first_and_everybody_gets_what_they_can_take(
    desk: Desk,
) -> None:
    conversations = [await desk.waiting() for _ in range(6)]
    li, wang = await desk.person("li"), await desk.person("wang")
    assert await desk.sweep() == 4
    given = await desk.given(*conversations)
    assert set(given[:4]) == {li.id, wang.id}
    assert given[4:] == [None, None]
    assert await desk.sweep() == 0
    assert await desk.kinds() == [EventKind.ASSIGNMENT_MADE] * 4


async def test_two_workers_never_give_one_twice_nor_too_much_to_anybody(desk: Desk) -> None:
    conversations = [await desk.waiting() for _ in range(9)]
    people = [await desk.person(name) for name in ("li", "wang", "zhao")]
    counts = await asyncio.gather(*(worker.sweep() for worker in desk.workers * 2))
    assert sum(counts) == 6
    given = [one for one in await desk.given(*conversations) if one]
    assert sorted(given) == sorted([person.id for person in people] * 2)


async def test_whoever_is_busy_away_gone_or_full_is_given_nothing(desk: Desk) -> None:
    conversation = await desk.waiting()
    busy, away = await desk.person("li"), await desk.person("wang")
    await desk.is_at_the_desk(busy, PresenceState.BUSY)
    await desk.is_at_the_desk(away, PresenceState.AWAY)
    full = await desk.person("zhao", Placement(capacity=1))
    await desk.box.handoffs.claim(await desk.waiting(), full)
    await make_agent(desk.box, "gone")
    assert await desk.sweep() == 0
    assert await desk.given(conversation) == [None]


async def test_it_waits_in_the_queue_until_its_person_takes_it(desk: Desk) -> None:
    conversation, li = await desk.waiting(), await desk.person("li")
    await desk.sweep()
    async with desk.box.store.reading() as tx:
        assert (await tx.conversations.get(conversation)).owner is Owner.QUEUE
    mine = await desk.box.inspection.conversations("mine", li)
    assert [row.assignment.agent_id for row in mine.rows if row.assignment] == [li.id]
    await desk.box.handoffs.claim(conversation, li)
    assert await desk.given(conversation) == [None]
    assert await desk.sweep() == 0


async def test_anybody_may_be_faster(desk: Desk) -> None:
    conversation, li = await desk.waiting(), await desk.person("li")
    await desk.sweep()
    other = await make_agent(desk.box, "wang")
    claimed = await desk.box.handoffs.claim(conversation, other)
    assert claimed.agent_id == other.id
    with pytest.raises(StateConflict):
        await desk.box.assignments.refuse(conversation, li)


async def test_what_nobody_answers_goes_back_to_its_place_and_to_somebody_else(
    desk: Desk,
) -> None:
    conversation, li = await desk.waiting(), await desk.person("li")
    await desk.sweep()
    async with desk.box.store.reading() as tx:
        before = await tx.conversations.get(conversation)
    desk.clock.ahead += desk.box.assignment.answer_within
    await asyncio.gather(*(worker.sweep() for worker in desk.workers))
    assert await desk.given(conversation) == [None]
    async with desk.box.store.reading() as tx:
        assert await tx.conversations.get(conversation) == before
    assert await desk.kinds() == [EventKind.ASSIGNMENT_MADE, EventKind.ASSIGNMENT_MISSED]

    second = await desk.waiting()
    await desk.sweep()  # who missed one is given none for a while
    assert await desk.given(conversation, second) == [None, None]
    wang = await desk.person("wang")
    await desk.sweep()
    assert await desk.given(conversation, second) == [wang.id, wang.id]
    third = await desk.waiting()
    desk.clock.ahead += desk.box.assignment.pause_after_miss
    await desk.is_at_the_desk(li)
    await desk.box.handoffs.claim(conversation, wang)
    await desk.box.handoffs.claim(second, wang)
    await desk.sweep()
    assert await desk.given(third) == [li.id]


async def test_who_refused_or_returned_it_does_not_get_it_again_at_once(desk: Desk) -> None:
    conversation, li = await desk.waiting(), await desk.person("li")
    await desk.sweep()
    await desk.box.assignments.refuse(conversation, li)
    assert await desk.sweep() == 0
    assert await desk.kinds() == [EventKind.ASSIGNMENT_MADE, EventKind.ASSIGNMENT_REFUSED]
    wang = await desk.person("wang")
    await desk.sweep()
    assert await desk.given(conversation) == [wang.id]
    await desk.box.handoffs.claim(conversation, wang)
    await desk.box.handoffs.transfer(conversation, wang, None, "要开会")
    assert await desk.sweep() == 0
    desk.clock.ahead += desk.box.assignment.not_again_for + MINUTE
    await desk.is_at_the_desk(li)
    assert await desk.sweep() == 1


async def test_the_right_one_gets_it(desk: Desk) -> None:
    """By what is known: the language, the product that was named, the scenario."""
    conversation = await desk.waiting()
    async with desk.box.store.reading() as tx:
        (message,) = await tx.messages.transcript(conversation)
    await desk.box.complaints.note(
        conversation,
        message.id,
        complaint=True,
        facts={FactName.PRODUCT: "百万医疗险"},
        signals=[Signal(SignalName.MEDIA, 0.9, "我要投诉")],
    )
    await desk.person("english", Placement(languages=("en",)))
    await desk.person("motor", Placement(product_lines=("motor",)))
    await desk.person("anything")
    expert = await desk.person("expert", Placement(product_lines=("health",)))
    await desk.sweep()
    assert await desk.given(conversation) == [expert.id]


async def test_a_team_gets_what_was_passed_to_it(desk: Desk) -> None:
    boss, conversation = await desk.person("boss"), await desk.waiting()
    team = await desk.box.teams.add("理赔组", boss)
    await desk.box.handoffs.claim(conversation, boss)
    await desk.person("li")
    member = await desk.person("wang", Placement(team_id=team.id, capacity=1))
    moved = await desk.box.handoffs.transfer(conversation, boss, None, "请理赔组看", team.id)
    assert (moved.owner, moved.team_id) == (Owner.QUEUE, team.id)
    await desk.sweep()
    assert await desk.given(conversation) == [member.id]
    claimed = await desk.box.handoffs.claim(conversation, member)
    assert claimed.team_id is None


async def test_it_is_switched_off_unless_a_designer_switches_it_on(desk: Desk) -> None:
    await asyncio.wait_for(desk.box.assigner.run(), 5)


async def test_a_running_worker_gives_what_comes(desk: Desk) -> None:
    li = await desk.person("li")
    running = asyncio.create_task(desk.workers[0].run())
    conversation = await desk.waiting()

    async def is_given() -> bool:
        return await desk.given(conversation) == [li.id]

    try:
        await until(is_given)
    finally:
        await end_tasks([running])
