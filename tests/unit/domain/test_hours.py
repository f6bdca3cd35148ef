"""Opening hours: weekdays, holidays, make-up days, clock changes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import SettingsError
from bot.domain.hours import Calendar, OpeningHours, Span
from tests.calendars import MORNING, SHANGHAI, always_open, office_hours, ordinary, shanghai

MOMENTS = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: shanghai("2026-01-01 00:00") + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),  # open
        ("2026-11-20 09:00", "2026-11-20 09:00"),  # the first moment belongs to it
        ("2026-11-20 12:00", "2026-11-20 13:00"),  # the last one does not: lunch
        ("2026-11-20 18:00", "2026-11-23 09:00"),  # Friday evening
        ("2026-09-30 18:00", "2026-10-08 09:00"),  # 国庆
        ("2026-10-10 10:00", "2026-10-10 10:00"),  # a Saturday that is worked for it
        ("2026-10-11 10:00", "2026-10-12 09:00"),  # and an ordinary Sunday
        ("2026-02-14 18:00", "2026-02-24 09:00"),  # 春节, after a worked Saturday
        ("2026-02-28 08:00", "2026-02-28 09:00"),  # the other worked Saturday
    ],
)
def test_it_opens_on_working_days_of_china_only(moment: str, opens: str) -> None:
    hours = office_hours()
    assert hours.next_opening(shanghai(moment)) == shanghai(opens)
    assert hours.is_open(shanghai(moment)) == (moment == opens)


@pytest.mark.parametrize(
    ("moment", "minutes", "ends"),
    [
        ("2026-11-20 10:00", 30, "2026-11-20 10:30"),
        ("2026-11-20 11:50", 30, "2026-11-20 13:20"),
        ("2026-11-20 17:45", 30, "2026-11-23 09:15"),
        ("2026-11-20 17:45", 15, "2026-11-20 18:00"),
        ("2026-09-30 17:00", 8 * 60 + 120, "2026-10-09 10:00"),
        ("2026-10-03 04:00", 1, "2026-10-08 09:01"),
    ],
)
def test_working_time_passes_only_while_it_is_open(moment: str, minutes: int, ends: str) -> None:
    assert office_hours().add(shanghai(moment), timedelta(minutes=minutes)) == shanghai(ends)


def test_single_dates_go_before_the_week_and_the_holidays() -> None:
    hours = office_hours({date(2026, 11, 20): (), date(2026, 10, 2): (MORNING,)})
    assert hours.next_opening(shanghai("2026-11-20 10:00")) == shanghai("2026-11-23 09:00")
    assert hours.next_opening(shanghai("2026-10-01 10:00")) == shanghai("2026-10-02 09:00")
    assert hours.next_closing(shanghai("2026-10-02 10:00")) == shanghai("2026-10-02 12:00")


def test_it_closes_at_the_end_of_a_span_and_never_when_always_open() -> None:
    assert office_hours().next_closing(shanghai("2026-11-20 15:00")) == shanghai("2026-11-20 18:00")
    closed = shanghai("2026-11-21 15:00")
    assert office_hours().next_closing(closed) == closed
    assert always_open().next_closing(closed) is None


def test_clock_changes_make_a_span_longer_or_shorter_but_never_wrong() -> None:
    night = (Span(time(1), time(4)),)
    zone = ZoneInfo("Europe/Berlin")
    hours = OpeningHours(Calendar((night,) * 7, night, {}, False), zone, ordinary)
    for day, length in (("2026-03-29", 2), ("2026-10-25", 4), ("2026-06-01", 3)):
        start = datetime.fromisoformat(f"{day}T01:00").replace(tzinfo=zone)
        opening = next(hours.openings(start))
        assert opening.end - opening.start == timedelta(hours=length), day
    skipped = (Span(time(2), time(3)),)
    hours = OpeningHours(Calendar((skipped,) * 7, skipped, {}, False), zone, ordinary)
    midnight = datetime(2026, 3, 29, tzinfo=zone)
    assert hours.next_opening(midnight) == datetime(2026, 3, 30, 2, tzinfo=zone)


@given(moment=MOMENTS, first=st.integers(0, 3000), second=st.integers(0, 3000))
def test_working_time_adds_up(moment: datetime, first: int, second: int) -> None:
    hours = office_hours()
    halfway = hours.add(moment, timedelta(minutes=first))
    at_once = hours.add(moment, timedelta(minutes=first + second))
    assert hours.add(halfway, timedelta(minutes=second)) in (at_once, hours.next_opening(at_once))
    assert hours.next_opening(moment) <= halfway <= at_once


def test_hours_that_never_come_are_named() -> None:
    closed = Calendar(((),) * 7, (), {}, False)
    with pytest.raises(SettingsError, match=r"calendar\.yml leaves no opening"):
        OpeningHours(closed, SHANGHAI, ordinary).next_opening(shanghai("2026-11-20 10:00"))
