"""Leases of ports.Conversations: no two workers on one conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import ConversationId
from bot.domain.message import Processing
from bot.ports import Store
from tests.contract.makers import NOW, a_conversation, added, inbound, later, recorded


async def _lease(
    store: Store, worker: str, now: datetime = NOW, limit: int = 10
) -> Sequence[ConversationId]:
    async with store.writing() as tx:
        return await tx.conversations.lease_work(worker, now, later(60), limit)


async def test_work_is_leased_longest_waiting_first(store: Store) -> None:
    a, b, idle = a_conversation("a"), a_conversation("b"), a_conversation("idle")
    await added(store, a, b, idle)
    await recorded(store, inbound(a, 1, at=later(-5)), inbound(b, 1, at=later(-9)))
    assert await _lease(store, "w1", limit=1) == [b.id]
    assert await _lease(store, "w2") == [a.id]
    assert await _lease(store, "w3") == []


async def test_work_that_is_not_due_is_left_alone(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message = inbound(conversation, 1, due=later(10))
    await recorded(store, message)
    assert await _lease(store, "w1") == []
    assert await _lease(store, "w1", now=later(10)) == [conversation.id]


async def test_processed_messages_are_no_work(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message = inbound(conversation, 1)
    await recorded(store, message)
    async with store.writing() as tx:
        await tx.messages.set_processing(message.id, Processing.DONE)
    assert await _lease(store, "w1") == []


async def test_a_lease_runs_out_or_is_given_back(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await recorded(store, inbound(conversation, 1))
    assert await _lease(store, "w1") == [conversation.id]
    assert await _lease(store, "w2", now=later(59)) == []
    assert await _lease(store, "w2", now=later(60)) == [conversation.id]
    async with store.writing() as tx:
        await tx.conversations.release_lease(conversation.id, "w1")
    assert await _lease(store, "w3") == []
    async with store.writing() as tx:
        await tx.conversations.release_lease(conversation.id, "w2")
    assert await _lease(store, "w3") == [conversation.id]


async def test_only_the_holder_prolongs_a_lease(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await recorded(store, inbound(conversation, 1))
    await _lease(store, "w1")
    async with store.writing() as tx:
        assert not await tx.conversations.renew_lease(conversation.id, "w2", later(300))
        assert await tx.conversations.renew_lease(conversation.id, "w1", later(200))
    assert await _lease(store, "w2", now=later(199)) == []
    assert await _lease(store, "w2", now=later(200)) == [conversation.id]
    async with store.writing() as tx:
        assert not await tx.conversations.renew_lease(conversation.id, "w1", later(300))


async def test_a_restarted_worker_drops_what_it_held(store: Store) -> None:
    a, b = a_conversation("a"), a_conversation("b")
    await added(store, a, b)
    await recorded(store, inbound(a, 1, at=later(-2)), inbound(b, 1, at=later(-1)))
    await _lease(store, "w1", limit=1)
    await _lease(store, "w2", limit=1)
    async with store.writing() as tx:
        await tx.conversations.drop_leases("w1")
    assert await _lease(store, "w3") == [a.id]


async def test_concurrent_workers_never_share_a_conversation(store: Store) -> None:
    conversations = [a_conversation(f"u{n}") for n in range(30)]
    await added(store, *conversations)
    await recorded(store, *(inbound(c, 1, at=later(n)) for n, c in enumerate(conversations)))

    async def work(worker: str) -> list[ConversationId]:
        taken: list[ConversationId] = []
        while batch := await _lease(store, worker, limit=3):
            taken.extend(batch)
        return taken

    first, second = await asyncio.gather(work("w1"), work("w2"))
    assert not set(first) & set(second)
    # A batch may pass over rows that the other worker holds just then; the next look takes them.
    rest = await work("w3")
    assert sorted([*first, *second, *rest]) == sorted(c.id for c in conversations)
