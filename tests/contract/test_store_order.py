"""Places in the transcript, and messages that wait for one that comes late."""

from __future__ import annotations

from bot.domain.message import Processing
from bot.ports import Store
from tests.contract.makers import NOW, a_conversation, added, inbound, later, recorded


async def test_messages_change_places(store: Store) -> None:
    conversation, other = a_conversation("a"), a_conversation("b")
    await added(store, conversation, other)
    first, second = inbound(conversation, 1), inbound(conversation, 2)
    await recorded(store, first, second, inbound(other, 2))
    late = inbound(conversation, 2)
    async with store.writing() as tx:
        await tx.messages.move(second.id, 3)
        await tx.messages.add(late)
    async with store.reading() as tx:
        found = await tx.messages.transcript(conversation.id)
        assert [row.seq for row in await tx.messages.transcript(other.id)] == [2]
    assert [(row.id, row.seq) for row in found] == [(first.id, 1), (late.id, 2), (second.id, 3)]


async def test_who_waits_holds_up_what_comes_after(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first = inbound(conversation, 1, due=later(2))
    await recorded(store, first, inbound(conversation, 2))
    async with store.writing() as tx:
        assert not await tx.conversations.has_work(NOW)
        assert await tx.conversations.next_due(NOW) == later(2)
        assert await tx.conversations.next_due(later(2)) is None
        assert await tx.conversations.lease_work("w", NOW, later(9), 9) == []
        await tx.messages.set_processing(first.id, Processing.DONE)
        assert await tx.conversations.lease_work("w", NOW, later(9), 9) == [conversation.id]


async def test_the_platforms_order_may_be_a_long_number(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    row = inbound(conversation, 1, order=1_790_000_000_000_100)
    await recorded(store, row)
    async with store.reading() as tx:
        assert await tx.messages.get(row.id) == row
