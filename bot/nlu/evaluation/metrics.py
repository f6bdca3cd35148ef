"""What is measured on labelled messages, per language set, every figure with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading import Anger, Cause, Intent
from bot.domain.triage import SignalName
from bot.nlu.evaluation.bootstrap import ROUNDS, Figure, Numbers, Resamples, figure, mean, ratio
from bot.nlu.evaluation.predictions import Row, by_language

Figures = Mapping[str, Figure]
Truths = NDArray[np.bool_]


def measure(rows: Iterable[Row], rounds: int = ROUNDS) -> dict[str, Figures]:
    """Figures by name for all messages (`all`) and for each language set that has any."""
    return {name: _of_set(part, rounds) for name, part in by_language(rows).items() if part}


def _of_set(rows: Sequence[Row], rounds: int) -> Figures:
    samples = Resamples([row.scene for row in rows], rounds)
    return {
        **complaint_figures(rows, samples),
        **intent_figures(rows, samples),
        **topic_figures(rows, samples),
        **cause_figures(rows, samples),
        **anger_figures(rows, samples),
        **signal_figures(rows, samples),
    }


def complaint_figures(rows: Sequence[Row], samples: Resamples) -> Figures:
    """Complaints found, and false alarms on questions and on everything that is no complaint."""
    truth = np.array([row.expected.reading.complaint for row in rows])
    said = np.array([row.found.is_complaint for row in rows])
    asks = np.array([row.expected.reading.intent is Intent.ASK_PRODUCT for row in rows])
    return {
        "complaint.recall": _share(said, truth, samples),
        "complaint.precision": _share(truth, said, samples),
        "complaint.false_alarms.questions": _share(said, asks & ~truth, samples),
        "complaint.false_alarms.all": _share(said, ~truth, samples),
    }


def intent_figures(rows: Sequence[Row], samples: Resamples) -> Figures:
    """Accuracy, macro-F1, and F1 per intent."""
    truth = np.array([[row.expected.reading.intent is i for i in Intent] for row in rows])
    said = np.array([[row.found.intent is i for i in Intent] for row in rows])
    everything = np.ones(len(rows), dtype=bool)
    return {
        "intent.accuracy": _share((truth & said).any(axis=1), everything, samples),
        **_class_figures("intent", [i.value for i in Intent], truth, said, samples),
    }


def topic_figures(rows: Sequence[Row], samples: Resamples) -> Figures:
    """`accuracy` of the topic by itself; `answered`: the question was seen as one, too."""
    labels = [row.expected.reading.topic for row in rows]
    asked = np.array([topic is not None for topic in labels])
    right = [row.likeliest_topic is topic for row, topic in zip(rows, labels, strict=True)]
    told = [row.found.topic is topic for row, topic in zip(rows, labels, strict=True)]
    return {
        "topic.accuracy": _share(np.array(right), asked, samples),
        "topic.answered": _share(np.array(told), asked, samples),
    }


def cause_figures(rows: Sequence[Row], samples: Resamples) -> Figures:
    """Macro-F1 over the twelve causes, several per message, and F1 per cause."""
    truth = np.array([[c in row.expected.reading.causes for c in Cause] for row in rows])
    said = np.array([[c in row.found.causes for c in Cause] for row in rows])
    return _class_figures("cause", [c.value for c in Cause], truth, said, samples)


def anger_figures(rows: Sequence[Row], samples: Resamples) -> Figures:
    """Quadratic weighted kappa: 1 is agreement, 0 is chance; far misses cost most."""
    levels = len(Anger)
    truth = np.array([int(row.expected.reading.anger) for row in rows])
    said = np.array([int(row.found.anger) for row in rows])
    cells = samples.sums(np.eye(levels * levels)[truth * levels + said])
    kappa = weighted_kappa(cells.reshape(-1, levels, levels))
    return {
        "anger.kappa": figure(kappa, len(rows)),
        "anger.within_one": _share(abs(truth - said) <= 1, np.ones(len(rows), bool), samples),
    }


def weighted_kappa(tables: Numbers) -> Numbers:
    """Of each confusion table (the last two axes); not a number where all levels are one."""
    levels = np.arange(tables.shape[-1])
    cost = (levels[:, None] - levels[None, :]) ** 2
    total = tables.sum(axis=(-2, -1))
    by_chance = tables.sum(axis=-1)[..., :, None] * tables.sum(axis=-2)[..., None, :]
    expected = (by_chance * cost).sum(axis=(-2, -1))
    return 1 - ratio((tables * cost).sum(axis=(-2, -1)) * total, expected)


def signal_figures(rows: Sequence[Row], samples: Resamples) -> Figures:
    """Precision, recall, F1 and average precision per signal, and the mean F1."""
    truth = np.array([[s in row.expected.reading.signals for s in SignalName] for row in rows])
    found = [{signal.name for signal in row.found.signals} for row in rows]
    said = np.array([[s in names for s in SignalName] for names in found])
    scores = np.array([[row.scores.signals.get(s, 0.0) for s in SignalName] for row in rows])
    figures: dict[str, Figure] = {}
    for i, name in enumerate(s.value for s in SignalName):
        yes, hit = truth[:, i], said[:, i]
        figures[f"signal.{name}.precision"] = _share(yes, hit, samples)
        figures[f"signal.{name}.recall"] = _share(hit, yes, samples)
        curve = average_precision(yes, scores[:, i], samples)
        figures[f"signal.{name}.average_precision"] = figure(curve, yes.sum())
    names = [s.value for s in SignalName]
    return {**_class_figures("signal", names, truth, said, samples), **figures}


def average_precision(truth: Truths, scores: Numbers, samples: Resamples) -> Numbers:
    """Area under the precision/recall curve, in steps, per draw; equal scores count together."""
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.diff(scores[order], append=-np.inf))
    weights = samples.weights[:, order]
    hits = np.cumsum(weights * truth[order], axis=1)[:, ends]
    precision = np.nan_to_num(ratio(hits, np.cumsum(weights, axis=1)[:, ends]))
    steps = np.diff(hits, axis=1, prepend=0)
    return ratio((steps * precision).sum(axis=1), hits[:, -1])


def f1(hits: Numbers, expected: Numbers, found: Numbers) -> Numbers:
    """Not a number where nothing was expected and nothing found."""
    return ratio(2 * hits, expected + found)


def _class_figures(
    task: str, names: Sequence[str], truth: Truths, said: Truths, samples: Resamples
) -> dict[str, Figure]:
    """`task.macro_f1` over the classes that occur, and `task.name.f1` of each."""
    per_class = f1(samples.sums(truth & said), samples.sums(truth), samples.sums(said))
    counts = truth.sum(axis=0)
    single = {
        f"{task}.{name}.f1": figure(per_class[:, i], counts[i]) for i, name in enumerate(names)
    }
    return {f"{task}.macro_f1": figure(mean(per_class), counts.sum()), **single}


def _share(part: Truths, whole: Truths, samples: Resamples) -> Figure:
    """How much of `whole` is `part`."""
    sums = samples.sums(np.stack([part & whole, whole], axis=1))
    return figure(ratio(sums[:, 0], sums[:, 1]), whole.sum())
