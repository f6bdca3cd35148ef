"""How many facts are read rightly in the messages of data/reading/fact_messages*.jsonl."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.nlu.evaluation.facts import (
    KEYS,
    FactRow,
    Facts,
    measure_facts,
    normalised,
    read_facts,
)
from bot.nlu.facts.read import FoundFact
from tests.unit.nlu.facts.conftest import DATA

Read = Callable[[str], list[FoundFact]]
LEAST = {"fact_messages.jsonl": 0.94, "fact_messages_held.jsonl": 0.87}
"""F1 of exact values; the held messages were never looked at while rules were mended."""


@pytest.mark.parametrize("name", LEAST)
def test_the_facts_of_the_written_messages_are_read(read: Read, name: str) -> None:
    rows = [_row(read, text, expected, line) for line, text, expected in read_facts(DATA / name)]
    f1 = measure_facts(rows, rounds=1)["all"]["fact.all.f1"].value
    assert f1 is not None
    assert f1 >= LEAST[name]


def test_no_message_stands_in_both_files() -> None:
    told, held = ({text for _, text, _ in read_facts(DATA / name)} for name in LEAST)
    assert not told & held


def _row(read: Read, text: str, expected: Facts, line: int) -> FactRow:
    found: dict[str, list[object]] = {}
    for fact in read(text):
        if fact.name in KEYS:
            found.setdefault(fact.name, []).append(fact.value)
    return FactRow(text, expected, normalised(found), line)
