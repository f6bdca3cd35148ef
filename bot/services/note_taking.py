"""One message's part of the complaint record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

import structlog

from bot.domain.case import ENDED, Case, Fact, FactName
from bot.domain.conversation import Conversation, Owner
from bot.domain.errors import DirectoryUnavailable, NotFound
from bot.domain.events import Event, EventKind
from bot.domain.evidence import Heard, checked_anger
from bot.domain.ids import ConversationId, MessageId
from bot.domain.incidents import Incident, incident_named
from bot.domain.message import MAX_TEXT, Message
from bot.domain.policy import ClockPolicy
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.reading import Cause
from bot.domain.triage import Signal, TriagePolicy
from bot.ports import Clock, CustomerDirectory, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.grading import Noted, case_event, grade
from bot.services.rounds import draft, next_episode
from bot.services.standing import evidence_of, identity_of, signals_of_record

_OF_SITE = {
    PersonalKind.CUSTOMER_ID: FactName.CUSTOMER_ID,
    PersonalKind.NAME: FactName.COMPLAINANT_NAME,
}
_PEOPLE_DECIDE = (Owner.AGENT, Owner.CLOSED)
"""Whether what is said now is a new matter."""
_log = structlog.get_logger(__name__)


class NoteTaking:
    """Notes what a message says, and what our record says about it."""

    def __init__(
        self,
        store: Store,
        boundary: Boundary,
        policies: tuple[ClockPolicy, TriagePolicy, Sequence[Incident]],
        spellings: Callable[[str], Iterable[str]],
        clock: Clock,
        zone: tzinfo,
        customers: CustomerDirectory | None = None,
    ) -> None:
        self._store, self._boundary, self._clock, self._zone = store, boundary, clock, zone
        self._customers, self._spellings = customers, spellings
        self._clocks, self._triage, self._incidents = policies

    async def note(
        self,
        conversation_id: ConversationId,
        message_id: MessageId | None,
        *,
        complaint: bool,
        facts: Mapping[FactName, str],
        signals: Iterable[Signal],
        anger: int | None = None,
        causes: Sequence[Cause] = (),
        intent: str = "",
        unmet: int = 0,
    ) -> Noted:
        """Record what one message says. Idempotent per message.

        The draft is made at the first complaint or where a person must be fetched at once; facts
        are kept from then on. Where the episode's case has ended, a complaint opens the next
        round. `intent` is what the reader found (bot.domain.reading.Intent), not
        what rules derive from it. `unmet`: attempts of the customer that the assistant failed to
        serve so far.
        """
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            source = await _source(tx, message_id)
            signals = tuple(signals)
            matter = complaint or any(signal.hard for signal in signals)
            episode = await self._episode(tx, conversation, source, matter=matter)
            await self._add_signals(tx, conversation_id, episode, _sourced(signals, source))
            patience = self._triage.record.unmet_signal(unmet)
            await self._add_signals(tx, conversation_id, episode, [patience] if patience else [])
            if source and (anger is not None or causes or intent):
                degree = checked_anger(anger)
                heard = Heard(source.id, source.seq, degree, tuple(causes), intent, complaint)
                await tx.readings.put(conversation_id, episode, heard)
            case = await tx.cases.of_episode(conversation_id, episode)
            if case is None and not complaint:
                evidence = await evidence_of(tx, self._triage, conversation_id, episode)
                assessment = self._triage.weigh(evidence)
                if not assessment.hard:
                    return Noted(None, assessment)
            if case and case.state in ENDED and conversation.owner is not Owner.BOT:
                facts = {}  # people who have ended a record are not overwritten
            case = case or await draft(tx, conversation_id, episode, self._clock.now())
            await self._put_facts(tx, case, await _told_by_site(tx, case, facts), None)
            await self._put_facts(tx, case, {**self._incident(case, source), **facts}, source)
            noted, identity = await self._look_at_record(
                tx, await tx.cases.get(case.id), conversation.channel
            )
        return await self._with_customer(noted, identity)

    def _incident(self, case: Case, source: Message | None) -> Mapping[FactName, str]:
        """The incident that the message tells of, unless the record names one (practice G7)."""
        if source is None or case.fact(FactName.INCIDENT) or case.state in ENDED:
            return {}
        day = source.created_at.astimezone(self._zone).date()
        name = incident_named(self._incidents, self._spellings(source.text), day)
        return {FactName.INCIDENT: name} if name else {}

    async def _look_at_record(
        self, tx: Transaction, case: Case, channel: str
    ) -> tuple[Noted, Sequence[str]]:
        """Add what channel and other cases say, and grade the case. Also gives who complains."""
        found = await signals_of_record(tx, self._triage, case, channel, self._clock.now())
        await self._add_signals(tx, case.conversation_id, case.episode, found)
        return await grade(tx, self._triage, case, self._clock.now()), await identity_of(tx, case)

    async def _with_customer(self, noted: Noted, identity: Sequence[str]) -> Noted:
        """Add what the customer directory says. It is asked outside of any transaction, as it may
        be slow; where it is away, nothing else is lost."""
        vip = self._triage.record.vip_signal()
        if noted.case is None or vip is None or self._customers is None or not identity:
            return noted
        if any(reason.quote == vip.quote for reason in noted.assessment.reasons):
            return noted
        try:
            customer = await self._customers.find(identity)
        except DirectoryUnavailable as error:
            _log.warning("customer_directory_unavailable", error=str(error))
            return noted
        if customer is None or not customer.vip:
            return noted
        async with self._store.writing() as tx:
            await tx.conversations.lock(noted.case.conversation_id)
            case = await tx.cases.get(noted.case.id)
            await self._add_signals(tx, case.conversation_id, case.episode, [vip])
            return await grade(tx, self._triage, case, self._clock.now())

    async def _add_signals(
        self,
        tx: Transaction,
        conversation_id: ConversationId,
        episode: int,
        signals: Iterable[Signal],
    ) -> None:
        for signal in signals:
            if await tx.signals.add(conversation_id, episode, signal):
                data = {
                    "name": signal.name.value,
                    "hard": signal.hard,
                    "seq": signal.seq,
                    "source": signal.source.value,
                }
                at = self._clock.now()
                await tx.events.append(
                    Event(EventKind.SIGNAL_FOUND, at, "bot", conversation_id, None, data)
                )

    async def _episode(
        self, tx: Transaction, conversation: Conversation, source: Message | None, *, matter: bool
    ) -> int:
        """The episode that a message speaks about. A new matter opens one after an ended case, and
        takes its message along, so that noting it again finds it there."""
        episode = source.episode if source else conversation.episode
        if not matter or episode != conversation.episode or conversation.owner in _PEOPLE_DECIDE:
            return episode
        case = await tx.cases.of_episode(conversation.id, episode)
        if case is None or case.state not in ENDED:
            return episode
        opened = await next_episode(tx, conversation, self._clock.now(), source)
        return opened.episode

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
            case_event(EventKind.CASE_FACT_RECORDED, case, fact.recorded_at, data, actor)
        )


async def _told_by_site(
    tx: Transaction, case: Case, said: Mapping[FactName, str]
) -> Mapping[FactName, str]:
    """What the embedding site told of the customer and the record lacks: nobody is asked for it
    (Order 3/2020 Art. 13)."""
    entries = await tx.vault.of_conversation(case.conversation_id)
    told = {_OF_SITE[item.kind]: item.token for item in entries if item.kind in _OF_SITE}
    return {n: told[n] for n in told if n not in said and case.fact(n) is None}


def _sourced(signals: Iterable[Signal], source: Message | None) -> Iterable[Signal]:
    if source is None:
        return signals
    return [replace(signal, message_id=source.id, seq=source.seq) for signal in signals]


async def _source(tx: Transaction, message_id: MessageId | None) -> Message | None:
    """The transcript row of a message; None in `rasa shell`, which has no transcript."""
    if message_id is None:
        return None
    try:
        return await tx.messages.get(message_id)
    except NotFound:
        return None
