"""Incidents that many customers may complain of at once (practice G7, O17)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain import policy_fields as fields

_FILE = "incidents.yml"


@dataclass(frozen=True)
class Incident:
    """What its complaints say, and on which days they come in; `until` is None where it goes on."""

    name: str
    words: re.Pattern[str]
    since: date
    until: date | None

    def told_in(self, text: str, day: date) -> bool:
        """Whether a complaint of this day, where the company is, is about it."""
        running = self.since <= day and (self.until is None or day <= self.until)
        return running and self.words.search(text) is not None


def incident_named(
    incidents: Iterable[Incident], spellings: Iterable[str], day: date
) -> str | None:
    """The first incident that a complaint is about, in any of its spellings."""
    texts = tuple(spellings)
    return next((i.name for i in incidents if any(i.told_in(text, day) for text in texts)), None)


def parse_incidents(data: Mapping[str, Any]) -> tuple[Incident, ...]:
    """In the order of the file. Raises ValueError naming the entry to mend."""
    fields.only(data, ("incidents",), _FILE)
    entries = fields.section(data, "incidents", _FILE)
    return tuple(_incident(str(name), entries) for name in entries)


def _incident(name: str, entries: Mapping[str, Any]) -> Incident:
    where = f"{_FILE}: {name}"
    entry = fields.section(entries, name, _FILE)
    fields.only(entry, ("from", "until", "words"), where)
    words = fields.words(entry, "words", where)
    if not words:
        raise ValueError(f"{where}: words must name at least one pattern.")
    try:
        pattern = re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{where}: a word is no valid pattern: {error}") from error
    since, until = _day(entry, "from", where), entry.get("until")
    if until is not None and _day(entry, "until", where) < since:
        raise ValueError(f"{where}: until lies before from.")
    return Incident(name, pattern, since, until)


def _day(entry: Mapping[str, Any], key: str, where: str) -> date:
    day = entry.get(key)
    if type(day) is not date:
        raise ValueError(f"{where}: {key} must be a day such as 2026-11-18.")
    return day
