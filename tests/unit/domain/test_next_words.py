"""What the brief suggests to say next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.canned import Filled, Stage, in_order, parse_canned
from bot.domain.case import REQUIRED_FACTS, Case, CaseState, Fact
from bot.domain.ids import CaseId, ConversationId
from bot.domain.next_words import next_words, stage_of
from bot.domain.scenario import Scenario

NOW = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
CASE = Case(CaseId("k"), ConversationId("c"), 1, NOW, NOW)
COMPLETE = replace(CASE, facts=tuple(Fact(min(group), "x", NOW) for group in REQUIRED_FACTS))


@pytest.mark.parametrize(
    ("case", "has_spoken", "stage"),
    [
        (None, False, Stage.OPENING),
        (None, True, Stage.COLLECTING),
        (CASE, True, Stage.COLLECTING),
        (COMPLETE, False, Stage.OPENING),
        (COMPLETE, True, Stage.DECIDING),
        (replace(CASE, number="QT1", state=CaseState.FILED), True, Stage.DECIDING),
        (replace(CASE, state=CaseState.CLOSED), False, Stage.ENDED),
    ],
)
def test_the_stage_follows_the_record(case: Case | None, has_spoken: bool, stage: Stage) -> None:
    assert stage_of(case, has_spoken=has_spoken) is stage


def _shipped(scenario: Scenario | None) -> list[Filled]:
    entries = load_policy(ROOT / "data" / "desk" / "canned.yml", parse_canned)
    return [Filled(entry, entry.text["zh-Hans"]) for entry in in_order(entries, scenario)]


@pytest.mark.parametrize(
    ("scenario", "stage", "code"),
    [
        (None, Stage.OPENING, "greet"),
        (Scenario.MEDIA, Stage.OPENING, "greet"),
        (Scenario.SELF_HARM, Stage.OPENING, "safety_first"),  # practice E12
        (Scenario.MEDIA, Stage.COLLECTING, "media_back_to_matter"),  # practice Q3
        (Scenario.REGULATOR, Stage.DECIDING, "regulator_rights"),
        (None, Stage.COLLECTING, "confirm_understanding"),
        (None, Stage.DECIDING, "filed"),
        (Scenario.MEDIA, Stage.ENDED, "goodbye"),
    ],
)
def test_the_shipped_words_come_when_they_are_needed(
    scenario: Scenario | None, stage: Stage, code: str
) -> None:
    assert next_words(_shipped(scenario), scenario, stage) == code


def test_nothing_is_suggested_twice() -> None:
    filled, codes = _shipped(Scenario.MEDIA), list[str]()
    while code := next_words(filled, Scenario.MEDIA, Stage.COLLECTING):
        codes.append(code)
        filled = [replace(one, said=one.canned.code in codes) for one in filled]
    assert codes[0] == "media_back_to_matter"
    assert "confirm_understanding" in codes
    assert len(codes) == len(set(codes))
    assert "legal_written_answer" not in codes
