"""Messenger's events as our messages, our messages as Messenger's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.message import InboundMessage, Message
from bot.services.intake import PAYLOAD
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile
from connectors.bodies import (
    number_at,
    object_at,
    objects_at,
    order_at,
    parse_object,
    place,
    text_at,
    whole_at,
)
from connectors.splitting import split_text, with_choices

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
class Seen:
    """The customer has read everything up to this moment, in milliseconds."""

    customer: str
    up_to: int


def parse_events(body: bytes) -> list[Arrival | Seen]:
    """What customers did, in order; without echoes, delivery receipts and other apps' events.
    Raises InvalidInput."""
    data = parse_object(body)
    if data.get("object") != "page" or not isinstance(data.get("entry"), list):
        raise InvalidInput("object", "must be a page; this is no event of Messenger's.")
    events = (
        event for entry in objects_at(data, "entry") for event in objects_at(entry, "messaging")
    )
    return [found for event in events for found in _event(event)]


RESPONSE: Mapping[str, str] = {"messaging_type": "RESPONSE"}
BY_A_PERSON: Mapping[str, str] = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
"""Why the page may write: within the window, and later where Meta allows it to people."""


def bodies(
    recipient: str, text: str, message: Message, why: Mapping[str, str] = RESPONSE
) -> list[dict[str, Any]]:
    """A call of the Send API for each part; the last one has the buttons."""
    parts = text_parts(text, message)
    return [{**_body(recipient, part, message, last=part is parts[-1]), **why} for part in parts]


def _body(recipient: str, words: str, message: Message, *, last: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"text": words}
    if message.buttons and last:
        choices = [_choice(button) for button in message.buttons[:MOST_CHOICES]]
        said["quick_replies"] = choices
    return {"recipient": {"id": recipient}, "message": said}


def text_parts(words: str, message: Message) -> list[str]:
    """As long as Messenger takes. Choices whose titles it would cut are lines to type as well."""
    cut = [button for button in message.buttons if len(button["title"]) > LONGEST_TITLE]
    return split_text(with_choices(words, cut), MOST_TEXT)


def _event(event: dict[str, Any]) -> Iterator[Arrival | Seen]:
    customer = text_at(event, "sender", "id")
    if not customer:
        return
    message, postback = object_at(event, "message"), object_at(event, "postback")
    watermark = whole_at(event, "read", "watermark")
    if 0 < watermark < LAST_MOMENT:
        yield Seen(customer, watermark)
    elif message and message.get("is_echo") is not True:
        yield from _message(customer, message, order_at(event, "timestamp"))
    elif postback:
        yield _postback(customer, postback, order_at(event, "timestamp"))


def _message(customer: str, message: dict[str, Any], at: int | None) -> Iterator[Arrival]:
    mid = text_at(message, "mid")
    if not mid:
        return
    files = tuple(filter(None, map(_file, objects_at(message, "attachments"))))
    words = text_at(message, "text") or _links(message)
    payload = text_at(message, "quick_reply", "payload")
    inbound = _inbound(customer, mid, words, payload, bool(files))
    quoted_id = text_at(message, "reply_to", "mid")
    yield Arrival(replace(inbound, platform_order=at, quoted_id=quoted_id), files)


def _postback(customer: str, postback: dict[str, Any], at: int | None) -> Arrival:
    """A menu entry, or the first button of all, which greets."""
    payload = text_at(postback, "payload")
    title = text_at(postback, "title") or payload
    if payload.upper() in ("GET_STARTED", "<GET_STARTED_PAYLOAD>"):
        payload = "/greet"
    mid = text_at(postback, "mid") or f"postback:{at or 0}"
    return Arrival(replace(_inbound(customer, mid, title, payload), platform_order=at))


def _inbound(
    customer: str, mid: str, words: str, payload: str, has_files: bool = False
) -> InboundMessage:
    return InboundMessage(
        channel=CHANNEL,
        customer_ref=customer,
        external_id=mid,
        text=words,
        payload=payload if PAYLOAD.fullmatch(payload) else None,
        scoped=True,
        refused="" if words.strip() or has_files else FILE_SIGN,
    )


def _file(attachment: dict[str, Any]) -> RemoteFile | None:
    kind, url = text_at(attachment, "type"), text_at(attachment, "payload", "url")
    return RemoteFile(url, kind, _TYPES.get(kind, "")) if kind in _FILES and url else None


def _links(message: dict[str, Any]) -> str:
    """Shared posts, templates and places: what they are called and where they are."""
    said = []
    for item in objects_at(message, "attachments"):
        if text_at(item, "type") in _FILES:
            continue
        title = text_at(item, "title") or text_at(item, "payload", "title")
        where = object_at(item, "payload", "coordinates")
        if where:
            said.append(place(title, "", number_at(where, "lat"), number_at(where, "long")))
        else:
            said += [title, text_at(item, "url") or text_at(item, "payload", "url")]
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
