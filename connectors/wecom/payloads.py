"""What WeCom says: the callback (a mere hint) and the entries of `kf/sync_msg`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.message import InboundMessage
from bot.services.intake import PAYLOAD
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile
from connectors.bodies import number_at, place, text_at

CHANNEL = "wecom"
CUSTOMER, SYSTEM, SERVICER = 3, 4, 5
"""`origin` of an entry; 5 is a person who answers in WeCom itself."""
MEDIA: Mapping[str, str] = {
    "image": "image/unknown",
    "voice": "audio/amr",
    "video": "video/mp4",
    "file": "application/unknown",
}
"""Entries that are files, and what each may be."""

_ID = re.compile(r"[\w@.-]{1,90}", re.ASCII)


@dataclass(frozen=True)
class News:
    """There is something to pull for this account; `token` admits to it for ten minutes."""

    account: str
    token: str


@dataclass(frozen=True)
class Entry:
    """Something that happened between a customer and a customer service account."""

    account: str
    customer: str
    at: int

    @property
    def ref(self) -> str:
        """The customer's id on the channel: per account, as each needs both to be answered."""
        return f"{self.account}:{self.customer}"


@dataclass(frozen=True)
class Said(Entry):
    """Words of the customer, or (`by_servicer`) of a person in WeCom; both may be missing where
    it is of a kind that we cannot read."""

    id: str
    text: str
    payload: str | None = None
    file: RemoteFile | None = None
    by_servicer: bool = False

    @property
    def arrival(self) -> Arrival:
        """For intake."""
        refused = "" if self.text or self.file else FILE_SIGN
        message = InboundMessage(
            CHANNEL, self.ref, self.id, self.text, self.payload, refused=refused
        )
        return Arrival(message, (self.file,) if self.file else ())


@dataclass(frozen=True)
class Entered(Entry):
    """The customer opened the chat; `code` admits one greeting within 20 seconds."""

    code: str


@dataclass(frozen=True)
class SendFailed(Entry):
    """What the platform had taken did not reach the customer."""

    id: str
    why: int


@dataclass(frozen=True)
class SessionMoved(Entry):
    """A person in WeCom took, passed on or ended the session."""


@dataclass(frozen=True)
class Page:
    """One answer of `kf/sync_msg`."""

    entries: Sequence[object]
    cursor: str
    more: bool


def parse_callback(fields: Mapping[str, str], corp_id: str) -> News | None:
    """None for events that are not ours. Raises InvalidInput."""
    if fields.get("ToUserName") != corp_id:
        raise InvalidInput("ToUserName", "is another company.")
    if fields.get("Event") != "kf_msg_or_event":
        return None
    token = fields.get("Token", "")
    if len(token) > 128:
        raise InvalidInput("Token", "must have at most 128 characters.")
    return News(_id(fields, "OpenKfId"), token)


def parse_page(data: Mapping[str, Any]) -> Page:
    """Raises InvalidInput."""
    entries, cursor = data.get("msg_list", []), data.get("next_cursor", "")
    if not isinstance(entries, list) or not isinstance(cursor, str):
        raise InvalidInput("msg_list", "must be a list, with next_cursor as text.")
    return Page(entries, cursor, data.get("has_more") == 1)


def parse_accounts(data: Mapping[str, Any]) -> list[str]:
    """The ids of `kf/account/list`. Raises InvalidInput."""
    accounts = data.get("account_list")
    if not isinstance(accounts, list):
        raise InvalidInput("account_list", "must be a list.")
    return [_id(_mapping(account, "account_list"), "open_kfid") for account in accounts]


def parse_entry(data: object) -> Entry | None:
    """None for what needs no act. Raises InvalidInput naming the field."""
    entry = _mapping(data, "msg_list")
    kind, at = entry.get("msgtype"), entry.get("send_time")
    if not isinstance(kind, str) or not isinstance(at, int):
        raise InvalidInput("msgtype", "must be text, with send_time as a number.")
    if kind == "event":
        return _event(_mapping(entry.get("event"), "event"), at)
    if entry.get("origin") not in (CUSTOMER, SERVICER):
        return None
    return _said(entry, kind, at)


def _event(event: Mapping[str, Any], at: int) -> Entry | None:
    kind = event.get("event_type")
    if kind not in ("enter_session", "msg_send_fail", "session_status_change"):
        return None  # who is on duty, recalled words (they stay on record), …
    where = _id(event, "open_kfid"), _id(event, "external_userid"), at
    if kind == "session_status_change":
        return SessionMoved(*where)
    if kind == "enter_session":
        code = event.get("welcome_code")
        return Entered(*where, code) if isinstance(code, str) and code else None
    why = event.get("fail_type")
    return SendFailed(*where, _id(event, "fail_msgid"), why if isinstance(why, int) else 0)


def _said(entry: Mapping[str, Any], kind: str, at: int) -> Said:
    content = _mapping(entry.get(kind, {}), kind)
    menu = text_at(content, "menu_id")
    media = text_at(content, "media_id")
    return Said(
        _id(entry, "open_kfid"),
        _id(entry, "external_userid"),
        at,
        id=_id(entry, "msgid"),
        text=_TEXTS.get(kind, _nothing)(content).strip(),
        payload=menu if PAYLOAD.fullmatch(menu) else None,
        file=RemoteFile(media, media_type=MEDIA[kind]) if kind in MEDIA and media else None,
        by_servicer=entry["origin"] == SERVICER,
    )


def _joined(content: Mapping[str, Any], *names: str) -> str:
    return "\n".join(filter(None, (text_at(content, name).strip() for name in names)))


def _location(content: Mapping[str, Any]) -> str:
    axes = (number_at(content, axis) for axis in ("latitude", "longitude"))
    return place(text_at(content, "name"), text_at(content, "address"), *axes)


def _nothing(_: Mapping[str, Any]) -> str:
    """Of a kind that this channel cannot read, or without words; the customer is told."""
    return ""


_TEXTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "text": lambda content: _joined(content, "content"),
    "location": _location,
    "link": lambda content: _joined(content, "title", "desc", "url"),
    "miniprogram": lambda content: _joined(content, "title"),
    "merged_msg": lambda content: _joined(content, "title"),
}


def _mapping(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput(field, "must be an object.")
    return value


def _id(data: Mapping[str, Any], field: str) -> str:
    value = data.get(field)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InvalidInput(field, "must be an id of 1 to 90 letters and digits.")
    return value
