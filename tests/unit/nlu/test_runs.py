"""Runs of letters as numbers: none gets lost, and none is taken for another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.runs import Place, pairs_among, runs_of, spelled


def _spelled(*stretches: tuple[Place, str]) -> list[set[str]]:
    runs, whose = runs_of(stretches)
    found: list[set[str]] = [set() for _ in stretches]
    for run, stretch in zip(runs.tolist(), whose.tolist(), strict=True):
        found[stretch].add(spelled(run))
    return found


def _cut(text: str, longest: int) -> set[str]:
    return {text[i : i + n] for n in range(1, longest + 1) for i in range(len(text) - n + 1)}


def test_no_run_reaches_into_the_next_stretch() -> None:
    assert _spelled((Place.HERE, "退保"), (Place.HERE, ""), (Place.HERE, "款")) == [
        {"退", "保", "退保"},
        set(),
        {"款"},
    ]


def test_the_same_letters_count_by_themselves_in_each_place() -> None:
    found = _spelled(*((place, "不") for place in Place))
    assert found == [{"不"}, {"b:不"}, {"e:不"}, {"<不"}, {">不"}]


def test_of_the_neighbourhood_no_more_than_pairs_count() -> None:
    assert _spelled((Place.BEFORE, "不退钱"), (Place.AFTER, "不退钱")) == [
        {f"<{run}" for run in _cut("不退钱", 2)},
        {f">{run}" for run in _cut("不退钱", 2)},
    ]


@given(text=st.text("退保钱abc ,😡🙂🏠\ue001ｚ", max_size=60))
def test_a_number_is_spelled_as_the_letters_it_was_made_of(text: str) -> None:
    (found,) = _spelled((Place.HERE, text))
    assert found == _cut(text, 3)


def test_every_emoji_of_the_usual_blocks_has_a_number_of_its_own() -> None:
    emoji = [chr(code) for code in range(0x1F300, 0x1FB00)]
    runs, _ = runs_of([(Place.HERE, sign) for sign in emoji])
    assert len(set(runs.tolist())) == len(emoji)
    assert [spelled(run) for run in runs.tolist()] == emoji


@pytest.mark.parametrize("text", ["退保吗", "a", "", "退 保"])
def test_pairs_are_told_from_other_runs(text: str) -> None:
    runs, _ = runs_of([(Place.HERE, text)])
    assert [spelled(run) for run in pairs_among(runs).tolist()] == [
        a + b for a, b in pairwise(text)
    ]
