"""Evidence that accumulates: anger, causes, and what they weigh (practice J, L, O)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.case import Level
from bot.domain.evidence import AngerTrend, CauseDecision, Evidence, Heard, LevelDecision
from bot.domain.ids import MessageId
from bot.domain.reading import Cause
from bot.domain.triage import (
    Scenario,
    Signal,
    SignalName,
    TriagePolicy,
    parse_triage_policy,
)

POLICY: dict[str, Any] = {
    "major_from": 0.8,
    "signals": {"legal": {"score": 0.9, "hard": True, "phrases": ["法院"]}},
    "record": {"vip": {"score": 0.8}, "lost_patience": {"unmet": 2, "score": 0.3}},
    "anger": {"rising": {"by": 2, "score": 0.2}, "peak": {"from": 3, "score": 0.1}},
    "hard_triggers": {"furious": {"anger": 4, "messages": 2}},
    "scenarios": {
        "vip": {"order": 8, "signals": ["vip"], "hand_over": "never"},
        "litigation": {"order": 3, "signals": ["legal"], "hand_over": "at_once"},
    },
}

GROUP = {"same": ["product"], "at_least": 3, "within_days": 1, "score": 1}
BEFORE = {
    "order": 1,
    "signals": ["vip"],
    "hand_over": "after_clarifying",
    "ask_before": ["contact"],
}


@pytest.fixture
def policy() -> TriagePolicy:
    return parse_triage_policy(POLICY)


def _heard(*angers: int | None) -> tuple[Heard, ...]:
    return tuple(Heard(MessageId(f"m{i}"), i, anger) for i, anger in enumerate(angers, 1))


def test_anger_rises_from_the_calmest_message_to_the_last() -> None:
    trend = Evidence(heard=_heard(2, 1, None, 4)).anger
    assert (trend.course, trend.latest, trend.peak, trend.rise) == ((2, 1, 4), 4, 4, 3)
    assert AngerTrend((1, 4, 1)).rise == 0
    assert (AngerTrend().latest, AngerTrend().peak, AngerTrend().rise) == (0, 0, 0)


@pytest.mark.parametrize(
    ("course", "run"), [((), 0), ((4, 4), 2), ((4, 1, 4), 1), ((4, 4, 3, 4, 4, 4), 3)]
)
def test_a_run_of_furious_messages_is_broken_by_a_calmer_one(
    course: tuple[int, ...], run: int
) -> None:
    assert AngerTrend(course).in_a_row(4) == run


def test_the_main_cause_is_the_one_named_most_and_of_equals_the_latest() -> None:
    heard = [
        Heard(MessageId("a"), 1, causes=(Cause.CLAIM, Cause.SERVICE)),
        Heard(MessageId("b"), 3, causes=(Cause.FEE,)),
        Heard(MessageId("c"), 5, causes=(Cause.SERVICE, Cause.SYSTEM)),
    ]
    expected = (Cause.SERVICE, Cause.SYSTEM, Cause.FEE, Cause.CLAIM)
    assert Evidence(heard=tuple(heard)).all_causes() == expected


def test_causes_that_a_person_named_come_first_and_only_later_messages_add_to_them() -> None:
    heard = (
        Heard(MessageId("a"), 1, causes=(Cause.OTHER,)),
        Heard(MessageId("b"), 3, causes=(Cause.FEE,)),
    )
    evidence = Evidence(heard=heard, causes=CauseDecision((Cause.CLAIM,), seq=2))
    assert evidence.all_causes() == (Cause.CLAIM, Cause.FEE)


def test_every_weight_has_its_reason(policy: TriagePolicy) -> None:
    vip = policy.record.vip_signal()
    assert vip
    assessment = policy.weigh(Evidence((vip,), _heard(1, 3)))
    assert [(r.code, r.quote, r.seq, r.weight) for r in assessment.reasons] == [
        ("vip", "complaint_vip", None, 0.8),
        ("anger_rising", "1 → 3", 2, 0.2),
        ("anger_peak", "3", 2, 0.1),
    ]
    assert str(assessment.reasons[1]) == "anger_rising: “1 → 3”"
    assert (assessment.level, assessment.priority, assessment.hard) == (Level.MAJOR, 55, False)
    assert assessment.rising


def test_two_furious_messages_in_a_row_fetch_a_person(policy: TriagePolicy) -> None:
    assert not policy.weigh(Evidence(heard=_heard(4, 3, 4))).hard
    assessment = policy.weigh(Evidence(heard=_heard(1, 4, 4)))
    assert (assessment.hard, assessment.level) == (True, Level.MAJOR)
    assert [r.quote for r in assessment.reasons if r.code == "furious"] == ["×2"]


def test_the_scenario_is_the_first_in_order_that_holds(policy: TriagePolicy) -> None:
    vip, legal = Signal(SignalName.VIP, 0.8, ""), Signal(SignalName.LEGAL, 0.9, "法院", hard=True)
    assert policy.assess([vip]).scenario is Scenario.VIP
    assert policy.assess([vip, legal]).scenario is Scenario.LITIGATION
    assert policy.assess([Signal(SignalName.GROUP, 0.5, "")]).scenario is None


def test_a_decided_level_stands_until_a_hard_signal_comes_later(policy: TriagePolicy) -> None:
    before = Signal(SignalName.LEGAL, 0.9, "法院", hard=True, seq=3)
    decided = LevelDecision(Level.ORDINARY, seq=5)
    assessment = policy.weigh(Evidence((before,), level=decided))
    assert assessment.level is Level.ORDINARY
    assert assessment.reasons[-1].code == "level_decided"
    after = Signal(SignalName.LEGAL, 0.9, "法院", hard=True, seq=7)
    assert policy.weigh(Evidence((before, after), level=decided)).level is Level.MAJOR


def test_patience_is_lost_after_some_attempts_in_vain(policy: TriagePolicy) -> None:
    assert policy.record.unmet_signal(1) is None
    signal = policy.record.unmet_signal(2)
    assert signal
    assert (signal.name, signal.score, signal.quote) == (SignalName.LOST_PATIENCE, 0.3, "unmet ×2")


def test_rules_that_the_policy_leaves_out_are_off() -> None:
    policy = parse_triage_policy({"major_from": 0.8, "signals": POLICY["signals"]})
    assert policy.record.vip_signal() is None
    assert policy.record.unmet_signal(9) is None
    assert policy.weigh(Evidence(heard=_heard(1, 4, 4))).reasons == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"record": {"vips": {}}}, "record: unknown entry 'vips'"),
        ({"record": {"channels": []}}, "record: channels must be a mapping"),
        ({"record": {"channels": {"a": {"score": 1}}}}, "channels: a: signal: None is unknown"),
        ({"record": {"channels": {"a": {"signal": "regulator"}}}}, "channels: a: score must be"),
        ({"record": {"vip": {"score": 2}}}, "vip: score must be from 0 to 1"),
        ({"record": {"repeat": {"score": 0.3}}}, "repeat: within_days must be a whole number"),
        (
            {"record": {"group": {"same": ["shoe"], "at_least": 3, "within_days": 1, "score": 1}}},
            "group: same: 'shoe' is unknown; known are what_happened",
        ),
        (
            {"record": {"group": {"same": [], "at_least": 1, "within_days": 1, "score": 1}}},
            "at_least must be a whole number from 2 on",
        ),
        (
            {"record": {"group": {**GROUP, "unless": ["(险"]}}},
            r"group: unless: '\(险': missing \)",
        ),
        (
            {"record": {"group": {**GROUP, "unless": ["险*"]}}},
            "unless: '险\\*' fits a text without any words",
        ),
        ({"anger": {"rising": {"by": 2, "score": 0.1}}}, "anger: peak must be a mapping"),
        ({"hard_triggers": {"furious": {"anger": 4}}}, "furious: messages must be"),
        ({"hard_triggers": {"furios": {}}}, "unknown entry 'furios'"),
        ({"scenarios": {"storm": {}}}, "scenarios: 'storm' is unknown"),
        ({"scenarios": {"vip": {"order": 1}}}, "scenario vip: signals must name"),
        (
            {"scenarios": {"vip": {"order": 1, "signals": ["vip"], "hand_over": "soon"}}},
            "hand_over: 'soon' is unknown; known are at_once",
        ),
        (
            {"scenarios": {"vip": {**BEFORE, "hand_over": "at_once"}}},
            "scenario vip: hand_over at_once asks nothing before; remove ask_before",
        ),
        (
            {"scenarios": {"vip": {**BEFORE, "ask_before": ["contact", "incident"]}}},
            "vip: ask_before: nobody asks for incident; choose of what_happened",
        ),
        (
            {
                "scenarios": {
                    name: {"order": 1, "signals": ["vip"], "hand_over": "never"}
                    for name in ("vip", "media")
                }
            },
            "scenarios vip and media have the same order 1",
        ),
    ],
)
def test_a_mistake_in_the_policy_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_triage_policy({**POLICY, **change})
