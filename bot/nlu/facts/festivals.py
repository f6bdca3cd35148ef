"""Festivals as intervals of days.

A festival with public holidays covers them as the library `chinesecalendar` knows them
(2004–2026). In other years it is the day itself, 春节 seven days from New Year's Eve, 国庆 1–7
October, 五一 1–5 May.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import constants

from bot.nlu.facts.intervals import Interval, day_of, days
from bot.nlu.facts.lunar import lunar_day

_NAMES = {
    "春节": (
        "春节|过年(?!再|后再|前)|大年(?![三初])|新春|农历新年|农历年|新年(?!快乐)"
        "|chinese new year|lunar new year|spring festival"
    ),
    "除夕": "除夕夜?|(?<![今去前明每])大?年三十晚?(?![一二三四五六七八九多岁])|年夜饭",
    "初一": "大?年初一|正月初一",
    "元宵": "元宵节?|正月十五",
    "清明": "清明节?",
    "五一": "五一(?![万千百十二三四五六七八九])(?:劳动节|假期)?|劳动节|labou?r day",
    "端午": "端午节?|dragon boat(?: festival)?",
    "中秋": "中秋节?|八月十五(?![日号])|mid-?autumn(?: festival)?",
    "国庆": "国庆节?|十一(?:假期|长假|黄金周)|national day|golden week",
    "元旦": "元旦节?",
    "小年": "小年(?![轻纪])",
    "腊八": "腊八节?",
    "重阳": "重阳节?",
    "七夕": "七夕节?",
    "双十一": "双(?:十一|11)|double eleven|11[./]11大促",
    "双十二": "双(?:十二|12)",
    "618": r"(?<!\d)618(?!\d|[元块])|六一八|六幺八",
    "六一": "六一儿童节|儿童节|六一(?=节|那|当)",
    "三八": "三八(?:妇女)?节|妇女节",
    "教师节": "教师节",
    "情人节": "情人节|valentine'?s(?: day)?",
    "平安夜": "平安夜|(?:christmas|xmas) eve",
    "圣诞": "圣诞节?|christmas(?: day)?|xmas(?: day)?",
    "boxing day": "boxing day",
    "halloween": "halloween|万圣节",
    "冬至": "冬至",
    "跨年夜": "跨年夜|new year'?s eve",
    "new year's day": "new year'?s day",
    "easter": "easter",
}
PATTERN = "|".join(f"(?P<f{i}>{words})" for i, words in enumerate(_NAMES.values()))
_ORDER = tuple(_NAMES)
_HOLIDAYS = {
    "春节": "Spring Festival",
    "清明": "Tomb-sweeping Day",
    "五一": "Labour Day",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival",
    "国庆": "National Day",
    "元旦": "New Year's Day",
}
_SOLAR = {
    "清明": (4, 5),
    "五一": (5, 1),
    "国庆": (10, 1),
    "元旦": (1, 1),
    "双十一": (11, 11),
    "双十二": (12, 12),
    "618": (6, 18),
    "六一": (6, 1),
    "三八": (3, 8),
    "教师节": (9, 10),
    "情人节": (2, 14),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
    "boxing day": (12, 26),
    "halloween": (10, 31),
    "冬至": (12, 21),
    "跨年夜": (12, 31),
    "new year's day": (1, 1),
}
_LUNAR = {"春节": (1, 1), "初一": (1, 1), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15)}
_LUNAR |= {"重阳": (9, 9), "七夕": (7, 7)}
_LENGTHS = {"春节": 7, "国庆": 7, "五一": 5}


def name_of(groups: dict[str, str | None]) -> str:
    """The festival that `PATTERN` found, from the match's named groups."""
    return next(name for i, name in enumerate(_ORDER) if groups.get(f"f{i}"))


@lru_cache(maxsize=2_000)
def festival(name: str, year: int) -> Interval | None:
    """The festival's days in the solar year `year`; None where it is not known."""
    day = _day(name, year)
    if day is None:
        return None
    if name in _HOLIDAYS and (holidays := _holidays(_HOLIDAYS[name], day)):
        if name != "国庆":
            return holidays
        # Where 中秋 falls into that week its days have its name: the week is seven days at least.
        return Interval(holidays.first, max(holidays.last, day + timedelta(days=6)))
    first = day - timedelta(days=1) if name == "春节" else day
    return days(first, _LENGTHS.get(name, 1))


def first_day(name: str, year: int) -> date | None:
    """The day that 第二天 counts from."""
    return _day(name, year)


def _day(name: str, year: int) -> date | None:
    if name in _SOLAR:
        found = day_of(year, *_SOLAR[name])
        return found.first if found else None
    if name in _LUNAR:
        return lunar_day(year, *_LUNAR[name])
    new_year = lunar_day(year, 1, 1)
    if new_year is None:
        return None
    if name == "除夕":
        return new_year - timedelta(days=1)
    if name in ("小年", "腊八"):
        return lunar_day(year - 1, 12, 23 if name == "小年" else 8)
    return _easter(year)


def _holidays(name: str, day: date) -> Interval | None:
    """The unbroken holidays of that name around `day`."""
    if constants.holidays.get(day) != name:
        return None
    first = last = day
    while constants.holidays.get(first - timedelta(days=1)) == name:
        first -= timedelta(days=1)
    while constants.holidays.get(last + timedelta(days=1)) == name:
        last += timedelta(days=1)
    return Interval(first, last)


def _easter(year: int) -> date:
    """Easter Sunday (Gauss, Gregorian, good for 1900–2099)."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    offset = 22 + d + e
    if offset == 57 or (offset == 56 and d == 28 and e == 6 and a > 10):
        offset -= 7
    return date(year, 3, 1) + timedelta(days=offset - 1)
