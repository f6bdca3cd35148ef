"""How long customers wait for a person: who is at the desk, their place, what they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.dates import time_said
from bot.domain.handoff import QueuePlace, QueuePolicy, Wait, place_in_queue
from bot.domain.hours import OpeningHours
from bot.domain.ids import ConversationId
from bot.domain.policy import ClockPolicy
from bot.domain.staff import Roster
from bot.domain.triage import Assessment, Signal, TriagePolicy
from bot.ports import Clock, Presence, Store, Transaction
from bot.services.standing import evidence_of


class Waiting:
    """Finds places in the queue; changes nothing."""

    def __init__(
        self,
        store: Store,
        presence: Presence,
        policies: tuple[QueuePolicy, TriagePolicy, ClockPolicy],
        hours: OpeningHours,
        clock: Clock,
    ) -> None:
        self._store, self._presence, self._clock = store, presence, clock
        self._queue, self._triage, self._clocks = policies
        self._hours = hours

    async def roster(self) -> Roster:
        """Who is at the desk, and with how much work."""
        async with self._store.reading() as tx:
            return await self._roster(tx)

    async def preview(self, conversation_id: ConversationId) -> QueuePlace:
        """Where the conversation would stand if it were queued now."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            _, assessment = await self.judged(tx, conversation)
            return await self.place(tx, assessment.priority)

    async def judged(
        self, tx: Transaction, conversation: Conversation
    ) -> tuple[Sequence[Signal], Assessment]:
        """The episode's signals, and what they weigh, with the priority of one queued now."""
        evidence = await evidence_of(tx, self._triage, conversation.id, conversation.episode)
        case = await tx.cases.of_episode(conversation.id, conversation.episode)
        assessment = self._triage.weigh(evidence)
        now = self._clock.now()
        wait = Wait(due_at=self._clocks.due_at(case))
        priority = self._queue.priority_of(assessment.priority, case, wait, now)
        return evidence.signals, replace(assessment, priority=priority)

    async def place(self, tx: Transaction, priority: int) -> QueuePlace:
        """Behind everybody who is at least as urgent, and when somebody will come."""
        return await self._place(tx, await tx.conversations.queue_length(priority))

    async def standing(self, tx: Transaction, waiting: Conversation) -> QueuePlace:
        """Where somebody who waits stands now."""
        return await self._place(tx, await tx.conversations.ahead_in_queue(waiting))

    async def _place(self, tx: Transaction, ahead: int) -> QueuePlace:
        agents_on = (await self._roster(tx)).available
        return place_in_queue(ahead, agents_on, self._queue, self._hours, self._clock.now())

    def values(self, place: QueuePlace, language: str) -> Mapping[str, str]:
        """The placeholders of every script that tells a waiting time (practice E6), in the
        customer's language; `opens` is empty while the desk is open."""
        return {
            "place": str(place.ahead + 1),
            "minutes": str(place.minutes(self._clock.now())),
            "time": self._time_of_day(place.expected_at, language),
            "opens": self._time_of_day(place.opens_at, language) if place.opens_at else "",
        }

    def _time_of_day(self, moment: datetime, language: str) -> str:
        """Where the company is; with the date where it is not today."""
        local, today = self._hours.local(moment), self._hours.local(self._clock.now()).date()
        return f"{local:%H:%M}" if local.date() == today else time_said(local, today, language)

    async def _roster(self, tx: Transaction) -> Roster:
        states = await self._presence.present()
        own = {one.id: one.placement.capacity for one in await tx.staff.list()}
        return Roster(
            states,
            await tx.conversations.loads(),
            self._queue.conversations_at_once,
            {agent_id: capacity for agent_id, capacity in own.items() if capacity},
        )
