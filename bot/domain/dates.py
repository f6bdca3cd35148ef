"""Days and times as customers read them: 12月8日, 8 December; the year where it is another one."""

from __future__ import annotations

from datetime import date, datetime


def day_said(day: date, today: date, language: str) -> str:
    """A day on the company's calendar; `language` is the customer's."""
    other_year = day.year != today.year
    if language == "en":
        return f"{day.day} {day:%B}" + (f" {day.year}" if other_year else "")
    return (f"{day.year}年" if other_year else "") + f"{day.month}月{day.day}日"


def time_said(moment: datetime, today: date, language: str, until: datetime | None = None) -> str:
    """A moment on the company's clocks, or the stretch from it to `until` on the same day."""
    hours = f"{moment:%H:%M}" + (f"–{until:%H:%M}" if until else "")
    day = day_said(moment.date(), today, language)
    return f"{hours} on {day}" if language == "en" else f"{day} {hours}"
