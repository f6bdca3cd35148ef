"""The designers' files agree with the code and with the practice catalogue's manners."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from bot.domain.dialogue.questions import ASKED_IN_ORDER, Question
from bot.domain.reading import Topic
from bot.domain.scenario import Scenario
from bot.domain.survey import SurveyAnswer
from bot.nlu.labels import BUTTONS
from bot.scripts.phrases import phrase_book
from tests.conversation.material import ROOT, project_file

DOMAIN: dict[str, Any] = project_file("domain.yml")
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
HAN = re.compile(r"[\u3400-\u9fff]")
RESTART = "restart"
"""Rasa itself knows what to do with it."""

WAITING, OPENING = {"place", "minutes", "time"}, {"opens"}
CALLED, HELP = {"police"}, {"emergency", "helpline"}
PLACEHOLDERS = {
    "utter_notice_agent_joined": {"name"},
    "utter_notice_transferred": {"name"},
    "utter_notice_requeued": WAITING,
    "utter_notice_outside_hours": OPENING,
    "utter_notice_assistant_failed": WAITING,
    "utter_offer_callback": set(),
    "utter_all_set": {"case_number"},
    "utter_notice_still_waiting": WAITING,
    "utter_notice_late": WAITING,
    "utter_notice_restart": WAITING,
    "utter_ask_callback_at": {"slots"},
    "utter_ask_callback_contact": {"time"},
    "utter_callback_in_chat": {"time"},
    "utter_callback_promised": {"time"},
    "utter_filed": {"case_number", "due"},
    "utter_status_filed": {"case_number", "due"},
    "utter_added_to_case": {"case_number"},
    **{name: WAITING for name in RESPONSES if name.startswith("utter_handoff_")},
    **{name: OPENING for name in RESPONSES if name.startswith("utter_closed_")},
    "utter_handoff_violence": WAITING | CALLED,
    "utter_closed_violence": OPENING | CALLED,
    "utter_handoff_self_harm": WAITING | HELP,
    "utter_closed_self_harm": OPENING | HELP,
    "utter_notice_self_harm": HELP,
}


def test_domain_and_code_name_the_same_actions() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) == set(DOMAIN["actions"])


@pytest.mark.parametrize(("name", "wanted"), PLACEHOLDERS.items())
def test_placeholders_are_the_agreed_ones(name: str, wanted: set[str]) -> None:
    for variation in RESPONSES[name]:
        assert set(re.findall(r"{(\w+)}", variation["text"])) == wanted


def _needed() -> Iterator[str]:
    """Responses whose names the code puts together."""
    yield from (f"utter_ask_{question.value}" for question in ASKED_IN_ORDER)
    yield f"utter_ask_{Question.WHICH_FIELD.value}"
    yield from (f"utter_faq_{topic.value}" for topic in Topic)
    yield from (f"utter_faq_{question}" for question in phrase_book().questions)
    for words in (
        *(scenario.value for scenario in Scenario),
        "customer_asked",
        "misunderstood",
        "furious",
    ):
        yield f"utter_handoff_{words}"
        yield f"utter_closed_{words}"
    for state in ("none", "draft", "filed", "ended", "overdue", "unknown_number"):
        yield f"utter_status_{state}"
    for kind in ("contact", "policy_number", "happened_at", "id_number", "callback_at"):
        yield f"utter_invalid_{kind}"
    for answer in (*(answer.value for answer in SurveyAnswer), "over"):
        yield f"utter_survey_{answer}"


def _named_in_code() -> Iterator[str]:
    for room in ("actions", "bot", "connectors"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and node.value in RESPONSES:
                    yield str(node.value)


@pytest.mark.parametrize("name", sorted(set(_needed())))
def test_every_response_that_the_code_says_exists(name: str) -> None:
    assert name in RESPONSES


def _rules() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "data" / "rules").glob("*.yml")):
        yield from project_file(str(path.relative_to(ROOT)))["rules"]


def _said(steps: list[dict[str, Any]]) -> set[str]:
    return {step["action"] for step in steps if step.get("action", "").startswith("utter_")}


def test_the_lists_of_what_actions_say_are_true() -> None:
    """Decision 14: Rasa believes them, so nothing may stand there that no code says."""
    stories = project_file("data/stories/said_by_actions.yml")["stories"]
    listed = set().union(*(_said(story["steps"]) for story in stories))
    ruled = set().union(*(_said(rule["steps"]) for rule in _rules()))
    assert listed | ruled == set(RESPONSES)
    assert listed <= {*_needed(), *_named_in_code()}


def _intents(steps: list[dict[str, Any]]) -> Iterator[str]:
    for step in steps:
        for alternative in step.get("or", [step]):
            if "intent" in alternative:
                yield alternative["intent"]


def test_every_intent_has_a_rule() -> None:
    ruled = {intent for rule in _rules() for intent in _intents(rule["steps"])}
    assert set(DOMAIN["intents"]) - ruled == {RESTART}


def test_intents_of_buttons_are_declared() -> None:
    assert set(DOMAIN["intents"]) >= BUTTONS


@pytest.mark.parametrize("path", sorted((ROOT / "actions").glob("*.py")), ids=lambda p: p.name)
def test_actions_say_nothing_of_their_own(path: Path) -> None:
    """What is said stands in the scripts; only patterns of what customers say stand here."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = [
        keyword.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "utter_message"
        for keyword in call.keywords
        if keyword.arg == "text"
    ]
    assert not said


def test_no_example_stands_under_two_intents() -> None:
    seen: dict[str, str] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in project_file(str(path.relative_to(ROOT)))["nlu"]:
            for line in block["examples"].splitlines() if "intent" in block else ():
                assert seen.setdefault(line[2:], block["intent"]) == block["intent"], line
