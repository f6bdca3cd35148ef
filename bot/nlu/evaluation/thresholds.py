"""Proposes the numbers of `data/policy/reading.yml` from out-of-fold scores of training data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading import Anger, Cause, Intent
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
    """A threshold with what it gives on the messages it was chosen on."""

    threshold: float
    precision: float
    recall: float

    @property
    def why(self) -> str:
        """For the comment behind the number."""
        return f"precision {self.precision:.2f}, recall {self.recall:.2f}"


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


def as_yaml(proposal: Proposal) -> str:
    """The values as they stand in `data/policy/reading.yml`, with what they give."""
    causes = [f"  {c.value}: {k.threshold:.2f}   # {k.why}" for c, k in proposal.causes.items()]
    signals = [f"  {s.value}: {k.threshold:.2f}   # {k.why}" for s, k in proposal.signals.items()]
    complaint = proposal.complaint
    return "\n".join(
        [
            f"complaint: {complaint.threshold:.2f}   # recall {complaint.recall:.3f}, "
            f"{proposal.false_alarms:.1%} of questions",
            "causes:",
            *causes,
            f"anger: [{', '.join(f'{cut:.2f}' for cut in proposal.anger)}]"
            f"   # kappa {proposal.kappa:.3f}",
            "signals:",
            *signals,
        ]
    )


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
    return Choice(float(GRID[at]), float(precision[at]), float(recall[at]))
