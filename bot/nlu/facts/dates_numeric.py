"""Dates in digits: 2023-05-06, 2023.5, 23/5/6, 05/06/2023, 20230506, 9.30出院."""

from __future__ import annotations

import re

from bot.nlu.facts.intervals import Interval, day_of, latest, months
from bot.nlu.facts.time_words import Clock, Moment

YEAR_FIRST = re.compile(
    r"(?<![\d/-])(?<!\d\.)(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>1[0-2]|0?[1-9])"
    r"(?:\s?[-/.月]\s?(?P<d>3[01]|[12]\d|0?[1-9])(?![\d])[日号]?)?(?![\d%元块万千]|[./-]\d|月)"
)
COMPACT = re.compile(r"(?<!\d)(?P<y>20[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d)")
SHORT = re.compile(
    r"(?<![\d/-])(?<!\d\.)(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<c>\d\d)(?![\d./-])"
)
YEAR_LAST = re.compile(
    r"(?<![\d/-])(?<!\d\.)(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>(?:19|20)\d\d)(?!\d)"
)
SHORT_ZH = re.compile(
    r"(?<![\d/-])(?<!\d\.)(?P<y>[0-3]\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d./-])"
)
MONTH_DAY = re.compile(
    r"(?<![\d/:-])(?<!\d\.)(?P<m>1[0-2]|0?[1-9])(?P<s>[./])(?P<d>3[01]|[12]\d|0?[1-9])"
    r"(?![\d万千百w元块k%折倍个分米年月天小时度寸岁点码]|[./:]\d)"
)
DAY_MONTH = re.compile(
    r"(?:\bon|dated?|since|from|until|till|of|and|to|before|after|around|the) "
    r"(?P<d>3[01]|[12]\d|0?[1-9])/(?P<m>1[0-2]|0?[1-9])(?![\d/.%])"
)
_HAPPENED = re.compile(
    r"[号日]|\s?(?:出[院险]|入院|住院|交|买|补|报案|提交|签|扣|投|寄|收到|到账|生效|办|退|出事|确诊|手术|开始|报|打|去|来|那天|当天|晚|早|上午|下午"
    r"|凌晨|到\d|至\d|-\d)"
)
_RATE = re.compile(r"(?:利率|年化|收益率?|分红率|系数).{0,6}$")
_RANGE_BEFORE = re.compile(r"\d[./]\d{1,2}(?:到|至|-|~)$|(?:日期|时间|从|于|自)(?:是|:)?$")
_DATE_BEFORE = re.compile(
    r"(?:\bon|dated?|since|from|until|till|of|and|,|to|before|after|around|the) ?$"
)


def year_first(match: re.Match[str], clock: Clock) -> Moment | None:
    del clock
    year, month = int(match["y"]), int(match["m"])
    interval = day_of(year, month, int(match["d"])) if match["d"] else months(year, month)
    return Moment(match.start(), match.end(), interval) if interval else None


def short_zh(match: re.Match[str], clock: Clock) -> Moment | None:
    """23/5/6 in Chinese, the year first. Elsewhere `short` reads it day first."""
    if not clock.chinese:
        return None
    interval = day_of(2000 + int(match["y"]), int(match["m"]), int(match["d"]))
    return Moment(match.start(), match.end(), interval) if interval else None


def short(match: re.Match[str], clock: Clock) -> Moment | None:
    interval = None
    if not clock.chinese:
        interval = day_first(2000 + int(match["c"]), int(match["a"]), int(match["b"]))
    if interval is None:
        interval = day_of(2000 + int(match["a"]), int(match["b"]), int(match["c"]))
    return Moment(match.start(), match.end(), interval) if interval else None


def year_last(match: re.Match[str], clock: Clock) -> Moment | None:
    del clock
    interval = day_first(int(match["y"]), int(match["a"]), int(match["b"]))
    return Moment(match.start(), match.end(), interval) if interval else None


def day_first(year: int, one: int, two: int) -> Interval | None:
    """Day, then month; the other way round where that is no date."""
    return day_of(year, two, one) or day_of(year, one, two)


def day_month(match: re.Match[str], clock: Clock) -> Moment | None:
    """On 30/10: the day first, as in Britain and Hong Kong."""
    interval = day_first(clock.today.year, int(match["d"]), int(match["m"]))
    if clock.chinese or interval is None:
        return None
    found = latest(interval, clock.today)
    return Moment(match.start("d"), match.end(), found, yearless=True)


def month_day(match: re.Match[str], clock: Clock) -> Moment | None:
    """9.30 and 5/6 are dates only among words that say so."""
    text, one, two = match.string, int(match["m"]), int(match["d"])
    if clock.chinese:
        if not (
            _HAPPENED.match(text, match.end()) or _RANGE_BEFORE.search(text[: match.start()][-8:])
        ):
            return None
        if _RATE.search(text, max(0, match.start() - 12), match.start()):
            return None
        interval = day_of(clock.today.year, one, two)
    else:
        if match["s"] == "." or not _DATE_BEFORE.search(text[: match.start()][-8:]):
            return None
        interval = day_first(clock.today.year, one, two)
    if interval is None:
        return None
    return Moment(match.start(), match.end(), latest(interval, clock.today), yearless=True)
