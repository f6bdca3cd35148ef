"""Days and times as customers read them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.domain.dates import day_said, time_said

TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 12, 8, 8, 30)  # noqa: DTZ001 — wall time
NOON = MORNING.replace(hour=12, minute=0)


@pytest.mark.parametrize(
    ("language", "day", "next_year", "time", "stretch"),
    [
        ("zh-Hans", "12月8日", "2027年1月4日", "12月8日 08:30", "12月8日 08:30–12:00"),
        ("zh-Hant", "12月8日", "2027年1月4日", "12月8日 08:30", "12月8日 08:30–12:00"),
        ("en", "8 December", "4 January 2027", "08:30 on 8 December", "08:30–12:00 on 8 December"),
    ],
)
def test_the_year_is_said_only_where_it_is_another(
    language: str, day: str, next_year: str, time: str, stretch: str
) -> None:
    assert day_said(MORNING.date(), TODAY, language) == day
    assert day_said(date(2027, 1, 4), TODAY, language) == next_year
    assert time_said(MORNING, TODAY, language) == time
    assert time_said(MORNING, TODAY, language, NOON) == stretch
