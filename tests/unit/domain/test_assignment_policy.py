"""The designers' file about giving conversations to people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.policies import load_policy
from bot.domain.assignment_policy import parse_assignment_policy

FILE = Path(__file__).resolve().parents[3] / "data" / "policy" / "assignment.yml"
DATA: Mapping[str, Any] = {
    "automatic": True,
    "answer_within_seconds": 60,
    "not_again_for_minutes": 30,
    "pause_after_miss_minutes": 5,
    "any_skill_after_minutes": 10,
    "product_lines": {"health": {"zh": "健康险", "en": "Health", "words": ["医疗"]}},
}


def test_it_ships_switched_off() -> None:
    assert load_policy(FILE, parse_assignment_policy).automatic is False


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("百万医疗险", "health"),
        ("防癌險?critical illness plan", "health"),
        ("MEDICAL plan", "health"),
        ("分红型年金", "savings"),
        ("交强险", "motor"),
        ("意外医疗", "health"),
        ("不记得了", None),
        ("", None),
    ],
)
def test_the_customers_words_show_the_product_line(said: str, line: str | None) -> None:
    policy = load_policy(FILE, parse_assignment_policy)
    assert policy.line_of(said) == line


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"automatic": "yes"}, "automatic must be true or false"),
        ({"answer_within_seconds": 5}, "answer_within_seconds must be a whole number from 10"),
        ({"not_again_for_minutes": 0}, "not_again_for_minutes"),
        ({"product_lines": ["health"]}, "product_lines must be a mapping"),
        ({"product_lines": {"x": {"zh": "x", "en": "x"}}}, "product line x: words"),
        ({"product_lines": {"x": {"zh": "x", "en": " ", "words": ["x"]}}}, "a name under zh"),
        ({"product_lines": {"x": {"wrods": ["x"]}}}, "unknown entry 'wrods'"),
    ],
)
def test_a_mistake_is_named(change: Mapping[str, Any], problem: str) -> None:
    assert parse_assignment_policy(DATA).line_codes == ("health",)
    with pytest.raises(ValueError, match=problem):
        parse_assignment_policy({**DATA, **change})
