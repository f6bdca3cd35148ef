"""Reading of MIME: nothing in a mail has to be what it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from bot.domain.attachment import InboundAttachment
from bot.domain.errors import InvalidInput
from connectors.email.text import plain, tidy

MOST_PARTS = 200
_BROKEN = (ValueError, LookupError, AttributeError, TypeError, RecursionError, AssertionError)
"""What Python's parser raises where a mail is broken in ways that it does not expect."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "us-ascii": "utf-8"}
"""Senders name the smaller set and use the larger one."""
_SMALL_PICTURE = 8 * 1024
"""Bytes of a picture within the text up to which it is a logo of a signature."""


def parse(raw: bytes) -> EmailMessage:
    """Raises InvalidInput."""
    try:
        mail = message_from_bytes(raw, policy=policy.default)
        if sum(1 for _ in mail.walk()) > MOST_PARTS:
            raise InvalidInput("mail", f"has more than {MOST_PARTS} parts.")
    except _BROKEN as error:
        raise InvalidInput("mail", "cannot be read.") from error
    return mail


def header(mail: EmailMessage, name: str) -> str:
    """On one line; empty where there is none or it cannot be read."""
    try:
        found = mail.get(name, "")
        return re.sub(r"\s+", " ", str(found)).strip()
    except _BROKEN:
        return ""


def leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that a reader sees, of alternatives the plainest. Raises InvalidInput."""
    try:
        yield from _leaves(mail)
    except _BROKEN as error:
        raise InvalidInput("mail", "cannot be read.") from error


def words_of(part: EmailMessage) -> str | None:
    """The text of a part; None where it is a file."""
    kind = part.get_content_type()
    if kind not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
        return None
    if part.get_filename():
        return None
    text = _decoded(part)
    return plain(text) if kind == "text/html" else tidy(text)


def is_decoration(part: EmailMessage, content: bytes) -> bool:
    """Whether it is a small picture that stands in the text."""
    placed = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
    return placed and part.get_content_maintype() == "image" and len(content) <= _SMALL_PICTURE


def content_of(part: EmailMessage) -> InboundAttachment:
    """A part as a file."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    name = part.get_filename() or ""
    return InboundAttachment(name, part.get_content_type(), content)


def charset_of(part: EmailMessage) -> str:
    """As the sender calls it, in small letters."""
    return (part.get_content_charset() or "utf-8").lower()


def _leaves(part: EmailMessage) -> Iterator[EmailMessage]:
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        yield part
        return
    children = [child for child in part.iter_parts() if isinstance(child, EmailMessage)]
    if part.get_content_subtype() == "alternative" and children:
        children = [_plainest(children)]
    for child in children:
        yield from _leaves(child)


def _plainest(children: list[EmailMessage]) -> EmailMessage:
    for child in children:
        if child.get_content_type() == "text/plain" and (words_of(child) or "").strip():
            return child
    readable = ("text/html", "multipart/related", "multipart/mixed")
    return next((c for c in children if c.get_content_type() in readable), children[-1])


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    named = charset_of(part)
    try:
        return content.decode(_WIDER.get(named, named), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
