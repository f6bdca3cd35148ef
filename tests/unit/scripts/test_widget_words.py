"""The chat window speaks like the assistant: its own words are held against the taboos, too."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.scripts.lint.policy_reading import parse_lint_policy
from bot.serve.lint import text_tools

POLICY = load_policy(ROOT / "data" / "policy" / "taboos.yml", parse_lint_policy)
TOOLS = text_tools()
TEXTS = ROOT / "web" / "src" / "widget" / "texts"
_ENTRY = re.compile(r'^  (\w+): (".*"),$', re.MULTILINE)
_FORMER_NAME = re.compile("自[动動]客服")
"""The bot calls itself 自动助手."""


def _words(language: str) -> Mapping[str, str]:
    source = (TEXTS / f"{language}.ts").read_text(encoding="utf-8")
    found = {key: json.loads(text) for key, text in _ENTRY.findall(source)}
    inside = source[source.index("{\n") + 2 : source.rindex("\n}")]
    assert len(found) == len(inside.splitlines()), f"{language}.ts: one text per line"
    return found


def _offences(text: str, family: str) -> list[str]:
    plain = TOOLS.simplify(text).replace("’", "'")
    return [
        f"{rule}: {plain[start:end]}"
        for rule, taboo in POLICY.taboos.items()
        for start, end in taboo.offences(family, plain)
    ]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_window_says_nothing_that_the_assistant_may_not_say(language: str) -> None:
    said = {key: _offences(text, language[:2]) for key, text in _words(language).items()}
    assert {key: words for key, words in said.items() if words} == {}
    assert not [text for text in _words(language).values() if _FORMER_NAME.search(text)]


@pytest.mark.parametrize(("text", "family"), [("系統通知", "zh"), ("Please wait", "en")])
def test_such_words_are_found(text: str, family: str) -> None:
    assert _offences(text, family)
