"""Who is called, and when (practice O18, Q1, Q4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.case import Level
from bot.domain.on_call import MailWords, NoticeKind, parse_on_call_policy
from bot.domain.triage import Assessment, Scenario, Signal, SignalName, parse_triage_policy
from bot.yaml_files import read_mapping
from tests.calendars import always_open, office_hours, shanghai

FILE = ROOT / "data" / "policy" / "on_call.yml"
POLICY = load_policy(FILE, parse_on_call_policy)
MAJOR = Assessment(Level.MAJOR, 100, (), hard=True)
ORDINARY = Assessment(Level.ORDINARY, 10, (), hard=False)
OPEN, CLOSED = shanghai("2026-11-20 10:00"), shanghai("2026-11-21 10:00")


def _signal(name: SignalName) -> Signal:
    return Signal(name, 1.0, "…", hard=True)


def test_a_life_in_danger_calls_at_any_hour_again_and_again() -> None:
    rules = POLICY.applying([_signal(SignalName.SELF_HARM)], MAJOR)
    assert [rule.reason for rule in rules] == ["self_harm", "major"]
    times = tuple(OPEN + timedelta(minutes=10 * n) for n in range(3))
    due = POLICY.due(rules, office_hours(), OPEN)
    assert due == {NoticeKind.WEBHOOK: times, NoticeKind.EMAIL: times}


def test_a_major_complaint_calls_out_of_hours_or_when_the_desk_closes_over_it() -> None:
    rules = POLICY.applying([_signal(SignalName.MEDIA)], MAJOR)
    assert [rule.reason for rule in rules] == ["major"]
    assert POLICY.due(rules, office_hours(), CLOSED)[NoticeKind.WEBHOOK][0] == CLOSED
    at_noon = shanghai("2026-11-20 12:00")
    assert POLICY.due(rules, office_hours(), OPEN)[NoticeKind.EMAIL][0] == at_noon
    assert POLICY.due(rules, always_open(), OPEN) == {}


def test_a_scenario_with_on_call_calls_out_of_hours_though_it_is_not_major() -> None:
    """Practice Q5, G7: others are being gathered."""
    triage = load_policy(FILE.with_name("escalation.yml"), parse_triage_policy)
    said = [Signal(SignalName.GROUP, 0.5, "…")]
    assessment = triage.assess(said)
    assert (assessment.level, assessment.scenario) == (Level.ORDINARY, Scenario.INCITEMENT)
    rules = POLICY.applying(said, assessment)
    assert [rule.reason for rule in rules] == ["scenario"]
    assert POLICY.due(rules, office_hours(), CLOSED)[NoticeKind.WEBHOOK][0] == CLOSED
    assert POLICY.applying(said, triage.assess([Signal(SignalName.VIP, 0.5, "…")])) == []


def test_an_ordinary_complaint_calls_nobody() -> None:
    assert POLICY.applying([_signal(SignalName.LOST_PATIENCE)], ORDINARY) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"notify": {"rage": {}}}, "notify.rage is no reason; use major, scenario, regulator"),
        ({"notify": {"major": {"when": "night"}}}, "notify.major.when must be always or closed"),
        ({"notify": {"major": {"when": "closed", "to": "sms"}}}, "notify.major.to must be a list"),
        ({"notify": {"major": {"when": "closed", "to": ["sms"]}}}, "list of webhook and e-mail"),
        ({"repeat_after_minutes": 0}, "repeat_after_minutes must be a whole number from 1"),
        ({"at_most": "3"}, "at_most must be a whole number from 1 to 50"),
        ({"mail": {"subject": "x"}}, "mail must have a subject and a text"),
    ],
)
def test_a_mistake_is_named_with_its_entry(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=r"^on_call\.yml: ") as caught:
        parse_on_call_policy({**read_mapping(FILE), **change})
    assert says in str(caught.value)


def test_words_of_a_mail_are_filled_by_name_and_a_subject_has_one_line() -> None:
    words = MailWords("{reason}\n{case_number}", "{reasons} {unknown}")
    filled = words.filled({"reason": "major", "case_number": None, "reasons": ["a", "b"]})
    assert filled == MailWords("major –", "a, b {unknown}")
