"""Messages: what came in, what stands in the transcript, what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.attachment import Attachment, InboundAttachment
from bot.domain.customers import SiteCustomer
from bot.domain.errors import InvalidInput
from bot.domain.failure import Failure
from bot.domain.ids import AgentId, AttachmentId, ConversationId, MessageId

MAX_TEXT = 4000
"""Characters that one customer or agent message may have."""
MAX_ID = 200
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
    and the bot is not asked. `platform_order`: the platform's own number or time of the message,
    greater for what the same customer said later; None where it gives none. `quoted_id` is the
    platform's id of the message that this one answers; `quoted_seq` its place, where the far end
    knows places.
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
    platform_order: int | None = None
    quoted_id: str = ""
    quoted_seq: int | None = None

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
    it quotes, `canned_code` the words of data/desk/canned.yml that an agent began from.
    `error` is what the last try met, in the platform's words, `failure` what it comes to.
    With `attachments`, `text` may be empty. `platform_order` is that of `InboundMessage`.
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
    failure: Failure | None = None
    attachments: tuple[Attachment, ...] = ()
    quoted_seq: int | None = None
    canned_code: str | None = None
    platform_order: int | None = None


@dataclass(frozen=True)
class CustomerWords:
    """`complaint`: what happened, as the record has it, else the first message of the present
    episode that complains; empty where nothing does. `last`: what they wrote last."""

    complaint: str
    last: str


def storable(text: str) -> str:
    """Without what no database keeps: NUL and halves of characters, which JSON may contain."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def require_id(field: str, value: str) -> None:
    """Raises InvalidInput where this cannot identify anything on a platform."""
    if not 0 < len(value) <= MAX_ID or value != storable(value):
        raise InvalidInput(field, f"must have 1 to {MAX_ID} characters, all of them valid.")
