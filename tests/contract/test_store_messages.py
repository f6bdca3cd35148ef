"""ports.Messages over every database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.errors import NotFound, StateConflict
from bot.domain.failure import Failure
from bot.domain.ids import AgentId, MessageId
from bot.domain.message import Author, Delivery, Message, Processing
from bot.ports import Store
from tests.contract.makers import (
    NOW,
    a_conversation,
    added,
    inbound,
    later,
    outbound,
    recorded,
)


async def test_a_message_comes_back_as_it_was_stored(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    asked = replace(inbound(conversation, 1, external_id="wx-1"), payload="/complain")
    reply = replace(outbound(conversation, 2, in_reply_to=asked.id), agent_id=AgentId("a1"))
    await recorded(store, asked, reply)
    async with store.reading() as tx:
        assert await tx.messages.get(asked.id) == asked
        assert await tx.messages.get(reply.id) == reply
        assert await tx.messages.by_external_id("web", "wx-1") == asked
        assert await tx.messages.by_external_id("telegram", "wx-1") is None
        assert await tx.messages.replies_to(asked.id) == [reply]
        assert await tx.messages.replies_to(reply.id) == []
        with pytest.raises(NotFound):
            await tx.messages.get(MessageId("missing"))


@pytest.mark.parametrize("text", ["a\0b", "half an emoji \ud83d", "整个 😡"])
async def test_no_text_is_too_odd_to_be_stored(store: Store, text: str) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message = replace(inbound(conversation, 1, external_id=text), text=text)
    await recorded(store, message)
    readable = text.replace("\0", "\ufffd").replace("\ud83d", "\ufffd")
    async with store.reading() as tx:
        assert (await tx.messages.get(message.id)).text == readable
        found = await tx.messages.by_external_id("web", text)
    assert found is not None


async def test_the_same_external_message_is_stored_once(store: Store) -> None:
    conversation, other = a_conversation("a"), a_conversation("b")
    await added(store, conversation, other)
    await recorded(store, inbound(conversation, 1, external_id="x"))
    async with store.writing() as tx:
        with pytest.raises(StateConflict):
            await tx.messages.add(inbound(other, 1, external_id="x"))
        with pytest.raises(StateConflict):
            await tx.messages.add(inbound(conversation, 1))
        # The transaction survives the refusal.
        await tx.messages.add(inbound(conversation, 2))
    async with store.reading() as tx:
        assert len(await tx.messages.transcript(conversation.id)) == 2


async def test_the_transcript_resumes_by_sequence_number(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await recorded(store, *(inbound(conversation, seq) for seq in (3, 1, 2, 5, 4)))

    def places(messages: Sequence[Message]) -> list[int]:
        return [message.seq for message in messages]

    async with store.reading() as tx:
        assert places(await tx.messages.transcript(conversation.id)) == [1, 2, 3, 4, 5]
        assert places(await tx.messages.transcript(conversation.id, after=3)) == [4, 5]
        assert places(await tx.messages.transcript(conversation.id, limit=2)) == [1, 2]
        newest = await tx.messages.transcript(conversation.id, after=1, limit=2, newest=True)
        assert places(newest) == [4, 5]


async def test_inbound_messages_are_processed_in_order(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first, second = inbound(conversation, 1), inbound(conversation, 2)
    await recorded(store, second, first)
    async with store.writing() as tx:
        assert await tx.messages.next_pending(conversation.id) == first
        await tx.messages.set_processing(
            first.id, Processing.PENDING, error="TimeoutError", retry_at=later(30)
        )
        waiting = await tx.messages.next_pending(conversation.id)
        assert waiting == replace(
            first, attempts=1, error="TimeoutError", next_attempt_at=later(30)
        )
        await tx.messages.set_processing(first.id, Processing.DONE)
        assert await tx.messages.next_pending(conversation.id) == second
        await tx.messages.set_processing(second.id, Processing.FAILED, error="ValueError")
        assert await tx.messages.next_pending(conversation.id) is None
        done, failed = await tx.messages.transcript(conversation.id)
    assert done == replace(first, processing=Processing.DONE, attempts=1)
    assert failed == replace(second, processing=Processing.FAILED, error="ValueError")


async def test_a_message_that_a_person_answers_does_not_come_back(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message = inbound(conversation, 1)
    await recorded(store, message, inbound(conversation, 2, due=later(9)))
    async with store.writing() as tx:
        assert await tx.messages.finish_pending(conversation.id) == 2
        assert await tx.messages.finish_pending(conversation.id) == 0
        await tx.messages.set_processing(message.id, Processing.PENDING, retry_at=later(5))
        assert await tx.messages.next_pending(conversation.id) is None


async def _claim(
    store: Store, now: datetime = NOW, limit: int = 10, channels: Sequence[str] = ("web",)
) -> list[MessageId]:
    async with store.writing() as tx:
        claimed = await tx.messages.claim_outbox(channels, now, later(30), limit)
    return [message.id for message in claimed]


async def test_a_claimed_message_is_marked_as_being_sent(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message = outbound(conversation, 1)
    await recorded(store, message)
    async with store.writing() as tx:
        claimed = await tx.messages.claim_outbox(["web"], NOW, later(30), 10)
    marked = replace(message, delivery=Delivery.SENDING, attempts=1, next_attempt_at=later(30))
    assert claimed == [marked]
    async with store.reading() as tx:
        assert await tx.messages.get(message.id) == marked


async def test_a_conversation_is_sent_to_one_message_at_a_time(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first, second = outbound(conversation, 1), outbound(conversation, 2)
    await recorded(store, first, second, outbound(conversation, 3, state=Delivery.SUPPRESSED))
    assert await _claim(store) == [first.id]
    assert await _claim(store) == []
    async with store.writing() as tx:
        await tx.messages.set_delivery(first.id, Delivery.SENT)
    assert await _claim(store) == [second.id]


async def test_the_outbox_is_emptied_oldest_first_and_per_channel(store: Store) -> None:
    a, b = a_conversation("a"), a_conversation("b")
    elsewhere = a_conversation("c", channel="telegram")
    await added(store, a, b, elsewhere)
    newer, older = outbound(a, 1, at=later(2)), outbound(b, 1, at=later(1))
    await recorded(store, newer, older, outbound(elsewhere, 1))
    assert await _claim(store, limit=1) == [older.id]
    assert await _claim(store) == [newer.id]
    assert await _claim(store, channels=[]) == []


async def test_a_failed_attempt_waits_and_holds_up_what_follows(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first, second = outbound(conversation, 1), outbound(conversation, 2)
    await recorded(store, first, second)
    await _claim(store)
    async with store.writing() as tx:
        await tx.messages.set_delivery(
            first.id,
            Delivery.PENDING,
            error="429",
            failure=Failure.BUSY,
            next_attempt_at=later(20),
        )
        kept = await tx.messages.get(first.id)
    assert (kept.error, kept.failure) == ("429", Failure.BUSY)
    assert await _claim(store, now=later(19)) == []
    assert await _claim(store, now=later(20)) == [first.id]


async def test_a_claim_that_ran_out_is_taken_over(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message = outbound(conversation, 1)
    await recorded(store, message)
    await _claim(store)
    assert await _claim(store, now=later(29)) == []
    assert await _claim(store, now=later(30)) == [message.id]
    async with store.reading() as tx:
        assert (await tx.messages.get(message.id)).attempts == 2


async def test_concurrent_senders_never_claim_the_same_message(store: Store) -> None:
    conversations = [a_conversation(f"u{n}") for n in range(20)]
    await added(store, *conversations)
    await recorded(store, *(outbound(c, seq) for c in conversations for seq in (1, 2)))
    claims = await asyncio.gather(*(_claim(store, limit=7) for _ in range(6)))
    claimed = [message_id for claim in claims for message_id in claim]
    assert len(claimed) == len(set(claimed))
    claimed += await _claim(store, limit=100)
    async with store.reading() as tx:
        places = {(await tx.messages.get(message_id)).seq for message_id in claimed}
    assert len(claimed) == 20
    assert places == {1}


async def test_a_receipt_that_overtakes_the_answer_stays(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message = outbound(conversation, 1)
    await recorded(store, message)
    await _claim(store)
    async with store.writing() as tx:
        await tx.messages.set_delivery(message.id, Delivery.DELIVERED)
        await tx.messages.set_delivery(message.id, Delivery.SENT)
        assert (await tx.messages.get(message.id)).delivery is Delivery.DELIVERED


async def test_undelivered_and_dead_messages_can_be_listed(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    states = [Delivery.DELIVERED, Delivery.SENT, Delivery.PENDING, Delivery.DEAD, Delivery.DEAD]
    messages = [
        outbound(conversation, seq, state=state, at=later(seq))
        for seq, state in enumerate(states, start=1)
    ]
    await recorded(store, *messages)
    async with store.reading() as tx:
        assert await tx.messages.undelivered(conversation.id) == messages[1:3]
        assert await tx.messages.undelivered(conversation.id, up_to=2) == messages[1:2]
        assert await tx.messages.by_delivery(Delivery.DEAD) == [messages[4], messages[3]]
        assert await tx.messages.by_delivery(Delivery.DEAD, limit=1) == [messages[4]]


async def test_what_was_said_last_leaves_out_what_was_not_said(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await recorded(
        store,
        inbound(conversation, 1),
        outbound(conversation, 2),
        outbound(conversation, 3),
        outbound(conversation, 4, state=Delivery.SUPPRESSED),
        outbound(conversation, 5),
        outbound(conversation, 6, state=Delivery.DEAD),
    )
    async with store.reading() as tx:
        said = await tx.messages.last_said(conversation.id, [Author.BOT], 2)
        assert [message.text for message in said] == ["bot 3", "bot 5"]
        said = await tx.messages.last_said(conversation.id, [Author.BOT, Author.CUSTOMER], 9)
        assert [message.seq for message in said] == [1, 2, 3, 5]


async def test_a_quotation_and_the_words_it_began_from_come_back(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    reply = replace(outbound(conversation, 2), quoted_seq=1, canned_code="greet")
    await recorded(store, inbound(conversation, 1), reply)
    async with store.reading() as tx:
        assert await tx.messages.get(reply.id) == reply


async def test_how_far_the_customer_has_read_only_grows(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    async with store.writing() as tx:
        read = [await tx.conversations.read_up_to(conversation.id, seq) for seq in (2, 2, 1, 3)]
    assert read == [True, False, False, True]
    async with store.reading() as tx:
        assert (await tx.conversations.get(conversation.id)).read_seq == 3
