"""The platform's messages and events as what a customer said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.domain.channel_rules import ACT
from bot.domain.errors import InvalidInput
from bot.domain.message import InboundMessage
from bot.domain.wordless import Said, WordlessPolicy
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile
from connectors.bodies import order_at, place

CHANNEL = "wechat"

Fields = Mapping[str, str]
_ID = re.compile(r"[0-9A-Za-z_.:\-]{1,120}")


@dataclass(frozen=True)
class Incoming:
    """One message or event before its file was fetched. `scoped`: the id is the customer's own.
    `at`: in seconds, when it was sent."""

    customer: str
    external_id: str
    said: Said
    scoped: bool = False
    file: RemoteFile | None = None
    choice: str = ""
    at: int | None = None

    @property
    def arrival(self) -> Arrival:
        """For intake."""
        message = InboundMessage(
            channel=CHANNEL,
            customer_ref=self.customer,
            external_id=self.external_id,
            text=self.said.text,
            payload=self.said.payload,
            scoped=self.scoped,
            refused="" if self.said.text or self.file else FILE_SIGN,
            platform_order=self.at,
        )
        return Arrival(message, (self.file,) if self.file else ())

    @property
    def is_event(self) -> bool:
        """Whether the customer did something else than to write."""
        return self.external_id.startswith(ACT)


def parse_incoming(fields: Fields, words: WordlessPolicy) -> Incoming | None:
    """None for what is neither said nor asked, which is only acknowledged. Raises InvalidInput."""
    customer = _needed(fields, "FromUserName")
    kind = _needed(fields, "MsgType")
    if kind == "event":
        return _event(fields, customer, words)
    at = order_at(fields, "CreateTime")
    incoming = Incoming(customer, _needed(fields, "MsgId"), Said(""), at=at)
    return _READERS.get(kind, _unknown)(fields, incoming)


def _event(fields: Fields, customer: str, words: WordlessPolicy) -> Incoming | None:
    event, key = _needed(fields, "Event"), fields.get("EventKey", "")
    said = words.menu.get(key) if event == "CLICK" else words.events.get(event)
    if said is None:
        return None
    external_id = f"{ACT}{_needed(fields, 'CreateTime')}:{event}"
    at = order_at(fields, "CreateTime")
    return Incoming(customer, external_id, said, scoped=True, at=at)


def _text(fields: Fields, incoming: Incoming) -> Incoming:
    said = Said(fields.get("Content", "").strip())
    return replace(incoming, said=said, choice=fields.get("bizmsgmenuid", ""))


def _media(declared: str) -> Callable[[Fields, Incoming], Incoming]:
    def read(fields: Fields, incoming: Incoming) -> Incoming:
        file = RemoteFile(_needed(fields, "MediaId"), media_type=declared)
        return replace(incoming, said=Said(fields.get("Recognition", "").strip()), file=file)

    return read


def _location(fields: Fields, incoming: Incoming) -> Incoming:
    axes = fields.get("Location_X", ""), fields.get("Location_Y", "")
    return replace(incoming, said=Said(place(fields.get("Label", ""), "", *axes)))


def _link(fields: Fields, incoming: Incoming) -> Incoming:
    parts = [fields.get(name, "").strip() for name in ("Title", "Description", "Url")]
    return replace(incoming, said=Said("\n".join(part for part in parts if part)))


def _unknown(_: Fields, incoming: Incoming) -> Incoming:
    return incoming


_READERS: Mapping[str, Callable[[Fields, Incoming], Incoming]] = {
    "text": _text,
    "image": _media("image/jpeg"),
    "voice": _media("audio/amr"),
    "video": _media("video/mp4"),
    "shortvideo": _media("video/mp4"),
    "location": _location,
    "link": _link,
}


def _needed(fields: Fields, name: str) -> str:
    value = fields.get(name, "").strip()
    if not _ID.fullmatch(value):
        raise InvalidInput(name, "is missing or has characters that no id has.")
    return value
