"""The platform's messages and events as what a customer said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.domain.errors import InvalidInput
from bot.domain.message import MAX_TEXT
from bot.domain.wordless import Said, WordlessPolicy

CHANNEL = "wechat"
EVENT = "event:"
"""What external ids of events contain: they allow fewer replies than messages do."""

Fields = Mapping[str, str]
_ID = re.compile(r"[0-9A-Za-z_.:\-]{1,120}")


@dataclass(frozen=True)
class Media:
    """A file that lies with the platform; `declared` is what the platform calls it."""

    media_id: str
    declared: str


@dataclass(frozen=True)
class Incoming:
    """One message or event before its file was fetched. `scoped`: the id is the customer's own."""

    customer: str
    external_id: str
    said: Said
    scoped: bool = False
    media: Media | None = None
    choice: str = ""

    @property
    def is_event(self) -> bool:
        """Whether the customer did something else than to write."""
        return self.external_id.startswith(EVENT)


def parse_incoming(fields: Fields, words: WordlessPolicy) -> Incoming | None:
    """None for what is neither said nor asked, which is only acknowledged. Raises InvalidInput."""
    customer = _needed(fields, "FromUserName")
    kind = _needed(fields, "MsgType")
    if kind == "event":
        return _event(fields, customer, words)
    incoming = Incoming(customer, _needed(fields, "MsgId"), Said(words.unknown))
    return _READERS.get(kind, _unknown)(fields, incoming, words)


def _event(fields: Fields, customer: str, words: WordlessPolicy) -> Incoming | None:
    event, key = _needed(fields, "Event"), fields.get("EventKey", "")
    said = words.menu.get(key) if event == "CLICK" else words.events.get(event)
    if said is None:
        return None
    external_id = f"{EVENT}{_needed(fields, 'CreateTime')}:{event}"
    return Incoming(customer, external_id, said, scoped=True)


def _text(fields: Fields, incoming: Incoming, words: WordlessPolicy) -> Incoming:
    said = Said(fields.get("Content", "").strip() or words.unknown)
    return replace(incoming, said=said, choice=fields.get("bizmsgmenuid", ""))


def _media(declared: str) -> Callable[[Fields, Incoming, WordlessPolicy], Incoming]:
    def read(fields: Fields, incoming: Incoming, _: WordlessPolicy) -> Incoming:
        media = Media(_needed(fields, "MediaId"), declared)
        return replace(incoming, said=Said(fields.get("Recognition", "").strip()), media=media)

    return read


def _location(fields: Fields, incoming: Incoming, words: WordlessPolicy) -> Incoming:
    x, y = fields.get("Location_X", ""), fields.get("Location_Y", "")
    return replace(incoming, said=Said(words.place(fields.get("Label", ""), x, y)))


def _link(fields: Fields, incoming: Incoming, words: WordlessPolicy) -> Incoming:
    parts = [fields.get(name, "").strip() for name in ("Title", "Description", "Url")]
    text = "\n".join(part for part in parts if part)[:MAX_TEXT]
    return replace(incoming, said=Said(text or words.unknown))


def _unknown(_: Fields, incoming: Incoming, __: WordlessPolicy) -> Incoming:
    return incoming


_READERS: Mapping[str, Callable[[Fields, Incoming, WordlessPolicy], Incoming]] = {
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
