"""One run's figures as tables: for the terminal, for `docs/understanding.md`, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.domain.triage import SignalName
from bot.nlu.evaluation.bars import BARS, PARSE_MS, missed
from bot.nlu.evaluation.bootstrap import Figure
from bot.nlu.evaluation.facts import KEYS
from bot.nlu.evaluation.metrics import Figures

HEADLINES: Mapping[str, str] = {
    "complaint.recall": "complaints found (recall)",
    "complaint.false_alarms.questions": "questions taken for complaints",
    "complaint.false_alarms.all": "non-complaints taken for complaints",
    "intent.accuracy": "intent: accuracy (21 intents)",
    "intent.macro_f1": "intent: macro-F1",
    "topic.accuracy": "topic of questions: accuracy (10 topics)",
    "cause.macro_f1": "cause: macro-F1 (12 causes)",
    "anger.kappa": "anger: quadratic weighted kappa",
    "signal.macro_f1": "signals: mean F1 (12 signals)",
    "fact.all.precision": "facts: exact value, precision",
    "fact.all.recall": "facts: exact value, recall",
    "fact.all.f1": "facts: exact value, F1",
}
"""The figures to look at first, with their labels."""
SIGNALS: Mapping[str, str] = {
    f"signal.{name.value}.{kind}": f"{name.value}: {kind}"
    for name in SignalName
    for kind in ("recall", "precision")
}
FACTS: Mapping[str, str] = {f"fact.{key}.f1": f"{key}: F1" for key in sorted(KEYS)}
FEWER_IS_BETTER = frozenset({"complaint.false_alarms.questions", "complaint.false_alarms.all"})
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


@dataclass(frozen=True)
class Speed:
    """Processor time to read one message, in milliseconds, over `count` messages."""

    median: float
    p95: float
    count: int

    def text(self) -> str:
        """With its bar."""
        over = self.median - PARSE_MS
        reached = "" if over <= 0 else f", missed by {over:.1f} ms"
        return (
            f"{self.median:.1f} ms of processor time (median; bar ≤ {PARSE_MS:g} ms{reached}), "
            f"{self.p95:.1f} ms at the 95th of a hundred ({self.count} messages)"
        )


@dataclass(frozen=True)
class Run:
    """All figures of one evaluation, by language set, and what they were measured on."""

    sets: Mapping[str, Figures]
    made: str
    model: str
    data: str
    """Tells message files apart, as `model` does models."""
    messages: int
    facts: int
    parse: Speed

    @property
    def about(self) -> str:
        """What was measured on what, and how fast."""
        return (
            f"{self.messages} messages and {self.facts} messages for facts, read on {self.made} "
            f"by the model {self.model}; in brackets the 95 % interval, after it by how much a bar "
            f"is missed. Everything of one message was read in {self.parse.text()}."
        )

    def figure(self, language: str, name: str) -> Figure | None:
        """None where the set has no such figure."""
        return self.sets.get(language, {}).get(name)

    def as_dict(self) -> dict[str, Any]:
        """What `--json` prints and the next report is compared with."""
        figures = {
            language: {name: figure.as_dict() for name, figure in named.items()}
            for language, named in self.sets.items()
        }
        about = {"made": self.made, "model": self.model, "data": self.data}
        counts = {"messages": self.messages, "facts": self.facts, "parse": asdict(self.parse)}
        return {**about, **counts, "figures": figures}


class Former:
    """The figures of an earlier run with another model, as far as they can be read."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.made = str(data.get("made", ""))
        figures = data.get("figures")
        self._figures: Mapping[str, Any] = figures if isinstance(figures, Mapping) else {}

    @classmethod
    def read(cls, path: Path, run: Run) -> Former:
        """What `run` can be compared with: the last one on the same messages with another model.

        Empty where there is none, or a damaged one.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            data = None
        if isinstance(data, dict) and data.get("model") == run.model:
            data = data.get("former")
        return cls(data if isinstance(data, dict) and data.get("data") == run.data else {})

    @property
    def about(self) -> str:
        """Which run it was."""
        return f"the run of {self.made} with the model {self.data.get('model')}"

    def delta(self, language: str, name: str, now: Figure | None) -> float | None:
        """How much has been gained since; None where either is not known."""
        try:
            before = self._figures[language][name]["value"]
        except (KeyError, TypeError):
            return None
        if now is None or now.value is None or not isinstance(before, (int, float)):
            return None
        return now.value - before


def delta_text(delta: float | None) -> str:
    """As in “+0.012”; nothing where nothing is known or has changed."""
    return "" if delta is None or abs(delta) < 0.0005 else f"{delta:+.3f}"


def terminal(run: Run, former: Former) -> str:
    """The headlines, with what has changed since the last run."""
    columns = list(run.sets)
    head = ["", "bar", "all", "since" if former.made else "", *columns[1:]]
    rows = [_terminal_row(run, former, name, columns) for name in HEADLINES]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, *rows]
    ]
    return "\n".join([*lines, "", run.about])


def markdown(run: Run) -> str:
    """The headlines, every signal and every kind of fact as tables for a page."""
    tables = {"": HEADLINES, "### Signals": SIGNALS, "### Facts": FACTS}
    parts = [part for title, names in tables.items() for part in (title, _markdown(run, names))]
    return "\n\n".join([*parts[1:2], run.about, *parts[2:]])


def _markdown(run: Run, names: Mapping[str, str]) -> str:
    columns = list(run.sets)
    rows = [
        [label, bar_of(name), *(_cell(run, language, name, "**") for language in columns)]
        for name, label in names.items()
        if run.figure("all", name)
    ]
    lines = [["", "bar", *columns], ["---", "---", *("--:" for _ in columns)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def bar_of(name: str) -> str:
    """The figure's bar; nothing where it has none."""
    return BARS[name].text() if name in BARS else ""


def put_between(page: str, text: str, begin: str = BEGIN, end: str = END) -> str:
    """The page with `text` between its marks. Raises ValueError where they are missing."""
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the marks {begin} and {end} are missing.")
    return f"{before}{begin}\n{text}\n{end}{after}"


def _terminal_row(run: Run, former: Former, name: str, columns: Sequence[str]) -> list[str]:
    delta = delta_text(former.delta("all", name, run.figure("all", name)))
    others = [_cell(run, language, name) for language in columns[1:]]
    return [HEADLINES[name], bar_of(name), _cell(run, "all", name), delta, *others]


def _cell(run: Run, language: str, name: str, mark: str = "") -> str:
    figure = run.figure(language, name)
    lacking = missed(name, figure)
    return (figure.text() if figure else "–") + (f" {mark}{lacking}{mark}" if lacking else "")
