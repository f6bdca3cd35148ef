"""Which part of a day is meant."""

from __future__ import annotations

from datetime import time

import pytest

from bot.domain.dialogue.time_of_day import WHOLE_DAY, part_of_day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("明天上午", time(0), time(12)),
        ("后天下午", time(12), time(18)),
        ("明天上午十点", time(10), time(10)),
        ("周一下午三点半", time(15, 30), time(15, 30)),
        ("明天3点", time(15), time(15)),
        ("11-23 09:30", time(9, 30), time(9, 30)),
        ("tomorrow at 3pm", time(15), time(15)),
        ("tomorrow at 10", time(10), time(10)),
        ("call me at 3 please", time(15), time(15)),
        ("Monday morning", time(0), time(12)),
        ("十二点", time(12), time(12)),
        ("两点", time(14), time(14)),
    ],
)
def test_a_part_or_a_moment_is_named(text: str, start: time, end: time) -> None:
    assert part_of_day(text) == (start, end)


@pytest.mark.parametrize("text", ["明天", "next Tuesday", "at 1234 Main Street", "25:00", ""])
def test_otherwise_it_is_the_whole_day(text: str) -> None:
    assert part_of_day(text) == WHOLE_DAY
