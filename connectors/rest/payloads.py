"""The REST channel's bodies, as Rasa's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.ids import AttachmentId, fresh
from bot.domain.message import InboundMessage
from bot.services.chat import Shown
from connectors.attachments import FIELD, file_body, parse_attachments

CHANNEL = "rest"


def parse_inbound(data: object) -> InboundMessage:
    """`{"sender", "message", "message_id"?, "attachments"?}`; with attachments the message may be
    left out. Raises InvalidInput naming the field."""
    if not isinstance(data, dict):
        raise InvalidInput("body", 'must be a JSON object such as {"sender": "a", "message": "b"}.')
    sender = _text(data, "sender", 200)
    message_id = _text(data, "message_id", 100) if data.get("message_id") is not None else fresh()
    attachments = parse_attachments(data)
    return InboundMessage(
        channel=CHANNEL,
        customer_ref=sender,
        external_id=message_id,
        text="" if attachments and not data.get("message") else _text(data, "message", 100_000),
        scoped=True,
        attachments=attachments,
    )


def outbound(
    sender: str, shown: Iterable[Shown], contents: Mapping[AttachmentId, bytes]
) -> list[dict[str, Any]]:
    """Rasa's list of messages; ours adds the files and quotations of agents' messages."""
    return [_message(sender, item, contents) for item in shown]


def _message(sender: str, item: Shown, contents: Mapping[AttachmentId, bytes]) -> dict[str, Any]:
    message: dict[str, Any] = {"recipient_id": sender, "text": item.text}
    if item.buttons:
        message["buttons"] = [dict(button) for button in item.buttons]
    if item.attachments:
        message[FIELD] = [file_body(one, contents[one.id]) for one in item.attachments]
    if item.quoted_seq is not None:
        message["quoted_seq"] = item.quoted_seq
    return message


def _text(data: dict[str, Any], field: str, longest: int) -> str:
    value = data.get(field)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise InvalidInput(field, f"must be text of 1 to {longest} characters.")
    return value
