"""What WeCom says: the callback (a mere hint) and the entries of `kf/sync_msg`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.message import MAX_TEXT
from bot.services.intake import PAYLOAD
from connectors.wecom.xml import parse_flat

CHANNEL = "wecom"
CUSTOMER, SYSTEM, SERVICER = 3, 4, 5
"""`origin` of an entry; 5 is a person who answers in WeCom itself."""
MEDIA: Mapping[str, str] = {"image": "图片", "voice": "语音", "video": "视频", "file": "文件"}

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
    """Words of the customer, or (`by_servicer`) of a person in WeCom; a file has a `media_id`."""

    id: str
    text: str
    payload: str | None = None
    media: str = ""
    media_id: str = ""
    by_servicer: bool = False


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


def parse_callback(body: bytes, corp_id: str) -> News | None:
    """None for events that are not ours. Raises InvalidInput."""
    fields = parse_flat(body)
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
    menu = content.get("menu_id")
    return Said(
        _id(entry, "open_kfid"),
        _id(entry, "external_userid"),
        at,
        id=_id(entry, "msgid"),
        text=_TEXTS.get(kind, _other)(content)[:MAX_TEXT] if kind not in MEDIA else "",
        payload=menu if isinstance(menu, str) and PAYLOAD.fullmatch(menu) else None,
        media=MEDIA.get(kind, ""),
        media_id=_text(content, "media_id") if kind in MEDIA else "",
        by_servicer=entry["origin"] == SERVICER,
    )


def _text(content: Mapping[str, Any], *names: str) -> str:
    found = (
        str(content[name]) for name in names if isinstance(content.get(name), str | int | float)
    )
    return " ".join(part for part in found if part.strip())


def _other(_: Mapping[str, Any]) -> str:
    return "[此类消息请在微信客服中查看]"


_TEXTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "text": lambda c: _text(c, "content") or "[空白消息]",
    "location": lambda c: "[位置] " + _text(c, "name", "address", "latitude", "longitude"),
    "link": lambda c: "[链接] " + _text(c, "title", "desc", "url"),
    "miniprogram": lambda c: "[小程序] " + _text(c, "title"),
    "business_card": lambda _: "[名片]",
    "merged_msg": lambda c: "[聊天记录] " + _text(c, "title"),
}
"""How an entry that is no file stands in the transcript."""


def _mapping(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput(field, "must be an object.")
    return value


def _id(data: Mapping[str, Any], field: str) -> str:
    value = data.get(field)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InvalidInput(field, "must be an id of 1 to 90 letters and digits.")
    return value
