"""Many conversations at once: the same as one by one, of the present episode only."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import FactName
from bot.domain.evidence import Heard
from bot.domain.ids import AgentId, CaseId, SurveyId, fresh
from bot.domain.message import CustomerWords
from bot.domain.overruling import Judgement, Label
from bot.domain.survey import Survey
from bot.domain.triage import Signal, SignalName
from bot.ports import Store
from tests.contract.makers import (
    NOW,
    a_case,
    a_conversation,
    a_fact,
    added,
    an_entry,
    inbound,
    later,
    outbound,
    recorded,
)


async def test_the_last_words_are_the_customers_own(store: Store) -> None:
    one, other, silent = (a_conversation(name) for name in ("a", "b", "c"))
    await added(store, one, other, silent)
    await recorded(store, inbound(one, 1), inbound(one, 2), outbound(one, 3), inbound(other, 1))
    async with store.reading() as tx:
        found = await tx.messages.words([one.id, other.id, silent.id])
    assert found == {
        one.id: CustomerWords("", "customer 2"),
        other.id: CustomerWords("", "customer 1"),
    }


async def test_the_complaint_is_what_happened_else_the_first_message_that_complains(
    store: Store,
) -> None:
    one = a_conversation("a")
    await added(store, one)
    said = [inbound(one, seq) for seq in (1, 2, 3)]
    await recorded(store, *said)
    case = a_case(one)
    async with store.writing() as tx:
        for message in said:
            complains = message.seq > 1
            heard = Heard(message.id, message.seq, is_complaint=complains)
            await tx.readings.put(one.id, 1, heard)
        await tx.cases.add_if_new(case)
    async with store.reading() as tx:
        assert (await tx.messages.words([one.id]))[one.id].complaint == "customer 2"
    async with store.writing() as tx:
        await tx.cases.put_fact(case.id, a_fact("退款没有到", name=FactName.WHAT_HAPPENED))
    async with store.reading() as tx:
        found = await tx.messages.words([one.id])
    assert found == {one.id: CustomerWords("退款没有到", "customer 3")}


async def test_cases_come_without_facts_and_of_the_present_episode_only(store: Store) -> None:
    one, other = a_conversation("a"), replace(a_conversation("b"), episode=2)
    await added(store, one, other)
    mine, former = a_case(one), a_case(other)
    async with store.writing() as tx:
        for case in (mine, former):
            await tx.cases.add_if_new(case)
        await tx.cases.put_fact(mine.id, a_fact("退款"))
    async with store.reading() as tx:
        assert await tx.cases.present([one.id, other.id]) == {one.id: (mine, None)}
        assert await tx.cases.heads([former.id, CaseId("unknown")]) == {former.id: former}
        assert await tx.cases.heads([]) == {}


async def test_judgements_are_those_of_the_present_episode(store: Store) -> None:
    one, other = a_conversation("a"), replace(a_conversation("b"), episode=2)
    await added(store, one, other)
    messages = [inbound(one, 1), inbound(one, 2), inbound(other, 1)]
    await recorded(store, *messages)
    case = a_case(one)
    label = Label(
        case_id=case.id,
        conversation_id=one.id,
        episode=1,
        what=Judgement.ANGER,
        was="1",
        should_be="3",
        why="x",
        made_by=AgentId("li"),
        at=NOW,
        seq=1,
        message_id=messages[0].id,
    )
    heard = [Heard(message.id, message.seq, anger=1) for message in messages]
    signals = [Signal(SignalName.MEDIA, 0.5, "抖音", message_id=m.id, seq=m.seq) for m in messages]
    async with store.writing() as tx:
        await tx.cases.add_if_new(case)
        for message, item, signal in zip(messages, heard, signals, strict=True):
            await tx.readings.put(message.conversation_id, 1, item)
            await tx.signals.add(message.conversation_id, 1, signal)
        await tx.labels.add(label)
    async with store.reading() as tx:
        both = [one.id, other.id]
        assert await tx.readings.present(both) == {one.id: heard[:2]}
        assert await tx.signals.present(both) == {one.id: signals[:2]}
        assert await tx.labels.present(both) == {one.id: [label]}


async def test_surveys_and_vault_entries_by_conversation(store: Store) -> None:
    one, other = a_conversation("a"), a_conversation("b")
    await added(store, one, other)
    entries = [an_entry(one), an_entry(one, "[手机号2]", "d2")]
    first = Survey(SurveyId(fresh()), one.id, 1, NOW, asked_seq=1)
    second = replace(first, id=SurveyId(fresh()), asked_at=later(9), asked_seq=5)
    async with store.writing() as tx:
        for entry in entries:
            await tx.vault.add(entry)
        for survey in (second, first):
            await tx.surveys.save(survey)
    async with store.reading() as tx:
        assert await tx.vault.of_conversations([one.id, other.id]) == {one.id: entries}
        assert await tx.surveys.latest_of([one.id, other.id]) == {one.id: second}
