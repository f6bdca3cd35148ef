"""ports.Cases and ports.Signals over every database."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.case import Case, CaseState, FactName, Level
from bot.domain.errors import NotFound
from bot.domain.ids import CaseId
from bot.domain.triage import Signal, SignalName
from bot.ports import Store
from tests.contract.makers import (
    NOW,
    a_case,
    a_conversation,
    a_fact,
    added,
    inbound,
    later,
    recorded,
)


async def _stored(store: Store) -> Case:
    conversation = a_conversation()
    await added(store, conversation)
    async with store.writing() as tx:
        case, new = await tx.cases.add_if_new(a_case(conversation))
    assert new
    return case


async def test_a_case_comes_back_as_it_was_saved(store: Store) -> None:
    draft = await _stored(store)
    filed = replace(draft.file("QT20261121-0001", later(5)), level=Level.MAJOR, priority=90)
    async with store.writing() as tx:
        await tx.cases.save(filed)
    async with store.reading() as tx:
        assert await tx.cases.get(draft.id) == filed
        assert await tx.cases.by_number("QT20261121-0001") == filed
        assert await tx.cases.by_number("QT20261121-0002") is None
        assert await tx.cases.of_episode(draft.conversation_id, 1) == filed
        assert await tx.cases.of_episode(draft.conversation_id, 2) is None
        with pytest.raises(NotFound):
            await tx.cases.get(CaseId("missing"))


async def test_saving_an_unknown_case_is_refused(store: Store) -> None:
    async with store.writing() as tx:
        with pytest.raises(NotFound):
            await tx.cases.save(a_case(a_conversation()))
        with pytest.raises(NotFound):
            await tx.cases.put_fact(CaseId("missing"), a_fact("x"))


async def test_of_concurrent_drafts_an_episode_gets_one(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)

    async def draft() -> tuple[CaseId, bool]:
        async with store.writing() as tx:
            case, new = await tx.cases.add_if_new(a_case(conversation))
            return case.id, new

    outcomes = await asyncio.gather(*(draft() for _ in range(20)))
    assert len({case_id for case_id, _ in outcomes}) == 1
    assert [new for _, new in outcomes].count(True) == 1


async def test_the_next_episode_has_a_case_of_its_own(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first = replace(a_case(conversation), facts=(a_fact("退费"),))
    async with store.writing() as tx:
        assert await tx.cases.add_if_new(first) == (first, True)
        assert await tx.cases.add_if_new(a_case(conversation)) == (first, False)
        second = a_case(conversation, episode=2)
        assert await tx.cases.add_if_new(second) == (second, True)


async def test_a_new_value_supersedes_a_fact_and_keeps_it_as_history(store: Store) -> None:
    case = await _stored(store)
    refund = a_fact("退费")
    apology, contact = a_fact("道歉", at=later(1)), a_fact("[手机号1]", name=FactName.CONTACT)
    async with store.writing() as tx:
        assert await tx.cases.put_fact(case.id, refund)
        assert await tx.cases.put_fact(case.id, contact)
        assert await tx.cases.put_fact(case.id, apology)
    async with store.reading() as tx:
        assert (await tx.cases.get(case.id)).facts == (contact, apology)
        assert await tx.cases.fact_history(case.id) == [refund, contact, apology]


async def test_an_empty_value_takes_a_fact_away_and_stays_in_the_history(
    store: Store,
) -> None:
    case = await _stored(store)
    refund, nothing, again = a_fact("退费"), a_fact("", at=later(1)), a_fact("退费", at=later(2))
    async with store.writing() as tx:
        await tx.cases.put_fact(case.id, refund)
        assert await tx.cases.put_fact(case.id, nothing)
        assert (await tx.cases.get(case.id)).facts == ()
        assert await tx.cases.put_fact(case.id, again)
    async with store.reading() as tx:
        assert (await tx.cases.get(case.id)).facts == (again,)
        assert await tx.cases.fact_history(case.id) == [refund, nothing, again]


async def test_the_same_value_from_the_same_message_is_recorded_once(store: Store) -> None:
    case = await _stored(store)
    conversation = replace(a_conversation(), id=case.conversation_id)
    first, second = inbound(conversation, 1), inbound(conversation, 2)
    await recorded(store, first, second)
    from_first = replace(a_fact("退费"), message_id=first.id, seq=1)
    from_second = replace(a_fact("退费"), message_id=second.id, seq=2)
    async with store.writing() as tx:
        assert await tx.cases.put_fact(case.id, from_first)
        assert not await tx.cases.put_fact(case.id, replace(from_first, recorded_at=later(9)))
        assert await tx.cases.put_fact(case.id, from_second)
        assert await tx.cases.fact_history(case.id) == [from_first, from_second]


async def test_of_concurrent_facts_one_is_in_force(store: Store) -> None:
    case = await _stored(store)

    async def put(value: str) -> bool:
        async with store.writing() as tx:
            return await tx.cases.put_fact(case.id, a_fact(value))

    assert all(await asyncio.gather(*(put(f"demand {n}") for n in range(10))))
    async with store.reading() as tx:
        assert len((await tx.cases.get(case.id)).facts) == 1
        assert len(await tx.cases.fact_history(case.id)) == 10


async def test_cases_are_listed_newest_first(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    cases = [a_case(conversation, episode=n, at=later(n)) for n in range(1, 4)]
    cases[1] = replace(cases[1], state=CaseState.FILED, number="n", facts=(a_fact("退费"),))
    async with store.writing() as tx:
        for case in cases:
            await tx.cases.add_if_new(case)
    async with store.reading() as tx:
        assert await tx.cases.list() == cases[::-1]
        assert await tx.cases.list(limit=1) == cases[2:]
        assert await tx.cases.list(before=later(2)) == cases[:1]
        assert await tx.cases.list(states=[CaseState.FILED]) == cases[1:2]
        assert await tx.cases.count([]) == 3
        assert await tx.cases.count([CaseState.FILED]) == 1


async def test_numbers_of_a_day_are_counted_without_gap_or_repetition(store: Store) -> None:
    async def number() -> int:
        async with store.writing() as tx:
            return await tx.cases.next_number("20261121")

    numbers = await asyncio.gather(*(number() for _ in range(20)))
    assert sorted(numbers) == list(range(1, 21))
    async with store.writing() as tx:
        assert await tx.cases.next_number("20261122") == 1


async def test_drafts_that_nobody_touched_are_idle(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    idle, filed, refreshed, new = (
        a_case(conversation, episode=1, at=later(-100)),
        replace(a_case(conversation, episode=2, at=later(-100)), state=CaseState.FILED),
        a_case(conversation, episode=3, at=later(-100)),
        a_case(conversation, episode=4, at=NOW),
    )
    async with store.writing() as tx:
        for case in (idle, filed, refreshed, new):
            await tx.cases.add_if_new(case)
        await tx.cases.put_fact(refreshed.id, a_fact("退费", at=later(-10)))
    async with store.reading() as tx:
        assert await tx.cases.idle_drafts(later(-50), 10) == [idle]
        assert len(await tx.cases.idle_drafts(later(-5), 10)) == 2
        assert len(await tx.cases.idle_drafts(later(-5), 1)) == 1


async def test_a_signal_counts_once_per_message(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    messages = [inbound(conversation, seq) for seq in (1, 2)]
    await recorded(store, *messages)
    first, second = (
        Signal(SignalName.REGULATOR, 0.9, "银保监", hard=True, message_id=m.id, seq=m.seq)
        for m in messages
    )
    async with store.writing() as tx:
        assert await tx.signals.add(conversation.id, 1, first)
        assert not await tx.signals.add(conversation.id, 1, replace(first, score=0.1))
        assert await tx.signals.add(conversation.id, 1, second)
        other = replace(first, name=SignalName.MEDIA)
        assert await tx.signals.add(conversation.id, 1, other)
    async with store.reading() as tx:
        assert await tx.signals.of_episode(conversation.id, 1) == [first, second, other]
        assert await tx.signals.of_episode(conversation.id, 2) == []


async def test_a_signal_without_a_message_counts_once_per_episode(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    vip = Signal(SignalName.VIP, 0.5, "customer record")
    async with store.writing() as tx:
        assert await tx.signals.add(conversation.id, 1, vip)
        assert not await tx.signals.add(conversation.id, 1, vip)
        assert await tx.signals.add(conversation.id, 2, vip)
