"""Linear heads over one shared vocabulary, read with one small sum.

A message has a few hundred features; reading it adds up their rows of one matrix. That takes some
tens of microseconds for all heads together, whatever the size of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import scipy.sparse
from numpy.lib.format import write_array
from numpy.typing import NDArray

from bot.nlu.rows import Features, Rows
from bot.nlu.runs import PREFIXES, Numbers, places_of, runs_of, spelled

Floats = NDArray[np.float32]
Answers = NDArray[np.bool_]


class Vocabulary:
    """Features with their weights; rare ones count more (inverse document frequency). Names come
    first, then `runs` of letters, which ascend."""

    def __init__(self, names: Sequence[str], runs: Numbers, weights: Floats) -> None:
        if len(names) + len(runs) != len(weights):
            raise ValueError(f"{len(names)} names, {len(runs)} runs: {len(weights)} weights.")
        self.names = tuple(names)
        self.runs = runs
        self.weights = weights
        self._index = {name: i for i, name in enumerate(self.names)}

    def __len__(self) -> int:
        return len(self.weights)

    @classmethod
    def learn(
        cls, rows: Rows, boost: Mapping[str, float], rare: int, among: Answers | None = None
    ) -> Vocabulary:
        """From the features of the training messages, or of those `among` them; `boost` multiplies
        by a name's prefix.

        Features seen fewer than `rare` times teach nothing that generalises.
        """
        named, run = np.split(rows.counts(among), [len(rows.names)])
        seen = sorted((rows.names[i], int(named[i])) for i in np.flatnonzero(named >= rare))
        runs = rows.runs[run >= rare]
        counts = np.concatenate([[count for _, count in seen], run[run >= rare]])
        total = len(rows) if among is None else int(among.sum())
        rarity = np.log((1 + total) / (1 + counts.astype(np.float32))) + 1
        by_place = np.array([boost.get(prefix, 1.0) for prefix in PREFIXES.values()])
        factors = [
            next((f for prefix, f in boost.items() if name.startswith(prefix)), 1.0)
            for name, _ in seen
        ]
        weights = rarity * np.concatenate([factors, by_place[places_of(runs)]])
        return cls([name for name, _ in seen], runs, weights.astype(np.float32))

    def knows(self, name: str) -> bool:
        """Whether enough training messages had it."""
        return name in self._index

    def knows_runs(self, runs: Numbers) -> Answers:
        """Of each, whether enough training messages had it."""
        return self._places(runs) >= 0

    def name_of(self, feature: int) -> str:
        """What people read for a feature."""
        named = len(self.names)
        return self.names[feature] if feature < named else spelled(int(self.runs[feature - named]))

    def vectors(
        self, messages: Sequence[Features]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """Message, feature and value, by message and feature. The values of a message are of length
        one; features never seen are left out."""
        index, size = self._index, len(self)
        named = (n * size + index[f] for n, m in enumerate(messages) for f in m.names if f in index)
        runs, stretch = runs_of([stretch for m in messages for stretch in m.stretches])
        whose = np.repeat(np.arange(len(messages)), [len(m.stretches) for m in messages])
        places = self._places(runs)
        known = places >= 0
        in_runs = whose[stretch[known]] * size + places[known]
        found = np.unique(np.concatenate([np.fromiter(named, np.int64), in_runs]))
        rows, features = np.divmod(found, size) if size else (found, found)
        values = self.weights[features]
        norms = np.sqrt(np.bincount(rows, values.astype(np.float64) ** 2, len(messages)))
        return rows, features, (values / norms[rows]).astype(np.float32)

    def matrix(self, rows: Rows) -> scipy.sparse.csr_matrix:
        """One row per message, as `vectors` makes it."""
        names = np.array([self._index.get(name, -1) for name in rows.names], dtype=np.int32)
        known = np.concatenate([names, self._places(rows.runs)]).astype(np.int32)
        at = known[rows.at]
        starts = np.concatenate([[0], np.cumsum(at >= 0)])[rows.starts]
        at = at[at >= 0]
        x = scipy.sparse.csr_matrix((self.weights[at], at, starts), shape=(len(rows), len(self)))
        x.sort_indices()
        squares = np.concatenate([[0.0], np.cumsum(x.data.astype(np.float64) ** 2)])[starts]
        norms = np.sqrt(np.diff(squares))
        x.data /= np.repeat(norms, np.diff(starts)).astype(np.float32)
        return x

    def _places(self, runs: Numbers) -> NDArray[np.int64]:
        """The feature that each run is, -1 for one never seen."""
        at = np.searchsorted(self.runs, runs)
        at[at == len(self.runs)] = 0
        known = self.runs[at] == runs if len(self.runs) else np.zeros(len(runs), bool)
        places: NDArray[np.int64] = np.where(known, at + len(self.names), -1)
        return places


@dataclass(frozen=True)
class Head:
    """One yes-or-no question: a weight per feature and a bias; a score above 0 leans to yes."""

    name: str
    weights: Floats
    bias: float


class Heads:
    """Several heads as one matrix."""

    def __init__(self, vocabulary: Vocabulary, heads: Sequence[Head]) -> None:
        self.vocabulary = vocabulary
        self.names = tuple(head.name for head in heads)
        # Half precision, as it is saved, so that a trained reader and a loaded one judge alike.
        weights = np.stack([head.weights for head in heads], axis=1).astype(np.float16)
        self._matrix = np.ascontiguousarray(weights.astype(np.float32))
        self._bias = np.array([head.bias for head in heads], dtype=np.float32)

    def scores(self, messages: Sequence[Features]) -> Floats:
        """One row per message, and in it one score per head, in the order of `names`."""
        rows, features, values = self.vocabulary.vectors(messages)
        scores = np.tile(self._bias, (len(messages), 1))
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        if len(rows):
            scores[rows[starts]] += np.add.reduceat(
                values[:, None] * self._matrix[features], starts, axis=0
            )
        return scores

    def all_scores(self, x: scipy.sparse.csr_matrix) -> Floats:
        """One row of scores per row of `x`."""
        scores: Floats = np.asarray(x @ self._matrix + self._bias)
        return scores

    def shares(self, features: Features, head: str) -> list[tuple[str, float]]:
        """What each feature adds to a head's score, largest first: why it judged so."""
        _, at, values = self.vocabulary.vectors([features])
        added = values * self._matrix[at, self.names.index(head)]
        name_of = self.vocabulary.name_of
        return [(name_of(at[i]), float(added[i])) for i in np.argsort(-added)]

    def save(self, path: Path) -> None:
        """As one `.npz` file, small enough that packing the model takes no time."""
        arrays = {
            "matrix": self._matrix.astype(np.float16),
            "bias": self._bias,
            "heads": _as_bytes(self.names),
            "features": _as_bytes(self.vocabulary.names),
            "runs": self.vocabulary.runs,
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
            vocabulary = Vocabulary(_as_names(data["features"]), data["runs"], data["weights"])
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
