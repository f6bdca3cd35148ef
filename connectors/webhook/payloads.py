"""The webhook's bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.ids import AttachmentId
from bot.domain.message import InboundMessage, Message
from connectors.attachments import FIELD, file_body, parse_attachments
from connectors.bodies import parse_object

CHANNEL = "webhook"
SOURCES = ("hotline", "app", "email", "letter", "visit", "partner", "regulator")
"""Where complaints come from that another system hands in (practice B1–B5). Each is a channel of
its own: the desk shows it, and the same sender is another customer on another one."""


def parse_inbound(body: bytes) -> InboundMessage:
    """`{"sender", "message_id", "text", "source"?, "language"?, "attachments"?}`; with attachments
    the text may be left out. Raises InvalidInput naming the field."""
    data = parse_object(body)
    attachments = parse_attachments(data)
    return InboundMessage(
        channel=_source(data),
        customer_ref=_text(data, "sender"),
        external_id=_text(data, "message_id"),
        text="" if attachments and not data.get("text") else _text(data, "text", 100_000),
        language=_language(data),
        attachments=attachments,
    )


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


def _language(data: dict[str, Any]) -> str | None:
    value = data.get("language")
    if value is not None and value not in ("zh-Hans", "zh-Hant", "en"):
        raise InvalidInput("language", "must be zh-Hans, zh-Hant or en.")
    return value
