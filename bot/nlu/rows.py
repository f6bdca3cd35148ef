"""Features of many messages as numbers: what training counts and weighs.

Tens of millions of names in lists would take gigabytes, and minutes to send to another process.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rows:
    """Row `i` has the features `names[at[n]]` for `n` from `starts[i]` to `starts[i + 1]`, each
    once, in no order."""

    names: Sequence[str]
    starts: NDArray[np.int64]
    at: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, messages: Iterable[Iterable[str]]) -> Rows:
        """One row per message."""
        growing = GrowingRows()
        for features in messages:
            growing.add(features)
        return growing.rows()

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """The rows of all parts, one after the other."""
        numbers: dict[str, int] = {}
        ats = []
        for part in parts:
            known = [numbers.setdefault(name, len(numbers)) for name in part.names]
            ats.append(np.array(known, np.int32)[part.at])
        lengths = [np.diff(part.starts) for part in parts]
        starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
        return cls(list(numbers), starts, np.concatenate(ats))

    def counts(self, among: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """In how many rows each name stands; `among` says which rows are counted."""
        at = self.at
        if among is not None:
            at = at[np.repeat(among, np.diff(self.starts))]
        return np.bincount(at, minlength=len(self.names))


class GrowingRows:
    """Numbers features message by message, so that no names have to be kept."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._number_of = self._numbers.__getitem__  # mapped in C: there are tens of millions
        self._at, self._starts = array("i"), array("q", [0])

    def add(self, features: Iterable[str]) -> None:
        """One more row."""
        self._at.extend(set(map(self._number_of, features)))
        self._starts.append(len(self._at))

    def rows(self) -> Rows:
        """All that were added."""
        return Rows(
            list(self._numbers), np.array(self._starts, np.int64), np.array(self._at, np.int32)
        )
