"""The queue's promise and the brief (practice E6, A11, M1)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.case import Case, Fact, FactName, Level
from bot.domain.handoff import QueuePolicy, make_brief, place_in_queue
from bot.domain.ids import CaseId, ConversationId
from bot.domain.triage import Assessment, Signal, SignalName
from tests.calendars import always_open, office_hours, shanghai

NOW = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
POLICY = QueuePolicy(minutes_per_conversation=8, minutes_until_staffed=20)


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


def test_a_brief_of_an_angry_customer_names_risk_demand_gaps_and_what_to_avoid() -> None:
    demand = Fact(FactName.DEMAND, "退还全部保费", NOW)
    case = Case(CaseId("k"), ConversationId("c"), 1, NOW, NOW, facts=(demand,))
    signals = [Signal(SignalName.VIOLENCE, 1.0, "砸了你们店", hard=True)]
    brief = make_brief(case, signals, Assessment(Level.MAJOR, 100, ("…",), hard=True), ["您好"])
    assert (brief.emotion, brief.risk, brief.demand) == ("heated", "major", "退还全部保费")
    assert ("what_happened",) in brief.missing
    assert ("demand",) not in brief.missing
    assert brief.avoid == ("avoid_violence",)


def test_a_brief_without_a_case_says_that_everything_is_missing() -> None:
    brief = make_brief(None, [], Assessment(Level.ORDINARY, 0, (), hard=False), [])
    assert (brief.emotion, brief.risk, len(brief.missing)) == ("calm", "ordinary", 6)
