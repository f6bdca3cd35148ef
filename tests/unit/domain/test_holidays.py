"""What the state makes of days, as the package knows it."""

from __future__ import annotations

from datetime import date, timedelta

import structlog

from bot.adapters.holidays import ChineseWorkingDays
from bot.domain.hours import DayKind


def test_holidays_and_days_worked_for_them_are_known() -> None:
    days = ChineseWorkingDays()
    kinds = {"2026-10-01": "holiday", "2026-10-10": "make_up", "2026-10-11": "ordinary"}
    assert {day: days.kind(date.fromisoformat(day)).value for day in kinds} == kinds


def test_after_the_last_known_year_days_are_ordinary_with_one_warning() -> None:
    days = ChineseWorkingDays()
    beyond = days.known_until + timedelta(days=1)  # New Year's Day, a holiday for certain
    with structlog.testing.capture_logs() as logs:
        assert days.kind(beyond) is DayKind.ORDINARY
        assert days.kind(beyond + timedelta(days=1)) is DayKind.ORDINARY
    assert [entry["event"] for entry in logs] == ["holidays.unknown"]
