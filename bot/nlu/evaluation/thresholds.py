"""Proposes the numbers of `data/policy/reading.yml` from out-of-fold scores of training data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading import Anger, Cause, Intent
from bot.domain.reading_policy import ReadingPolicy
from bot.domain.triage import SignalName
from bot.nlu.evaluation.bootstrap import Numbers, ratio
from bot.nlu.evaluation.metrics import weighted_kappa
from bot.nlu.evaluation.out_of_fold import Scored

Truths = NDArray[np.bool_]
GRID: Numbers = np.arange(1, 100) / 100
"""Thresholds that are tried: finer ones would fit the messages rather than the matter."""
MOST_FALSE_ALARMS = 0.03
"""Share of plain questions that may count as complaints."""
PRECISION = 0.90
PRECISION_OF = {SignalName.SELF_HARM: 0.80, SignalName.VIOLENCE: 0.80}
"""Where a missed one costs more than an alarm too many (practice Q1, Q4)."""
LEAST_RECALL = 0.10
"""A precision that is reached only by finding less than this counts as unreachable."""
_ANGER_GRID: Numbers = np.arange(1, 80) / 20


@dataclass(frozen=True)
class Choice:
    """A threshold with what it gives on the messages it was chosen on, and what every other one of
    the grid would give."""

    threshold: float
    precisions: Numbers
    recalls: Numbers

    @property
    def precision(self) -> float:
        """At the threshold."""
        return float(self.precisions[_at(self.threshold)])

    @property
    def recall(self) -> float:
        """At the threshold."""
        return float(self.recalls[_at(self.threshold)])

    def line(self, name: str, in_force: float) -> str:
        """For reading.yml: the number in force with what it gives, and the proposal with what that
        would give, so that a deviation is seen and a reason can be written behind it."""
        now = replace(self, threshold=in_force)
        kept = f"{name}: {in_force:.2f}   # precision {now.precision:.2f}, recall {now.recall:.2f}"
        if _at(in_force) == _at(self.threshold):
            return f"{kept}, as proposed"
        return f"{kept}; proposed {self.threshold:.2f}: {self.precision:.2f}, {self.recall:.2f}"

    def as_dict(self) -> dict[str, float]:
        """For JSON."""
        names = ("threshold", "precision", "recall")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Proposal:
    """All of reading.yml; `false_alarms` is the share among plain questions."""

    complaint: Choice
    false_alarms: float
    causes: dict[Cause, Choice]
    anger: tuple[float, ...]
    kappa: float
    signals: dict[SignalName, Choice]


def propose(scored: Sequence[Scored]) -> Proposal:
    """Raises ValueError where there are no questions or no complaints to choose from."""
    whole = [item for item in scored if not item.entry.partial]
    complaint, false_alarms = _complaint(whole)
    passed = [item for item in whole if item.scores.complaint >= complaint.threshold]
    anger, kappa = anger_cuts(
        np.array([item.scores.anger for item in whole]),
        np.array([int(item.entry.reading.anger) for item in whole]),
    )
    return Proposal(
        complaint=complaint,
        false_alarms=false_alarms,
        causes={cause: _cause(passed, cause) for cause in Cause},
        anger=anger,
        kappa=kappa,
        signals={name: _signal(whole, name) for name in SignalName},
    )


def best_f1(truth: Truths, scores: Numbers) -> Choice:
    """The threshold with the best F1; the highest of the grid where nothing is to be found."""
    precision, recall = _curve(truth, scores)
    value = np.nan_to_num(ratio(2 * precision * recall, precision + recall))
    at = int(np.argmax(value)) if value.any() else len(GRID) - 1
    return _choice(precision, recall, at)


def lowest_precise(truth: Truths, scores: Numbers, wanted: float) -> Choice:
    """The lowest threshold with the wanted precision; the one with the best F1 where there is
    none, or only one that leaves hardly anything found."""
    precision, recall = _curve(truth, scores)
    fine = np.flatnonzero((precision >= wanted) & (recall >= LEAST_RECALL))
    return _choice(precision, recall, int(fine[0])) if len(fine) else best_f1(truth, scores)


def anger_cuts(scores: Numbers, levels: NDArray[np.int64]) -> tuple[tuple[float, ...], float]:
    """Where each level begins so that kappa is greatest, and that kappa.

    One cut after the other is moved to its best place until none moves any more.
    """
    count = len(Anger)
    above = scores[None, :] >= _ANGER_GRID[:, None]
    shown = np.stack([(above & (levels == level)).sum(axis=1) for level in range(count)], axis=1)
    total = np.bincount(levels, minlength=count)
    cuts = [int(np.searchsorted(_ANGER_GRID, level - 0.5)) for level in range(1, count)]

    def kappa(places: Sequence[int]) -> float:
        reached = np.vstack([total, shown[list(places)], np.zeros(count)])
        return float(np.nan_to_num(weighted_kappa((reached[:-1] - reached[1:]).T[None])[0]))

    best, before = kappa(cuts), -1.0
    while best > before:
        before = best
        for i in range(len(cuts)):
            low = cuts[i - 1] + 1 if i else 0
            high = cuts[i + 1] if i + 1 < len(cuts) else len(_ANGER_GRID)
            tried = {at: kappa([*cuts[:i], at, *cuts[i + 1 :]]) for at in range(low, high)}
            at = max(tried, key=lambda place: tried[place])
            if tried[at] > best:
                cuts[i], best = at, tried[at]
    return tuple(float(_ANGER_GRID[at]) for at in cuts), best


def as_yaml(proposal: Proposal, policy: ReadingPolicy) -> str:
    """`data/policy/reading.yml` as it is, with what its numbers give and what is proposed."""
    causes, signals = proposal.causes, proposal.signals
    return "\n".join(
        [
            proposal.complaint.line("complaint", policy.complaint)
            + f" ({proposal.false_alarms:.1%} of questions)",
            "causes:",
            *(f"  {causes[c].line(c.value, policy.causes[c])}" for c in Cause),
            f"anger: {_list(policy.anger)}   # proposed {_list(proposal.anger)}: "
            f"kappa {proposal.kappa:.3f}",
            "signals:",
            *(f"  {signals[s].line(s.value, policy.signals[s])}" for s in SignalName),
        ]
    )


def as_dict(proposal: Proposal) -> dict[str, Any]:
    """For JSON."""
    return {
        "complaint": proposal.complaint.as_dict(),
        "false_alarms": proposal.false_alarms,
        "causes": {cause.value: choice.as_dict() for cause, choice in proposal.causes.items()},
        "anger": proposal.anger,
        "kappa": proposal.kappa,
        "signals": {name.value: choice.as_dict() for name, choice in proposal.signals.items()},
    }


def _list(cuts: Sequence[float]) -> str:
    return f"[{', '.join(f'{cut:.2f}' for cut in cuts)}]"


def _at(threshold: float) -> int:
    """The place in the grid."""
    return int(np.argmin(abs(threshold - GRID)))


def _complaint(scored: Sequence[Scored]) -> tuple[Choice, float]:
    truth = np.array([item.entry.reading.complaint for item in scored], dtype=bool)
    scores = np.array([item.scores.complaint for item in scored])
    asks = np.array([item.entry.reading.intent is Intent.ASK_PRODUCT for item in scored], bool)
    asks &= ~truth
    if not truth.any() or not asks.any():
        raise ValueError("Complaints and questions (ask_product) are both needed for a choice.")
    alarms = (scores[asks][None, :] >= GRID[:, None]).mean(axis=1)
    fine = np.flatnonzero(alarms <= MOST_FALSE_ALARMS)
    at = int(fine[0]) if len(fine) else len(GRID) - 1
    precision, recall = _curve(truth, scores)
    return _choice(precision, recall, at), float(alarms[at])


def _cause(scored: Sequence[Scored], cause: Cause) -> Choice:
    truth = np.array([cause in item.entry.reading.causes for item in scored], dtype=bool)
    return best_f1(truth, np.array([item.scores.causes[cause] for item in scored]))


def _signal(scored: Sequence[Scored], name: SignalName) -> Choice:
    truth = np.array([name in item.entry.reading.signals for item in scored], dtype=bool)
    scores = np.array([item.scores.signals[name] for item in scored])
    return lowest_precise(truth, scores, PRECISION_OF.get(name, PRECISION))


def _curve(truth: Truths, scores: Numbers) -> tuple[Numbers, Numbers]:
    """Precision and recall at every threshold of the grid."""
    found = scores[None, :] >= GRID[:, None]
    hits = (found & truth).sum(axis=1).astype(np.float64)
    every = np.full(len(GRID), float(truth.sum()))
    return (
        np.nan_to_num(ratio(hits, found.sum(axis=1).astype(np.float64))),
        np.nan_to_num(ratio(hits, every)),
    )


def _choice(precision: Numbers, recall: Numbers, at: int) -> Choice:
    return Choice(float(GRID[at]), precision, recall)
