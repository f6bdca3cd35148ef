"""The pictures of the report: inline SVG that takes the page's own colours, light or dark."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Picture
from sklearn.metrics import precision_recall_curve

from bot.domain.reading import Cause, Intent
from bot.domain.triage import SignalName
from bot.nlu.evaluation.bootstrap import Figure
from bot.nlu.evaluation.metrics import Figures
from bot.nlu.evaluation.predictions import Row

_INK = "#010203"
"""Stands for the page's text colour, and is replaced by it."""
_BLUE, _ORANGE = "#3b82c4", "#e0782f"
_BINS = 10
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "qingting",
    "font.family": "sans-serif",
    "font.size": 8,
    **{
        f"{what}.{kind}": _INK
        for what, kind in (("text", "color"), ("axes", "labelcolor"), ("axes", "edgecolor"))
    },
    **dict.fromkeys(("xtick.color", "ytick.color"), _INK),
    "axes.facecolor": "none",
    "legend.frameon": False,
}


def confusion(rows: Sequence[Row]) -> str:
    """Which intent was read (across) in which intent (down), as shares of each row."""
    names = list(Intent)
    table = np.zeros((len(names), len(names)))
    for row in rows:
        table[names.index(row.expected.reading.intent), names.index(row.found.intent)] += 1
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    with matplotlib.rc_context(_STYLE):
        picture, axes = _blank(8.6, 7.2)
        colours = np.zeros((*table.shape, 4))
        colours[...] = matplotlib.colors.to_rgba(_BLUE)
        colours[..., 3] = shares**0.7
        mesh = axes.pcolormesh(table, edgecolor="none")
        mesh.set_array(None)
        mesh.set_facecolor(colours.reshape(-1, 4))
        for down, across in zip(*np.nonzero(table), strict=True):
            count = str(int(table[down, across]))
            axes.text(across + 0.5, down + 0.5, count, ha="center", va="center", fontsize=6.5)
        places = np.arange(len(names)) + 0.5
        labels = [name.value for name in names]
        axes.set_xticks(places, labels, rotation=60, ha="right")
        axes.set_yticks(places, labels)
        axes.set_xlabel("found")
        axes.set_ylabel("expected")
        axes.invert_yaxis()
        return _svg(picture)


def signal_curves(rows: Sequence[Row], limits: Mapping[SignalName, float]) -> str:
    """Precision over recall per signal, with the place of the threshold in force."""
    with matplotlib.rc_context(_STYLE):
        picture = Picture(figsize=(9.5, 7))
        for i, name in enumerate(SignalName):
            truth = np.array([name in row.expected.reading.signals for row in rows])
            axes = picture.add_subplot(3, 4, i + 1)
            axes.set_title(f"{name.value} ({int(truth.sum())})", fontsize=9)
            axes.set(xlim=(0, 1.02), ylim=(0, 1.02))
            if truth.any():
                scores = np.array([row.scores.signals.get(name, 0.0) for row in rows])
                _curve(axes, truth, scores, limits[name])
            _frame(axes)
        picture.supxlabel("recall", fontsize=9)
        picture.supylabel("precision", fontsize=9)
        return _svg(picture)


def reliability(rows: Sequence[Row]) -> str:
    """How often the reader is right when it is so sure; the diagonal is honesty."""
    sure = [row.found.ranking[0][1] for row in rows]
    right = [row.found.intent is row.expected.reading.intent for row in rows]
    readings = [(row.scores, row.expected.reading) for row in rows]
    panels = [
        ("confidence in the intent", "right", list(zip(sure, right, strict=True))),
        ("complaint score", "is a complaint", [(s.complaint, r.complaint) for s, r in readings]),
        (
            "score of a signal",
            "shows it",
            [(s.signals.get(n, 0.0), n in r.signals) for s, r in readings for n in SignalName],
        ),
        (
            "score of a cause, of complaints",
            "is about it",
            [(s.causes[c], c in r.causes) for s, r in readings if r.complaint for c in Cause],
        ),
    ]
    with matplotlib.rc_context(_STYLE):
        picture = Picture(figsize=(8, 7.2))
        for at, (across, up, pairs) in enumerate(panels, 1):
            if pairs:
                _reliability(picture.add_subplot(2, 2, at), pairs, across, up)
        return _svg(picture)


def bars(names: Mapping[str, str], sets: Mapping[str, Figures]) -> str:
    """The figures called `names` (with their labels) side by side per language set."""
    with matplotlib.rc_context(_STYLE):
        picture, axes = _blank(9, 0.42 * len(names) + 1)
        height = 0.8 / max(1, len(sets))
        for i, (name, figures) in enumerate(sets.items()):
            shown = [(at, _known(figures.get(key))) for at, key in enumerate(names)]
            places = [at + (i - (len(sets) - 1) / 2) * height for at, f in shown if f]
            values = [f[0] for _, f in shown if f]
            errors = [[f[0] - f[1] for _, f in shown if f], [f[2] - f[0] for _, f in shown if f]]
            axes.barh(places, values, height * 0.9, color=f"C{i}", label=name, alpha=0.75)
            axes.errorbar(values, places, xerr=errors, fmt="none", ecolor=_INK, elinewidth=0.8)
        axes.set_yticks(range(len(names)), list(names.values()))
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
        _frame(axes)
        return _svg(picture)


def _known(figure: Figure | None) -> tuple[float, float, float] | None:
    if figure is None or figure.value is None or figure.low is None or figure.high is None:
        return None
    return figure.value, figure.low, figure.high


def _curve(axes: Any, truth: Any, scores: Any, limit: float) -> None:
    precision, recall, _ = precision_recall_curve(truth, scores)
    axes.plot(recall, precision, color=_BLUE, linewidth=1.4)
    found = scores >= limit
    if found.any():
        at = (truth & found).sum() / truth.sum(), (truth & found).sum() / found.sum()
        axes.plot(*at, "o", color=_ORANGE, markersize=5)
        axes.annotate(f"{limit:.2f}", at, xytext=(-4, -11), textcoords="offset points", ha="right")


def _reliability(axes: Any, pairs: Sequence[tuple[float, bool]], across: str, up: str) -> None:
    scores, yes = np.array(pairs, dtype=float).T
    bins = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    filled = [b for b in range(_BINS) if (bins == b).any()]
    sizes = np.array([(bins == b).sum() for b in filled])
    said = [scores[bins == b].mean() for b in filled]
    true = [yes[bins == b].mean() for b in filled]
    axes.plot([0, 1], [0, 1], color=_INK, linewidth=0.6, linestyle=":")
    axes.plot(said, true, color=_BLUE, linewidth=1)
    axes.scatter(said, true, s=12 + 140 * sizes / max(1, sizes.sum()), color=_BLUE, zorder=3)
    axes.set(xlabel=across, ylabel=up, xlim=(0, 1.02), ylim=(0, 1.02))
    _frame(axes)


def _blank(width: float, height: float) -> tuple[Picture, Any]:
    picture = Picture(figsize=(width, height))
    return picture, picture.add_subplot()


def _frame(axes: Any) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=_INK, alpha=0.12, linewidth=0.6)
    axes.set_axisbelow(True)


def _svg(picture: Picture) -> str:
    """Without the head of a file of its own."""
    FigureCanvasSVG(picture)
    picture.tight_layout()
    stream = io.StringIO()
    picture.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    drawn = stream.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    return drawn.replace(_INK, "currentColor")
