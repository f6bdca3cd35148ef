"""Row 2: what a turn costs as the conversation grows, with and without folding the tracker."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from bot.serve import trackers
from tests.bench.figures import Samples, milliseconds, times
from tests.bench.report import Table
from tests.bench.script import SIDE_QUESTIONS, endless_complaint
from tests.bench.talk import Talk, office

TURNS = 200
POINTS = (5, 50, 100, 200)
WINDOW = len(SIDE_QUESTIONS)
"""As many turns as there are kinds of messages: every point is measured on the same ones."""
REPEATS = 6
TEXTS = tuple(endless_complaint(TURNS))


@dataclass
class Way:
    """One of the two: its conversation, the memory at each point, and what was measured there."""

    fold_at: int
    talk: Talk
    memories: dict[int, bytes | None] = field(default_factory=dict)
    seconds: dict[int, Samples] = field(default_factory=lambda: {n: Samples() for n in POINTS})

    async def say(self, turn: int) -> float:
        """One turn in this way."""
        with mock.patch.object(trackers, "FOLD_AT", self.fold_at):
            return await self.talk.say(TEXTS[turn])


async def measure(agent: Any, var: Path, until: float) -> Table:
    """Two conversations in lockstep, and then again and again from the points' memories; no
    repetition is begun that would not fit in."""
    async with office(var, agent) as here:
        folded = Way(trackers.FOLD_AT, Talk(here))
        whole = Way(10**9, Talk(here))
        repeats, longest = 0, 0.0
        points = await _whole_length(folded, whole, until)
        while repeats < REPEATS and time.monotonic() + longest < until:
            begun = time.monotonic()
            ways = (folded, whole) if repeats % 2 == 0 else (whole, folded)
            for point in points:
                await _around(point, ways)
            longest, repeats = max(longest, time.monotonic() - begun), repeats + 1
    return _table(folded, whole, points, repeats + 1)


async def _whole_length(folded: Way, whole: Way, until: float) -> list[int]:
    """The points that were reached in time; the turns around them are the first samples."""
    reached: list[int] = []
    for turn in range(TURNS):
        for way in (folded, whole):
            if turn in _STARTS:
                way.memories[_STARTS[turn]] = way.talk.dialogue
            seconds = await way.say(turn)
            for point in POINTS:
                if _first_of(point) <= turn < _first_of(point) + WINDOW:
                    way.seconds[point].append(seconds)
        reached += [point for point in POINTS if turn == _first_of(point) + WINDOW - 1]
        if time.monotonic() > until:
            break
    return reached


async def _around(point: int, ways: tuple[Way, Way]) -> None:
    for way in ways:
        way.talk.dialogue = way.memories[point]
    for turn in range(_first_of(point), _first_of(point) + WINDOW):
        for way in ways:
            way.seconds[point].append(await way.say(turn))


def _first_of(point: int) -> int:
    return min(point + WINDOW // 2, TURNS) - WINDOW


_STARTS = {_first_of(point): point for point in POINTS}


def _table(folded: Way, whole: Way, points: list[int], repeats: int) -> Table:
    rows = []
    for point in points:
        small, big = folded.seconds[point], whole.seconds[point]
        rows.append(
            (
                f"turn {point}",
                milliseconds(small.median),
                milliseconds(big.median),
                times(big.median / small.median),
                f"{len(folded.memories[point] or b'') / 1024:.1f} kB",
                f"{len(whole.memories[point] or b'') / 1024:.1f} kB",
            )
        )
    return Table(
        "A turn by length of the conversation",
        ("", "folded", "whole", "whole : folded", "memory folded", "memory whole"),
        rows,
        f"Assistant level, without channel and recording. Median of the {WINDOW} turns around the "
        f"named one (each kind of message once), measured {repeats} times from the memory as it "
        "was there; the memory is packed JSON.",
    )
