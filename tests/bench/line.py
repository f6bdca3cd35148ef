"""Row 1: the whole line against stock Rasa, with the same model and the same conversation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psutil

from tests.bench.customers import Load, drive
from tests.bench.figures import Samples, milliseconds, number, spread, times
from tests.bench.report import Table
from tests.bench.script import COMPLAINT, tokenised
from tests.bench.stock import stock_rasa
from tests.running import running

CONVERSATIONS = {1: 3, 8: 2, 32: 1}
"""Customers at once: conversations of each, per round."""
ROUNDS = 4
STARTS = 2
T = TypeVar("T")
SECONDS = 130.0
"""No new round is begun that would not fit in."""


@dataclass
class Side:
    """One of the two and what was measured there."""

    url: str
    script: Sequence[str]
    pids: Sequence[int]
    rounds: dict[int, list[Load]] = field(default_factory=lambda: {n: [] for n in CONVERSATIONS})
    memory: int = 0

    async def round(self, customers: int) -> None:
        """Measure once."""
        load = await drive(self.url, self.script, customers, CONVERSATIONS[customers])
        self.rounds[customers].append(load)
        self.memory = max(self.memory, _resident(self.pids))

    def total(self, customers: int) -> Load:
        """All rounds together."""
        total = Load()
        for load in self.rounds[customers]:
            total.add(load)
        return total


async def measure(var: Path) -> list[Table]:
    """Both run side by side; the one that is not asked is idle."""
    starts: tuple[Samples, Samples] = (Samples(), Samples())
    for turn in range(STARTS - 1):
        with ExitStack() as stack:
            await _start_ours(stack, var / f"ours{turn}", starts[0])
        with ExitStack() as stack:
            await _start_stock(stack, var / f"stock{turn}", starts[1])
    with ExitStack() as stack:
        ours = await _start_ours(stack, var / "ours", starts[0])
        stock = await _start_stock(stack, var / "stock", starts[1])
        await _rounds(ours, stock)
    return [_load_table(ours, stock), _cost_table(ours, stock, starts)]


async def _start_ours(stack: ExitStack, home: Path, seconds: Samples) -> Side:
    await asyncio.to_thread(home.mkdir)
    running_one = await _timed(stack, running(home / "var", "assistant"), seconds)
    return Side(running_one.customer_url, COMPLAINT, [running_one.pid])


async def _start_stock(stack: ExitStack, home: Path, seconds: Samples) -> Side:
    await asyncio.to_thread(home.mkdir)
    stock = await _timed(stack, stock_rasa(home), seconds)
    return Side(stock.url, tokenised(COMPLAINT), stock.pids)


async def _timed(stack: ExitStack, program: AbstractContextManager[T], seconds: Samples) -> T:
    start = time.perf_counter()
    started = await asyncio.to_thread(stack.enter_context, program)
    seconds.append(time.perf_counter() - start)
    return started


async def _rounds(ours: Side, stock: Side) -> None:
    for side in (ours, stock):
        await drive(side.url, side.script, 2, 1)  # warms up
    start, longest = time.monotonic(), 0.0
    for turn in range(ROUNDS):
        begun = time.monotonic()
        if begun - start + longest > SECONDS:
            break
        for customers in CONVERSATIONS:
            for side in (ours, stock) if turn % 2 == 0 else (stock, ours):
                await side.round(customers)
        longest = max(longest, time.monotonic() - begun)


def _resident(pids: Sequence[int]) -> int:
    """Bytes of these processes and all that they started."""
    parents = [psutil.Process(pid) for pid in pids]
    family = parents + [child for parent in parents for child in parent.children(recursive=True)]
    return sum(process.memory_info().rss for process in family)


def _load_table(ours: Side, stock: Side) -> Table:
    rows = []
    for customers in CONVERSATIONS:
        a, b = ours.total(customers), stock.total(customers)
        pairs = zip(ours.rounds[customers], stock.rounds[customers], strict=True)
        label = f"{customers} customer{'s' if customers > 1 else ''}"
        rounds = spread([mine.rate / theirs.rate for mine, theirs in pairs])
        rows += [
            (
                f"{label}: messages/s",
                number(a.rate),
                number(b.rate),
                times(a.rate / b.rate),
                rounds,
            ),
            _duration(f"{label}: median turn", a.turns.median, b.turns.median),
            _duration(f"{label}: p95 turn", a.turns.p95, b.turns.p95),
        ]
    return Table(
        "The line against stock Rasa",
        ("", "Qingting", "stock Rasa", "Qingting : stock", "rounds"),
        rows,
        _notes(ours, stock),
    )


def _duration(label: str, ours: float, stock: float) -> tuple[str, ...]:
    return (label, milliseconds(ours), milliseconds(stock), times(ours / stock), "")


def _notes(ours: Side, stock: Side) -> str:
    everything = [
        load for side in (ours, stock) for loads in side.rounds.values() for load in loads
    ]
    same = "the same" if len({s for load in everything for s in load.shapes}) == 1 else "different"
    filed = sum(load.filed for load in everything)
    conversations = sum(load.conversations for load in everything)
    per_round = ", ".join(f"{n} × {each}" for n, each in CONVERSATIONS.items())
    return (
        f"A complaint of {len(COMPLAINT)} turns, from the first word to the case number; "
        f"{len(ours.rounds[1])} rounds, taking turns; conversations per round: {per_round}. "
        f"{filed} of {conversations} conversations ended with a case number; the number of "
        f"messages in each answer was {same} on both sides."
    )


def _cost_table(ours: Side, stock: Side, starts: tuple[Samples, Samples]) -> Table:
    a, b = starts[0].median, starts[1].median
    return Table(
        "Start and memory",
        ("", "Qingting", "stock Rasa", "Qingting : stock"),
        (
            (
                "from start to first answer",
                f"{number(a)} s",
                f"{number(b)} s",
                times(a / b),
            ),
            (
                "largest resident memory seen",
                f"{ours.memory / 2**20:.0f} MB",
                f"{stock.memory / 2**20:.0f} MB",
                times(ours.memory / stock.memory),
            ),
        ),
        f"Stock Rasa is two processes, started at once, here added up. {STARTS} starts each, with "
        "the files in the disk cache.",
    )
