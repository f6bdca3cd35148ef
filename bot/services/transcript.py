"""Writing transcript rows: the one place where messages come to exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.attachment import Attachment
from bot.domain.conversation import Conversation
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, MessageId, fresh
from bot.domain.message import Author, Delivery, InboundMessage, Message, Processing, Reply
from bot.ports import INBOX, Transaction, outbox_topic
from bot.services.asides import bring_back

_LOOK_BACK = 20
"""More than a customer says while a message is on its way."""


@dataclass(frozen=True)
class Outgoing:
    """Something to record for the customer. `suppressed`: record it, but never send it.
    `uploads` become the message's own; `quoted_seq` is the message that it answers,
    `canned_code` names the words that it began from."""

    author: Author
    reply: Reply
    agent_id: AgentId | None = None
    external_id: str | None = None
    in_reply_to: MessageId | None = None
    suppressed: bool = False
    uploads: Sequence[Attachment] = ()
    quoted_seq: int | None = None
    canned_code: str | None = None


async def record_inbound(
    tx: Transaction,
    conversation: Conversation,
    inbound: InboundMessage,
    text: str,
    processing: Processing,
    at: datetime,
    uploads: Sequence[Attachment] = (),
    reordering: timedelta = timedelta(0),
) -> Message:
    """Add the customer's message (already tokenised `text`, `quoted_seq` looked up) to the locked
    conversation, which comes back where it was put aside.

    `reordering`: within how long the platform may still deliver what was said before. So long the
    message waits to be processed, and whatever comes in that time and was said before it is put
    before it.
    """
    message_id = MessageId(fresh())
    seq = await tx.conversations.next_seq(conversation.id, at)
    due = None
    if reordering and inbound.platform_order is not None:
        overtaken_by = await _overtaken_by(tx, conversation, inbound.platform_order, at, reordering)
        for row in overtaken_by:  # each takes the place of the next one
            await tx.messages.move(row.id, seq)
            seq = row.seq
        waiting = [row.next_attempt_at for row in overtaken_by if row.next_attempt_at]
        due = min(waiting, default=at + reordering)
    message = Message(
        id=message_id,
        conversation_id=conversation.id,
        channel=inbound.channel,
        seq=seq,
        episode=conversation.episode,
        author=Author.CUSTOMER,
        text=text,
        created_at=at,
        external_id=inbound.external_id,
        payload=inbound.payload,
        processing=processing,
        next_attempt_at=due if processing is Processing.PENDING else None,
        platform_order=inbound.platform_order,
        quoted_seq=inbound.quoted_seq,
        attachments=tuple(upload.of(conversation.id, message_id) for upload in uploads),
    )
    await tx.messages.add(message)
    await tx.events.append(_recorded(message, EventKind.MESSAGE_RECORDED))
    await bring_back(tx, conversation, "customer", "customer", at)
    if processing is Processing.PENDING:
        tx.announce(INBOX)
    return message


async def _overtaken_by(
    tx: Transaction, conversation: Conversation, order: int, at: datetime, reordering: timedelta
) -> Sequence[Message]:
    """The messages that were said after this one and that nobody has processed yet, the last one
    first. What the program answers to earlier ones may stand between them, and stays."""

    def said_later(row: Message) -> bool:
        return (
            row.episode == conversation.episode
            and row.platform_order is not None
            and row.platform_order > order
            and row.created_at > at - reordering
        )

    later, answered = list[Message](), False
    rows = await tx.messages.transcript(conversation.id, limit=_LOOK_BACK, newest=True)
    for row in reversed(rows):
        if row.author in (Author.BOT, Author.SYSTEM):
            answered = True
        elif said_later(row) and (_waits(row, at) or (_is_silent(row) and not answered)):
            later.append(row)
        else:
            break
    return later


def _is_silent(row: Message) -> bool:
    """Whether it asks for no answer, as a file does."""
    return row.author is Author.CUSTOMER and row.processing is Processing.DONE


def _waits(row: Message, at: datetime) -> bool:
    return not row.attempts and row.next_attempt_at is not None and row.next_attempt_at > at


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
        canned_code=item.canned_code,
    )
    await tx.messages.add(message)
    kind = EventKind.MESSAGE_SUPPRESSED if item.suppressed else EventKind.MESSAGE_RECORDED
    await tx.events.append(_recorded(message, kind))
    return message


def _recorded(message: Message, kind: EventKind) -> Event:
    actor = f"agent:{message.agent_id}" if message.agent_id else message.author.value
    canned = {"canned_code": message.canned_code} if message.canned_code else {}
    return Event(
        kind=kind,
        at=message.created_at,
        actor=actor,
        conversation_id=message.conversation_id,
        data={"message_id": message.id, "seq": message.seq, "author": message.author.value}
        | canned,
    )
