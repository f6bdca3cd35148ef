"""The designers' files agree with the code. What customers read is looked at by the script lint
(`qingting lint-scripts`), how it sounds in a conversation by `test_scripts.py`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from bot.domain.conversation import HandoffReason
from bot.domain.reading import Topic
from bot.domain.scenario import Scenario
from bot.nlu.labels import BUTTONS
from tests.conversation.material import ROOT, read_yaml

DOMAIN: dict[str, Any] = read_yaml("domain.yml")
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
CONDITIONED = [
    (name, variation)
    for name, variations in RESPONSES.items()
    for variation in variations
    if "condition" in variation
]
ACTIONS = sorted((ROOT / "actions").glob("*.py"))
ANSWERED_BY_RASA = {"restart"}
"""Rasa's own default rule runs action_restart, which is ours."""


def test_domain_and_code_name_the_same_actions() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) == set(DOMAIN["actions"])


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.name)
def test_every_response_that_an_action_names_exists(path: Path) -> None:
    named = {text for text in _texts(path) if re.fullmatch(r"utter_\w*[a-z]", text)}
    assert named <= set(RESPONSES)


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_of_a_question_has_an_answer(topic: Topic) -> None:
    assert f"utter_faq_{topic.value}" in RESPONSES


@pytest.mark.parametrize("how", ["handoff", "closed"])
@pytest.mark.parametrize("scenario", Scenario)
def test_every_scenario_has_its_words_by_day_and_by_night(scenario: Scenario, how: str) -> None:
    """Practice Q1–Q5, P4."""
    assert f"utter_{how}_{scenario.value}" in RESPONSES


def test_whoever_asks_for_a_person_is_told_when_one_comes() -> None:
    for reason in (HandoffReason.CUSTOMER_ASKED, HandoffReason.MISUNDERSTOOD):
        assert {f"utter_handoff_{reason.value}", f"utter_closed_{reason.value}"} <= set(RESPONSES)


def test_every_intent_is_answered_by_a_rule() -> None:
    answered = {intent for rule in _rules() for intent in _first_intents(rule)}
    assert set(DOMAIN["intents"]) | {"nlu_fallback"} == answered | ANSWERED_BY_RASA


def test_buttons_only_intents_are_known_to_the_domain() -> None:
    assert set(DOMAIN["intents"]) >= BUTTONS


@pytest.mark.parametrize(("name", "variation"), CONDITIONED)
def test_a_variation_with_a_condition_names_its_language(
    name: str, variation: dict[str, Any]
) -> None:
    languages = [c["value"] for c in variation["condition"] if c["name"] == "language"]
    assert languages and set(languages) <= {"zh-Hans", "zh-Hant", "en"}, name  # noqa: PT018 — one fact
    assert {c["name"] for c in variation["condition"]} <= set(DOMAIN["slots"]), name


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.name)
def test_actions_say_nothing_but_responses(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "utter_message":
            assert not node.args
            assert "text" not in {keyword.arg for keyword in node.keywords}


def test_no_example_stands_under_two_intents() -> None:
    seen: dict[str, str] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in read_yaml(str(path.relative_to(ROOT)))["nlu"]:
            for line in block["examples"].splitlines() if "intent" in block else ():
                assert seen.setdefault(line[2:], block["intent"]) == block["intent"], line


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _rules() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "data" / "rules").glob("*.yml")):
        yield from read_yaml(str(path.relative_to(ROOT)))["rules"]


def _first_intents(rule: dict[str, Any]) -> Iterator[str]:
    step = next(step for step in rule["steps"] if "intent" in step or "or" in step)
    yield from (one["intent"] for one in step.get("or", [step]) if "intent" in one)
