"""data/policy/taboos.yml: every mistake is one sentence that names the entry."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from bot.config import ROOT
from bot.scripts.lint.policy_reading import parse_lint_policy
from bot.yaml_files import read_mapping

DATA = read_mapping(ROOT / "data" / "policy" / "taboos.yml")


def without(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return change


def with_value(value: object, *path: str) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (without("taboos"), "taboos: must be a mapping."),
        (without("checks", "shape"), "checks: `shape` is missing."),
        (
            with_value({}, "checks", "my-own"),
            "checks: `my-own` is unknown; a rule of words belongs in taboos.",
        ),
        (without("taboos", "blame", "why"), "taboos: blame: why: must be a text."),
        (without("taboos", "blame", "better", "en"), "taboos: blame: better: must be a text."),
        (
            with_value([3], "taboos", "blame", "rows"),
            "taboos: blame: rows: must be a list of texts; quote numbers and symbols.",
        ),
        (
            with_value(["a"], "taboos", "blame", "pattern"),
            "taboos: blame: `pattern` is unknown; remove or correct it.",
        ),
        (without("taboos", "blame", "patterns"), "taboos: blame: patterns: needs zh or en."),
        (
            with_value(["a"], "taboos", "blame", "unless", "fr"),
            "taboos: blame: unless: `fr` is no language here; use zh or en.",
        ),
        (
            with_value(["(您"], "taboos", "blame", "patterns", "zh"),
            "taboos: blame: patterns: zh: `(您` is no regular expression",
        ),
        (
            with_value(["您|"], "taboos", "blame", "patterns", "zh"),
            "taboos: blame: patterns: zh: `您|` fits every text; make it narrower.",
        ),
        (
            with_value([], "taboos", "blame", "patterns", "zh"),
            "taboos: blame: patterns: zh: needs at least one pattern.",
        ),
        (
            with_value(DATA["taboos"]["blame"], "taboos", "yaml"),
            "two rules are named `yaml`; rename one.",
        ),
        (
            with_value("utter_greet", "must_say", "ai-notice", "responses"),
            "must_say: ai-notice: responses: must be a list of texts",
        ),
        (without("longest", "en"), "longest: en: must be a whole number above 0."),
        (with_value(True, "practice_rows", "A"), "practice_rows: A: must be a whole number"),
    ],
)
def test_a_mistake_names_the_entry_to_mend(
    change: Callable[[dict[str, Any]], None], says: str
) -> None:
    data = copy.deepcopy(DATA)
    change(data)
    with pytest.raises(ValueError, match=r"^taboos\.yml: ") as raised:
        parse_lint_policy(data)
    assert says in str(raised.value)


def test_every_taboo_advises_wording_in_both_languages_and_names_its_rows() -> None:
    policy = parse_lint_policy(DATA)
    for name in (*policy.taboos, *policy.must_say):
        assert policy.advice[name].better.keys() == {"zh", "en"}
        assert policy.advice[name].rows
    assert all(taboo.patterns.keys() == {"zh", "en"} for taboo in policy.taboos.values())


def test_what_the_file_advises_breaks_no_taboo_itself() -> None:
    policy = parse_lint_policy(DATA)
    wordings = {**policy.taboos, **policy.must_say}
    for advised in wordings:
        for family, wording in policy.advice[advised].better.items():
            for rule, taboo in policy.taboos.items():
                assert not list(taboo.offences(family, wording)), (advised, family, rule)
