"""Samples and how they are written down."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from typing_extensions import Self


class Samples(list[float]):
    """Seconds, or anything else that was measured many times."""

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self)

    @property
    def p95(self) -> float:
        """At most one in twenty is above it (nearest rank)."""
        return sorted(self)[math.ceil(0.95 * len(self)) - 1]

    @classmethod
    def joined(cls, parts: Sequence[Sequence[float]]) -> Self:
        """All samples of several rounds."""
        return cls(sample for part in parts for sample in part)


def number(value: float) -> str:
    """Three digits, as no single run knows more."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def milliseconds(seconds: float) -> str:
    """A duration as a table shows it."""
    return f"{number(seconds * 1000)} ms"


def times(value: float) -> str:
    """A ratio in bold, since the ratios are what the tables are for."""
    return f"**{number(value)}×**"


def spread(ratios: Sequence[float]) -> str:
    """The lowest and the highest of the rounds' ratios."""
    return f"{number(min(ratios))}–{number(max(ratios))}×"
