"""Gives waiting conversations to people by themselves, as `data/policy/assignment.yml` says."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog

from bot.domain.assignment import (
    Assignment,
    AssignmentId,
    AssignmentState,
    Candidate,
    Work,
    blocked,
    choose,
    paused,
)
from bot.domain.assignment_policy import AssignmentPolicy
from bot.domain.case import FactName
from bot.domain.conversation import Conversation, Owner
from bot.domain.events import EventKind
from bot.domain.ids import AgentId, fresh
from bot.domain.staff import Permission, PresenceState
from bot.domain.triage import TriagePolicy
from bot.ports import EVENTS, Clock, Notifier, Presence, Store, Transaction
from bot.services.assignments import assignment_event
from bot.services.standing import evidence_of

log = structlog.get_logger(__name__)

POLL = 2.0
"""Seconds after which somebody who has come to the desk is noticed, as that is no event."""
REST = 0.5
"""Seconds between two looks, however much happens meanwhile."""
LOOKED_AT = 50
"""So many of the most urgent are tried at one look."""
IDLE_HOURS = 12


class Assigner:
    """Several processes may run one each: every assignment is made under one lock of the
    database, so that no conversation is given twice and nobody gets more than they can take."""

    def __init__(
        self,
        store: Store,
        presence: Presence,
        notifier: Notifier,
        policies: tuple[AssignmentPolicy, TriagePolicy],
        default_capacity: int,
        clock: Clock,
    ) -> None:
        self._store, self._presence, self._notifier = store, presence, notifier
        self._policy, self._triage = policies
        self._default_capacity, self._clock = default_capacity, clock

    async def run(self) -> None:
        """Work until cancelled; returns at once where the policy switches it off."""
        if not self._policy.automatic:
            return
        async with self._notifier.listen(EVENTS) as hints:
            while True:
                try:
                    await self.sweep()
                except Exception as error:  # noqa: BLE001 — the database may be away for a while: look again
                    log.error("assigning.failed", error=type(error).__name__)
                await asyncio.sleep(REST)
                await hints.wait(POLL)

    async def sweep(self) -> int:
        """Take back what nobody answered, then give what can be given; how many were given."""
        await self._take_back()
        given = 0
        while await self._someone_waits() and await self._assign_one():
            given += 1
        return given

    async def _take_back(self) -> None:
        now = self._clock.now()
        async with self._store.reading() as tx:
            if not await tx.assignments.due(now):
                return
        async with self._store.writing() as tx:
            for assignment in await tx.assignments.due(now):
                if await tx.assignments.end(assignment, AssignmentState.MISSED, now):
                    kind = EventKind.ASSIGNMENT_MISSED
                    await tx.events.append(assignment_event(kind, assignment, now))

    async def _someone_waits(self) -> bool:
        """And somebody has a hand free. Looks without a writer's lock, as mostly nothing can be
        done."""
        states = await self._presence.present()
        if PresenceState.AVAILABLE not in states.values():
            return False
        async with self._store.reading() as tx:
            return bool(await _unassigned(tx)) and bool(await self._candidates(tx, ()))

    async def _assign_one(self) -> bool:
        """The most urgent conversation that somebody can take."""
        now = self._clock.now()
        async with self._store.writing() as tx:
            await tx.assignments.hold()
            past = await tx.assignments.ended_since(now - self._memory)
            candidates = await self._candidates(
                tx, paused(past, now - self._policy.pause_after_miss)
            )
            not_again = blocked(past, now - self._policy.not_again_for)
            for waiting in await _unassigned(tx) if candidates else ():
                able = [one for one in candidates if (waiting.id, one.agent_id) not in not_again]
                chosen = await self._choose(tx, waiting, able, now)
                if chosen and await self._give(tx, waiting, chosen, now):
                    return True
        return False

    @property
    def _memory(self) -> timedelta:
        return max(self._policy.not_again_for, self._policy.pause_after_miss)

    async def _candidates(
        self, tx: Transaction, not_now: Collection[AgentId]
    ) -> Sequence[Candidate]:
        """Who is available and has a hand free."""
        states = await self._presence.present()
        held, offered = await tx.conversations.loads(), await tx.assignments.open_loads()
        busy = await tx.assignments.last_busy(self._clock.now() - timedelta(hours=IDLE_HOURS))
        found = (
            Candidate(
                agent_id=one.id,
                placement=one.placement,
                load=held.get(one.id, 0) + offered.get(one.id, 0),
                capacity=one.placement.capacity or self._default_capacity,
                idle_since=busy.get(one.id),
            )
            for one in await tx.staff.list()
            if states.get(one.id) is PresenceState.AVAILABLE
            and one.may(Permission.HANDLE_CONVERSATIONS)
            and one.id not in not_now
        )
        return [one for one in found if one.load < one.capacity]

    async def _choose(
        self, tx: Transaction, waiting: Conversation, able: Sequence[Candidate], now: datetime
    ) -> AgentId | None:
        evidence = await evidence_of(tx, self._triage, waiting.id, waiting.episode)
        case = await tx.cases.of_episode(waiting.id, waiting.episode)
        product = case.fact(FactName.PRODUCT) if case else None
        work = Work(
            language=waiting.language,
            product_line=self._policy.line_of(product.value) if product else None,
            scenario=self._triage.weigh(evidence).scenario,
            team_id=waiting.team_id,
        )
        since = waiting.queued_at or now
        return choose(work, able, any_skill=now - since >= self._policy.any_skill_after)

    async def _give(
        self, tx: Transaction, waiting: Conversation, agent_id: AgentId, now: datetime
    ) -> bool:
        """False where the conversation has moved on meanwhile."""
        locked = await tx.conversations.lock(waiting.id)
        if locked.owner_version != waiting.owner_version:
            return False
        assignment = Assignment(
            id=AssignmentId(fresh()),
            conversation_id=locked.id,
            agent_id=agent_id,
            owner_version=locked.owner_version,
            assigned_at=now,
            answer_by=now + self._policy.answer_within,
        )
        if not await tx.assignments.add(assignment):
            return False
        await tx.events.append(assignment_event(EventKind.ASSIGNMENT_MADE, assignment, now))
        return True


async def _unassigned(tx: Transaction) -> Sequence[Conversation]:
    """In serving order."""
    rows = await tx.conversations.list(owners=[Owner.QUEUE], limit=LOOKED_AT)
    taken = await tx.assignments.open_of([row.id for row in rows])
    return [row for row in rows if row.id not in taken]
