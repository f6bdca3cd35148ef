"""What Meta posts: messages and statuses, in batches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.message import InboundMessage
from bot.services.intake import PAYLOAD
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile
from connectors.bodies import number_at, objects_at, order_at, parse_object, place, text_at

CHANNEL = "whatsapp"
MEDIA = ("image", "audio", "video", "document", "sticker")
_SILENT = ("reaction", "system", "request_welcome", "ephemeral")
"""Nothing that one could answer: a reaction, a new phone number."""
_CHOICES = ("button", "interactive")
"""Their context is the message that had the buttons, which nobody means to quote."""
_MEDIA_ID = re.compile(r"\w{1,100}")


@dataclass(frozen=True)
class Status:
    """What became of one of our messages. `tracking` is what we sent along with it; `code` says
    why it failed."""

    wamid: str
    state: str
    tracking: str
    code: int


@dataclass(frozen=True)
class Delivery:
    """One post."""

    arrivals: tuple[Arrival, ...]
    statuses: tuple[Status, ...]


def parse_delivery(body: bytes, phone_number_id: str) -> Delivery:
    """What concerns our number; an app may have others. Raises InvalidInput for what is no JSON
    object; whatever is odd inside it is left out, as one post holds many customers' messages."""
    values = list(_values(parse_object(body), phone_number_id))
    arrivals = [_arrival(item) for value in values for item in objects_at(value, "messages")]
    statuses = [_status(item) for value in values for item in objects_at(value, "statuses")]
    return Delivery(
        tuple(item for item in arrivals if item), tuple(item for item in statuses if item.wamid)
    )


def _values(data: dict[str, Any], phone_number_id: str) -> Iterator[object]:
    for entry in objects_at(data, "entry"):
        for change in objects_at(entry, "changes"):
            value = change.get("value")
            if text_at(value, "metadata", "phone_number_id") == phone_number_id:
                yield value


def _arrival(item: dict[str, Any]) -> Arrival | None:
    kind = text_at(item, "type")
    # Who has a user name and never wrote to us before may hide the number behind an id.
    sender = text_at(item, "from") or text_at(item, "from_user_id")
    if not sender or not text_at(item, "id") or kind in _SILENT:
        return None
    text, payload = _TEXTS.get(kind, _unknown)(item)
    file = _file(item[kind]) if kind in MEDIA and isinstance(item.get(kind), dict) else None
    message = InboundMessage(
        channel=CHANNEL,
        customer_ref=sender,
        external_id=text_at(item, "id"),
        text=text,
        payload=payload if payload and PAYLOAD.fullmatch(payload) else None,
        refused="" if text.strip() or file else FILE_SIGN,
        platform_order=order_at(item, "timestamp"),
        quoted_id="" if kind in _CHOICES else text_at(item, "context", "id"),
    )
    return Arrival(message, (file,) if file else ())


def _file(media: object) -> RemoteFile | None:
    ref = text_at(media, "id")
    if not _MEDIA_ID.fullmatch(ref):
        return None
    return RemoteFile(ref, text_at(media, "filename"), text_at(media, "mime_type"))


def _status(item: dict[str, Any]) -> Status:
    codes = [number_at(error, "code") for error in objects_at(item, "errors")]
    return Status(
        wamid=text_at(item, "id"),
        state=text_at(item, "status"),
        tracking=text_at(item, "biz_opaque_callback_data"),
        code=int(codes[0] or 0) if codes else 0,
    )


Said = tuple[str, str | None]
"""Visible text and a button's machine value."""


def _text(item: dict[str, Any]) -> Said:
    return text_at(item, "text", "body"), None


def _button(item: dict[str, Any]) -> Said:
    """A button of a template."""
    return text_at(item, "button", "text"), text_at(item, "button", "payload")


def _choice(item: dict[str, Any]) -> Said:
    """A button or a row of a list that we had sent."""
    chosen = item.get("interactive")
    kind = text_at(chosen, "type")
    return text_at(chosen, kind, "title"), text_at(chosen, kind, "id")


def _caption(item: dict[str, Any]) -> Said:
    return text_at(item, text_at(item, "type"), "caption"), None


def _location(item: dict[str, Any]) -> Said:
    found = item.get("location")
    latitude, longitude = number_at(found, "latitude"), number_at(found, "longitude")
    return place(text_at(found, "name"), text_at(found, "address"), latitude, longitude), None


def _contacts(item: dict[str, Any]) -> Said:
    """Names and numbers; the numbers become tokens at the door as in any text."""
    cards = []
    for card in objects_at(item, "contacts"):
        numbers = [text_at(phone, "phone") for phone in objects_at(card, "phones")]
        cards.append(" ".join(("👤", text_at(card, "name", "formatted_name"), *numbers)))
    return "\n".join(cards), None


def _unknown(_: dict[str, Any]) -> Said:
    """A kind that this channel cannot read; the customer is told."""
    return "", None


_TEXTS: Mapping[str, Callable[[dict[str, Any]], Said]] = {
    "text": _text,
    "button": _button,
    "interactive": _choice,
    "location": _location,
    "contacts": _contacts,
    **dict.fromkeys(MEDIA, _caption),
}
