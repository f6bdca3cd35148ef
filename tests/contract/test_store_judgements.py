"""ports.Readings, ports.Labels and related cases over every database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.case import Case, CaseState, FactName
from bot.domain.evidence import Heard
from bot.domain.ids import AgentId, ConversationId
from bot.domain.overruling import Judgement, Label
from bot.domain.reading import Cause
from bot.domain.triage import Signal, SignalName, SignalSource
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
    recorded,
)


async def test_a_message_has_one_reading_and_the_last_one_holds(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first, second = inbound(conversation, 1), inbound(conversation, 2)
    await recorded(store, first, second)
    calm = Heard(first.id, 1, 1, (Cause.CLAIM, Cause.SERVICE), "complain", is_complaint=True)
    angry, silent = replace(calm, anger=3), Heard(second.id, 2)
    async with store.writing() as tx:
        for heard in (silent, calm, angry):
            await tx.readings.put(conversation.id, 1, heard)
    async with store.reading() as tx:
        assert await tx.readings.of_episode(conversation.id, 1) == [angry, silent]
        assert await tx.readings.of_episode(conversation.id, 2) == []


async def test_causes_anger_and_the_source_of_a_signal_come_back(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    draft = replace(a_case(conversation), causes=(Cause.FEE,), anger=2)
    vip = Signal(SignalName.VIP, 0.8, "complaint_vip", source=SignalSource.RECORD)
    async with store.writing() as tx:
        await tx.cases.add_if_new(draft)
        assert await tx.cases.get(draft.id) == draft
        judged = replace(draft, causes=(Cause.CLAIM, Cause.FEE), anger=4)
        await tx.cases.save(judged)
        await tx.signals.add(conversation.id, 1, vip)
    async with store.reading() as tx:
        assert await tx.cases.get(draft.id) == judged
        assert await tx.signals.of_episode(conversation.id, 1) == [vip]


def _label(case: Case, **more: object) -> Label:
    label = Label(
        case.id,
        case.conversation_id,
        case.episode,
        Judgement.SIGNAL,
        "legal",
        "",
        "他在法院上班",
        AgentId("a"),
        NOW,
        1,
    )
    return replace(label, **more)  # type: ignore[arg-type]


async def test_labels_come_back_oldest_first_and_repetition_is_kept(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message, case = inbound(conversation, 1), a_case(conversation)
    await recorded(store, message)
    of_case, of_message = _label(case), _label(case, message_id=message.id, quote="法院", name="x")
    async with store.writing() as tx:
        await tx.cases.add_if_new(case)
        await tx.labels.add(of_case)
        assert await tx.labels.episodes() == []
        await tx.labels.add(of_message)
        await tx.labels.add(of_message)
    async with store.reading() as tx:
        found = await tx.labels.of_episode(conversation.id, 1)
        assert found == [of_case, of_message, of_message]
        assert await tx.labels.of_episode(conversation.id, 2) == []
        assert await tx.labels.episodes() == [(conversation.id, 1)]


async def _case(store: Store, customer: str, fact: str, digest: str, seconds: float) -> Case:
    """A case of a customer with a number in the vault and this contact."""
    conversation = a_conversation(customer)
    await added(store, conversation)
    case = replace(
        a_case(conversation, at=later(seconds)),
        facts=(a_fact(fact, name=FactName.CONTACT),),
    )
    async with store.writing() as tx:
        await tx.vault.add(an_entry(conversation, digest=digest))
        await tx.cases.add_if_new(case)
    return case


async def test_cases_of_the_same_person_are_found_across_conversations(store: Store) -> None:
    old = await _case(store, "a", "[手机号1]，下午", "d1", -90)
    stranger = await _case(store, "b", "[手机号1]", "d2", -80)
    only_named = await _case(store, "c", "微信联系", "d1", -70)
    new = await _case(store, "d", "[手机号1]", "d1", 0)
    async with store.reading() as tx:
        assert await tx.cases.related(new, ["d1"], later(-100)) == [old]
        assert await tx.cases.related(new, ["d1"], later(-50)) == []
        assert await tx.cases.related(new, [], later(-100)) == []
        assert await tx.cases.related(new, ["d1", "d2"], later(-100)) == [old, stranger]
        assert await tx.cases.related(new, ["d1", "d2"], later(-100), limit=1) == [stranger]
    assert only_named.id not in (old.id, stranger.id)


async def test_earlier_episodes_of_the_conversation_are_related(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first, second = a_case(conversation, at=later(-9)), a_case(conversation, episode=2)
    async with store.writing() as tx:
        await tx.cases.add_if_new(first)
        await tx.cases.add_if_new(second)
        assert await tx.cases.related(second, [], later(-100)) == [first]


@pytest.mark.parametrize(
    ("name", "value", "since", "customers"),
    [
        (FactName.PRODUCT, " 福满一生 ", -100, 2),
        (FactName.PRODUCT, "福满", -100, 0),
        (FactName.BRANCH, "福满一生", -100, 0),
        (FactName.PRODUCT, "福满一生", -15, 1),
    ],
)
async def test_customers_who_share_a_fact_are_counted_once_each(
    store: Store, name: FactName, value: str, since: float, customers: int
) -> None:
    async def complains(customer: str, at: float, **more: object) -> None:
        conversation = a_conversation(customer)
        await added(store, conversation)
        await _filed(store, conversation.id, at, 1, **more)

    async def _filed(
        store: Store, conversation_id: ConversationId, at: float, episode: int, **more: object
    ) -> None:
        conversation = replace(a_conversation(), id=conversation_id)
        fact = a_fact("福满一生", name=FactName.PRODUCT, at=later(at))
        case = replace(a_case(conversation, episode), facts=(fact,), **more)  # type: ignore[arg-type]
        async with store.writing() as tx:
            await tx.cases.add_if_new(case)

    await complains("a", -20)
    await complains("b", -10)
    await complains("c", -10, state=CaseState.WITHDRAWN)
    async with store.reading() as tx:
        first = (await tx.cases.list())[0]
    await _filed(store, first.conversation_id, -10, 2, state=CaseState.WITHDRAWN)
    async with store.reading() as tx:
        assert await tx.cases.customers_sharing(name, value, later(since)) == customers
