"""What customers of messaging apps mean who tap, follow or point instead of typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

_LOCATION = frozenset({"label", "latitude", "longitude"})


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
    location: str
    lost_file: str
    unknown: str

    def place(self, label: str, latitude: str, longitude: str) -> str:
        """A location in words."""
        return self.location.format(label=label, latitude=latitude, longitude=longitude)


def parse_wordless_policy(name: str, data: Mapping[str, Any]) -> WordlessPolicy:
    """`name` is the file's. Raises ValueError naming the entry to mend."""
    location = _text(name, data, "location")
    try:
        fields = {field for _, field, _, _ in Formatter().parse(location) if field is not None}
    except ValueError:
        fields = {"?"}
    if not fields <= _LOCATION:
        raise ValueError(f"{name}: location may use {{{'}, {'.join(sorted(_LOCATION))}}} only.")
    return WordlessPolicy(
        events=_acts(name, data, "events"),
        menu=_acts(name, data, "menu"),
        location=location,
        lost_file=_text(name, data, "lost_file"),
        unknown=_text(name, data, "unknown"),
    )


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
    return Said(_text(name, entry, "text", f"{where}."), payload)


def _text(name: str, data: Mapping[str, Any], key: str, where: str = "") -> str:
    value = data.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError(f"{name}: {where}{key} must be a text.")
