"""Keeps the order of the queue true while people wait.

A conversation gets its priority when it is queued. Afterwards its customer may write more, somebody
may correct a judgement, and the time that the customer was told may pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation, Owner
from bot.domain.events import Event, EventKind
from bot.domain.handoff import QueuePolicy, Wait
from bot.domain.help_lines import HelpLines
from bot.domain.message import Message
from bot.domain.policy import ClockPolicy
from bot.domain.triage import Assessment, Signal, SignalName, TriagePolicy
from bot.ports import Clock, Store, Transaction
from bot.services.notices import Notices
from bot.services.on_call import OnCallDesk
from bot.services.queue_answers import QueueAnswers
from bot.services.standing import evidence_of, evidence_of_all

LOOKED_AT = 1000
"""Nobody waits behind so many; it bounds what one look costs."""


class QueueOrder:
    """Weighs those who wait anew. Several workers may do so: each change is made once."""

    def __init__(
        self,
        store: Store,
        policies: tuple[QueuePolicy, TriagePolicy, ClockPolicy],
        telling: tuple[Notices, OnCallDesk],
        answers: QueueAnswers,
        help_lines: HelpLines,
        clock: Clock,
    ) -> None:
        self._store, self._clock = store, clock
        self._queue, self._triage, self._clocks = policies
        self._notices, self._on_call = telling
        self._help_lines, self._answers = help_lines, answers

    async def heard(self, tx: Transaction, waiting: Conversation, message: Message) -> None:
        """After a message of the locked, waiting conversation was read: move it where its evidence
        puts it, and call people as the policy says of what has come up. The customer is answered
        what concerns the waiting, and told where a life is in danger what help there is now
        (practice Q1)."""
        evidence = await evidence_of(tx, self._triage, waiting.id, waiting.episode)
        case = await tx.cases.of_episode(waiting.id, waiting.episode)
        assessment, now = self._triage.weigh(evidence), self._clock.now()
        priority = self._priority(assessment, case, waiting, now)
        if priority != waiting.priority:
            await self._move(tx, waiting, priority)
        await self._on_call.call(tx, waiting, evidence.signals, assessment, now)
        if _first_despair(evidence.signals, message):
            numbers, name = self._help_lines.values(waiting.language), "utter_notice_self_harm"
            await self._notices.say(tx, waiting, name, numbers, in_reply_to=message.id)
        elif waiting.owner is Owner.QUEUE:
            heard = next((one for one in evidence.heard if one.message_id == message.id), None)
            current = await tx.conversations.get(waiting.id)
            await self._answers.answer(tx, current, message, heard)

    async def refresh(self) -> int:
        """Write priorities that are no longer true; returns how many."""
        changed = 0
        for row, priority in await self._due():
            async with self._store.writing() as tx:
                changed += await self._move(tx, row, priority)
        return changed

    async def _move(self, tx: Transaction, waiting: Conversation, priority: int) -> bool:
        """False where it does not wait as it was read any more."""
        if not await tx.conversations.set_priority(waiting, priority):
            return False
        data = {"priority": priority, "was": waiting.priority}
        at, kind = self._clock.now(), EventKind.PRIORITY_CHANGED
        await tx.events.append(Event(kind, at, "system", waiting.id, data=data))
        return True

    def _priority(
        self, assessment: Assessment, case: Case | None, waiting: Conversation, now: datetime
    ) -> int:
        wait = Wait(waiting.queued_at, waiting.promised_at, self._clocks.due_at(case))
        return self._queue.priority_of(assessment.priority, case, wait, now)

    async def _due(self) -> list[tuple[Conversation, int]]:
        now = self._clock.now()
        async with self._store.reading() as tx:
            rows = await tx.conversations.list(owners=[Owner.QUEUE], limit=LOOKED_AT)
            ids = [row.id for row in rows]
            evidence = await evidence_of_all(tx, self._triage, ids)
            cases = await tx.cases.present(ids)
        found = []
        for row in rows:
            case = cases[row.id][0] if row.id in cases else None
            priority = self._priority(self._triage.weigh(evidence[row.id]), case, row, now)
            if priority != row.priority:
                found.append((row, priority))
        return found


def _first_despair(signals: Iterable[Signal], message: Message) -> bool:
    """Whether this message is the first of the episode that speaks of self-harm."""
    despair = [signal.seq or 0 for signal in signals if signal.name is SignalName.SELF_HARM]
    return bool(despair) and min(despair) == message.seq
