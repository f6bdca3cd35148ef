"""Reads `data/policy/calendar.yml`. Every problem names the entry and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from bot.domain.hours import Calendar, Span

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*(?:(24):(00)|([01]\d|2[0-3]):([0-5]\d))")


def parse_calendar(data: Mapping[str, Any]) -> Calendar:
    """Raises ValueError naming the entry to mend."""
    hours = _mapping(data, "hours")
    unknown = sorted(set(map(str, hours)) - {*DAYS, "make_up_day"})
    if unknown:
        raise ValueError(
            f"calendar.yml: hours.{unknown[0]} is no day; use {', '.join(DAYS)} or make_up_day."
        )
    weekly = tuple(_spans(hours.get(day), f"hours.{day}") for day in DAYS)
    if not any(weekly):
        raise ValueError("calendar.yml: hours must open on at least one day of the week.")
    make_up = hours.get("make_up_day", hours.get("monday"))
    return Calendar(
        weekly=weekly,
        make_up=_spans(make_up, "hours.make_up_day"),
        dates=_dates(data),
        holidays=_holidays(data),
    )


def _holidays(data: Mapping[str, Any]) -> bool:
    value = data.get("holidays")
    if value not in ("china", "none"):
        raise ValueError("calendar.yml: holidays must be china or none.")
    return bool(value == "china")


def _dates(data: Mapping[str, Any]) -> Mapping[date, tuple[Span, ...]]:
    closed = data.get("closed") or []
    if not isinstance(closed, list):
        raise ValueError("calendar.yml: closed must be a list of dates such as 2026-12-31.")
    found: dict[date, tuple[Span, ...]] = {_date(item, "closed"): () for item in closed}
    for item, spans in (_mapping(data, "open") if data.get("open") else {}).items():
        day = _date(item, "open")
        if day in found:
            raise ValueError(f"calendar.yml: {day} is both closed and open; keep one of them.")
        found[day] = _spans(spans, f"open.{day}")
    return found


def _date(value: Any, where: str) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(
            f"calendar.yml: {where}: {value!r} must be a date such as 2026-12-31."
        ) from None


def _spans(value: Any, where: str) -> tuple[Span, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError(f'calendar.yml: {where} must be a list such as ["09:00-18:00"], or [].')
    spans = tuple(_span(item, where) for item in value)
    for former, later in pairwise(spans):
        if former.until == time(0) or later.since < former.until:
            raise ValueError(f"calendar.yml: {where}: put spans in order, without overlaps.")
    return spans


def _span(value: Any, where: str) -> Span:
    match = _SPAN.fullmatch(str(value))
    if not match:
        raise ValueError(f"calendar.yml: {where}: {value!r} must look like 09:00-18:00.")
    since = time(int(match[1]), int(match[2]))
    until = time(0) if match[3] else time(int(match[5]), int(match[6]))
    if not match[3] and until <= since:
        raise ValueError(
            f"calendar.yml: {where}: {value!r} must end later than it begins, "
            "at 24:00 at the latest; what goes on after midnight belongs to the next day."
        )
    return Span(since, until)


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[Any, Any]:
    value = data.get(key)
    if not isinstance(value, Mapping):
        raise ValueError(f"calendar.yml: {key} must be a mapping.")
    return value
