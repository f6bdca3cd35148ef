"""Whom a customer in danger is told to call (practice Q1, Q4, O18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.domain import policy_fields as fields

_FILE = "help_lines.yml"
_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_NUMBERS = ("emergency", "police", "helpline")


@dataclass(frozen=True)
class HelpLines:
    """`numbers`: per language what fills the placeholders of that name. `checked`: per language
    the day on which somebody called them, None for never; it holds for `valid`."""

    numbers: Mapping[str, Mapping[str, str]]
    checked: Mapping[str, date | None]
    valid: timedelta

    def values(self, language: str) -> Mapping[str, str]:
        """The placeholders for a customer who writes this language."""
        return self.numbers[language]

    def unchecked(self, today: date) -> Sequence[str]:
        """Languages whose numbers nobody has called for too long."""
        days = self.checked.items()
        return [name for name, day in days if day is None or day + self.valid < today]


def parse_help_lines(data: Mapping[str, Any]) -> HelpLines:
    """Raises ValueError naming the entry to mend."""
    fields.only(data, ("valid_days", "numbers"), _FILE)
    numbers = fields.section(data, "numbers", _FILE)
    fields.only(numbers, _LANGUAGES, f"{_FILE}: numbers")
    entries = {name: fields.section(numbers, name, f"{_FILE}: numbers") for name in _LANGUAGES}
    return HelpLines(
        numbers={name: _texts(name, entry) for name, entry in entries.items()},
        checked={name: _day(name, entry) for name, entry in entries.items()},
        valid=timedelta(days=fields.whole(data, "valid_days", _FILE)),
    )


def _texts(language: str, entry: Mapping[str, Any]) -> Mapping[str, str]:
    fields.only(entry, (*_NUMBERS, "checked"), f"{_FILE}: {language}")
    for name in _NUMBERS:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise ValueError(f'{_FILE}: {language}.{name} must be a text in quotes such as "110".')
    return {name: entry[name].strip() for name in _NUMBERS}


def _day(language: str, entry: Mapping[str, Any]) -> date | None:
    day = entry.get("checked")
    if day is not None and type(day) is not date:
        raise ValueError(f"{_FILE}: {language}.checked must be a day such as 2026-11-21, or null.")
    return day
