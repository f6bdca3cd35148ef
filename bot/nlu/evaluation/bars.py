"""What the figures have to reach, and by how much they miss it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.triage import SignalName
from bot.nlu.evaluation.bootstrap import Figure


@dataclass(frozen=True)
class Bar:
    """A limit; `most` where less is better."""

    limit: float
    most: bool = False

    def text(self) -> str:
        """As in “≥ 0.95”."""
        return f"{'≤' if self.most else '≥'} {self.limit:.2f}"

    def missed_by(self, figure: Figure | None) -> float | None:
        """None where it is reached, or nothing is known."""
        if figure is None or figure.value is None:
            return None
        lacking = figure.value - self.limit if self.most else self.limit - figure.value
        return lacking if lacking > 0 else None


_AT_ANY_COST = frozenset({SignalName.SELF_HARM, SignalName.VIOLENCE})
"""They rather alarm once too often than miss one (practice Q1, Q4)."""
BARS: Mapping[str, Bar] = {
    "complaint.recall": Bar(0.95),
    "complaint.false_alarms.questions": Bar(0.03, most=True),
    "intent.macro_f1": Bar(0.90),
    "cause.macro_f1": Bar(0.85),
    "anger.kappa": Bar(0.80),
    **{f"fact.all.{kind}": Bar(0.95) for kind in ("precision", "recall", "f1")},
    **{f"signal.{s.value}.recall": Bar(0.98 if s in _AT_ANY_COST else 0.90) for s in SignalName},
    **{f"signal.{s.value}.precision": Bar(0.80 if s in _AT_ANY_COST else 0.90) for s in SignalName},
}
"""By the name of the figure, in every language alike."""
PARSE_MS = 4.0
"""Median time to read one message on one core."""


def missed(name: str, figure: Figure | None) -> str:
    """By how much the figure misses its bar, as in “−0.053”; nothing where it does not."""
    lacking = BARS[name].missed_by(figure) if name in BARS else None
    return f"−{lacking:.3f}" if lacking else ""
