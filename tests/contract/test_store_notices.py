"""ports.Notices and ports.Callbacks over every database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.callback import Callback, CallbackId, CallbackState
from bot.domain.conversation import Conversation
from bot.domain.errors import NotFound
from bot.domain.ids import fresh
from bot.domain.on_call import Notice, NoticeKind, NoticeState
from bot.ports import Store
from tests.contract.makers import NOW, a_case, a_conversation, added, an_agent, later

CLAIM = timedelta(seconds=30)


def a_notice(conversation: Conversation, key: str = "k1", due_at: datetime = NOW) -> Notice:
    payload = {"reasons": ["major"], "case_id": None}
    kind = NoticeKind.WEBHOOK
    return Notice(fresh(), kind, key, conversation.id, 1, payload, NOW, due_at)


def a_callback(conversation: Conversation, at: datetime = NOW) -> Callback:
    return Callback(CallbackId(fresh()), conversation.id, None, at, NOW, "请打[手机号1]")


async def _noted(store: Store, *notices: Notice) -> list[bool]:
    async with store.writing() as tx:
        return [await tx.notices.add_if_new(notice) for notice in notices]


async def _claim(store: Store, now: datetime = NOW, limit: int = 10) -> list[Notice]:
    async with store.writing() as tx:
        return list(await tx.notices.claim_due(now, now + CLAIM, limit))


async def test_the_same_call_is_written_once(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first = a_notice(conversation)
    assert await _noted(store, first, a_notice(conversation)) == [True, False]
    async with store.reading() as tx:
        assert await tx.notices.of_conversation(conversation.id) == [first]


async def test_due_calls_are_claimed_oldest_first_and_by_one_only(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    early, late = a_notice(conversation, "a", later(-5)), a_notice(conversation, "b", later(0))
    await _noted(store, late, early, a_notice(conversation, "c", later(9)))
    async with store.reading() as tx:
        assert await tx.notices.has_due(NOW)
        assert not await tx.notices.has_due(later(-6))
    claimed = await _claim(store)
    assert [(one.key, one.attempts, one.state) for one in claimed] == [
        ("a", 1, NoticeState.SENDING),
        ("b", 1, NoticeState.SENDING),
    ]
    assert claimed[0].due_at == NOW + CLAIM
    assert await _claim(store) == []
    assert [one.key for one in await _claim(store, later(9))] == ["c"]


async def test_a_call_whose_sender_died_is_taken_up_by_another(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await _noted(store, a_notice(conversation))
    (first,) = await _claim(store)
    (second,) = await _claim(store, NOW + CLAIM)
    assert second.attempts == 2
    async with store.writing() as tx:
        assert not await tx.notices.finish(first, NoticeState.DEAD, error="too late")
        assert await tx.notices.finish(second, NoticeState.SENT)
    async with store.reading() as tx:
        (row,) = await tx.notices.of_conversation(conversation.id)
    assert (row.state, row.error) == (NoticeState.SENT, None)


async def test_a_failed_call_is_due_again_when_its_pause_is_over(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await _noted(store, a_notice(conversation))
    (claimed,) = await _claim(store)
    async with store.writing() as tx:
        at = later(40)
        await tx.notices.finish(claimed, NoticeState.PENDING, error="busy", due_at=at)
    assert await _claim(store, later(39)) == []
    (again,) = await _claim(store, later(40))
    assert (again.attempts, again.error) == (2, "busy")


async def test_finished_calls_are_never_due(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await _noted(store, *(a_notice(conversation, str(n)) for n in range(3)))
    ends = (NoticeState.SENT, NoticeState.DEAD, NoticeState.DROPPED)
    async with store.writing() as tx:
        for notice, state in zip(await tx.notices.claim_due(NOW, NOW, 3), ends, strict=True):
            assert await tx.notices.finish(notice, state)
    assert await _claim(store, later(3600)) == []


async def test_concurrent_senders_never_share_a_call(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await _noted(store, *(a_notice(conversation, str(n)) for n in range(20)))
    batches = await asyncio.gather(*(_claim(store, limit=5) for _ in range(4)))
    rest = await _claim(store, limit=20)  # what a batch passed over while another held it
    taken = [notice.key for batch in [*batches, rest] for notice in batch]
    assert sorted(taken, key=int) == [str(n) for n in range(20)]


async def test_a_promise_comes_back_as_it_was_made(store: Store) -> None:
    conversation, agent = a_conversation(), an_agent()
    await added(store, conversation)
    case = a_case(conversation)
    made = replace(a_callback(conversation), case_id=case.id)
    async with store.writing() as tx:
        await tx.cases.add_if_new(case)
        await tx.staff.add(agent, "hash")
        await tx.callbacks.add(made)
    async with store.writing() as tx:
        assert await tx.callbacks.lock(made.id) == made
        assert await tx.callbacks.wanted(conversation.id) == made
        done = replace(made.done(agent.id), announced_at=later(1))
        await tx.callbacks.save(done)
    async with store.reading() as tx:
        assert await tx.callbacks.list([CallbackState.DONE]) == [done]
        assert await tx.callbacks.list([CallbackState.OPEN]) == []
        assert await tx.callbacks.wanted(conversation.id) is None


async def test_an_unknown_promise_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        async with store.writing() as tx:
            await tx.callbacks.lock(CallbackId("none"))


async def test_nobody_is_promised_two_calls_at_once(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first = a_callback(conversation)
    async with store.writing() as tx:
        await tx.callbacks.add(replace(first, state=CallbackState.MISSED))
    with pytest.raises(sa.exc.IntegrityError):
        async with store.writing() as tx:
            await tx.callbacks.add(a_callback(conversation))
    async with store.writing() as tx:
        await tx.callbacks.save(first.cancelled())
        await tx.callbacks.add(a_callback(conversation))


async def test_due_promises_are_open_ones_that_were_not_announced(store: Store) -> None:
    conversations = [a_conversation(f"u{n}") for n in range(4)]
    await added(store, *conversations)
    a, b, c, d = (
        a_callback(conversation, later(60 * n - 120))
        for n, conversation in enumerate(conversations)
    )
    async with store.writing() as tx:
        for callback in (d, c, b.cancelled(), a):
            await tx.callbacks.add(callback)
    async with store.writing() as tx:
        assert await tx.callbacks.due(NOW, 10) == [a, c]
        assert await tx.callbacks.due(NOW, 1) == [a]
        assert await tx.callbacks.overdue(NOW, 10) == [a]
        await tx.callbacks.save(replace(a, announced_at=NOW))
        assert await tx.callbacks.due(NOW, 10) == [c]
        assert await tx.callbacks.overdue(later(1), 10) == [replace(a, announced_at=NOW), c]
