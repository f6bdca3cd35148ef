"""Opening hours for tests."""

from __future__ import annotations

from datetime import date, datetime, time, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.adapters.holidays import ChineseWorkingDays
from bot.domain.hours import Calendar, DayKind, OpeningHours, Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING, AFTERNOON = Span(time(9), time(12)), Span(time(13), time(18))


def always_open(zone: tzinfo = timezone.utc) -> OpeningHours:
    """Day and night, every day."""
    whole_day = (Span(time(0), time(0)),)
    return OpeningHours(Calendar((whole_day,) * 7, whole_day, {}, False), zone, ordinary)


def office_hours(dates: dict[date, tuple[Span, ...]] | None = None) -> OpeningHours:
    """Monday to Friday, 9–12 and 13–18 in Shanghai, with the holidays of China."""
    day = (MORNING, AFTERNOON)
    calendar = Calendar((day,) * 5 + ((),) * 2, day, dates or {}, True)
    return OpeningHours(calendar, SHANGHAI, ChineseWorkingDays().kind)


def ordinary(_day: date) -> DayKind:
    """No holidays."""
    return DayKind.ORDINARY


def shanghai(text: str) -> datetime:
    """`2026-10-01 09:00` on Shanghai's clocks, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(timezone.utc)
