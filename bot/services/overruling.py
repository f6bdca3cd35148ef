"""A person overrules what was judged; the correction becomes a labelled example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.case import Case, Fact, FactName, Level
from bot.domain.correcting import checked, require_standing, require_words
from bot.domain.errors import Forbidden, InvalidInput
from bot.domain.events import Event, EventKind
from bot.domain.evidence import Evidence, Heard
from bot.domain.ids import CaseId, MessageId
from bot.domain.message import Author, Message
from bot.domain.overruling import Correction, Judgement, Label
from bot.domain.reading import Anger, Intent, Reading
from bot.domain.signals import Signal, SignalSource
from bot.domain.staff import Agent, Permission
from bot.domain.triage import TriagePolicy
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.grading import case_event, grade_anew
from bot.services.standing import evidence_of


@dataclass(frozen=True)
class Examples:
    """Corrected messages as training data. `left_out`: those whose intent or anger nobody knows,
    or whose signal has no words of its own; nothing is guessed."""

    messages: Sequence[tuple[str, Reading]]
    left_out: int


@dataclass(frozen=True)
class FactExample:
    """A message in which a fact was misread. All texts are tokenised."""

    text: str
    name: FactName
    was: str
    should_be: str


NAMES = frozenset(
    {FactName.COMPLAINANT_NAME, FactName.SALESPERSON, FactName.ON_BEHALF_OF, FactName.ORGANISATION}
)
"""Facts that are personal data in themselves, which no token stands for."""


class Overruling:
    """Records corrections and lets them count at once."""

    def __init__(
        self, store: Store, boundary: Boundary, triage: TriagePolicy, clock: Clock
    ) -> None:
        self._store, self._boundary = store, boundary
        self._triage, self._clock = triage, clock

    async def overrule(self, case_id: CaseId, correction: Correction, by: Agent) -> Case:
        """Keep the correction and assess the case anew.

        Raises NotFound, InvalidInput, StateConflict where something else stands by now, and
        Forbidden where somebody other than a supervisor would lower the level.
        """
        correction = checked(correction)
        async with self._store.writing() as tx:
            case = await tx.cases.get(case_id)
            await tx.conversations.lock(case.conversation_id)
            message = await _message_of(tx, case, correction.message_id)
            require_words(correction, message)
            evidence = await evidence_of(tx, self._triage, case.conversation_id, case.episode)
            require_standing(correction, case, evidence)
            _require_leave(correction, case, by)
            label = await self._label(tx, case, correction, message, by)
            if label.was == label.should_be:
                raise InvalidInput("should_be", "must differ from what it was.")
            await tx.labels.add(label)
            await tx.events.append(self._event(label))
            if label.what is Judgement.FACT:
                await self._put_fact(tx, case, label)
            case, may_lower = await tx.cases.get(case_id), by.may(Permission.LOWER_LEVEL)
            at, actor = self._clock.now(), f"agent:{by.id}"
            await grade_anew(tx, self._triage, case, at, actor, may_lower=may_lower)
            return await tx.cases.get(case_id)

    async def examples(self) -> Examples:
        """Every message that a person corrected, as it should be read."""
        found: list[tuple[str, Reading]] = []
        left_out = 0
        async with self._store.reading() as tx:
            for conversation_id, episode in await tx.labels.episodes():
                evidence = await evidence_of(tx, self._triage, conversation_id, episode)
                labels = await tx.labels.of_episode(conversation_id, episode)
                read = [label for label in labels if label.what is not Judgement.FACT]
                for message_id in dict.fromkeys(x.message_id for x in read if x.message_id):
                    text = (await tx.messages.get(message_id)).text
                    reading = _reading(evidence, message_id, text)
                    if reading is None:
                        left_out += 1
                    else:
                        found.append((text, reading))
        return Examples(found, left_out)

    async def fact_examples(self) -> Sequence[FactExample]:
        """Every corrected fact that was read from a message, but for those that are names."""
        found = []
        async with self._store.reading() as tx:
            for conversation_id, episode in await tx.labels.episodes():
                for label in await tx.labels.of_episode(conversation_id, episode):
                    if label.what is not Judgement.FACT or label.message_id is None:
                        continue
                    name = FactName(label.name)
                    if name not in NAMES:
                        text = (await tx.messages.get(label.message_id)).text
                        found.append(FactExample(text, name, label.was, label.should_be))
        return found

    async def _label(
        self,
        tx: Transaction,
        case: Case,
        correction: Correction,
        message: Message | None,
        by: Agent,
    ) -> Label:
        conversation = await tx.conversations.get(case.conversation_id)
        should_be, source = correction.should_be, message
        if correction.what is Judgement.FACT:
            should_be = await self._boundary.tokenise(tx, case.conversation_id, should_be)
            source = await _source_of(tx, case, FactName(correction.name))
        return Label(
            case_id=case.id,
            conversation_id=case.conversation_id,
            episode=case.episode,
            what=correction.what,
            was=correction.was,
            should_be=should_be,
            why=await self._boundary.tokenise(tx, case.conversation_id, correction.why.strip()),
            made_by=by.id,
            at=self._clock.now(),
            seq=source.seq if source else conversation.last_seq,
            message_id=source.id if source else None,
            name=correction.name if correction.what is Judgement.FACT else "",
            quote=correction.quote if correction.what is Judgement.SIGNAL else "",
        )

    async def _put_fact(self, tx: Transaction, case: Case, label: Label) -> None:
        fact = Fact(FactName(label.name), label.should_be, label.at, recorded_by=label.made_by)
        if await tx.cases.put_fact(case.id, fact):
            data, actor = {"name": label.name, "seq": None}, f"agent:{label.made_by}"
            kind = EventKind.CASE_FACT_RECORDED
            await tx.events.append(case_event(kind, case, label.at, data, actor))

    def _event(self, label: Label) -> Event:
        """Codes only: a fact's values are what the customer said."""
        data: dict[str, object] = {"what": label.what.value, "seq": label.seq}
        if label.what is Judgement.FACT:
            data |= {"name": label.name}
        else:
            data |= {"was": label.was, "should_be": label.should_be}
        return Event(
            EventKind.JUDGEMENT_OVERRULED,
            label.at,
            f"agent:{label.made_by}",
            label.conversation_id,
            label.case_id,
            data,
        )


async def _message_of(tx: Transaction, case: Case, message_id: MessageId | None) -> Message | None:
    if message_id is None:
        return None
    message = await tx.messages.get(message_id)
    place = (message.conversation_id, message.episode, message.author)
    if place != (case.conversation_id, case.episode, Author.CUSTOMER):
        raise InvalidInput("message_id", "must be a message of the customer in this case.")
    return message


async def _source_of(tx: Transaction, case: Case, name: FactName) -> Message | None:
    """The message from which the fact in force was read; None where a person typed it."""
    fact = case.fact(name)
    return await tx.messages.get(fact.message_id) if fact and fact.message_id else None


def _require_leave(correction: Correction, case: Case, by: Agent) -> None:
    lowers = correction.what is Judgement.LEVEL and correction.should_be == Level.ORDINARY.value
    if lowers and case.level is Level.MAJOR and not by.may(Permission.LOWER_LEVEL):
        raise Forbidden("Only a supervisor may lower the level of a case.")


def _reading(evidence: Evidence, message_id: MessageId, text: str) -> Reading | None:
    heard = next((h for h in evidence.heard if h.message_id == message_id), None)
    signals = [
        signal
        for signal in evidence.signals
        if signal.message_id == message_id and signal.source is not SignalSource.RECORD
    ]
    if heard is None or not _complete(heard, signals, text):
        return None
    intent = Intent(heard.intent)
    return Reading(
        intent=intent,
        complaint=heard.is_complaint or intent is Intent.COMPLAIN,
        anger=Anger(heard.anger or 0),
        causes=heard.causes,
        signals={signal.name: signal.quote for signal in signals},
    )


def _complete(heard: Heard, signals: Sequence[Signal], text: str) -> bool:
    known = heard.intent in {intent.value for intent in Intent} and heard.anger is not None
    return known and all(signal.quote and signal.quote in text for signal in signals)
