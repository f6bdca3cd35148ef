"""What ships in `data/policy`: scenarios in the order of practice, each with advice."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.policies import load_policy
from bot.domain.advice import Advices, parse_advice
from bot.domain.case import Level
from bot.domain.scenario import HandOver, Scenario
from bot.domain.signals import SignalName
from bot.domain.triage import TriagePolicy, parse_triage_policy

NOTHING: dict[str, Any] = {"ordinary": {}}
FOLDER = Path(__file__).resolve().parents[3] / "data" / "policy"


@pytest.fixture(scope="module")
def policy() -> TriagePolicy:
    return load_policy(FOLDER / "escalation.yml", parse_triage_policy)


@pytest.fixture(scope="module")
def advices(policy: TriagePolicy) -> Advices:
    return load_policy(FOLDER / "advice.yml", partial(parse_advice, policy.scenarios))


def test_life_comes_first_and_every_signal_leads_to_one_scenario(policy: TriagePolicy) -> None:
    assert [rule.scenario for rule in policy.scenarios] == list(Scenario)
    named = [signal for rule in policy.scenarios for signal in rule.signals]
    assert sorted(named) == sorted(SignalName)


def test_nothing_is_asked_where_a_life_is_in_danger(policy: TriagePolicy) -> None:
    for scenario in (Scenario.SELF_HARM, Scenario.VIOLENCE):
        rule = policy.scenario_rule(scenario)
        assert rule
        assert (rule.hand_over, rule.on_call, rule.ask_before) == (HandOver.AT_ONCE, True, ())


def test_every_scenario_says_what_to_do_and_to_avoid(
    policy: TriagePolicy, advices: Advices
) -> None:
    assert all(rule.do and rule.avoid for rule in policy.scenarios)
    assert all(advices.of(None))  # an ordinary complaint too (practice Q1)
    used = {one for rule in (None, *policy.scenarios) for part in advices.of(rule) for one in part}
    assert used == set(advices.sentences.values())


def test_a_vip_is_major_and_comes_before_nobody_in_danger(policy: TriagePolicy) -> None:
    vip = policy.record.vip_signal()
    assert vip
    assessment = policy.assess([vip])
    assert (assessment.level, assessment.hard) == (Level.MAJOR, False)
    assert assessment.priority < policy.assess(policy.read("我不想活了")).priority


def test_advice_without_words_is_named(policy: TriagePolicy) -> None:
    with pytest.raises(ValueError, match="scenario self_harm names the advice 'safety_first'"):
        parse_advice(policy.scenarios, NOTHING)
    with pytest.raises(ValueError, match=r"advice\.yml: ordinary names the advice 'listen'"):
        parse_advice((), {"ordinary": {"do": ["listen"]}})
    with pytest.raises(ValueError, match=r"advice\.yml: ordinary must be"):
        parse_advice((), {})
    for broken in ({"zh": "好"}, {"zh": "好", "en": " "}, "好"):
        with pytest.raises(ValueError, match=r"advice\.yml: x"):
            parse_advice((), {**NOTHING, "x": broken})
