"""Learns and spots signals of a major complaint, clause by clause.

Each clause is judged by its own words, by a little of what surrounds it, by concepts, and by the
designers' phrases (`data/policy/escalation.yml`), which count as strong hints: a phrase shows its
signal, a match of `unless` speaks against it, and the learned words decide in doubt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.domain.triage import Hit, SignalName, TriagePolicy
from bot.nlu.clauses import clause_features, clauses
from bot.nlu.heads import Floats, Heads, Vocabulary
from bot.nlu.lexicon import Found
from bot.nlu.rows import Features, Rows
from bot.nlu.teaching import Question, train_heads
from bot.nlu.text import Plain

_BOOST = {"r:": 2.0, "u:": 2.0}
_LONGEST_HIT = 80
_ENOUGH = 0.6
"""Share of a quote within a clause from which the clause shows the signal."""


@dataclass(frozen=True)
class Clause:
    """Features of one clause, and where it stands in the plain text; `marked`: a phrase of the
    policy touches it."""

    start: int
    end: int
    features: Features
    marked: bool


@dataclass(frozen=True)
class Spotted:
    """A signal with its certainty (0–1) and the clause that shows it best."""

    name: SignalName
    score: float
    start: int
    end: int


@dataclass(frozen=True)
class Stretch:
    """A clause without its features."""

    start: int
    end: int
    marked: bool


@dataclass(frozen=True)
class Lesson:
    """One training message: its clauses and where the plain text shows which signal."""

    clauses: Sequence[Stretch]
    shown: Mapping[SignalName, tuple[int, int]]
    fold: int


class Cutter:
    """Cuts messages into clauses with features."""

    def __init__(self, policy: TriagePolicy) -> None:
        self._policy = policy

    def cut(self, message: Plain, found: Sequence[Found]) -> list[Clause]:
        """Never empty: an empty message has one empty clause. `found`: its concepts."""
        text = message.text
        hits = sorted(self._policy.hits(text), key=_start_of)
        return [
            Clause(start, end, clause_features(text, start, end, found, marks), bool(marks))
            for start, end in clauses(text)
            for marks in [_marks(hits, start, end)]
        ]


def _marks(hits: Sequence[Hit], start: int, end: int) -> list[str]:
    """Of the phrases that overlap the stretch; none is longer than `_LONGEST_HIT`."""
    first = bisect_left(hits, start - _LONGEST_HIT, key=_start_of)
    last = bisect_left(hits, end, key=_start_of)
    return [
        shown(hit.name) if hit.valid else f"u:{hit.name.value}"
        for hit in hits[first:last]
        if start < hit.end
    ]


def shown(name: SignalName) -> str:
    """The feature of a clause in which a phrase shows this signal, and none speaks against it."""
    return f"r:{name.value}"


def _start_of(hit: Hit) -> int:
    return hit.start


class Spotter:
    """Reads signals with trained heads."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self._names = [SignalName(name) for name in heads.names]

    def spot(self, cut: Sequence[Clause]) -> list[Spotted]:
        """The best clause for every signal, however unlikely, in the order of SignalName."""
        odds = _odds(self.heads.scores([clause.features for clause in cut]))
        best = odds.argmax(axis=0)
        return [
            Spotted(name, float(odds[at, i]), cut[at].start, cut[at].end)
            for i, (name, at) in enumerate(zip(self._names, best.tolist(), strict=True))
        ]

    def save(self, path: Path) -> None:
        """As one `.npz` file."""
        self.heads.save(path)

    @classmethod
    def load(cls, path: Path) -> Spotter:
        """What `save` wrote."""
        return cls(Heads.load(path))


def stretch_of(clause: Clause) -> Stretch:
    """What a lesson keeps of a clause."""
    return Stretch(clause.start, clause.end, clause.marked)


def learn(rows: Rows, lessons: Sequence[Lesson]) -> tuple[Spotter, Floats]:
    """Train a head per signal. `rows`: the features of all lessons' clauses, one after the other.

    Also what the best clause of every lesson scores (0–1, a column per
    signal) with heads that saw nothing of its fold."""
    cut = [(clause, lesson) for lesson in lessons for clause in lesson.clauses]
    taught = np.array(list(_instructive(lessons)), dtype=bool)
    vocabulary = Vocabulary.learn(rows, _BOOST, 3, among=taught)
    x = vocabulary.matrix(rows)
    folds = np.array([lesson.fold for _, lesson in cut], dtype=np.int64)
    heads, apart = train_heads(x, list(_questions(cut, taught)), folds)
    starts = np.cumsum([0, *(len(lesson.clauses) for lesson in lessons)])[:-1]
    best: Floats = np.maximum.reduceat(_odds(apart), starts, axis=0)
    return Spotter(Heads(vocabulary, heads)), best


def _odds(scores: Floats) -> Floats:
    odds: Floats = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return odds


def _instructive(lessons: Sequence[Lesson]) -> Iterator[bool]:
    """Which clauses to learn from: plain messages far outnumber the telling ones, so of those that
    neither show a signal nor touch a phrase of the policy every second one is enough."""
    for number, lesson in enumerate(lessons):
        for clause in lesson.clauses:
            yield bool(lesson.shown or clause.marked or number % 2)


def _questions(
    cut: Sequence[tuple[Stretch, Lesson]], taught: NDArray[np.bool_]
) -> Iterable[Question]:
    for name in SignalName:
        shares = np.array([_share(clause, lesson.shown.get(name)) for clause, lesson in cut])
        yes = shares >= _ENOUGH
        # A clause with a small part of the quote is neither an example nor a counter-example.
        yield Question(name.value, yes, 0.3, 0.1, taught & (yes | (shares == 0)))


def _share(clause: Stretch, shown: tuple[int, int] | None) -> float:
    """How much of the quote stands in the clause; a clause within a long quote counts whole."""
    if shown is None:
        return 0.0
    start, end = shown
    common = min(end, clause.end) - max(start, clause.start)
    if common <= 0:
        return 0.0
    return max(common / (end - start), common / (clause.end - clause.start) - 0.2)


def place_of(message: Plain, quote: str) -> tuple[int, int] | None:
    """Where the raw `quote` stands in the plain text."""
    start = message.raw.find(quote)
    if start < 0:
        return None
    end = start + len(quote)
    inside = [
        i
        for i, (s, e) in enumerate(zip(message.starts, message.ends, strict=True))
        if s < end and e > start
    ]
    return (inside[0], inside[-1] + 1) if inside else None
