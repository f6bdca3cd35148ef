"""Ids that WeCom accepts once each: our message's id, which sending, which part of it.

22 characters of base64 for 16 bytes, and “-<sending>-<part>”: within the 32 bytes allowed, and the
message can be found again when the platform says that it did not arrive.
"""

from __future__ import annotations

import base64
import binascii
import re

from bot.domain.ids import MessageId

_FORM = re.compile(r"([\w-]{22})-(\d{1,3})-(\d{1,3})", re.ASCII)


def platform_id(message_id: MessageId, sending: int, part: int) -> str:
    """`msgid` of a part (from 0) of a message, the same on every try of one sending (from 0)."""
    short = base64.urlsafe_b64encode(bytes.fromhex(message_id)).decode().rstrip("=")
    return f"{short}-{sending}-{part}"


def message_of(text: str) -> MessageId | None:
    """The message behind such an id; None where it is none of ours."""
    match = _FORM.fullmatch(text)
    if not match:
        return None
    try:
        return MessageId(base64.urlsafe_b64decode(match[1] + "==").hex())
    except (binascii.Error, ValueError):
        return None


def sending_of(text: str) -> int:
    """Which sending such an id belongs to."""
    match = _FORM.fullmatch(text)
    return int(match[2]) if match else 0
