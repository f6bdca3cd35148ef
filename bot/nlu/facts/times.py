"""When it happened: {"start", "end"} (days, both inclusive) and "role": "bought" where it is said.

Lengths of time, habits, deadlines and days to come are not when something happened.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from bot.nlu.facts import dates_en as en
from bot.nlu.facts import dates_en_relative as en_relative
from bot.nlu.facts import dates_numeric as numeric
from bot.nlu.facts import dates_relative as relative
from bot.nlu.facts import dates_zh as zh
from bot.nlu.facts.hit import Hit, clauses, corrected_away
from bot.nlu.facts.time_context import (
    in_month_before,
    is_about_something_else,
    is_bought,
    joined,
    lasts_until_now,
)
from bot.nlu.facts.time_words import Clock, Moment

_Rule = tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str], Clock], Moment | None]]


def _rule(
    needs: str, pattern: re.Pattern[str], read: Callable[[re.Match[str], Clock], Moment | None]
) -> _Rule:
    """`needs`: what a text must have for the rule to be tried at all; far cheaper to look for."""
    return re.compile(needs), pattern, read


_DIGIT_DATE = r"\d[-/.年]\s?\d"
_FESTIVE = (
    "[春节过大新农][节年春历]|除夕|三十|初一|元[宵旦]|十[五一]|清明|五一|端午|中秋|冬至|国庆|小年|腊八|重阳|七夕|双[1十]"
    "|618|六[一幺]|节|圣诞|平安夜|christmas|xmas|easter|festival|valentine|golden|national"
    "|new year|halloween|万圣|labou?r|平安夜|跨年夜|boxing"
)
_CHINESE: tuple[_Rule, ...] = (
    _rule("月", zh.MONTH_DATE, zh.month_date),
    _rule("月", zh.TWO_MONTHS, zh.two_months),
    _rule("年", zh.YEAR_DATE, zh.year_date),
    _rule("[年季天假]", zh.PART_ONLY, zh.part_only),
    _rule(r"\d{4}", zh.PLAIN_YEAR, zh.plain_year),
    _rule("月", zh.MONTH_AWAY, zh.month_away),
    _rule("月|旬", zh.PART_OF_MONTH_ONLY, zh.part_of_month_only),
    _rule("[号日]", zh.DAY_ONLY, zh.day_only),
    _rule("[每月下年]", zh.HABIT, zh.nothing),
    _rule("年", zh.TWO_YEARS, zh.two_years),
    _rule("今", relative.YEARS_AGO_TODAY, relative.years_ago_today),
    _rule("[今昨前刚琴寻]", relative.RELATIVE_DAY, relative.relative_day),
    _rule("周|星期|礼拜", relative.WEEK_DAY, relative.week_day),
    _rule("周|星期|礼拜", relative.WHOLE_WEEK, relative.whole_week),
    _rule("前", relative.AGO, relative.ago),
    _rule("[前最近这]", relative.WINDOW, relative.window),
    _rule("[前早]", relative.LONG_WINDOW, relative.long_window),
    _rule("[正冬腊农阴旧大]|年初", relative.LUNAR, relative.lunar_date),
)
_BOTH: tuple[_Rule, ...] = (
    _rule(_DIGIT_DATE, numeric.YEAR_FIRST, numeric.year_first),
    _rule(r"\d{8}", numeric.COMPACT, numeric.year_first),
    _rule(_DIGIT_DATE, numeric.YEAR_LAST, numeric.year_last),
    _rule(_DIGIT_DATE, numeric.SHORT_ZH, numeric.short_zh),
    _rule(_DIGIT_DATE, numeric.SHORT, numeric.short),
    _rule(_DIGIT_DATE, numeric.MONTH_DAY, numeric.month_day),
    _rule(r"\d/\d", numeric.DAY_MONTH, numeric.day_month),
    _rule(_FESTIVE, relative.FESTIVAL, relative.festival_date),
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ENGLISH: tuple[_Rule, ...] = (
    _rule(_MONTHS, en.DAYS_MONTH, en.named_days),
    _rule(_MONTHS, en.DAY_MONTH, en.named_day),
    _rule(_MONTHS, en.MONTH_DAY_EN, en.named_day),
    _rule(_MONTHS, en.MONTH_YEAR, en.named_month),
    _rule("this|last", en.MONTH_OF_YEAR, en.named_month),
    _rule(_MONTHS, en.MONTH_ALONE, en.month_alone),
    _rule(r"\d(?:st|nd|rd|th)", en.NUMERIC_ORDINAL, en.ordinal),
    _rule("last|this|past", en_relative.LAST_UNIT, en_relative.last_unit),
    _rule(r"\d(?:st|nd|rd|th)", en_relative.DAY_OF_LAST, en_relative.day_of_last),
    _rule("before last", en_relative.BEFORE_LAST, en_relative.before_last),
    _rule("spring|summer|autumn|fall|winter", en_relative.SEASON, en_relative.season_alone),
    _rule("ago|back|earlier", en_relative.AGO_EN, en_relative.ago_en),
    _rule("day", en_relative.DAYS_EN, en_relative.days_en),
    _rule(r"(?:19|20)\d\d", en.IN_YEAR, en.in_year),
    _rule("q[1-4]", en.QUARTER, en.quarter),
    _rule("day|on |night|morning|noon|evening", en_relative.WEEKDAY_EN, en_relative.weekday),
    _rule("[a-z]{3} ", en_relative.AHEAD_EN, zh.nothing),
    _rule("today|recently|lately|these", relative.WINDOW, relative.window),
    _rule("today", relative.RELATIVE_DAY, relative.relative_day),
)
_LETTER = re.compile(r"[a-z]{3}|q[1-4]")
_LATIN = re.compile(r"[a-z]{3}")
_FAR = 60
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORTH_TRYING = re.compile(
    r"[年月日号周天昨琴寻今前早最近这节双刚季假旬初\d]|星期|礼拜|过年|国庆|中秋|五一|端午|冬至|清明|元旦|圣诞|平安夜|跨年夜|除夕|三十|七夕|新春|十一|[a-z]{3}"
    r"|q[1-4]"
)
_REPUBLIC = re.compile(r"(?<!\d)1[0-3]\d年")


def find_times(text: str, today: date, traditional: Callable[[], bool]) -> list[Hit]:
    """Every time at which something happened, in the order of the text."""
    if not _WORTH_TRYING.search(text):
        return []
    republic = _REPUBLIC.search(text)
    clock = Clock(
        today,
        republic=republic is not None
        and (text[republic.end() : republic.end() + 1].isdigit() or traditional()),
        chinese=_HAN.search(text) is not None or not _LATIN.search(text),
    )
    moments = in_month_before(joined(text, _longest(_moments(text, clock)), today), today)
    parts = clauses(text)
    hits: list[Hit] = []
    at = 0
    seen: set[tuple[date, date]] = set()
    for moment in moments:
        interval = moment.interval
        if interval is None or interval.first > today or corrected_away(text, moment.start):
            continue
        while at + 1 < len(parts) and parts[at][1] <= moment.start:
            at += 1
        clause = _near(parts[at], moment) if parts else (moment.start, moment.end)
        if is_about_something_else(text, moment, clause):
            continue
        end, until = lasts_until_now(text, moment)
        if until and interval.first == today:
            continue  # from today on
        last = today if until else interval.last
        if (interval.first, last) in seen:
            continue
        seen.add((interval.first, last))
        value: dict[str, Any] = {"start": interval.first.isoformat(), "end": last.isoformat()}
        if is_bought(text, moment, clause):
            value["role"] = "bought"
        hits.append(Hit("happened_at", value, moment.start, end))
    return hits


def _near(clause: tuple[int, int], moment: Moment) -> tuple[int, int]:
    """The clause, or what of a very long one stands around the time."""
    start = clause[0] if clause[0] <= moment.start else moment.start
    return max(start, moment.start - _FAR), min(max(clause[1], moment.end), moment.end + _FAR)


def _moments(text: str, clock: Clock) -> list[Moment]:
    rules = (_CHINESE if clock.chinese else ()) + _BOTH + (_ENGLISH if _LETTER.search(text) else ())
    found: list[Moment] = []
    for needs, pattern, read in rules:
        if needs.search(text) is None:
            continue
        for match in pattern.finditer(text):
            if match.end() > match.start() and (moment := read(match, clock)) is not None:
                found.append(moment)
    return found


def _longest(moments: list[Moment]) -> list[Moment]:
    """Left to right; of those that overlap the one that begins first, and of these the longest."""
    kept: list[Moment] = []
    for moment in sorted(moments, key=lambda m: (m.start, -m.end, m.interval is not None)):
        if not kept or moment.start >= kept[-1].end:
            kept.append(moment)
        elif (
            moment.end > kept[-1].end and moment.end - moment.start > kept[-1].end - kept[-1].start
        ):
            kept[-1] = moment
    return kept
