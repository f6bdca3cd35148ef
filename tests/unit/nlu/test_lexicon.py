"""Concepts found by their words."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.lexicon import Found, Lexicon

LEXICON = Lexicon(
    {
        "regulator": ["监管", "监管局", "12378"],
        "report_to": ["12378"],
        "sue": ["sue", "sue you", "告"],
        "app_word": ["vip卡"],
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("去监管局告", [("regulator", "监管局"), ("sue", "告")]),  # not 监管 inside it
        ("打12378", [("regulator", "12378"), ("report_to", "12378")]),  # two concepts, one word
        ("i sue you", [("sue", "sue you")]),
        ("i sue", [("sue", "sue")]),
        ("我要sue你们", [("sue", "sue")]),
        ("an issue", []),
        ("sued", []),
        ("sue young men", [("sue", "sue")]),
        ("vip卡", [("app_word", "vip卡")]),
        ("svip卡", []),
        ("监", []),
        ("去监管", [("regulator", "监管")]),  # a longer word would go beyond the end
        ("", []),
    ],
)
def test_the_longest_whole_word_is_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(item.concept, text[item.start : item.end]) for item in LEXICON.find(text)] == found


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Lexicon({}).find("监管局") == []


@given(text=st.text("监管局12378告sue yo", max_size=30))
def test_words_never_overlap(text: str) -> None:
    found = LEXICON.find(text)
    spans = sorted({(item.start, item.end) for item in found})
    assert found == sorted(found, key=_start)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


def _start(found: Found) -> int:
    return found.start


def test_a_long_message_is_searched_in_no_time() -> None:
    begun = time.process_time()
    assert len(LEXICON.find("监管" * 25_000)) == 25_000
    assert time.process_time() - begun < 2
