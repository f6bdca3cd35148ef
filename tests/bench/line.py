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
from tests.bench.figures import milliseconds, number, spread, times
from tests.bench.report import Table
from tests.bench.script import COMPLAINT, tokenised
from tests.bench.stock import stock_rasa
from tests.running import running

CONVERSATIONS = {1: 3, 8: 1, 32: 1}
"""Customers at once: conversations of each, per round."""
ROUNDS = 3
T = TypeVar("T")


@dataclass
class Side:
    """One of the two and what was measured there."""

    url: str
    script: Sequence[str]
    pids: Sequence[int]
    start_seconds: float
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


async def measure(var: Path, until: float) -> list[Table]:
    """Both run side by side; the one that is not asked is idle. No measurement is
    begun that would not fit in."""
    with ExitStack() as stack:
        ours = await _start_ours(stack, var / "ours")
        stock = await _start_stock(stack, var / "stock")
        await _rounds(ours, stock, until)
    return [_load_table(ours, stock), _cost_table(ours, stock)]


async def _start_ours(stack: ExitStack, home: Path) -> Side:
    await asyncio.to_thread(home.mkdir)
    ours, seconds = await _timed(stack, running(home / "var", "assistant"))
    return Side(ours.customer_url, COMPLAINT, [ours.pid], seconds)


async def _start_stock(stack: ExitStack, home: Path) -> Side:
    await asyncio.to_thread(home.mkdir)
    stock, seconds = await _timed(stack, stock_rasa(home))
    return Side(stock.url, tokenised(COMPLAINT), stock.pids, seconds)


async def _timed(stack: ExitStack, program: AbstractContextManager[T]) -> tuple[T, float]:
    start = time.perf_counter()
    started = await asyncio.to_thread(stack.enter_context, program)
    return started, time.perf_counter() - start


async def _rounds(ours: Side, stock: Side, until: float) -> None:
    for side in (ours, stock):
        await drive(side.url, side.script, 2, 1)  # warms up
        side.memory = _resident(side.pids)
    longest = dict.fromkeys(CONVERSATIONS, 0.0)
    for turn in range(ROUNDS):
        for customers in CONVERSATIONS:
            begun = time.monotonic()
            if begun + longest[customers] > until:
                continue
            for side in (ours, stock) if turn % 2 == 0 else (stock, ours):
                await side.round(customers)
            longest[customers] = max(longest[customers], time.monotonic() - begun)


def _resident(pids: Sequence[int]) -> int:
    """Bytes of these processes and all that they started."""
    parents = [psutil.Process(pid) for pid in pids]
    family = parents + [child for parent in parents for child in parent.children(recursive=True)]
    return sum(process.memory_info().rss for process in family)


def _measured(side: Side) -> list[int]:
    return [customers for customers, loads in side.rounds.items() if loads]


def _load_table(ours: Side, stock: Side) -> Table:
    rows = []
    for customers in _measured(ours):
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
    per_round = ", ".join(
        f"{len(ours.rounds[n])} rounds of {n} × {CONVERSATIONS[n]}" for n in _measured(ours)
    )
    return (
        f"A complaint of {len(COMPLAINT)} turns, from the first word to the case number; "
        f"customers × conversations, taking turns: {per_round}. "
        f"{filed} of {conversations} conversations ended with a case number; the number of "
        f"messages in each answer was {same} on both sides."
    )


def _cost_table(ours: Side, stock: Side) -> Table:
    a, b = ours.start_seconds, stock.start_seconds
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
        "Stock Rasa is two processes, started at once, their memory added up. One start each, with "
        "the files in the disk cache.",
    )
