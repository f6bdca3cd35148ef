"""Linear heads over one shared vocabulary, read with one small sum.

A message has a few hundred features; reading it adds up their rows of one matrix. That takes some
tens of microseconds for all heads together, whatever the size of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import scipy.sparse
from numpy.lib.format import write_array
from numpy.typing import NDArray

from bot.nlu.rows import Rows

Floats = NDArray[np.float32]
Answers = NDArray[np.bool_]


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
