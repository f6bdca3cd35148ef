"""Facts read from messages against the ones a person read (`tests/understanding/facts.jsonl`).

One line per message: {"text": "…", "facts": {"amount": [23000], "demand": ["refund"]}}.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.evaluation.bootstrap import ROUNDS, Figure, Numbers, Resamples, figure, ratio
from bot.nlu.evaluation.metrics import Figures, f1
from bot.nlu.evaluation.predictions import TODAY
from bot.nlu.labels import LabelError
from bot.nlu.language import language_of
from bot.nlu.reader import MessageReader

Facts = Mapping[str, Counter[str]]
"""Normalised values per key, with how often each stands there."""
TIME, AMOUNT = "happened_at", "amount"
YUAN = "CNY"
KEYS = frozenset(
    {
        *("complainant_name", "contact", "policy_number", "product", "product_line", "amount"),
        *("happened_at", "branch", "salesperson", "demand", "purchase_channel"),
    }
)
"""What may stand under `facts` (docs/labelling.md, section 6)."""
_IDLE = re.compile(r"[\s《》]+")
_SETS = {"zh-Hans": "simplified", "zh-Hant": "traditional", "en": "english"}


@dataclass(frozen=True)
class FactRow:
    """One message with the facts expected and found."""

    text: str
    expected: Facts
    found: Facts
    line: int

    @property
    def keys(self) -> list[str]:
        """Of either side."""
        return sorted({*self.expected, *self.found})

    def counts(self, key: str) -> tuple[int, int, int]:
        """Values that agree, values expected, values found."""
        expected, found = self.expected.get(key, Counter()), self.found.get(key, Counter())
        return sum((expected & found).values()), sum(expected.values()), sum(found.values())


def read_facts(path: Path) -> list[tuple[int, str, Facts]]:
    """Line number, text and facts per line. Raises LabelError naming the line, and OSError."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        (number, *_entry(line, f"{path.name}:{number}"))
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def predict_facts(
    reader: MessageReader, entries: Iterable[tuple[int, str, Facts]], today: date = TODAY
) -> list[FactRow]:
    """Read every message."""
    return [
        FactRow(text, expected, found_facts(reader, text, today), number)
        for number, text, expected in entries
    ]


def found_facts(reader: MessageReader, text: str, today: date) -> Facts:
    """What the reader finds of what was labelled, normalised: nobody judged the other kinds."""
    facts: dict[str, list[Any]] = {}
    for fact in reader.read(text, today).facts:
        if fact.name in KEYS:
            facts.setdefault(fact.name, []).append(fact.value)
    return normalised(facts)


def normalised(facts: Mapping[str, Sequence[Any]]) -> Facts:
    """Comparable values. Raises ValueError, TypeError or KeyError where one cannot be."""
    return {
        key: Counter(value_text(key, value) for value in values)
        for key, values in facts.items()
        if values
    }


def value_text(key: str, value: Any) -> str:
    """Days as start and end, an amount as its number or range with its currency (yuan unless said),
    else the words without blanks and book marks."""
    if key == TIME:
        first, last = (date.fromisoformat(value[edge]) for edge in ("start", "end"))
        return f"{first}…{last}"
    if key == AMOUNT:
        return _amount(value)
    return _IDLE.sub("", str(value))


def measure_facts(rows: Sequence[FactRow], rounds: int = ROUNDS) -> dict[str, Figures]:
    """Precision, recall and F1 of exact values, all keys together and each, per language set."""
    sets: dict[str, list[FactRow]] = {"all": list(rows)}
    for row in rows:
        name = _SETS.get(language_of(row.text).name)
        if name:
            sets.setdefault(name, []).append(row)
    return {name: _of_set(part, rounds) for name, part in sets.items() if part}


def _of_set(rows: Sequence[FactRow], rounds: int) -> Figures:
    keys = sorted({key for row in rows for key in row.keys})
    samples = Resamples([str(row.line) for row in rows], rounds)
    counts = {key: np.array([row.counts(key) for row in rows], dtype=np.float64) for key in keys}
    everything = sum(counts.values(), np.zeros((len(rows), 3)))
    figures: dict[str, Figure] = {}
    for name, numbers in {"all": everything, **counts}.items():
        figures.update(_prf(name, samples.sums(numbers)))
    return figures


def _prf(name: str, sums: Numbers) -> Iterator[tuple[str, Figure]]:
    hits, expected, found = sums[:, 0], sums[:, 1], sums[:, 2]
    yield f"fact.{name}.precision", figure(ratio(hits, found), found[0])
    yield f"fact.{name}.recall", figure(ratio(hits, expected), expected[0])
    yield f"fact.{name}.f1", figure(f1(hits, expected, found), expected[0])


def _amount(value: Any) -> str:
    said = value if isinstance(value, Mapping) else {"value": value}
    ends = [said["value"], *([said["max"]] if "max" in said else [])]
    number = "…".join(f"{float(end):.2f}".removesuffix(".00") for end in ends)
    return f"{number} {said.get('currency', YUAN)}"


def _entry(line: str, place: str) -> tuple[str, Facts]:
    try:
        data = json.loads(line)
        text, facts = data["text"], data["facts"]
        unknown = set(facts) - KEYS
        expected = normalised(facts)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LabelError(
            f'{place}: must be JSON such as {{"text": "…", "facts": {{"amount": [100]}}}} '
            f"({type(error).__name__}: {error})."
        ) from error
    if not isinstance(text, str) or not text.strip():
        raise LabelError(f"{place}: `text` is missing.")
    if unknown:
        raise LabelError(f"{place}: unknown fact `{min(unknown)}`; known are {sorted(KEYS)}.")
    return text, expected
