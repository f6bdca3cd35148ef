"""The webhook's bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.ids import AttachmentId
from bot.domain.message import InboundMessage, Message
from connectors.attachments import FIELD, file_body, parse_attachments
from connectors.bodies import order_at, parse_object

CHANNEL = "webhook"
SOURCES = ("hotline", "app", "email", "letter", "visit", "partner", "regulator")
"""Where complaints come from that another system hands in (practice B1–B5). Each is a channel of
its own: the desk shows it, and the same sender is another customer on another one."""


@dataclass(frozen=True)
class Handed:
    """What another system hands in. `by_agent`: the words are those of a person of the company, as
    a hotline's transcript has them between the customer's."""

    message: InboundMessage
    by_agent: bool = False


def parse_inbound(body: bytes) -> Handed:
    """`{"sender", "message_id", "text", "source"?, "language"?, "at"?, "speaker"?,
    "attachments"?}`; with attachments the text may be left out. Raises InvalidInput naming the
    field."""
    data = parse_object(body)
    attachments = parse_attachments(data)
    message = InboundMessage(
        channel=_source(data),
        customer_ref=_text(data, "sender"),
        external_id=_text(data, "message_id"),
        text="" if attachments and not data.get("text") else _text(data, "text", 100_000),
        language=_language(data),
        attachments=attachments,
        platform_order=_moment(data),
    )
    by_agent = _is_by_agent(data)
    if by_agent and attachments:
        raise InvalidInput("attachments", "must be the customer's.")
    return Handed(message, by_agent)


def outbound_body(
    message: Message, text: str, recipient: str, contents: Mapping[AttachmentId, bytes]
) -> bytes:
    """What the callback receives; `message_id` is the same on every retry."""
    body: dict[str, Any] = {
        "message_id": message.id,
        "channel": message.channel,
        "recipient": recipient,
        "seq": message.seq,
        "author": message.author.value,
        "text": text,
        "buttons": [dict(button) for button in message.buttons],
    }
    if message.attachments:
        body[FIELD] = [file_body(one, contents[one.id]) for one in message.attachments]
    if message.quoted_seq is not None:
        body["quoted_seq"] = message.quoted_seq
    return json.dumps(body, ensure_ascii=False).encode()


def _text(data: dict[str, Any], field: str, longest: int = 200) -> str:
    value = data.get(field)
    if not isinstance(value, str) or not value or len(value) > longest:
        raise InvalidInput(field, f"must be text of 1 to {longest} characters.")
    return value


def _source(data: dict[str, Any]) -> str:
    value = data.get("source")
    if value is not None and value not in SOURCES:
        raise InvalidInput("source", f"must be one of {', '.join(SOURCES)}.")
    return value or CHANNEL


def _is_by_agent(data: dict[str, Any]) -> bool:
    value = data.get("speaker")
    if value not in (None, "customer", "agent"):
        raise InvalidInput("speaker", "must be customer or agent.")
    return value == "agent"


def _moment(data: dict[str, Any]) -> int | None:
    moment = order_at(data, "at")
    if moment is None and data.get("at") is not None:
        raise InvalidInput("at", "must be a time in Unix milliseconds.")
    return moment


def _language(data: dict[str, Any]) -> str | None:
    value = data.get("language")
    if value is not None and value not in ("zh-Hans", "zh-Hant", "en"):
        raise InvalidInput("language", "must be zh-Hans, zh-Hant or en.")
    return value
