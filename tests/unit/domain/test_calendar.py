"""`calendar.yml`: what can be written in it, and what is said about mistakes."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import yaml

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.calendar import DAYS, parse_calendar
from bot.domain.hours import DayKind, Span
from tests.calendars import AFTERNOON, MORNING

GOOD = """
hours:
  monday: ["09:00-12:00", "13:00-18:00"]
  saturday: []
  sunday: ["00:00-24:00"]
holidays: china
closed:
  - 2026-12-31   # 年终结算
open:
  2026-10-02: ["09:00-12:00"]
"""


def test_the_file_that_comes_with_us_is_readable() -> None:
    calendar = load_policy(ROOT / "data" / "policy" / "calendar.yml", parse_calendar)
    assert all(calendar.weekly)
    assert calendar.holidays


def test_days_dates_and_make_up_days_have_their_hours() -> None:
    calendar = parse_calendar(yaml.safe_load(GOOD))
    monday, saturday, sunday = date(2026, 11, 23), date(2026, 11, 21), date(2026, 11, 22)
    assert calendar.spans(monday, DayKind.ORDINARY) == (MORNING, AFTERNOON)
    assert calendar.spans(monday, DayKind.HOLIDAY) == ()
    assert calendar.spans(saturday, DayKind.ORDINARY) == ()
    assert calendar.spans(saturday, DayKind.MAKE_UP) == (MORNING, AFTERNOON)
    assert calendar.spans(sunday, DayKind.ORDINARY) == (Span(time(0), time(0)),)
    assert calendar.spans(date(2026, 12, 31), DayKind.ORDINARY) == ()
    assert calendar.spans(date(2026, 10, 2), DayKind.HOLIDAY) == (MORNING,)


def test_without_holidays_every_day_is_like_others() -> None:
    calendar = parse_calendar(yaml.safe_load(GOOD) | {"holidays": "none"})
    assert calendar.spans(date(2026, 11, 23), DayKind.HOLIDAY) == (MORNING, AFTERNOON)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hours": None}, "hours must be a mapping"),
        ({"hours": {"mon": ["09:00-18:00"]}}, f"hours.mon is no day; use {DAYS[0]}"),
        ({"hours": {"monday": []}}, "open on at least one day"),
        ({"hours": {"monday": "09:00-18:00"}}, "hours.monday must be a list"),
        ({"hours": {"monday": ["9-18"]}}, "'9-18' must look like 09:00-18:00"),
        ({"hours": {"monday": ["18:00-02:00"]}}, "belongs to the next day"),
        ({"hours": {"monday": ["09:00-13:00", "12:00-18:00"]}}, "without overlaps"),
        ({"holidays": "china,usa"}, "holidays must be china or none"),
        ({"holidays": None}, "holidays must be china or none"),
        ({"closed": ["31.12."]}, "closed: '31.12.' must be a date such as 2026-12-31"),
        ({"closed": "2026-12-31"}, "closed must be a list of dates"),
        ({"open": {"2026-10-02": ["9"]}}, "open.2026-10-02: '9' must look like"),
        ({"closed": [date(2026, 10, 2)]}, "2026-10-02 is both closed and open"),
    ],
)
def test_a_mistake_is_named_with_its_entry(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=r"^calendar\.yml: ") as caught:
        parse_calendar(yaml.safe_load(GOOD) | change)
    assert says in str(caught.value)
