"""Our messages as WeCom's: at most 2,048 bytes, buttons as a menu under the last part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TEXT_BYTES = 2048
HEAD_BYTES = 1024
TITLE_BYTES = 128
MOST_BUTTONS = 10


def bodies(text: str, buttons: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """What `kf/send_msg` gets beside the address, part by part."""
    usable = [button for button in buttons if len(button["payload"].encode()) <= TITLE_BYTES]
    parts = split(text, TEXT_BYTES)
    if not usable:
        return [_text(part) for part in parts]
    parts = parts[:-1] + split(parts[-1], HEAD_BYTES)
    return [*(_text(part) for part in parts[:-1]), _menu(parts[-1], usable[:MOST_BUTTONS])]


def split(text: str, most: int) -> list[str]:
    """Parts of at most `most` bytes of UTF-8, cut at a line or sentence end where one is near."""
    parts, rest = [], text
    while len(rest.encode()) > most:
        head = rest.encode()[:most].decode("utf-8", "ignore")
        cut = max(head.rfind(mark) for mark in "\n。！？；.!?;") + 1
        if cut < len(head) // 2:
            cut = len(head)
        parts.append(rest[:cut].rstrip("\n"))
        rest = rest[cut:].lstrip("\n")
    return [*parts, rest] if rest or not parts else parts


def _text(content: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": content}}


def _menu(head: str, buttons: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    entries = [
        {
            "type": "click",
            "click": {"id": button["payload"], "content": _short(button["title"])},
        }
        for button in buttons
    ]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": head, "list": entries}}


def _short(title: str) -> str:
    return title.encode()[:TITLE_BYTES].decode("utf-8", "ignore")
