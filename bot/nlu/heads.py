"""Linear heads over one shared vocabulary: trained with scikit-learn, read with one small sum.

A message has a few hundred features; reading it adds up their rows of one matrix. That takes some
tens of microseconds for all heads together, whatever the size of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import scipy.sparse
from numpy.lib.format import write_array
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from bot.nlu.processes import PROCESSES, shared_out
from bot.nlu.rows import Rows

Floats = NDArray[np.float32]
Answers = NDArray[np.bool_]
FOLDS = 4
"""Into which the data is divided for scores of messages a head has not seen; with fewer, heads that
teach the weigher know less than those that will be used."""
_TOLERANCE = 0.3
"""Of the training; smaller ones take up to three times as long and judge no better."""


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
        cls, rows: Rows, boost: Mapping[str, float], rare: int, among: Answers | None = None
    ) -> Vocabulary:
        """From the features of the training messages, or of those `among` them; `boost` multiplies
        by a name's prefix.

        Features seen fewer than `rare` times teach nothing that generalises.
        """
        counts = rows.counts(among)
        seen = sorted((rows.names[i], int(counts[i])) for i in np.flatnonzero(counts >= rare))
        names = [name for name, _ in seen]
        total = len(rows) if among is None else int(among.sum())
        rarity = np.log((1 + total) / (1 + np.array([c for _, c in seen], dtype=np.float32))) + 1
        factors = [
            next((f for prefix, f in boost.items() if name.startswith(prefix)), 1.0)
            for name in names
        ]
        return cls(names, (rarity * np.array(factors)).astype(np.float32))

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

    def matrix(self, rows: Rows) -> scipy.sparse.csr_matrix:
        """One row per message, as `vector` makes it."""
        known = np.array([self._index.get(name, -1) for name in rows.names], dtype=np.int32)
        at = known[rows.at]
        starts = np.concatenate([[0], np.cumsum(at >= 0)])[rows.starts]
        at = at[at >= 0]
        x = scipy.sparse.csr_matrix(
            (self.weights[at], at, starts), shape=(len(rows), len(self.names))
        )
        x.sort_indices()
        squares = np.concatenate([[0.0], np.cumsum(x.data.astype(np.float64) ** 2)])[starts]
        norms = np.sqrt(np.diff(squares))
        x.data /= np.repeat(norms, np.diff(starts)).astype(np.float32)
        return x


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
    shares = [questions[i::PROCESSES] for i in range(PROCESSES)]
    taught = shared_out(_all_learned, [(share, x, groups) for share in shares])
    learned = [taught[i % PROCESSES][i // PROCESSES] for i in range(len(questions))]
    return [head for head, _ in learned], np.stack([apart for _, apart in learned], axis=1)


def _all_learned(
    questions: Sequence[Question], x: scipy.sparse.csr_matrix, groups: NDArray[np.int64]
) -> list[tuple[Head, Floats]]:
    """Question by question, but fold by fold: cutting the matrix takes longer than a small head."""
    every = np.ones(len(groups), bool)
    asked = [every if question.rows is None else question.rows for question in questions]
    margins = np.zeros((len(groups), len(questions)))
    for fold in range(FOLDS):
        out = groups == fold
        if not out.any():
            continue
        unseen = x[out]
        for question, column, cut in zip(questions, margins.T, _cuts(x, asked, ~out), strict=True):
            y = question.answers[cut.rows]
            if y.any():
                head = question.train(question.name, cut.x, y)
                column[out] = unseen @ head.weights + head.bias
    return [
        _calibrated(question, question.train(question.name, cut.x, question.answers[cut.rows]), m)
        for question, m, cut in zip(questions, margins.T, _cuts(x, asked, every), strict=True)
    ]


@dataclass(frozen=True)
class _Cut:
    rows: Answers
    x: scipy.sparse.csr_matrix


def _cuts(x: scipy.sparse.csr_matrix, asked: Sequence[Answers], among: Answers) -> Iterator[_Cut]:
    """For each question its rows `among` these; questions with the same rows share the matrix."""
    last: _Cut | None = None
    for rows in asked:
        wanted = rows & among
        if last is None or not np.array_equal(last.rows, wanted):
            last = _Cut(wanted, x[wanted])
        yield last


def _calibrated(
    question: Question, head: Head, margins: NDArray[np.float64]
) -> tuple[Head, Floats]:
    """The head and what it gives messages it has not seen; what a margin is worth is learned
    from those."""
    if not question.odds:
        return head, margins.astype(np.float32)
    rows = slice(None) if question.rows is None else question.rows
    scale = LogisticRegression(C=1e3).fit(margins[rows, None], question.answers[rows])
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
