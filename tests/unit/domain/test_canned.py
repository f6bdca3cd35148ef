"""Canned words: the shipped file, filling in, and what designers are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.canned import Canned, fill, in_order, parse_canned
from bot.domain.scenario import Scenario
from bot.serve.lint import examine

_FINE = {"title": {"zh": "问候", "en": "Hello"}, "text": {"zh-Hans": "{name}您好", "en": "Hello"}}


def test_the_shipped_words_have_something_for_every_scenario() -> None:
    entries = load_policy(ROOT / "data" / "desk" / "canned.yml", parse_canned)
    spoken = {scenario for entry in entries for scenario in entry.scenarios}
    assert spoken == set(Scenario)


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        (
            "[{name}]您好，{due}前，{due}",
            {"name": "[{due}]", "due": "5日"},
            "[{due}]您好，5日前，5日",
        ),
        ("[{name}]您好，{due}前", {"name": "", "due": "5日"}, "您好，5日前"),
        ("Hello[ {name}], by {due}", {"due": "5 May"}, "Hello, by 5 May"),
        (
            "这件事[，{product}在{branch}][，{amount}]。",
            {"product": "金", "amount": "2元"},
            "这件事，2元。",
        ),
        ("编号{case_number}，{due}前", {"case_number": "", "due": "5日"}, None),
    ],
)
def test_no_placeholder_is_ever_left(
    text: str, values: Mapping[str, str], filled: str | None
) -> None:
    assert fill(text, values) == filled


def test_the_scenario_comes_first_and_other_scenarios_last() -> None:
    def entry(code: str, *scenarios: Scenario) -> Canned:
        return Canned(code, {}, {}, frozenset(scenarios))

    entries = [entry("other", Scenario.VIP), entry("any"), entry("own", Scenario.MEDIA)]
    assert [e.code for e in in_order(entries, Scenario.MEDIA)] == ["own", "any", "other"]
    assert [e.code for e in in_order(entries, None)] == ["any", "other", "own"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": {"zh-Hans": "{phone}", "en": "x"}}, "greet: text: zh-Hans has {phone}"),
        ({"text": {"zh-Hans": "[您]好", "en": "x"}}, "greet: text: zh-Hans: square brackets"),
        ({"text": {"zh-Hans": "[{name}好", "en": "x"}}, "greet: text: zh-Hans: square brackets"),
        ({"text": {"zh-Hans": "x"}}, "greet: text must have zh-Hans and en"),
        ({"title": {"zh": " ", "en": "x"}}, "greet: title"),
        ({"scenarios": ["storm"]}, "greet"),
        ({"words": "x"}, "greet"),
    ],
)
def test_a_mistake_is_told_with_its_place(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=r"canned\.yml") as raised:
        parse_canned({"greet": {**_FINE, **change}})
    assert told in str(raised.value)


def test_the_shipped_words_say_nothing_that_may_not_be_said(tmp_path: Path) -> None:
    entries = load_policy(ROOT / "data" / "desk" / "canned.yml", parse_canned)
    file = tmp_path / "canned.yml"
    file.write_text(yaml.safe_dump({"responses": _as_responses(entries)}), encoding="utf-8")
    findings = examine(file).findings
    assert not findings, findings


def _as_responses(entries: Iterable[Canned]) -> dict[str, Any]:
    english = [{"type": "slot", "name": "language", "value": "en"}]
    return {
        f"utter_canned_{entry.code}": [
            {"text": entry.text["zh-Hans"], "metadata": {"practice": ["Q3"]}},
            {"text": entry.text["en"], "condition": english, "metadata": {"practice": ["Q3"]}},
        ]
        for entry in entries
    }
