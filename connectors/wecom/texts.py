"""Our messages as WeCom's: at most 2,048 bytes, buttons as a menu under the last part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.splitting import split_text, utf8_bytes

TEXT_BYTES = 2048
HEAD_BYTES = 1024
TITLE_BYTES = 128
MOST_BUTTONS = 10


def bodies(text: str, buttons: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """What `kf/send_msg` gets beside the address, part by part."""
    usable = [button for button in buttons if len(button["payload"].encode()) <= TITLE_BYTES]
    parts = split_text(text, TEXT_BYTES, utf8_bytes)
    if not usable:
        return [_text(part) for part in parts]
    parts = parts[:-1] + split_text(parts[-1], HEAD_BYTES, utf8_bytes)
    return [*(_text(part) for part in parts[:-1]), _menu(parts[-1], usable[:MOST_BUTTONS])]


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
