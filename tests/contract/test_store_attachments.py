"""ports.Attachments over every database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.attachment import Attachment, Usage
from bot.domain.conversation import Conversation
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import AttachmentId
from bot.domain.message import Message
from bot.ports import Store
from tests.contract.makers import (
    NOW,
    a_conversation,
    added,
    an_attachment,
    inbound,
    later,
    recorded,
)


async def _uploaded(store: Store, *attachments: Attachment) -> None:
    async with store.writing() as tx:
        for attachment in attachments:
            await tx.attachments.add(attachment)


def _claimed(message: Message, *uploads: Attachment) -> Message:
    """The message as it is read back with these."""
    mine = tuple(upload.of(message.conversation_id, message.id) for upload in uploads)
    return replace(message, attachments=mine)


async def _conversation(store: Store) -> Conversation:
    conversation = a_conversation()
    await added(store, conversation)
    return conversation


async def test_a_message_comes_back_with_its_attachments_in_order(store: Store) -> None:
    conversation = await _conversation(store)
    uploads = [an_attachment() for _ in range(3)]
    await _uploaded(store, *uploads)
    plain = inbound(conversation, 1)
    message = _claimed(inbound(conversation, 2, external_id="x"), *reversed(uploads))
    await recorded(store, plain, message)
    async with store.reading() as tx:
        assert await tx.messages.get(message.id) == message
        assert await tx.messages.by_external_id("web", "x") == message
        assert await tx.messages.transcript(conversation.id) == [plain, message]
        assert await tx.attachments.get(uploads[0].id) == message.attachments[2]
        assert await tx.attachments.of_episode(conversation.id, 1) == list(message.attachments)
        assert await tx.attachments.of_episode(conversation.id, 2) == []


async def test_an_upload_belongs_to_one_message_only(store: Store) -> None:
    conversation = await _conversation(store)
    upload = an_attachment()
    await _uploaded(store, upload)
    await recorded(store, replace(inbound(conversation, 1), attachments=(upload,)))
    with pytest.raises(StateConflict):
        await recorded(store, replace(inbound(conversation, 2), attachments=(upload,)))
    async with store.reading() as tx:
        assert len(await tx.messages.transcript(conversation.id)) == 1
        assert await tx.attachments.unclaimed("u1", [upload.id], later(-9)) == []


async def test_only_fresh_uploads_of_the_owner_can_be_taken_up(store: Store) -> None:
    mine, old, foreign = an_attachment(), an_attachment(at=later(-60)), an_attachment("u2")
    second = an_attachment()
    await _uploaded(store, mine, old, foreign, second)
    wanted = [second.id, foreign.id, AttachmentId("missing"), old.id, mine.id]
    async with store.reading() as tx:
        assert await tx.attachments.unclaimed("u1", wanted, later(-59)) == [second, mine]
        with pytest.raises(NotFound):
            await tx.attachments.get(AttachmentId("missing"))


async def test_usage_counts_sent_and_unsent_uploads_of_one_owner(store: Store) -> None:
    conversation = await _conversation(store)
    sent, old = an_attachment(size=5), an_attachment(at=later(-60))
    await _uploaded(store, sent, old, an_attachment(size=7), an_attachment("u2"))
    await recorded(store, replace(inbound(conversation, 1), attachments=(sent,)))
    async with store.reading() as tx:
        assert await tx.attachments.usage("u1", later(-1)) == Usage(2, 12)
        assert await tx.attachments.usage("nobody", later(-1)) == Usage(0, 0)


async def test_abandoned_uploads_are_forgotten_and_sent_ones_stay(store: Store) -> None:
    conversation = await _conversation(store)
    sent, left, fresh_one = an_attachment(), an_attachment(), an_attachment(at=later(60))
    await _uploaded(store, sent, left, fresh_one)
    await recorded(store, replace(inbound(conversation, 1), attachments=(sent,)))
    async with store.writing() as tx:
        assert await tx.attachments.abandoned(later(1), 10) == [left.id]
        assert await tx.attachments.abandoned(later(1), 0) == []
        assert await tx.attachments.remove_unclaimed([left.id, sent.id]) == 1
    async with store.reading() as tx:
        assert (await tx.attachments.get(sent.id)).created_at == NOW
        with pytest.raises(NotFound):
            await tx.attachments.get(left.id)


async def test_an_id_is_given_once(store: Store) -> None:
    upload = an_attachment()
    await _uploaded(store, upload)
    with pytest.raises(StateConflict):
        await _uploaded(store, upload)
