"""Clauses, and what of their surroundings counts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.clauses import LONGEST, clause_features, clauses
from bot.nlu.lexicon import Found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("理赔太慢,我要投诉!", ["理赔太慢,", "我要投诉!"]),
        ("不赔...法院见", ["不赔...", "法院见"]),
        ("一\n二;三:四", ["一\n", "二;", "三:", "四"]),
        ("!!退钱", ["退钱"]),
        ("不赔", ["不赔"]),
        ("", [""]),
        ("!!!", ["!!!"]),  # nothing but marks is one clause all the same
        ("he lied to me about everything in the policy", None),  # Latin words are longer
        ("投" * LONGEST, None),
    ],
)
def test_marks_part_the_clauses(text: str, parts: list[str] | None) -> None:
    assert [text[start:end] for start, end in clauses(text)] == ([text] if parts is None else parts)


def test_a_stretch_without_marks_is_read_through_overlapping_windows() -> None:
    text = "我打电话给你们客服说要退保" * 6
    found = clauses(text)
    assert len(found) > 2
    assert all(end - start <= LONGEST for start, end in found)
    assert all(two[0] < one[1] for one, two in pairwise(found))


@pytest.mark.parametrize("mark", ["!?", "?.", "…,"])
def test_endless_marks_are_read_through_windows_as_well(mark: str) -> None:
    assert all(end - start <= LONGEST for start, end in clauses(mark * 2_500))


@given(text=st.text("退保,。!ab \n…", max_size=120))
def test_every_letter_stands_in_a_clause(text: str) -> None:
    found = clauses(text)
    covered = {at for start, end in found for at in range(start, end)}
    assert found == sorted(found)
    assert all(0 <= start <= end <= len(text) for start, end in found)
    assert {at for at, c in enumerate(text) if c in "退保ab"} <= covered


def test_a_clause_is_read_with_its_neighbours_concepts_and_rules() -> None:
    text = "不赔钱,法院见,等着"
    found = [Found("court", 4, 6), Found("vague_threat", 8, 10)]
    features = clause_features(text, 4, 8, found, ["r:legal"]).spelled()
    assert {
        "^法",
        "法院",
        "见,$",
        "<赔钱",
        ">等着",
        "k:court",
        "a:vague_threat",
        "r:legal",
    } <= features
    assert "a:court" not in features
    assert "赔钱" not in features


def test_far_words_do_not_count_for_a_clause() -> None:
    text = "起" + "诉" * 60 + ",你好"
    features = clause_features(text, 62, 64, [Found("sue", 0, 2)], []).spelled()
    assert "a:sue" not in features
    assert "<起" not in features
