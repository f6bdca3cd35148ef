"""Intervals of days: what a unit of the calendar covers. Both ends are part of it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

FIRST_YEAR = 1985
"""Earlier years in a complaint are years of birth."""
_PARTS_OF_YEAR = {"初": (1, 2), "头": (1, 2), "中": (6, 2), "底": (11, 2), "末": (11, 2)}
_PARTS_OF_YEAR |= {"尾": (11, 2), "春": (3, 3), "夏": (6, 3), "秋": (9, 3), "冬": (12, 3)}
_PARTS_OF_YEAR |= {"暑": (7, 2), "寒": (1, 2)}
"""First month and length. The winter of a year runs from its December to the next February."""


@dataclass(frozen=True)
class Interval:
    first: date
    last: date

    def moved(self, years: int) -> Interval:
        """The same days `years` later; 29 February becomes the 28th."""
        return Interval(_moved(self.first, years), _moved(self.last, years))


def _moved(day: date, years: int) -> date:
    year = min(max(day.year + years, 1), MAXYEAR)
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def day_of(year: int, month: int, day: int) -> Interval | None:
    """None where the calendar has no such day."""
    if not (FIRST_YEAR <= year <= 2100 and 1 <= month <= 12):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return Interval(date(year, month, day), date(year, month, day))


def days(first: date, length: int) -> Interval:
    return Interval(first, first + timedelta(days=length - 1))


def months(year: int, month: int, length: int = 1) -> Interval:
    """`length` months from `month`, which may count beyond its year (13 is next January)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end_year, end_month = year + (month + length - 2) // 12, (month + length - 2) % 12 + 1
    last = calendar.monthrange(end_year, end_month)[1]
    return Interval(date(year, month, 1), date(end_year, end_month, last))


def part_of_month(year: int, month: int, part: str) -> Interval:
    """初 and 上旬 are 1–10, 中 11–20, 底 and 下旬 21 to the end; else the whole month."""
    whole = months(year, month)
    year, month = whole.first.year, whole.first.month
    if part[:1] in ("初", "上", "头"):
        return Interval(date(year, month, 1), date(year, month, 10))
    if part[:1] == "中":
        return Interval(date(year, month, 11), date(year, month, 20))
    if part[:1] in ("底", "末", "下", "尾"):
        return Interval(date(year, month, 21), whole.last)
    return whole


def part_of_year(year: int, part: str) -> Interval:
    """初 is January–February, 底 November–December, 中 June–July; halves, seasons, holidays."""
    part = part.removeprefix("年")
    if "半年" in part:
        return months(year, 1 if part[0] == "上" else 7, 6)
    first, length = _PARTS_OF_YEAR.get(part[:1], (1, 12))
    return months(year, first, length)


def week(today: date, back: int) -> Interval:
    """Monday to Sunday, `back` weeks before this one."""
    return days(today - timedelta(days=today.weekday() + 7 * back), 7)


def latest(interval: Interval, today: date) -> Interval:
    """The interval of `today`'s year, or of the year before where that has not begun yet."""
    return interval if interval.first <= today else interval.moved(-1)
