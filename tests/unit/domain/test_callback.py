"""Which call-backs can be promised (practice E6, A11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.callback import CallbackPolicy, CallbackRules, parse_callback_policy
from bot.domain.errors import InvalidInput
from tests.calendars import office_hours, shanghai

MINUTE = timedelta(minutes=1)
POLICY = CallbackPolicy(15 * MINUTE, timedelta(days=14), 30 * MINUTE, 40 * MINUTE)
RULES = CallbackRules(POLICY, office_hours())
FRIDAY = shanghai("2026-11-20 10:02")


def _named(now: str, count: int = 3) -> list[str]:
    hours = RULES.hours
    return [
        f"{hours.local(slot.start):%m-%d %H:%M}-{hours.local(slot.end):%H:%M}"
        for slot in RULES.suggest(shanghai(now), count)
    ]


def test_the_next_half_days_are_offered_and_none_that_has_begun() -> None:
    assert _named("2026-11-20 10:02") == [
        "11-20 13:00-18:00",
        "11-23 09:00-12:00",
        "11-23 13:00-18:00",
    ]
    assert _named("2026-11-20 08:00", 1) == ["11-20 09:00-12:00"]
    assert _named("2026-11-20 08:50", 1) == ["11-20 13:00-18:00"]  # too soon to get ready


def test_half_days_of_a_holiday_week_are_left_out() -> None:
    assert _named("2026-09-30 14:00", 2) == ["10-08 09:00-12:00", "10-08 13:00-18:00"]


def test_what_is_further_ahead_than_a_promise_may_be_is_not_offered() -> None:
    named = _named("2026-11-20 10:02", 100)
    assert (len(named), named[-1]) == (1 + 9 * 2 + 1, "12-04 09:00-12:00")


@pytest.mark.parametrize(
    ("start", "end", "at"),
    [
        ("2026-11-23 00:00", "2026-11-23 12:00", "2026-11-23 09:00"),  # 周一上午
        ("2026-11-23 15:00", "2026-11-23 15:00", "2026-11-23 15:00"),  # 周一下午三点
        ("2026-11-20 00:00", "2026-11-20 12:00", "2026-11-20 10:20"),  # 今天上午: soon enough
        ("2026-11-20 12:00", "2026-11-20 14:00", "2026-11-20 13:00"),  # after lunch
        ("2026-11-20 00:00", "2026-11-27 00:00", "2026-11-20 10:20"),
    ],
)
def test_the_first_moment_that_can_be_kept_is_chosen(start: str, end: str, at: str) -> None:
    assert RULES.choose(shanghai(start), shanghai(end), FRIDAY) == shanghai(at)


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("2026-11-21 00:00", "2026-11-22 00:00", "no opening hour left"),  # Saturday
        ("2026-11-20 12:00", "2026-11-20 13:00", "no opening hour left"),  # lunch
        ("2026-11-19 09:00", "2026-11-19 12:00", "no opening hour left"),  # over
        ("2026-12-20 09:00", "2026-12-22 12:00", "within 14 days"),
    ],
)
def test_an_interval_without_such_a_moment_is_refused_with_possible_times(
    start: str, end: str, says: str
) -> None:
    with pytest.raises(InvalidInput, match="2026-11-23 09:00–12:00") as caught:
        RULES.choose(shanghai(start), shanghai(end), FRIDAY)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-11-20 10:02", "in the future"),
        ("2026-11-21 10:00", "within opening hours"),
        ("2026-11-20 18:00", "within opening hours"),
        ("2026-12-04 10:03", "within 14 days"),
    ],
)
def test_a_moment_that_cannot_be_kept_is_refused(at: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        RULES.check(shanghai(at), FRIDAY)


def test_the_policy_that_comes_with_us_is_readable_and_mistakes_are_named() -> None:
    policy = load_policy(ROOT / "data" / "policy" / "callbacks.yml", parse_callback_policy)
    assert policy == replace(POLICY, number_known_on=frozenset({"whatsapp", "twilio"}))
    with pytest.raises(ValueError, match=r"callbacks\.yml: at_least_minutes_ahead must be a whole"):
        parse_callback_policy({"at_least_minutes_ahead": 0})
