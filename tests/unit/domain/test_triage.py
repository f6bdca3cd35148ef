"""First triage: phrases, what undoes them, and the assessment (practice O, Q)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.case import Level
from bot.domain.triage import Signal, SignalName, parse_triage_policy

POLICY: dict[str, Any] = {
    "major_from": 1.0,
    "signals": {
        "legal": {"score": 0.6, "phrases": ["法院", "起诉"], "unless": ["不想.{0,4}法院"]},
        "media": {"score": 0.6, "phrases": ["曝光"]},
        "self_harm": {"score": 1.0, "hard": True, "phrases": ["不想活"]},
    },
}


def test_a_signal_carries_the_customers_own_words() -> None:
    (signal,) = parse_triage_policy(POLICY).read("再不赔我就起诉")
    assert (signal.name, signal.quote, signal.hard) == (SignalName.LEGAL, "起诉", False)


def test_a_phrase_is_undone_only_where_its_words_are_covered() -> None:
    policy = parse_triage_policy(POLICY)
    assert policy.read("我不想闹到法院") == ()
    assert [s.quote for s in policy.read("我不想闹到法院，但会起诉")] == ["起诉"]


def test_signals_add_up_to_a_major_complaint_each_counted_once() -> None:
    policy = parse_triage_policy(POLICY)
    legal, media = Signal(SignalName.LEGAL, 0.6, "起诉"), Signal(SignalName.MEDIA, 0.6, "曝光")
    assert policy.assess([legal, legal]).level is Level.ORDINARY
    assessment = policy.assess([legal, media])
    assert assessment.level is Level.MAJOR
    assert len(assessment.reasons) == 2


def test_one_hard_signal_is_enough_and_comes_first_in_the_queue() -> None:
    policy = parse_triage_policy(POLICY)
    hard = policy.assess(policy.read("我不想活了"))
    soft = policy.assess(policy.read("我要曝光，还要起诉"))
    assert hard.hard
    assert hard.level is Level.MAJOR
    assert hard.priority > soft.priority


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"signals": {"anger": {"score": 1, "phrases": ["气"]}}}, "unknown signal 'anger'"),
        ({"signals": {"legal": {"score": "high", "phrases": ["法院"]}}}, "score must be a number"),
        ({"signals": {"legal": {"score": 1, "phrases": []}}}, "at least one phrase"),
        ({"signals": {"legal": {"score": 1, "phrases": ["("]}}}, "no valid pattern"),
        ({"signals": []}, "signals must be a mapping"),
        ({"major_from": None}, "major_from must be a number"),
    ],
)
def test_a_mistake_in_the_policy_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_triage_policy({**POLICY, **change})
