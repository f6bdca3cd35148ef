"""What customers of messaging apps mean who tap or follow instead of typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Said:
    """An act in words: `text` for the transcript, `payload` the intent where it is fixed."""

    text: str
    payload: str | None = None


@dataclass(frozen=True)
class WordlessPolicy:
    """A channel's file, such as `data/policy/wechat.yml`. `events` and `menu` by the platform's
    names and the menu's keys."""

    events: Mapping[str, Said]
    menu: Mapping[str, Said]


def parse_wordless_policy(name: str, data: Mapping[str, Any]) -> WordlessPolicy:
    """`name` is the file's. Raises ValueError naming the entry to mend."""
    return WordlessPolicy(events=_acts(name, data, "events"), menu=_acts(name, data, "menu"))


def _acts(name: str, data: Mapping[str, Any], key: str) -> Mapping[str, Said]:
    entries = data.get(key) or {}
    if not isinstance(entries, Mapping):
        raise ValueError(f"{name}: {key} must list entries such as `key: {{text: …}}`.")
    return {str(act): _said(name, f"{key}.{act}", entry) for act, entry in entries.items()}


def _said(name: str, where: str, entry: object) -> Said:
    if not isinstance(entry, Mapping):
        raise ValueError(f"{name}: {where} must look like {{text: 你好, payload: /greet}}.")
    payload = entry.get("payload")
    if payload is not None and not (isinstance(payload, str) and payload.startswith("/")):
        raise ValueError(f"{name}: {where}.payload must be an intent such as /greet.")
    text = entry.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{name}: {where}.text must be a text.")
    return Said(text.strip(), payload)
