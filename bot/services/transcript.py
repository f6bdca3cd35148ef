"""Writing transcript rows: the one place where messages come to exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.attachment import Attachment
from bot.domain.conversation import Conversation
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, MessageId, fresh
from bot.domain.message import Author, Delivery, InboundMessage, Message, Processing, Reply
from bot.ports import INBOX, Transaction, outbox_topic


@dataclass(frozen=True)
class Outgoing:
    """Something to record for the customer. `suppressed`: record it, but never send it.
    `uploads` become the message's own; `quoted_seq` is the message that it answers."""

    author: Author
    reply: Reply
    agent_id: AgentId | None = None
    external_id: str | None = None
    in_reply_to: MessageId | None = None
    suppressed: bool = False
    uploads: Sequence[Attachment] = ()
    quoted_seq: int | None = None


async def record_inbound(
    tx: Transaction,
    conversation: Conversation,
    inbound: InboundMessage,
    text: str,
    processing: Processing,
    at: datetime,
    uploads: Sequence[Attachment] = (),
) -> Message:
    """Add the customer's message (already tokenised `text`) to the locked conversation."""
    message_id = MessageId(fresh())
    message = Message(
        id=message_id,
        conversation_id=conversation.id,
        channel=inbound.channel,
        seq=await tx.conversations.next_seq(conversation.id, at),
        episode=conversation.episode,
        author=Author.CUSTOMER,
        text=text,
        created_at=at,
        external_id=inbound.external_id,
        payload=inbound.payload,
        processing=processing,
        attachments=tuple(upload.of(conversation.id, message_id) for upload in uploads),
    )
    await tx.messages.add(message)
    await tx.events.append(_recorded(message, EventKind.MESSAGE_RECORDED))
    if processing is Processing.PENDING:
        tx.announce(INBOX)
    return message


async def record_outgoing(
    tx: Transaction, conversation: Conversation, outgoing: Sequence[Outgoing], at: datetime
) -> tuple[Message, ...]:
    """Add messages for the customer to the locked conversation; they are the outbox too.

    The caller has checked, in this transaction, that their author may speak.
    """
    messages = [await _record_one(tx, conversation, item, at) for item in outgoing]
    if any(message.delivery is Delivery.PENDING for message in messages):
        tx.announce(outbox_topic(conversation.channel))
    return tuple(messages)


async def _record_one(
    tx: Transaction, conversation: Conversation, item: Outgoing, at: datetime
) -> Message:
    message_id = MessageId(fresh())
    message = Message(
        id=message_id,
        conversation_id=conversation.id,
        channel=conversation.channel,
        seq=await tx.conversations.next_seq(conversation.id, at),
        episode=conversation.episode,
        author=item.author,
        text=item.reply.text,
        created_at=at,
        agent_id=item.agent_id,
        external_id=item.external_id,
        buttons=item.reply.buttons,
        in_reply_to=item.in_reply_to,
        delivery=Delivery.SUPPRESSED if item.suppressed else Delivery.PENDING,
        attachments=tuple(upload.of(conversation.id, message_id) for upload in item.uploads),
        quoted_seq=item.quoted_seq,
    )
    await tx.messages.add(message)
    kind = EventKind.MESSAGE_SUPPRESSED if item.suppressed else EventKind.MESSAGE_RECORDED
    await tx.events.append(_recorded(message, kind))
    return message


def _recorded(message: Message, kind: EventKind) -> Event:
    actor = f"agent:{message.agent_id}" if message.agent_id else message.author.value
    return Event(
        kind=kind,
        at=message.created_at,
        actor=actor,
        conversation_id=message.conversation_id,
        data={"message_id": message.id, "seq": message.seq, "author": message.author.value},
    )
