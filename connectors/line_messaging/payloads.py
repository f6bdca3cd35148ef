"""What LINE posts: events with messages and pressed buttons."""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta
from functools import partial

from bot.domain.message import InboundMessage
from bot.services.intake import PAYLOAD
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile
from connectors.bodies import number_at, objects_at, order_at, parse_object, place, text_at

CHANNEL, TOKEN_LASTS = "line", timedelta(seconds=50)  # a reply token holds for about a minute
_MEDIA = {"image": "image/jpeg", "audio": "audio/mp4", "video": "video/mp4", "file": ""}


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether the raw body was signed with the channel's secret; constant time."""
    digest = hmac.new(secret.encode(), body, "sha256").digest()
    return hmac.compare_digest(base64.b64encode(digest), signature.encode())


def parse_events(body: bytes) -> list[tuple[Arrival, str]]:
    """What customers said, with reply tokens. Raises InvalidInput where the body is no JSON object;
    other events (followed, unsent, said in a group) are left out."""
    events = objects_at(parse_object(body), "events")
    found = ((_read(event), text_at(event, "replyToken")) for event in events)
    return [(arrival, token) for arrival, token in found if arrival]


def _read(event: object) -> Arrival | None:
    user, event_id = text_at(event, "source", "userId"), text_at(event, "webhookEventId")
    said = partial(
        InboundMessage, CHANNEL, user, event_id, platform_order=order_at(event, "timestamp")
    )
    kind, item = text_at(event, "message", "type"), text_at(event, "message", "id")
    if text_at(event, "source", "type") != "user" or not user or not event_id:
        return None
    if text_at(event, "type") == "postback":  # as outbound.py has written it
        payload, _, title = text_at(event, "postback", "data").partition("|")
        known = payload if title and PAYLOAD.fullmatch(payload) else None
        return Arrival(said(title, known, refused="" if title.strip() else FILE_SIGN))
    if text_at(event, "type") != "message":
        return None
    if kind in _MEDIA and item.isascii() and item.isdecimal():
        file = RemoteFile(item, text_at(event, "message", "fileName"), _MEDIA[kind])
        return Arrival(said(""), (file,))
    text = _text(event, kind).strip()
    return Arrival(said(text, refused="" if text else FILE_SIGN))


def _text(event: object, kind: str) -> str:
    if kind != "location":
        return "🙂" if kind == "sticker" else text_at(event, "message", "text")
    name, address = text_at(event, "message", "title"), text_at(event, "message", "address")
    where = [number_at(event, "message", axis) for axis in ("latitude", "longitude")]
    return place(name, address, *where)
