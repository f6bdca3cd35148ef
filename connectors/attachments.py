"""Files inside JSON bodies: `attachments: [{"name", "type", "base64"}]`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.attachment import Attachment, AttachmentPolicy, InboundAttachment
from bot.domain.errors import AttachmentUnreadable, DeliveryFailed, InvalidInput, NotFound
from bot.domain.failure import Failure
from bot.domain.ids import AttachmentId
from bot.domain.message import Message
from bot.services.chat import Shown
from bot.services.files import Files

FIELD = "attachments"
MOST = 20
"""Entries that are looked at; the policy's own limit is lower or equal."""
_TEXT_PART = 128 * 1024


def body_limit(policy: AttachmentPolicy) -> int:
    """Bytes of a JSON body: its text, and files that together are as large as one may be."""
    return _TEXT_PART + policy.largest_of_all * 4 // 3


def parse_attachments(data: dict[str, Any]) -> tuple[InboundAttachment, ...]:
    """The body's files; none where the field is missing. Raises InvalidInput naming the entry."""
    entries = data.get(FIELD)
    if entries is None:
        return ()
    if not isinstance(entries, list) or len(entries) > MOST:
        raise InvalidInput(FIELD, f"must be a list of at most {MOST} files.")
    return tuple(_attachment(entry, f"{FIELD}[{n}]") for n, entry in enumerate(entries))


def attachment_body(attachment: Attachment) -> dict[str, Any]:
    """`Attachment` of docs/web-chat.md."""
    return {
        "id": attachment.id,
        "kind": attachment.kind.value,
        "media_type": attachment.media_type,
        "name": attachment.file_name,
        "size": attachment.size,
    }


def file_body(attachment: Attachment, content: bytes) -> dict[str, Any]:
    """A file with its content, as callers send theirs."""
    encoded = base64.b64encode(content).decode()
    return {"name": attachment.file_name, "type": attachment.media_type, "base64": encoded}


async def file_contents(
    files: Files, having: Iterable[Message | Shown]
) -> Mapping[AttachmentId, bytes]:
    """The contents of all files of these messages. Raises NotFound, AttachmentUnreadable."""
    return {
        attachment.id: await files.content(attachment)
        for message in having
        for attachment in message.attachments
    }


async def content_to_send(files: Files, attachment: Attachment) -> bytes:
    """Raises DeliveryFailed, for good, where it cannot be read any more."""
    try:
        return await files.content(attachment)
    except (NotFound, AttachmentUnreadable) as error:
        problem = f"file: {error.code}"
        raise DeliveryFailed(problem, retryable=False, failure=Failure.CONTENT) from error


def _attachment(entry: object, where: str) -> InboundAttachment:
    if not isinstance(entry, dict):
        raise InvalidInput(where, 'must be an object with "name", "type" and "base64".')
    name, declared, content = entry.get("name", ""), entry.get("type", ""), entry.get("base64")
    if not isinstance(name, str) or not isinstance(declared, str) or not isinstance(content, str):
        raise InvalidInput(where, 'must have "name", "type" and "base64" as text.')
    try:
        return InboundAttachment(name, declared, base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError):
        raise InvalidInput(f"{where}.base64", "is no valid base64.") from None
