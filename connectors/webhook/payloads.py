"""The webhook's bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.ids import AttachmentId
from bot.domain.message import InboundMessage, Message
from connectors.attachments import FIELD, file_body, parse_attachments

CHANNEL = "webhook"


def parse_inbound(body: bytes) -> InboundMessage:
    """`{"sender", "message_id", "text", "language"?, "attachments"?}`; with attachments the text
    may be left out. Raises InvalidInput naming the field."""
    try:
        data = json.loads(body)
    except ValueError as error:
        raise InvalidInput("body", "is no valid JSON.") from error
    if not isinstance(data, dict):
        raise InvalidInput("body", "must be a JSON object.")
    attachments = parse_attachments(data)
    return InboundMessage(
        channel=CHANNEL,
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


def _language(data: dict[str, Any]) -> str | None:
    value = data.get("language")
    if value is not None and value not in ("zh-Hans", "zh-Hant", "en"):
        raise InvalidInput("language", "must be zh-Hans, zh-Hant or en.")
    return value
