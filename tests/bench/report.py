"""Markdown tables, on the terminal and in `docs/performance.md`."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
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


def others_load() -> float:
    """How busy other programs keep the machine, in cores, over a second."""
    return float(psutil.cpu_percent(1.0)) / 100 * (os.cpu_count() or 1)


def document(tables: Iterable[Table], seconds: float, load: tuple[float, float]) -> str:
    """All tables of one run, with where and when it was."""
    where = (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )
    day = f"{date.today():%Y-%m-%d}"  # noqa: DTZ011 - the reader's day
    head = (
        f"One run of {seconds:.0f} s on {day}; {where}. Other programs kept "
        f"{load[0]:.1f} cores busy just before and {load[1]:.1f} just after."
    )
    return "\n\n".join([head, *(table.markdown() for table in tables)])


def write(text: str) -> None:
    """Put the run between the page's markers."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
