"""`make bench`: every row in one run, as Markdown; `--write` puts it into docs/performance.md."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvloop

from bot.config import ROOT
from bot.serve.assistant import load_assistant
from tests.bench import (
    databases,
    desk,
    folding,
    line,
    report,
    schema,
    searching,
    training,
    understanding,
)
from tests.bench.report import Table

ROWS = ("line", "desk", "folding", "schema", "databases", "searching", "understanding", "training")
"""As they stand on the page. They run from the last to the first: what loads Rasa here has
filled the disk cache before starts are measured."""
AT_MOST = {
    **{"line": 245.0, "folding": 85.0, "schema": 25.0},
    **{"desk": 240.0, "databases": 40.0, "searching": 60.0, "understanding": 20.0},
    "training": 60.0,
}
"""Seconds after which a row is given up, so that the run ends by itself …"""
TOGETHER = 700.0
"""… and all of them; the last one, the line, gets what is left."""
MARGIN = 10.0
OVER_DATABASES: dict[str, Callable[[Path], Awaitable[list[Table]]]] = {
    "desk": desk.measure,
    "databases": databases.measure,
    "searching": searching.measure,
}
"""Rows that need no assistant in this process."""


class Bench:
    """One run; loads the assistant once for all rows that want it in process."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._agent: Any = None
        self._end = time.monotonic() + TOGETHER

    async def row(self, name: str) -> list[Table]:
        """The tables of one row, or the news that it took too long."""
        print(f"{name} …", file=sys.stderr, flush=True)
        var = self._home / name
        var.mkdir()
        seconds = min(AT_MOST[name], self._end - time.monotonic())
        until = time.monotonic() + seconds - MARGIN
        task = asyncio.create_task(self._measure(name, var, until))
        await asyncio.wait([task], timeout=seconds)
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait([task])
        return [Table(name, ("",), (), f"Given up after {seconds:.0f} s.")]

    async def _measure(self, name: str, var: Path, until: float) -> list[Table]:
        if name == "line":
            gc.collect()
            gc.freeze()  # the customers are played here: no pauses over what earlier rows left
            return await line.measure(var, until)
        if name in OVER_DATABASES:
            return await OVER_DATABASES[name](var)
        if name == "training":
            return [await training.measure()]
        agent = self._agent = self._agent or load_assistant(ROOT / "models" / "qingting.tar.gz")
        if name == "folding":
            return [await folding.measure(agent, var, until)]
        if name == "schema":
            return [await schema.measure(agent, var, until)]
        return [await understanding.measure(agent)]


async def run(names: list[str]) -> tuple[list[Table], dict[str, float]]:
    """The tables of these rows, in the page's order, and how busy other programs were."""
    tables: dict[str, list[Table]] = {}
    others: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="qingting-bench-") as home:
        bench = Bench(Path(home))
        for name in reversed(ROWS):
            if name in names:
                meanwhile = report.Others()
                tables[name] = await bench.row(name)
                others[name] = meanwhile.cores()
    return [table for name in ROWS for table in tables.get(name, ())], others


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="row", help=f"of {', '.join(ROWS)}; none: all")
    parser.add_argument("--write", action="store_true", help="also into docs/performance.md")
    wanted = parser.parse_args()
    names = wanted.rows or list(ROWS)
    if not set(names) <= set(ROWS):
        parser.error(f"rows are {', '.join(ROWS)}")
    if wanted.write and set(names) != set(ROWS):
        parser.error("--write needs all rows: the page shows one run")
    uvloop.install()
    start = time.monotonic()
    tables, others = asyncio.run(run(names))
    text = report.document(tables, time.monotonic() - start, others)
    print(text)
    if wanted.write and all(table.rows for table in tables):
        report.write(text)


if __name__ == "__main__":
    main()
