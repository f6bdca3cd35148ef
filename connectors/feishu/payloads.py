"""Feishu's events: what a person sent the robot, and which button was pressed."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from bot.domain.errors import InvalidInput, NotSignedIn
from bot.domain.message import InboundMessage
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile
from connectors.bodies import (
    id_at,
    object_at,
    objects_at,
    order_at,
    parse_object,
    place,
    text_at,
)
from connectors.feishu.crypto import decrypt

CHANNEL = "feishu"
LAST_MOMENT = 2**43
"""Milliseconds, some centuries ahead: no honest one is later."""
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")

_FILES = {"image": "image", "audio": "audio", "media": "video", "file": "application"}
"""Kinds of messages that are files, and of what main type each is."""


def open_event(body: bytes, key: str, token: str) -> Mapping[str, Any]:
    """The decrypted event, with our Verification Token in it. Raises InvalidInput, NotSignedIn."""
    event = parse_object(decrypt(key, id_at(parse_object(body), "encrypt", longest=len(body) + 1)))
    header = event.get("header")
    given = (header if isinstance(header, dict) else event).get("token")
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode("utf-8", "replace"), token.encode()
    ):
        raise NotSignedIn("The event's verification token is not ours.")
    return event


def challenge_of(event: Mapping[str, Any]) -> str | None:
    """What must be said back when the address is entered in the console."""
    if event.get("type") != "url_verification":
        return None
    return id_at(event, "challenge", longest=500)


def parse_read(event: Mapping[str, Any]) -> tuple[str, datetime] | None:
    """Who has read what was there until when; None for events of other kinds."""
    if text_at(event, "header", "event_type") != "im.message.message_read_v1":
        return None
    moment = order_at(event, "event", "reader", "read_time")
    if moment is None or moment > LAST_MOMENT:
        raise InvalidInput("read_time", "must be a time in Unix milliseconds.")
    customer = id_at(event, "event", "reader", "reader_id", "open_id")
    return customer, datetime.fromtimestamp(moment / 1000, timezone.utc)


def parse_event(event: Mapping[str, Any]) -> Arrival | None:
    """None for events of other kinds, for groups (a complaint is nobody else's business) and
    for what robots say. Raises InvalidInput naming the field."""
    header, content = object_at(event, "header"), object_at(event, "event")
    kind = id_at(header, "event_type")
    if kind == "im.message.receive_v1":
        return _message(content)
    if kind == "card.action.trigger":
        return _press(content, id_at(header, "event_id"), order_at(header, "create_time"))
    return None


def _message(event: Mapping[str, Any]) -> Arrival | None:
    message = object_at(event, "message")
    if text_at(event, "sender", "sender_type") != "user" or message.get("chat_type") != "p2p":
        return None
    text, files = _content(message)
    inbound = InboundMessage(
        channel=CHANNEL,
        customer_ref=id_at(event, "sender", "sender_id", "open_id"),
        # Not the event's id: the same message may come in two events.
        external_id=id_at(message, "message_id"),
        text=text.strip(),
        refused="" if text.strip() or files else FILE_SIGN,
        platform_order=order_at(message, "create_time"),
        quoted_id=text_at(message, "parent_id"),
    )
    return Arrival(inbound, tuple(files))


def _content(message: Mapping[str, Any]) -> tuple[str, list[RemoteFile]]:
    """Nothing of both for kinds that cannot be taken."""
    kind, message_id = id_at(message, "message_type"), id_at(message, "message_id")
    content = parse_object(text_at(message, "content"), "content")
    if kind == "text":
        return text_at(content, "text"), []
    if kind == "post":
        return _post(content, message_id)
    if kind == "location":
        where = (content.get("latitude"), content.get("longitude"))
        return place(text_at(content, "name"), "", *where), []
    if kind in _FILES:
        return "", [_file(content, message_id, kind)]
    return "", []


def _post(content: Mapping[str, Any], message_id: str) -> tuple[str, list[RemoteFile]]:
    """Rich text: paragraphs of words, links, pictures."""
    lines, files = [text_at(content, "title")], []
    paragraphs = content.get("content")
    for paragraph in paragraphs if isinstance(paragraphs, list) else []:
        parts = objects_at({"parts": paragraph}, "parts")
        lines.append("".join(_words(parts)))
        files += [
            _file(part, message_id, kind)
            for part in parts
            if (kind := {"img": "image", "media": "media"}.get(text_at(part, "tag")))
        ]
    return "\n".join(line for line in lines if line.strip()), files


def _words(parts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for part in parts:
        yield text_at(part, "text")
        if part.get("tag") == "a":
            yield f" {text_at(part, 'href')} "


def _file(content: Mapping[str, Any], message_id: str, kind: str) -> RemoteFile:
    """`ref` is the address of the file below the API's own."""
    image = kind == "image"
    name = id_at(content, "image_key" if image else "file_key", longest=500)
    if not _PLAIN.fullmatch(message_id + name):
        raise InvalidInput("file_key", "must be letters, digits, _ and -.")
    path = f"/open-apis/im/v1/messages/{message_id}/resources/{name}"
    return RemoteFile(
        f"{path}?type={'image' if image else 'file'}",
        text_at(content, "file_name")[:200],
        f"{_FILES[kind]}/unknown",
    )


def _press(event: Mapping[str, Any], event_id: str, at: int | None) -> Arrival:
    value = object_at(event, "action", "value")
    return Arrival(
        InboundMessage(
            channel=CHANNEL,
            customer_ref=id_at(event, "operator", "open_id"),
            external_id=event_id,
            text=text_at(value, "title"),
            payload=id_at(value, "payload"),
            platform_order=at,
        )
    )
