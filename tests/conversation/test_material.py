"""The designers' files agree with the code and with the practice catalogue's manners."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conversation.doubles import InProcessActions
from tests.conversation.material import ROOT, read_yaml

DOMAIN: dict[str, Any] = read_yaml("domain.yml")
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
VARIATIONS = [(name, variation) for name, all_ in RESPONSES.items() for variation in all_]
HAN = re.compile(r"[\u3400-\u9fff]")

PLACEHOLDERS = {
    "utter_notice_agent_joined": {"name"},
    "utter_notice_transferred": {"name"},
    "utter_notice_requeued": {"place", "minutes", "time"},
    "utter_notice_outside_hours": {"opens"},
    "utter_notice_back_to_bot": set(),
    "utter_notice_closed": set(),
    "utter_notice_assistant_failed": {"place", "minutes", "time"},
    "utter_handoff_customer_asked": {"place", "minutes", "time"},
    "utter_handoff_hard_signal": {"place", "minutes", "time"},
    "utter_handoff_self_harm": {"place", "minutes", "time"},
    "utter_handoff_violence": {"place", "minutes", "time"},
    "utter_handoff_misunderstood": {"place", "minutes", "time"},
    "utter_filed": {"case_number", "due"},
    "utter_status_filed": {"case_number", "due"},
}


def _is_english(variation: dict[str, Any]) -> bool:
    return any(c["value"] == "en" for c in variation.get("condition") or [])


def test_domain_and_code_name_the_same_actions(actions: InProcessActions) -> None:
    assert set(actions.executor.actions) == set(DOMAIN["actions"])


@pytest.mark.parametrize(("name", "variation"), VARIATIONS)
def test_every_response_names_its_practice_rows(name: str, variation: dict[str, Any]) -> None:
    rows = variation["metadata"]["practice"]
    assert rows, name
    assert all(re.fullmatch(r"[A-Z]{1,2}\d{1,3}", row) for row in rows)


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_exists_in_chinese_and_english(name: str) -> None:
    english = [variation for variation in RESPONSES[name] if _is_english(variation)]
    chinese = [variation for variation in RESPONSES[name] if "condition" not in variation]
    assert english
    assert chinese
    assert not any(HAN.search(variation["text"]) for variation in english)
    for variation in RESPONSES[name]:
        if not _is_english(variation):
            assert HAN.search(variation["text"])


@pytest.mark.parametrize(("name", "variation"), VARIATIONS)
def test_every_text_fits_a_phone(name: str, variation: dict[str, Any]) -> None:
    assert len(variation["text"]) <= (260 if _is_english(variation) else 130), name


@pytest.mark.parametrize(("name", "variation"), VARIATIONS)
def test_no_text_stalls_promises_or_admits(name: str, variation: dict[str, Any]) -> None:
    """Practice E6, A11, AC14: no “please wait”, no promised outcome, no offered compensation."""
    taboo = r"请(?:您)?(?:稍)?等|稍等|稍候|保证(?:赔|退|解决)|一定(?:会)?(?:赔|退|解决)|我们的错"
    assert not re.search(taboo, variation["text"]), name
    assert not re.search(
        r"(?:为|给|向)您(?:赔偿|补偿|赔付)|please wait|our fault", variation["text"]
    )


@pytest.mark.parametrize(("name", "wanted"), PLACEHOLDERS.items())
def test_placeholders_are_the_agreed_ones(name: str, wanted: set[str]) -> None:
    for variation in RESPONSES[name]:
        assert set(re.findall(r"{(\w+)}", variation["text"])) == wanted


def _rules() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "data" / "rules").glob("*.yml")):
        yield from read_yaml(str(path.relative_to(ROOT)))["rules"]


def _side_questions(form: str) -> set[str]:
    intents: set[str] = set()
    for slot in DOMAIN["forms"][form]["required_slots"]:
        for mapping in DOMAIN["slots"][slot]["mappings"]:
            intents |= set(mapping.get("not_intent") or [])
    return intents


@pytest.mark.parametrize("form", DOMAIN["forms"])
def test_every_side_question_has_a_rule_within_the_form(form: str) -> None:
    answered = {
        rule["steps"][0]["intent"]
        for rule in _rules()
        if {"active_loop": form} in (rule.get("condition") or []) and "intent" in rule["steps"][0]
    }
    assert _side_questions(form) <= answered


def test_no_form_ignores_intents() -> None:
    """Rasa would then skip action_take_note too, and a signal would go unrecorded."""
    assert not any("ignored_intents" in form for form in DOMAIN["forms"].values())


@pytest.mark.parametrize("path", sorted((ROOT / "actions").glob("*.py")), ids=lambda p: p.name)
def test_actions_hold_no_customer_words(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    assert not [t for t in texts if isinstance(t, str) and HAN.search(t)]


def test_no_example_stands_under_two_intents() -> None:
    seen: dict[str, str] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in read_yaml(str(path.relative_to(ROOT)))["nlu"]:
            for line in block["examples"].splitlines() if "intent" in block else ():
                assert seen.setdefault(line[2:], block["intent"]) == block["intent"], line
