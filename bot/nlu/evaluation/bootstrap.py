"""Figures with the interval in which they would lie on other messages of the same kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
ROUNDS = 1000
_SEED = 20261121
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True)
class Figure:
    """A share or coefficient with its 95 % interval.

    `count`: how many cases it rests on. Without any, the three numbers are None.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int

    def text(self) -> str:
        """As in “0.912 (0.897–0.926)”; a dash where there is nothing to tell."""
        if self.value is None or self.low is None or self.high is None:
            return "–"
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        rounded = {key: None if n is None else round(n, 5) for key, n in numbers.items()}
        return {**rounded, "count": self.count}


class Resamples:
    """The messages as they are (row 0 of `weights`), and drawn anew with replacement.

    Whole scenes are drawn: messages of one scene resemble each other, and drawing them singly
    would make every interval too narrow. The same messages always give the same draws.
    """

    def __init__(self, scenes: Sequence[str], rounds: int = ROUNDS) -> None:
        names, index = np.unique(np.asarray(scenes), return_inverse=True)
        size = len(names)
        random = np.random.default_rng(_SEED)
        drawn = random.multinomial(size, np.full(size, 1 / size), size=rounds)[:, index]
        self.weights: Numbers = np.vstack([np.ones(len(index)), drawn]).astype(np.float64)

    def sums(self, columns: NDArray[Any]) -> Numbers:
        """Sum of each column in each draw; `columns` has one row per message."""
        sums: Numbers = self.weights @ columns.astype(np.float64)
        return sums


def figure(values: Numbers, count: float) -> Figure:
    """From the value on the messages as they are (first) and on every draw (the others).

    The interval holds the middle 95 % of the draws; it is widened to contain the value, which a
    coefficient that is not a mean may otherwise leave.
    """
    value = float(values[0])
    drawn = values[1:][~np.isnan(values[1:])]
    if np.isnan(value) or not len(drawn):
        return Figure(None, None, None, int(count))
    low, high = np.percentile(drawn, _INTERVAL)
    return Figure(value, min(float(low), value), max(float(high), value), int(count))


def ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Not a number where there is no whole."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shares: Numbers = np.where(whole > 0, part / whole, np.nan)
    return shares


def mean(columns: Numbers) -> Numbers:
    """Mean of each row over the columns that are numbers; not a number where none is."""
    known = ~np.isnan(columns)
    return ratio(np.where(known, columns, 0).sum(axis=1), known.sum(axis=1).astype(np.float64))
