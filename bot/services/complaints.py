"""The complaint record: noted from the first complaining message, filed once per episode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.case import ENDED, Case, CaseState, Fact, FactName, Level
from bot.domain.conversation import Conversation
from bot.domain.errors import InvalidInput, NotFound, StateConflict
from bot.domain.events import Event, EventKind
from bot.domain.ids import CaseId, ConversationId, MessageId
from bot.domain.message import MAX_TEXT, Message
from bot.domain.policy import ClockPolicy
from bot.domain.staff import Agent
from bot.domain.triage import Assessment, Signal, TriagePolicy
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.numbering import file_case
from bot.services.rounds import draft, next_episode


@dataclass(frozen=True)
class Noted:
    """What stands in the record after a message."""

    case: Case | None
    assessment: Assessment


class Complaints:
    """Writes and reads the complaint record for the dialogue and the desk."""

    def __init__(
        self,
        store: Store,
        boundary: Boundary,
        policies: tuple[ClockPolicy, TriagePolicy],
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store, self._boundary, self._clock, self._zone = store, boundary, clock, zone
        self._clocks, self._triage = policies

    async def ensure(self, conversation_id: ConversationId, channel: str) -> None:
        """Make a conversation exist that did not come through intake (`rasa shell`)."""
        try:
            async with self._store.reading() as tx:
                await tx.conversations.get(conversation_id)
        except NotFound:
            at = self._clock.now()
            new = Conversation(conversation_id, channel, str(conversation_id), at, at)
            async with self._store.writing() as tx:
                await tx.conversations.add_if_new(new)

    async def note(
        self,
        conversation_id: ConversationId,
        message_id: MessageId | None,
        *,
        complaint: bool,
        facts: Mapping[FactName, str],
        signals: Iterable[Signal],
    ) -> Noted:
        """Record what one message says. Idempotent per message.

        The draft is made at the first complaint or hard signal; facts are kept from then on.
        Where the episode's case has ended, a complaint opens the next round.
        """
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            source = await _source(tx, message_id)
            signals = tuple(signals)
            matter = complaint or any(signal.hard for signal in signals)
            episode = await self._episode(tx, conversation, source, matter=matter)
            assessment = await self._assess(tx, conversation, episode, signals, source)
            case = await tx.cases.of_episode(conversation_id, episode)
            if case is None and (complaint or assessment.hard):
                case = await draft(tx, conversation_id, episode, self._clock.now())
            if case is None:
                return Noted(None, assessment)
            await self._put_facts(tx, case, facts, source)
            await self._grade(tx, case, assessment)
            return Noted(await tx.cases.get(case.id), assessment)

    async def of_conversation(self, conversation_id: ConversationId) -> Case | None:
        """The case of the running episode."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            return await tx.cases.of_episode(conversation_id, conversation.episode)

    async def by_number(self, number: str) -> Case | None:
        """The case of this number, whoever's it is."""
        async with self._store.reading() as tx:
            return await tx.cases.by_number(number)

    async def assessment(self, conversation_id: ConversationId) -> Assessment:
        """What the running episode amounts to."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            signals = await tx.signals.of_episode(conversation_id, conversation.episode)
        return self._triage.assess(signals)

    async def file(self, conversation_id: ConversationId) -> Case:
        """File the draft under a number; a filed case is returned as it is.

        Raises StateConflict where there is no draft or it has ended.
        """
        async with self._store.writing() as tx:
            case = await self._current(tx, conversation_id)
            if case.number:
                return case
            return await file_case(tx, case, self._clock.now(), self._zone, actor="bot")

    async def withdraw(self, conversation_id: ConversationId) -> Case:
        """End the case on the customer's word, the same day (Order 3/2020 Art. 15)."""
        async with self._store.writing() as tx:
            case = await self._current(tx, conversation_id)
            at = self._clock.now()
            ended = case.end(CaseState.WITHDRAWN, at)
            await tx.cases.save(ended)
            data = {"state": ended.state.value, "reason": "customer_withdrew"}
            await tx.events.append(
                _event(EventKind.CASE_CHANGED, ended, at, data, actor="customer")
            )
            return ended

    async def start_over(self, conversation_id: ConversationId) -> Case | None:
        """Take all facts of the running draft out of force, on the customer's wish; they stay
        readable as history. None where there is no draft. Safe to repeat."""
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            case = await tx.cases.of_episode(conversation_id, conversation.episode)
            if case is None or case.state not in (CaseState.DRAFT, CaseState.ABANDONED):
                return None
            retired = await tx.cases.retire_facts(case.id)
            if retired:
                data = {"facts_retired": retired}
                at = self._clock.now()
                await tx.events.append(
                    _event(EventKind.CASE_CHANGED, case, at, data, actor="customer")
                )
            return await tx.cases.get(case.id)

    async def correct(self, case_id: CaseId, name: str, value: str, by: Agent) -> Case:
        """An agent sets a fact. Raises NotFound, InvalidInput."""
        fact_name = _fact_name(name)
        if not value.strip() or len(value) > MAX_TEXT:
            raise InvalidInput("value", f"must have 1 to {MAX_TEXT} characters.")
        async with self._store.writing() as tx:
            case = await tx.cases.get(case_id)
            await tx.conversations.lock(case.conversation_id)
            text = await self._boundary.tokenise(tx, case.conversation_id, value)
            fact = Fact(fact_name, text, self._clock.now(), recorded_by=by.id)
            if await tx.cases.put_fact(case.id, fact):
                await self._fact_event(tx, case, fact, actor=f"agent:{by.id}")
            return await tx.cases.get(case_id)

    def due_by(self, case: Case) -> datetime:
        """When the customer must have the decision, in UTC."""
        return self._clocks.due_by(case.filed_at or self._clock.now())

    async def _episode(
        self, tx: Transaction, conversation: Conversation, source: Message | None, *, matter: bool
    ) -> int:
        """The episode that a message speaks about. A new matter opens one after an ended case, and
        takes its message along, so that noting it again finds it there."""
        episode = source.episode if source else conversation.episode
        if not matter or episode != conversation.episode:
            return episode
        case = await tx.cases.of_episode(conversation.id, episode)
        if case is None or case.state not in ENDED:
            return episode
        opened = await next_episode(tx, conversation, self._clock.now(), source)
        return opened.episode

    async def _assess(
        self,
        tx: Transaction,
        conversation: Conversation,
        episode: int,
        signals: Iterable[Signal],
        source: Message | None,
    ) -> Assessment:
        sourced: dict[str, Any] = {"message_id": source.id, "seq": source.seq} if source else {}
        for found in signals:
            signal = replace(found, **sourced)
            if await tx.signals.add(conversation.id, episode, signal):
                data = {"name": signal.name.value, "hard": signal.hard, "seq": signal.seq}
                await tx.events.append(
                    Event(
                        EventKind.SIGNAL_FOUND,
                        self._clock.now(),
                        "bot",
                        conversation.id,
                        None,
                        data,
                    )
                )
        return self._triage.assess(await tx.signals.of_episode(conversation.id, episode))

    async def _put_facts(
        self,
        tx: Transaction,
        case: Case,
        facts: Mapping[FactName, str],
        source: Message | None,
    ) -> None:
        for name, value in facts.items():
            fact = Fact(
                name,
                value[:MAX_TEXT],
                self._clock.now(),
                message_id=source.id if source else None,
                seq=source.seq if source else None,
            )
            if await tx.cases.put_fact(case.id, fact):
                await self._fact_event(tx, case, fact, actor="bot")

    async def _fact_event(self, tx: Transaction, case: Case, fact: Fact, actor: str) -> None:
        data = {"name": fact.name.value, "seq": fact.seq}
        await tx.events.append(
            _event(EventKind.CASE_FACT_RECORDED, case, fact.recorded_at, data, actor)
        )

    async def _grade(self, tx: Transaction, case: Case, assessment: Assessment) -> None:
        current = await tx.cases.get(case.id)
        level = assessment.level if current.level is Level.ORDINARY else current.level
        priority = max(current.priority, assessment.priority)
        revived = CaseState.DRAFT if current.state is CaseState.ABANDONED else current.state
        graded = replace(current, level=level, priority=priority, state=revived)
        if graded != current:
            await tx.cases.save(replace(graded, updated_at=self._clock.now()))
        if graded.level is not current.level:
            at, data = self._clock.now(), {"level": graded.level.value}
            await tx.events.append(_event(EventKind.CASE_CHANGED, graded, at, data))

    async def _current(self, tx: Transaction, conversation_id: ConversationId) -> Case:
        conversation = await tx.conversations.lock(conversation_id)
        case = await tx.cases.of_episode(conversation_id, conversation.episode)
        if case is None:
            raise StateConflict("There is no complaint in this conversation yet.")
        return case


async def _source(tx: Transaction, message_id: MessageId | None) -> Message | None:
    """The transcript row of a message; None in `rasa shell`, which has no transcript."""
    if message_id is None:
        return None
    try:
        return await tx.messages.get(message_id)
    except NotFound:
        return None


def _fact_name(name: str) -> FactName:
    try:
        return FactName(name)
    except ValueError:
        known = ", ".join(fact.value for fact in FactName)
        raise InvalidInput("name", f"must be one of {known}.") from None


def _event(
    kind: EventKind, case: Case, at: datetime, data: Mapping[str, object], actor: str = "bot"
) -> Event:
    return Event(kind, at, actor, case.conversation_id, case.id, data)
