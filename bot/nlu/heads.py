"""Linear heads over one shared vocabulary: trained with scikit-learn, read with one small sum.

A message has a few hundred features; reading it adds up their rows of one matrix. That takes some
tens of microseconds for all heads together, whatever the size of the vocabulary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import joblib
import numpy as np
import scipy.sparse
from numpy.lib.format import write_array
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Floats = NDArray[np.float32]
Answers = NDArray[np.bool_]
FOLDS = 2
_PROCESSES = 2
_TOLERANCE = 1e-2
"""Of the training; smaller ones take several times as long and judge no better."""


class Vocabulary:
    """Features with their weights; rare ones count more (inverse document frequency)."""

    def __init__(self, names: Sequence[str], weights: Floats) -> None:
        if len(names) != len(weights):
            raise ValueError(f"{len(names)} features have {len(weights)} weights.")
        self.names = tuple(names)
        self.weights = weights
        self._index = {name: i for i, name in enumerate(self.names)}

    @classmethod
    def learn(
        cls, messages: Sequence[Iterable[str]], boost: Mapping[str, float], rare: int
    ) -> Vocabulary:
        """From the features of the training messages; `boost` multiplies by a name's prefix.

        Features seen fewer than `rare` times teach nothing that generalises.
        """
        seen = Counter(name for features in messages for name in set(features))
        names = sorted(name for name, count in seen.items() if count >= rare)
        counts = np.array([seen[name] for name in names], dtype=np.float32)
        weights = np.log((1 + len(messages)) / (1 + counts)) + 1
        factors = [
            next((f for prefix, f in boost.items() if name.startswith(prefix)), 1.0)
            for name in names
        ]
        return cls(names, (weights * np.array(factors)).astype(np.float32))

    def knows(self, feature: str) -> bool:
        """Whether enough training messages had it."""
        return feature in self._index

    def vector(self, features: Iterable[str]) -> tuple[NDArray[np.int64], Floats]:
        """Rows and their values, of length one; features never seen are left out."""
        index = self._index
        rows = np.array(sorted({index[f] for f in features if f in index}), dtype=np.int64)
        values = self.weights[rows]
        norm = float(np.sqrt(values @ values))
        return rows, values / norm if norm else values

    def matrix(self, messages: Iterable[Iterable[str]]) -> scipy.sparse.csr_matrix:
        """One row per message."""
        vectors = [self.vector(features) for features in messages]
        starts = np.cumsum([0, *(len(rows) for rows, _ in vectors)])
        rows = np.concatenate([rows for rows, _ in vectors])
        values = np.concatenate([values for _, values in vectors])
        return scipy.sparse.csr_matrix(
            (values, rows, starts), shape=(len(vectors), len(self.names))
        )


@dataclass(frozen=True)
class Head:
    """One yes-or-no question: a weight per feature and a bias; a score above 0 leans to yes."""

    name: str
    weights: Floats
    bias: float


Train = Callable[[str, scipy.sparse.csr_matrix, Answers], Head]


def margin_head(c: float, lift: float) -> Train:
    """A support vector machine. A no weighs 1, a yes `lift` times the number of messages per yes:
    rare answers are not drowned, and common ones do not swallow everything."""

    def train(name: str, x: scipy.sparse.csr_matrix, y: Answers) -> Head:
        weight = lift * len(y) / max(1, int(y.sum()))
        model = LinearSVC(
            C=c, tol=_TOLERANCE, class_weight={False: 1.0, True: weight}, random_state=0
        ).fit(x, y)
        return Head(name, model.coef_[0].astype(np.float32), float(model.intercept_[0]))

    return train


@dataclass(frozen=True)
class Question:
    """What one head is to learn; `rows` picks the messages that have an answer."""

    name: str
    answers: Answers
    train: Train
    rows: Answers | None = None
    odds: bool = True
    """Whether scores are to be log-odds; otherwise they stay margins, comparable among rivals."""


def train_heads(
    x: scipy.sparse.csr_matrix, questions: Sequence[Question], groups: NDArray[np.int64]
) -> tuple[list[Head], Floats]:
    """All heads, in the order of `questions`, and the scores that every row of `x` gets from heads
    which saw nothing of its fold: one column per question.

    `groups` numbers the folds 0 … FOLDS-1; messages of one writer and scene share a fold. Scores
    are log-odds, except margins where a question says so.
    """

    # Threads of one process would share liblinear's random numbers: no two trainings were alike.
    shares = [questions[i::_PROCESSES] for i in range(_PROCESSES)]
    taught = joblib.Parallel(n_jobs=_PROCESSES, max_nbytes=None)(
        joblib.delayed(_all_learned)(share, x, groups) for share in shares
    )
    learned = [taught[i % _PROCESSES][i // _PROCESSES] for i in range(len(questions))]
    return [head for head, _ in learned], np.stack([apart for _, apart in learned], axis=1)


def _all_learned(
    questions: Sequence[Question], x: scipy.sparse.csr_matrix, groups: NDArray[np.int64]
) -> list[tuple[Head, Floats]]:
    return [_learned(question, x, groups) for question in questions]


def _learned(
    question: Question, x: scipy.sparse.csr_matrix, groups: NDArray[np.int64]
) -> tuple[Head, Floats]:
    y, every = question.answers, np.ones(len(groups), bool)
    rows = every if question.rows is None else question.rows
    margins = np.zeros(len(y), dtype=np.float64)
    for fold in range(FOLDS):
        out = groups == fold
        taught = rows & ~out
        if out.any() and y[taught].any():
            head = question.train(question.name, x[taught], y[taught])
            margins[out] = x[out] @ head.weights + head.bias
    head = question.train(question.name, x[rows], y[rows])
    if not question.odds:
        return head, margins.astype(np.float32)
    # What a margin is worth is learned where the head had not seen the message.
    scale = LogisticRegression(C=1e3).fit(margins[rows, None], y[rows])
    slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    weighed = Head(head.name, (head.weights * slope).astype(np.float32), head.bias * slope + shift)
    return weighed, (margins * slope + shift).astype(np.float32)


class Heads:
    """Several heads as one matrix."""

    def __init__(self, vocabulary: Vocabulary, heads: Sequence[Head]) -> None:
        self.vocabulary = vocabulary
        self.names = tuple(head.name for head in heads)
        # Half precision, as it is saved, so that a trained reader and a loaded one judge alike.
        weights = np.stack([head.weights for head in heads], axis=1).astype(np.float16)
        self._matrix = np.ascontiguousarray(weights.astype(np.float32))
        self._bias = np.array([head.bias for head in heads], dtype=np.float32)

    def scores(self, features: Iterable[str]) -> Floats:
        """One score per head, in the order of `names`."""
        rows, values = self.vocabulary.vector(features)
        if not len(rows):
            return self._bias
        scores: Floats = values @ self._matrix[rows] + self._bias
        return scores

    def all_scores(self, x: scipy.sparse.csr_matrix) -> Floats:
        """One row of scores per row of `x`."""
        scores: Floats = np.asarray(x @ self._matrix + self._bias)
        return scores

    def shares(self, features: Iterable[str], head: str) -> list[tuple[str, float]]:
        """What each feature adds to a head's score, largest first: why it judged so."""
        rows, values = self.vocabulary.vector(features)
        added = values * self._matrix[rows, self.names.index(head)]
        order = np.argsort(-added)
        return [(self.vocabulary.names[rows[i]], float(added[i])) for i in order]

    def save(self, path: Path) -> None:
        """As one `.npz` file, small enough that packing the model takes no time."""
        arrays = {
            "matrix": self._matrix.astype(np.float16),
            "bias": self._bias,
            "heads": _as_bytes(self.names),
            "features": _as_bytes(self.vocabulary.names),
            "weights": self.vocabulary.weights,
        }
        with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            for name, array in arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    write_array(member, array, allow_pickle=False)  # type: ignore[no-untyped-call]

    @classmethod
    def load(cls, path: Path) -> Heads:
        """What `save` wrote."""
        with np.load(path) as data:
            vocabulary = Vocabulary(_as_names(data["features"]), data["weights"])
            heads = [
                Head(name, weights, bias)
                for name, weights, bias in zip(
                    _as_names(data["heads"]),
                    data["matrix"].astype(np.float32).T,
                    data["bias"].tolist(),
                    strict=True,
                )
            ]
        return cls(vocabulary, heads)


def _as_bytes(names: Sequence[str]) -> NDArray[np.uint8]:
    """Names have no line breaks; an array of strings would take as much room for each as for the
    longest."""
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _as_names(array: NDArray[np.uint8]) -> list[str]:
    return array.tobytes().decode().split("\n")
