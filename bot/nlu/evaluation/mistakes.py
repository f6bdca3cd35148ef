"""The mistakes of which the reader was surest, per task: what to look at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.reading import Cause
from bot.domain.triage import SignalName
from bot.nlu.evaluation.facts import FactRow
from bot.nlu.evaluation.predictions import Row

MOST = 30
"""Per task."""


@dataclass(frozen=True)
class Mistake:
    """`badness` orders them; `file` and `line` tell where the label stands."""

    text: str
    expected: str
    found: str
    score: str
    file: str
    line: int
    badness: float


def worst(
    rows: Sequence[Row], facts: Sequence[FactRow], facts_file: str
) -> dict[str, list[Mistake]]:
    """Up to `MOST` per task, worst first."""
    tasks = {
        "Complaints": map(_complaint, rows),
        "Intents": map(_intent, rows),
        "Topics": map(_topic, rows),
        "Causes": (mistake for row in rows for mistake in _causes(row)),
        "Anger": map(_anger, rows),
        "Signals": (mistake for row in rows for mistake in _signals(row)),
        "Facts": (mistake for row in facts for mistake in _facts(row, facts_file)),
    }
    return {task: _first(found) for task, found in tasks.items()}


def _first(found: Iterable[Mistake | None]) -> list[Mistake]:
    made = [mistake for mistake in found if mistake is not None]
    return sorted(made, key=lambda mistake: -mistake.badness)[:MOST]


def _mistake(row: Row, expected: str, found: str, score: float, badness: float) -> Mistake:
    entry = row.expected
    return Mistake(entry.text, expected, found, f"{score:.2f}", entry.file, entry.line, badness)


def _complaint(row: Row) -> Mistake | None:
    expected, score = row.expected.reading.complaint, row.scores.complaint
    if expected == row.found.is_complaint:
        return None
    words = {True: "a complaint", False: "none"}
    badness = 1 - score if expected else score
    return _mistake(row, words[expected], words[row.found.is_complaint], score, badness)


def _intent(row: Row) -> Mistake | None:
    expected, found = row.expected.reading.intent, row.found.intent
    if expected is found:
        return None
    score = row.scores.intents[found]
    badness = score - row.scores.intents.get(expected, 0.0)
    return _mistake(row, expected.value, found.value, score, badness)


def _topic(row: Row) -> Mistake | None:
    expected, found = row.expected.reading.topic, row.likeliest_topic
    if expected is None or expected is found:
        return None
    score = row.scores.topics[found]
    return _mistake(row, expected.value, found.value, score, score)


def _causes(row: Row) -> Iterator[Mistake]:
    expected, found = set(row.expected.reading.causes), set(row.found.causes)
    shown = _listed(row.expected.reading.causes), _listed(row.found.causes)
    wrong = {cause: row.scores.causes[cause] for cause in found - expected}
    missed = {cause: 1 - row.scores.causes[cause] for cause in expected - found}
    if wrong or missed:
        cause, badness = max({**wrong, **missed}.items(), key=lambda item: item[1])
        yield _mistake(row, *shown, row.scores.causes[cause], badness)


def _anger(row: Row) -> Mistake | None:
    expected, found = row.expected.reading.anger, row.found.anger
    if expected == found:
        return None
    return _mistake(
        row, str(int(expected)), str(int(found)), row.scores.anger, abs(row.scores.anger - expected)
    )


def _signals(row: Row) -> Iterator[Mistake]:
    expected = row.expected.reading.signals
    found = {signal.name: signal for signal in row.found.signals}
    for name in SignalName:
        score = row.scores.signals.get(name, 0.0)
        if name in expected and name not in found:
            yield _mistake(row, f"{name.value}: {expected[name]}", "–", score, 1 - score)
        elif name in found and name not in expected:
            yield _mistake(row, "–", f"{name.value}: {found[name].quote}", score, score)


def _facts(row: FactRow, file: str) -> Iterator[Mistake]:
    missed = [f"{key}: {value}" for key in row.keys for value in _less(row, key, found=False)]
    wrong = [f"{key}: {value}" for key in row.keys for value in _less(row, key, found=True)]
    if missed or wrong:
        expected, found = " · ".join(missed) or "–", " · ".join(wrong) or "–"
        yield Mistake(row.text, expected, found, "", file, row.line, len(missed) + len(wrong))


def _less(row: FactRow, key: str, *, found: bool) -> list[str]:
    """Values that only one side has."""
    one, other = (row.found, row.expected) if found else (row.expected, row.found)
    values = one.get(key)
    return sorted((values - other[key] if key in other else values).elements()) if values else []


def _listed(causes: Sequence[Cause]) -> str:
    return ", ".join(cause.value for cause in causes) or "–"
