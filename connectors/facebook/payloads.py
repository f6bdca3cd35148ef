"""Messenger's events as our messages, our messages as Messenger's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.message import MAX_TEXT, InboundMessage, Message
from bot.services.intake import PAYLOAD
from connectors.bodies import items, json_object, number, part, text
from connectors.parts import in_parts, with_choices

CHANNEL = "facebook"
MOST_TEXT = 2000
MOST_CHOICES = 13
LONGEST_TITLE = 20
LONGEST_PAYLOAD = 1000
LAST_MOMENT = 2**43
"""Milliseconds, some centuries ahead: no honest one is later."""

_FILES = {"image", "audio", "video", "file"}
_TYPES = {"audio": "audio/mp4", "video": "video/mp4"}


@dataclass(frozen=True)
class FileRef:
    """A file on Facebook's servers; the address is secret for a while."""

    url: str
    name: str
    media_type: str

    def __repr__(self) -> str:
        return f"FileRef({self.name!r})"


@dataclass(frozen=True)
class Incoming:
    """One customer's event: words (in parts, if long) and files."""

    messages: tuple[InboundMessage, ...]
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True)
class Seen:
    """The customer has read everything up to this moment, in milliseconds."""

    customer: str
    up_to: int


def parse_events(body: bytes) -> list[Incoming | Seen]:
    """What customers did, in order; without echoes, delivery receipts and other apps' events.
    Raises InvalidInput."""
    data = json_object(body)
    if data.get("object") != "page" or not isinstance(data.get("entry"), list):
        raise InvalidInput("object", "must be a page; this is no event of Messenger's.")
    events = (event for entry in items(data, "entry") for event in items(entry, "messaging"))
    return [found for event in events for found in _event(event)]


def send_body(recipient: str, words: str, message: Message, *, last: bool) -> dict[str, Any]:
    """A call of the Send API, in answer to the customer."""
    said: dict[str, Any] = {"text": words}
    if message.buttons and last:
        choices = [_choice(button) for button in message.buttons[:MOST_CHOICES]]
        said["quick_replies"] = choices
    return {"recipient": {"id": recipient}, "messaging_type": "RESPONSE", "message": said}


def text_parts(words: str, message: Message) -> list[str]:
    """As long as Messenger takes. Choices whose titles it would cut are lines to type as well."""
    cut = [button for button in message.buttons if len(button["title"]) > LONGEST_TITLE]
    return in_parts(with_choices(words, cut), MOST_TEXT)


def _event(event: dict[str, Any]) -> Iterator[Incoming | Seen]:
    customer = text(part(event, "sender"), "id")
    if not customer:
        return
    message, postback = part(event, "message"), part(event, "postback")
    watermark = number(part(event, "read"), "watermark")
    if 0 < watermark < LAST_MOMENT:
        yield Seen(customer, watermark)
    elif message and message.get("is_echo") is not True:
        yield from _message(customer, message)
    elif postback:
        at = text(event, "timestamp") or number(event, "timestamp")
        yield _postback(customer, postback, f"postback:{at}")


def _message(customer: str, message: dict[str, Any]) -> Iterator[Incoming]:
    mid = text(message, "mid")
    if not mid:
        return
    payload = text(part(message, "quick_reply"), "payload")
    files = tuple(filter(None, map(_file, items(message, "attachments"))))
    pieces = in_parts(text(message, "text") or _links(message), MAX_TEXT) or [""]
    messages = tuple(
        _inbound(customer, f"{mid}#{place}" if place else mid, piece, payload)
        for place, piece in enumerate(pieces)
    )
    yield Incoming(messages, files)


def _postback(customer: str, postback: dict[str, Any], otherwise: str) -> Incoming:
    """A menu entry, or the first button of all, which greets."""
    payload = text(postback, "payload")
    title = text(postback, "title") or payload
    if payload.upper() in ("GET_STARTED", "<GET_STARTED_PAYLOAD>"):
        payload = "/greet"
    mid = text(postback, "mid") or otherwise
    return Incoming((_inbound(customer, mid, title, payload),))


def _inbound(customer: str, mid: str, words: str, payload: str) -> InboundMessage:
    return InboundMessage(
        channel=CHANNEL,
        customer_ref=customer,
        external_id=mid,
        text=words,
        payload=payload if PAYLOAD.fullmatch(payload) else None,
        scoped=True,
    )


def _file(attachment: dict[str, Any]) -> FileRef | None:
    kind, url = text(attachment, "type"), text(part(attachment, "payload"), "url")
    if kind not in _FILES or not url:
        return None
    return FileRef(url, kind, _TYPES.get(kind, ""))


def _links(message: dict[str, Any]) -> str:
    """Shared posts, templates and places: what they are called and where they are."""
    said = []
    for item in items(message, "attachments"):
        if text(item, "type") in _FILES:
            continue
        place = part(item, "payload", "coordinates")
        where = f"{place.get('lat')}, {place.get('long')}" if place else ""
        link = text(item, "url") or text(part(item, "payload"), "url")
        said += [text(item, "title") or text(part(item, "payload"), "title"), where or link]
    return "\n".join(filter(None, said))


def _choice(button: Mapping[str, str]) -> dict[str, str]:
    title = button["title"]
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    payload = button["payload"]
    return {
        "content_type": "text",
        "title": short,
        "payload": payload if len(payload) <= LONGEST_PAYLOAD else title[:LONGEST_PAYLOAD],
    }
