"""The script lint against planted bad scripts, and what it does with anything at all."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.scripts.lint.check import Checked, check
from bot.scripts.lint.policy import Check
from bot.scripts.lint.policy_reading import parse_lint_policy
from bot.serve.lint import text_tools
from tests.unit.scripts.planted import Planted, domain, read_fine, read_planted

POLICY = load_policy(ROOT / "data" / "policy" / "taboos.yml", parse_lint_policy)
TOOLS = text_tools()
PLANTED = list(read_planted())
FINE = list(read_fine())


def linted(text: str, *, whole: bool = False) -> Checked:
    return check(text, "domain.yml", POLICY, TOOLS, whole=whole)


def rules(text: str) -> set[str]:
    return {finding.rule for finding in linted(text).findings}


@pytest.mark.parametrize("planted", PLANTED, ids=lambda item: item.rule)
def test_a_planted_script_is_caught_and_its_mended_text_is_not(planted: Planted) -> None:
    assert planted.rule in rules(planted.bad)
    assert [str(finding) for finding in linted(planted.good).findings] == []


@pytest.mark.parametrize("text", FINE)
def test_what_only_looks_like_a_taboo_may_be_said(text: str) -> None:
    assert [str(finding) for finding in linted(text).findings] == []


def test_every_rule_is_proven_by_a_planted_script() -> None:
    proven = Counter(planted.rule for planted in PLANTED)
    assert POLICY.advice.keys() - proven.keys() == {Check.RESPONSE_MISSING}  # a test of its own
    assert proven.total() >= 60


def test_every_language_of_a_taboo_is_proven() -> None:
    caught = {
        (finding.rule, finding.language[:2])
        for planted in PLANTED
        for finding in linted(planted.bad).findings
    }
    for rule, taboo in POLICY.taboos.items():
        for family in taboo.patterns:
            assert (rule, family) in caught


def test_a_required_response_may_not_be_lost_from_the_whole_file() -> None:
    text = domain("好的。", "utter_planted", "zh-Hans")
    found = [item for item in linted(text, whole=True).findings if item.rule == "response-missing"]
    assert [item.response for item in found] == list(POLICY.required)
    assert "response-missing" not in rules(text)


def test_a_finding_names_the_line_the_words_and_the_way_out() -> None:
    text = (
        "version: '3.1'\nresponses:\n  utter_here:\n    # a note\n    - text: 好的，请您稍等。\n"
        "      metadata: {practice: [D2]}\n    - text: Fine.\n"
        "      condition: [{type: slot, name: language, value: en}]\n"
        "      metadata: {practice: [D2]}\n"
    )
    (finding,) = linted(text).findings
    assert finding.as_json() == {
        "rule": "wait-without-time",
        "rows": ("E6",),
        "place": "domain.yml:5",
        "response": "utter_here",
        "language": "zh-Hans",
        "words": "请您稍等",
        "why": POLICY.advice["wait-without-time"].why,
        "better": POLICY.advice["wait-without-time"].better["zh"],
    }


def test_a_response_that_a_rule_spares_is_left_alone() -> None:
    long = "您说的我记下了，" * 20
    assert "too-long" in rules(domain(long, "utter_planted", "zh-Hans"))
    assert "too-long" not in rules(domain(long, "utter_read_back", "zh-Hans"))


def test_the_words_of_traditional_chinese_are_quoted_as_written() -> None:
    text = next(item.bad for item in PLANTED if "工單" in item.bad)
    assert [item.words for item in linted(text).findings] == ["工單 … 轉辦"]


def test_buttons_shared_through_an_anchor_are_reported_once() -> None:
    text = (
        "responses:\n  utter_a:\n    - text: 好的。\n      buttons: &b\n"
        "        - {title: 找同事, payload: nobody}\n"
        "    - text: 好。\n      buttons: *b\n"
    )
    assert [item.rule for item in linted(text).findings].count("button") == 1


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SCALARS = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.dates())
TREES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=12,
)
PARTS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("text", "condition", "buttons", "metadata"), TREES)
)


@given(st.dictionaries(TEXTS, st.lists(PARTS, max_size=3), max_size=3), SCALARS)
def test_any_responses_are_checked_without_a_crash(responses: Any, intents: Any) -> None:
    text = yaml.safe_dump({"responses": responses, "intents": intents}, allow_unicode=True)
    assert linted(text).responses <= len(responses)


@given(SCALARS)
def test_any_scalar_can_stand_anywhere(scalar: Any) -> None:
    button = {"title": scalar, "payload": scalar}
    variation = {
        "text": scalar,
        "condition": [{"name": scalar, "value": scalar}],
        "buttons": [button, scalar],
        "metadata": {"practice": [scalar]},
    }
    text = yaml.safe_dump({"responses": {"utter_greet": [variation, scalar]}}, allow_unicode=True)
    assert linted(text).findings


@given(TEXTS)
def test_any_text_at_all_is_a_finding_rather_than_a_crash(text: str) -> None:
    assert linted(text).findings
