"""Replies in the platform's form: parts of bounded bytes, buttons as a menu or as lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.splitting import split_text, utf8_bytes, with_choices

MOST_BYTES = 2048
"""Of UTF-8 in one text; the platform answers 45002 to more."""
_MENU_ROOM = 512
_CHOICE = re.compile(r"(\d{1,9})(\d{2})")

Buttons = Sequence[Mapping[str, str]]


def bodies(recipient: str, text: str, buttons: Buttons, seq: int) -> list[dict[str, Any]]:
    """What is sent one after the other; buttons come with the last part."""
    parts = split_text(text, MOST_BYTES, utf8_bytes)
    if buttons and parts:
        parts[-1:] = split_text(parts[-1], MOST_BYTES - _MENU_ROOM, utf8_bytes)
    made = [_text_body(recipient, part) for part in parts]
    if buttons and parts:
        made[-1] = _menu_body(recipient, parts[-1], buttons, seq)
    return made


def without_menu(body: Mapping[str, Any]) -> dict[str, Any]:
    """The same as plain text, for accounts that may not send menus; the titles can be typed."""
    menu = body["msgmenu"]
    buttons = [{"title": item["content"]} for item in menu["list"]]
    return _text_body(body["touser"], with_choices(menu["head_content"], buttons))


def choice_of(menu_id: str) -> tuple[int, int] | None:
    """`seq` of the message and position of the button that an item of a menu stands for."""
    match = _CHOICE.fullmatch(menu_id)
    return (int(match[1]), int(match[2])) if match else None


def _text_body(recipient: str, text: str) -> dict[str, Any]:
    return {"touser": recipient, "msgtype": "text", "text": {"content": text}}


def _menu_body(recipient: str, text: str, buttons: Buttons, seq: int) -> dict[str, Any]:
    items = [{"id": f"{seq}{n:02d}", "content": b["title"]} for n, b in enumerate(buttons)]
    menu = {"head_content": text, "list": items, "tail_content": ""}
    return {"touser": recipient, "msgtype": "msgmenu", "msgmenu": menu}
