"""Features of many messages as numbers: what training counts and weighs.

Tens of millions of names in lists would take gigabytes, and minutes to send to another process.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from bot.nlu.runs import Numbers, Place, runs_of, spelled


@dataclass(frozen=True)
class Features:
    """What a message or a clause is judged by: names, and stretches of plain text of which every
    run of letters counts. A set in meaning: however often something stands there, it counts once.
    """

    names: Sequence[str]
    stretches: Sequence[tuple[Place, str]] = ()

    def spelled(self) -> set[str]:
        """All of them, runs as well, by name."""
        return {*self.names, *map(spelled, runs_of(self.stretches)[0].tolist())}


@dataclass(frozen=True)
class Rows:
    """Row `i` has the features `at[n]` for `n` from `starts[i]` to `starts[i + 1]`, each once:
    feature `f` is `names[f]`, or `runs[f - len(names)]` behind the last name. `runs` ascend."""

    names: Sequence[str]
    runs: Numbers
    starts: NDArray[np.int64]
    at: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, messages: Iterable[Features]) -> Rows:
        """One row per message."""
        growing = GrowingRows()
        for features in messages:
            growing.add(features)
        return growing.rows()

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """The rows of all parts, one after the other."""
        numbers: dict[str, int] = {}
        known = [
            np.array([numbers.setdefault(name, len(numbers)) for name in part.names], np.int32)
            for part in parts
        ]
        runs = np.unique(np.concatenate([part.runs for part in parts]))
        ats = [
            np.concatenate([names, len(numbers) + np.searchsorted(runs, part.runs)])[part.at]
            for names, part in zip(known, parts, strict=True)
        ]
        lengths = [np.diff(part.starts) for part in parts]
        starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
        return cls(list(numbers), runs, starts, np.concatenate(ats).astype(np.int32))

    def counts(self, among: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """In how many rows each feature stands; `among` says which rows are counted."""
        at = self.at
        if among is not None:
            at = at[np.repeat(among, np.diff(self.starts))]
        return np.bincount(at, minlength=len(self.names) + len(self.runs))


class GrowingRows:
    """Numbers features message by message, so that no names have to be kept."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._number_of = self._numbers.__getitem__  # mapped in C: there are millions
        self._at, self._starts = array("i"), array("q", [0])
        self._stretches: list[tuple[Place, str]] = []
        self._cut = array("q", [0])

    def add(self, features: Features) -> None:
        """One more row."""
        self._at.extend(map(self._number_of, features.names))
        self._starts.append(len(self._at))
        self._stretches += features.stretches
        self._cut.append(len(self._stretches))

    def rows(self) -> Rows:
        """All that were added."""
        total = len(self._starts) - 1
        each = np.arange(total)
        found, stretch = runs_of(self._stretches)
        runs, at = np.unique(found, return_inverse=True)
        rows = np.concatenate(
            [
                np.repeat(each, np.diff(np.array(self._starts))),
                np.repeat(each, np.diff(np.array(self._cut)))[stretch],
            ]
        ).astype(np.int32)
        columns = np.concatenate([np.array(self._at, np.int32), at + len(self._numbers)])
        once = scipy.sparse.coo_matrix(
            (np.ones(len(rows), bool), (rows, columns.astype(np.int32))),
            shape=(total, len(self._numbers) + len(runs)),
        ).tocsr()
        return Rows(list(self._numbers), runs, once.indptr.astype(np.int64), once.indices)
