"""Messages: what came in, what stands in the transcript, what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.attachment import Attachment, InboundAttachment
from bot.domain.customers import SiteCustomer
from bot.domain.ids import AgentId, AttachmentId, ConversationId, MessageId

MAX_TEXT = 4000
"""Characters that one customer or agent message may have."""
SEND_ATTACHMENT = "/send_attachment"
"""The payload of a message that is nothing but attachments."""


class Author(str, Enum):
    """Who speaks. `system` tells the customer of changes of hands."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Processing(str, Enum):
    """State of an inbound message. Anything but `pending` is final."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Delivery(str, Enum):
    """State of an outbound message.

    pending → sending → sent (taken by the platform) → delivered (seen by the far end);
    sending → pending again after a retryable failure, → dead after a permanent one or too
    many tries. `suppressed`: recorded, but a person had taken over, so it is never sent.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    DEAD = "dead"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class InboundMessage:
    """What a channel hands to intake, before anything was stored.

    `external_id` is unique per channel and stable over redeliveries. `text` is raw: it may
    contain personal data and must not be logged. `payload` is a button's machine value
    (`/intent`), where the platform sends one beside the visible text. `scoped`: the id is
    unique only among this customer's messages. `attachments` come with their content, `uploads`
    were taken in before; with either of them `text` may be empty. `site_customer`: who the page
    that carries the chat says this is. `refused` names what came and could not be taken
    (`📎 scan.exe`); the customer is told. Where nothing else came, it stands in the transcript,
    and the bot is not asked.
    """

    channel: str
    customer_ref: str
    external_id: str
    text: str
    payload: str | None = None
    language: str | None = None
    scoped: bool = False
    attachments: tuple[InboundAttachment, ...] = ()
    uploads: tuple[AttachmentId, ...] = ()
    site_customer: SiteCustomer | None = None
    refused: str = ""

    def __repr__(self) -> str:
        return f"InboundMessage(channel={self.channel!r}, external_id={self.external_id!r})"


@dataclass(frozen=True)
class Receipt:
    """The acknowledgement of an inbound message: it is stored under `seq`."""

    conversation_id: ConversationId
    message_id: MessageId
    seq: int
    duplicate: bool


@dataclass(frozen=True)
class Reply:
    """Something to say, before it is recorded. `buttons` are {"title", "payload"} pairs."""

    text: str
    buttons: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Message:
    """A transcript row; an outbound one is its own outbox row.

    `seq` is unique and gapless-by-commit per conversation, from 1. `text` is tokenised.
    `processing` is set on inbound, `delivery` on outbound messages. `in_reply_to` is the
    inbound message that a bot turn answered, `quoted_seq` the message of this conversation that
    an agent answers. With `attachments`, `text` may be empty.
    """

    id: MessageId
    conversation_id: ConversationId
    channel: str
    seq: int
    episode: int
    author: Author
    text: str
    created_at: datetime
    agent_id: AgentId | None = None
    external_id: str | None = None
    payload: str | None = None
    buttons: tuple[Mapping[str, str], ...] = ()
    in_reply_to: MessageId | None = None
    processing: Processing | None = None
    delivery: Delivery | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None
    error: str | None = None
    attachments: tuple[Attachment, ...] = ()
    quoted_seq: int | None = None
