"""Row 2: what a turn costs as the conversation grows, with and without folding the tracker."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from unittest import mock

from bot.serve import trackers
from tests.bench.figures import Samples, milliseconds, times
from tests.bench.report import Table
from tests.bench.script import SIDE_QUESTIONS, endless_complaint
from tests.bench.talk import Office, Talk, office

TURNS = 200
POINTS = (5, 50, 100, 200)
PAIRS = 3
SECONDS = 60.0
"""No new pair of conversations is begun that would not fit in."""
FOLDED, WHOLE = trackers.FOLD_AT, 10**9


async def measure(agent: Any, var: Path) -> Table:
    """Pairs of conversations in lockstep: the same message to one, then to the other."""
    seconds: dict[int, list[Samples]] = {fold: [Samples() for _ in range(TURNS)] for fold in _BOTH}
    sizes: dict[int, list[int]] = {}
    pairs, start, longest = 0, time.monotonic(), 0.0
    async with office(var, agent) as here:
        while pairs < PAIRS and time.monotonic() - start + longest < SECONDS:
            begun = time.monotonic()
            sizes = await _pair(here, seconds, turned=pairs % 2 == 1)
            longest, pairs = max(longest, time.monotonic() - begun), pairs + 1
    return _table(seconds, sizes, pairs)


async def _pair(
    here: Office, seconds: dict[int, list[Samples]], *, turned: bool
) -> dict[int, list[int]]:
    talks = {fold: Talk(here) for fold in (reversed(_BOTH) if turned else _BOTH)}
    sizes: dict[int, list[int]] = {fold: [] for fold in _BOTH}
    for turn, text in enumerate(endless_complaint(TURNS)):
        for fold, talk in talks.items():
            with mock.patch.object(trackers, "FOLD_AT", fold):
                seconds[fold][turn].append(await talk.say(text))
            sizes[fold].append(len(talk.dialogue or b""))
    return sizes


def _table(seconds: dict[int, list[Samples]], sizes: dict[int, list[int]], pairs: int) -> Table:
    rows = []
    for point in POINTS:
        folded, whole = (_around(seconds[fold], point) for fold in _BOTH)
        small, big = (sizes[fold][point - 1] / 1024 for fold in _BOTH)
        rows.append(
            (
                f"turn {point}",
                milliseconds(folded.median),
                milliseconds(whole.median),
                times(whole.median / folded.median),
                f"{small:.1f} kB",
                f"{big:.1f} kB",
            )
        )
    return Table(
        "A turn by length of the conversation",
        ("", "folded", "whole", "whole : folded", "memory folded", "memory whole"),
        rows,
        f"Assistant level, without channel and recording. Median of the {len(SIDE_QUESTIONS)} "
        f"turns around the named one (each kind of message once), {pairs} conversations of "
        f"{TURNS} turns each way. The memory is what is stored: packed JSON.",
    )


def _around(turns: list[Samples], point: int) -> Samples:
    """As many turns as there are kinds of messages, so that every window holds the same ones."""
    last = min(point + len(SIDE_QUESTIONS) // 2, TURNS)
    return Samples.joined(turns[last - len(SIDE_QUESTIONS) : last])


_BOTH = (FOLDED, WHOLE)
