"""The queue's promise (practice E6, A11)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.config import ROOT
from bot.domain.case import Case, Level
from bot.domain.handoff import QueuePolicy, Wait, place_in_queue
from bot.domain.ids import CaseId, ConversationId
from bot.domain.policy import parse_queue_policy
from bot.yaml_files import read_mapping
from tests.calendars import always_open, office_hours, shanghai

NOW = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
POLICY = QueuePolicy(minutes_per_conversation=8, minutes_until_staffed=20)


ORDER = QueuePolicy(
    8,
    20,
    major_priority=40,
    overdue_priority=35,
    waited=((timedelta(minutes=30), 20), (timedelta(minutes=60), 30)),
    due_soon=timedelta(hours=24),
    due_soon_priority=38,
)


def _case(level: Level = Level.ORDINARY, priority: int = 0) -> Case:
    return Case(CaseId("k"), ConversationId("c"), 1, NOW, NOW, level=level, priority=priority)


@pytest.mark.parametrize(
    ("weighed", "case", "late", "priority"),
    [
        (15, None, False, 15),
        (15, _case(priority=40), False, 40),
        (15, _case(Level.MAJOR), False, 40),
        (90, _case(Level.MAJOR, 50), False, 90),
        (15, None, True, 35),
        (15, _case(Level.MAJOR), True, 40),
    ],
)
def test_signals_case_level_and_clock_each_lift_the_place_in_the_queue(
    weighed: int, case: Case | None, late: bool, priority: int
) -> None:
    wait = Wait(promised_at=NOW - timedelta(minutes=1) if late else NOW)
    assert ORDER.priority_of(weighed, case, wait, NOW) == priority


@pytest.mark.parametrize(
    ("weighed", "minutes", "priority"), [(0, 29, 0), (0, 30, 20), (0, 75, 30), (25, 30, 25)]
)
def test_who_has_waited_long_is_not_left_behind(weighed: int, minutes: int, priority: int) -> None:
    wait = Wait(since=NOW - timedelta(minutes=minutes))
    assert ORDER.priority_of(weighed, None, wait, NOW) == priority


@pytest.mark.parametrize(("hours", "priority"), [(25, 0), (24, 38), (-1, 38)])
def test_whose_decision_is_due_soon_or_late_comes_early(hours: int, priority: int) -> None:
    wait = Wait(due_at=NOW + timedelta(hours=hours))
    assert ORDER.priority_of(0, _case(), wait, NOW) == priority


@pytest.mark.parametrize(
    ("ahead", "agents_on", "minutes"),
    [(0, 1, 8), (3, 1, 32), (3, 2, 16), (4, 2, 24), (0, 5, 8), (0, 0, 28), (2, 0, 44)],
)
def test_the_promise_shares_the_work_ahead_among_those_on_duty(
    ahead: int, agents_on: int, minutes: int
) -> None:
    place = place_in_queue(ahead, agents_on, POLICY, always_open(), NOW)
    assert place.minutes(NOW) == minutes
    assert place.expected_at == NOW + timedelta(minutes=minutes)


def test_out_of_hours_the_promise_counts_from_the_next_opening() -> None:
    saturday = shanghai("2026-11-21 16:00")
    place = place_in_queue(1, 0, POLICY, office_hours(), saturday)
    assert place.opens_at == shanghai("2026-11-23 09:00")
    assert place.expected_at == shanghai("2026-11-23 09:16")
    assert place.minutes(saturday) == 41 * 60 + 16


def test_who_stays_after_closing_is_not_counted_on() -> None:
    late = shanghai("2026-11-20 18:00")
    place = place_in_queue(2, 3, POLICY, office_hours(), late)
    assert place.expected_at == shanghai("2026-11-23 09:24")


def test_a_wait_that_does_not_fit_into_the_day_goes_on_after_the_holidays() -> None:
    eve = shanghai("2026-09-30 17:50")
    place = place_in_queue(3, 1, POLICY, office_hours(), eve)
    assert place.opens_at is None
    assert place.expected_at == shanghai("2026-10-08 09:22")


@pytest.mark.parametrize("steps", [None, [30], {"30": 10}, {0: 10}, {30: 101}, {True: 10}])
def test_steps_of_waiting_are_minutes_with_a_priority_each(steps: object) -> None:
    data = read_mapping(ROOT / "data" / "policy" / "queue.yml")
    assert parse_queue_policy(data).waited
    with pytest.raises(ValueError, match=r"^queue\.yml: waited_priorities"):
        parse_queue_policy({**data, "waited_priorities": steps})
