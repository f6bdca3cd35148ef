"""Where an episode stands: its evidence as people see it, and what the record adds to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.case import IDENTIFYING_FACTS, Case, CaseState
from bot.domain.evidence import Evidence
from bot.domain.ids import ConversationId
from bot.domain.overruling import corrected
from bot.domain.privacy.tokens import TOKEN
from bot.domain.signals import Signal, SignalName, SignalSource
from bot.domain.triage import TriagePolicy
from bot.ports import Transaction
from bot.scripts.spellings import simplified

SHOWN_DAYS = 365
"""How far back the desk sees earlier cases where the policy does not say."""


async def evidence_of(
    tx: Transaction, policy: TriagePolicy, conversation_id: ConversationId, episode: int
) -> Evidence:
    """Signals and readings of the episode under the corrections of people."""
    evidence = Evidence(
        signals=tuple(await tx.signals.of_episode(conversation_id, episode)),
        heard=tuple(await tx.readings.of_episode(conversation_id, episode)),
    )
    return corrected(evidence, await tx.labels.of_episode(conversation_id, episode), policy.weight)


async def evidence_of_all(
    tx: Transaction, policy: TriagePolicy, conversation_ids: Sequence[ConversationId]
) -> Mapping[ConversationId, Evidence]:
    """The same for the present episodes of many conversations, in three statements."""
    signals = await tx.signals.present(conversation_ids)
    heard = await tx.readings.present(conversation_ids)
    labels = await tx.labels.present(conversation_ids)
    return {
        one: corrected(
            Evidence(tuple(signals.get(one, ())), tuple(heard.get(one, ()))),
            labels.get(one, ()),
            policy.weight,
        )
        for one in conversation_ids
    }


async def identity_of(tx: Transaction, case: Case) -> Sequence[str]:
    """Digests of the values that say who the complainant is, or which policy it is."""
    named = {
        match.group()
        for fact in case.facts
        if fact.name in IDENTIFYING_FACTS
        for match in TOKEN.finditer(fact.value)
    }
    if not named:
        return ()
    entries = await tx.vault.of_conversation(case.conversation_id)
    return [entry.digest for entry in entries if entry.token in named]


async def earlier_cases(
    tx: Transaction, policy: TriagePolicy, case: Case, now: datetime
) -> Sequence[Case]:
    """Other cases of the same person or policy that were there before this one; duplicates do not
    count twice."""
    rule = policy.record.repeat
    since = now - timedelta(days=rule.within_days if rule else SHOWN_DAYS)
    found = await tx.cases.related(case, await identity_of(tx, case), since)
    return [
        other
        for other in found
        if other.created_at < case.created_at and other.state is not CaseState.MERGED
    ]


async def signals_of_record(
    tx: Transaction, policy: TriagePolicy, case: Case, channel: str, now: datetime
) -> Sequence[Signal]:
    """What the record adds: the channel (B5), repeats (G4) and groups (G7), where it was not found
    before."""
    known = {
        signal.name
        for signal in await tx.signals.of_episode(case.conversation_id, case.episode)
        if signal.source is SignalSource.RECORD
    }
    origin = policy.record.channel_signal(channel)
    found = [origin if origin and origin.name not in known else None]
    if policy.record.repeat and SignalName.REPEAT not in known:
        earlier = await earlier_cases(tx, policy, case, now)
        found.append(policy.record.repeat_signal(earlier))
    if policy.record.group and SignalName.GROUP not in known:
        found.append(await _group_signal(tx, policy, case, now))
    return [signal for signal in found if signal]


async def _group_signal(
    tx: Transaction, policy: TriagePolicy, case: Case, now: datetime
) -> Signal | None:
    rule = policy.record.group
    assert rule is not None
    since = now - timedelta(days=rule.within_days)
    for name in rule.same:
        fact = case.fact(name)
        if fact is None or not rule.may_show(simplified(fact.value)):
            continue
        customers = await tx.cases.customers_sharing(name, fact.value, since)
        signal = policy.record.group_signal(fact.value, customers)
        if signal:
            return signal
    return None
