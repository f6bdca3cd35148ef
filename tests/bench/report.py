"""Markdown tables, on the terminal and in `docs/performance.md`."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import psutil

from bot.config import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


@dataclass(frozen=True)
class Table:
    """One row of the comparison, drawn as a table; the first column is words, the rest figures."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: str = ""

    def markdown(self) -> str:
        """With its heading."""
        aligned = ["---", *("--:" for _ in self.head[1:])]
        lines = [_row(self.head), _row(aligned), *(_row(cells) for cells in self.rows)]
        return "\n".join([f"### {self.title}", "", *lines, "", self.notes]).rstrip()


class Others:
    """How many cores other programs kept busy since this was made: what the machine worked less
    what we and our ended children did."""

    def __init__(self) -> None:
        self._since, self._busy, self._own = time.monotonic(), _busy(), _own()

    def cores(self) -> float:
        """On average."""
        seconds = time.monotonic() - self._since
        return max(0.0, (_busy() - self._busy - (_own() - self._own)) / seconds)


def document(tables: Iterable[Table], seconds: float, others: Mapping[str, float]) -> str:
    """All tables of one run, with where and when it was."""
    where = (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )
    day = f"{date.today():%Y-%m-%d}"  # noqa: DTZ011 - the reader's day
    meanwhile = ", ".join(f"{name} {cores:.1f}" for name, cores in others.items())
    head = (
        f"One run of {seconds:.0f} s on {day}; {where}. "
        f"Cores that other programs kept busy meanwhile: {meanwhile}."
    )
    return "\n\n".join([head, *(table.markdown() for table in tables)])


def write(text: str) -> None:
    """Put the run between the page's markers."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def _busy() -> float:
    spent = psutil.cpu_times()
    return float(sum(spent) - spent.idle - getattr(spent, "iowait", 0.0))


def _own() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
