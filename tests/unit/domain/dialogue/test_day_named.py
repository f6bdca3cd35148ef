"""Days to come, as customers name them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.dialogue.day_named import day_named

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今晚", "2026-11-23"),
        ("明天上午十点", "2026-11-24"),
        ("聽日下晝", "2026-11-24"),
        ("后天下午三点", "2026-11-25"),
        ("大后天", "2026-11-26"),
        ("周三下午", "2026-11-25"),
        ("週一", "2026-11-23"),
        ("下周三", "2026-12-02"),
        ("下個禮拜天", "2026-12-06"),
        ("11-24 08:30", "2026-11-24"),
        ("11月25号上午", "2026-11-25"),
        ("1月3日", "2027-01-03"),
        ("25號", "2026-11-25"),
        ("tomorrow at 10:30 am", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("this morning", "2026-11-23"),
        ("Wednesday afternoon", "2026-11-25"),
        ("next Monday", "2026-11-30"),
        ("November 25th", "2026-11-25"),
        ("on 25 Nov at noon", "2026-11-25"),
    ],
)
def test_a_day_is_the_next_one_that_the_words_fit(text: str, day: str) -> None:
    assert day_named(text, MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["下午三点", "10:30", "13月45号", "上午10-12点", "any time"])
def test_words_that_name_no_day(text: str) -> None:
    assert day_named(text, MONDAY) is None
