"""What is learned from labelled messages about a whole message, and how it is read again.

Intent, complaint or not, causes, anger and a question's topic share one vocabulary. Rasa does not
appear here: `message_reader` connects this to it, `qingting evaluate` uses it by itself.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.triage import SignalName
from bot.nlu.heads import Floats, Heads, Vocabulary
from bot.nlu.rows import Rows
from bot.nlu.teaching import FOLDS, Question, train_heads

K = TypeVar("K")
COMPLAINT = "complaint"
_ANGER = "anger:"
_INTENT = "intent:"
_CAUSE = "cause:"
_SIGNAL = "signal:"
_TOPIC = "topic:"
_BOOST = {"k:": 0.8, "b:": 0.6, "e:": 0.6}
_NEIGHBOURS = 40

_SHARPNESS = 4.0
"""How fast a lead in margin becomes certainty; `qingting evaluate` draws how honest it is."""


@dataclass(frozen=True)
class Example:
    """The labels of one training message.

    `partial`: only the intent is known, as for examples in `data/nlu/`. `fold`: which part of the
    data it belongs to when scores are calibrated (`fold_of`).
    """

    reading: Reading
    fold: int
    partial: bool = False


@dataclass(frozen=True)
class Judgement:
    """First scores of one message; shares lie between 0 and 1, `anger` between 0 and 4. `weighing`
    has the last word on the intent."""

    intents: Mapping[Intent, float]
    anger: float
    topics: Mapping[Topic, float]


class Judge:
    """Reads whole messages with trained heads."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        names = heads.names
        self._intents = [(Intent(n[len(_INTENT) :]), i) for i, n in _with(names, _INTENT)]
        self._topics = [(Topic(n[len(_TOPIC) :]), i) for i, n in _with(names, _TOPIC)]
        self._anger = [i for i, _ in _with(names, _ANGER)]

    def interpret(self, scores: Floats) -> Judgement:
        """What raw scores mean."""
        return Judgement(
            intents=_shares(self._intents, scores),
            anger=sum(_odds(scores[i]) for i in self._anger),
            topics=_shares(self._topics, scores),
        )

    def save(self, path: Path) -> None:
        """As one `.npz` file."""
        self.heads.save(path)

    @classmethod
    def load(cls, path: Path) -> Judge:
        """What `save` wrote."""
        return cls(Heads.load(path))


def learn(rows: Rows, examples: Sequence[Example]) -> tuple[Judge, Floats]:
    """Train every head from the features and labels of the examples; also what each scores with
    heads that saw nothing of its fold.
    Raises ValueError where a class has no example."""
    vocabulary = Vocabulary.learn(rows, _BOOST, 3)
    x = vocabulary.matrix(rows)
    folds = np.array([example.fold for example in examples], dtype=np.int64)
    heads, apart = train_heads(x, list(_questions(examples)), folds)
    return Judge(Heads(vocabulary, heads)), apart


def fold_of(file: str, line: int) -> int:
    """Neighbours in a file are one writer's and often one story, so they stay together."""
    return zlib.crc32(f"{file}:{line // _NEIGHBOURS}".encode()) % FOLDS


def _questions(examples: Sequence[Example]) -> Iterable[Question]:
    readings = [example.reading for example in examples]
    whole = np.array([not example.partial for example in examples])
    asking = np.array([reading.topic is not None for reading in readings])
    for intent in sorted({reading.intent for reading in readings}):
        yield Question(
            _INTENT + intent.value,
            np.array([r.intent is intent for r in readings]),
            1.0,
            0.05,
            odds=False,
        )
    yield Question(COMPLAINT, np.array([r.complaint for r in readings]), 1.0, 0.5)
    for level in list(Anger)[1:]:
        answers = np.array([r.anger >= level for r in readings])
        yield Question(f"{_ANGER}{level.value}", answers, 0.3, 0.5, whole)
    for cause in Cause:
        answers = np.array([cause in r.causes for r in readings])
        yield Question(_CAUSE + cause.value, answers, 1.0, 0.1, whole)
    for signal in SignalName:
        answers = np.array([signal in r.signals for r in readings])
        yield Question(_SIGNAL + signal.value, answers, 0.3, 0.1, whole)
    for topic in Topic:
        answers = np.array([r.topic is topic for r in readings])
        yield Question(_TOPIC + topic.value, answers, 1.0, 0.1, asking, odds=False)


def _with(names: Sequence[str], prefix: str) -> Iterable[tuple[int, str]]:
    return [(i, name) for i, name in enumerate(names) if name.startswith(prefix)]


def _odds(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(score)))))


def _shares(items: Sequence[tuple[K, int]], scores: Floats) -> dict[K, float]:
    """Margins of rivals as shares that add up to one."""
    powers = np.exp(_SHARPNESS * scores[[i for _, i in items]])
    shares = powers / powers.sum()
    return {item: float(share) for (item, _), share in zip(items, shares, strict=True)}
