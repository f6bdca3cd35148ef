"""Dates in English: last October, 5 May 2023, three months ago, since March, Q1, in 2019."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.nlu.facts.intervals import Interval, day_of, days, latest, months, part_of_year
from bot.nlu.facts.time_words import Clock, Moment

_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
ORDINAL = r"(?:3[01]|[12]\d|0?[1-9])"
_RY = r"(?: (?:of )?(?P<ry>this|last) year)"
_Y = r"(?P<y>(?:19|20)\d\d|'\d\d)"
DAY_MONTH = re.compile(
    rf"\b(?P<d>{ORDINAL})(?:st|nd|rd|th)?(?: of)?[ -](?P<m>{MONTH})\b\.?(?:(?:,? |-){_Y}"
    rf"|{_RY})?(?! ?[ap]m\b)"
)
DAYS_MONTH = re.compile(
    rf"\b(?:(?:between|from) (?P<a>{ORDINAL})(?:st|nd|rd|th)? (?:and|to|until|till)"
    rf"|(?P<a2>{ORDINAL})(?:st|nd|rd|th)?"
    rf" ?(?:to|until|till|-) ?)(?: ?)(?P<b>{ORDINAL})(?:st|nd|rd"
    rf"|th)?(?: of)? (?P<m>{MONTH})\b(?:,? {_Y}|{_RY})?"
)
MONTH_DAY_EN = re.compile(
    rf"\b(?P<m>{MONTH})\b\.? (?:the )?(?P<d>{ORDINAL})(?:st|nd|rd|th)?(?![\d:,]\d|\d"
    rf"| ?[ap]m\b)(?:,? {_Y}|{_RY})?"
)
MONTH_YEAR = re.compile(
    rf"\b(?P<part>early |late |mid[- ]|end of )?(?P<m>{MONTH})\b\.?,? (?:of )?{_Y}"
)
MONTH_OF_YEAR = re.compile(rf"\b(?P<part>early |late |mid[- ]|end of )?(?P<m>{MONTH}){_RY}")
MONTH_ALONE = re.compile(
    rf"\b(?:(?P<rel>last|this|in|since|from|until|till|during|back in|of|around|through"
    rf"|between|and|by the end of)"
    rf"(?: (?P<part>early|late|mid|the (?:start|beginning|end) of))?[ -](?P<m>{MONTH})\b{_RY}?"
    rf"|(?P<part2>early|late|mid|end of|start of|beginning of)[ -](?P<m2>{MONTH})\b"
    rf"|(?<![a-z] )(?P<m3>january|february|april|june|july|august|september|october"
    rf"|november|december|march(?=,|$| and))\b)"
)
NUMERIC_ORDINAL = re.compile(
    rf"(?:\b(?:on|dated|of) the (?P<d>{ORDINAL})|\bdated (?P<d2>{ORDINAL})"
    rf"|(?<=st|nd|rd|th)(?:,? and|,)(?: again| then)?(?: on)? the (?P<d3>{ORDINAL}))(?:st|nd|rd|th)"
    rf"\b(?! of (?!the)| (?:of )?{MONTH}| floor)"
)
IN_YEAR = re.compile(
    r"\b(?P<part>early |late |mid[- ]|(?:the )?(?:end|start|beginning) of |spring (?:of )?"
    r"|summer (?:of )?"
    r"|autumn (?:of )?|fall (?:of )?|winter (?:of )?|q[1-4] |christmas )?(?:(?:in|since"
    r"|from|back in|of|during|around|until|for|(?<=\d\d\d\d )and)"
    r" )?(?P<y>(?:19[89]|20[0-3])\d)\b(?![ ]?(?:usd|hkd|rmb|yuan|dollars|pounds|per|a month"
    r"|a year))"
)
QUARTER = re.compile(r"\b(?P<part>q[1-4])(?: (?:of )?(?P<y>20\d\d))?\b")
_YEAR_CUE = re.compile(r"\b(?:in|since|from|back in|of|during|around|until|for|and)\s")


def month_number(word: str) -> int:
    return _NAMES.index(word[:3]) + 1


def _year(word: str | None) -> int | None:
    return None if word is None else 2000 + int(word[1:]) if word[0] == "'" else int(word)


def _said_year(match: re.Match[str], clock: Clock) -> int | None:
    """2023, '23, this year, last year."""
    groups = match.groupdict()
    if groups.get("ry"):
        return clock.today.year - (match["ry"] == "last")
    return _year(groups.get("y"))


def _moment(
    match: re.Match[str], interval: Interval | None, clock: Clock, year: int | None
) -> Moment | None:
    if interval is None:
        return None
    if year is None:
        interval = latest(interval, clock.today)
    return Moment(match.start(), match.end(), interval, yearless=year is None)


def named_day(match: re.Match[str], clock: Clock) -> Moment | None:
    """5 May 2023, May 5th."""
    year = _said_year(match, clock)
    base = year or clock.today.year
    return _moment(match, day_of(base, month_number(match["m"]), int(match["d"])), clock, year)


def named_days(match: re.Match[str], clock: Clock) -> Moment | None:
    """Between 2 and 19 August, 2 to 3 Feb this year."""
    year = _said_year(match, clock)
    base, month = year or clock.today.year, month_number(match["m"])
    first = day_of(base, month, int(match["a"] or match["a2"]))
    last = day_of(base, month, int(match["b"]))
    if first is None or last is None or last.first < first.first:
        return None
    return _moment(match, Interval(first.first, last.last), clock, year)


def _part_of_month(year: int, month: int, part: str) -> Interval:
    whole = months(year, month)
    if "early" in part or "start" in part or "beginning" in part:
        return days(whole.first, 10)
    if "mid" in part:
        return days(whole.first + timedelta(days=10), 10)
    if "late" in part or "end" in part:
        return Interval(whole.first + timedelta(days=20), whole.last)
    return whole


def named_month(match: re.Match[str], clock: Clock) -> Moment | None:
    year = _said_year(match, clock)
    if year is None:
        return None
    interval = _part_of_month(year, month_number(match["m"]), match["part"] or "")
    return _moment(match, interval, clock, year)


def _is_month_may(match: re.Match[str]) -> bool:
    if re.match(r" (?:be|i|you|not|have|as|well)\b", match.string[match.end() :][:6]):
        return False
    if match["m2"] or match["rel"] not in ("and", "of", None):
        return True
    return (
        match["rel"] == "and"
        and "between" in match.string[max(0, match.start() - 20) : match.start()]
    )


def month_alone(match: re.Match[str], clock: Clock) -> Moment | None:
    word = match["m"] or match["m2"] or match["m3"]
    if word == "may" and not _is_month_may(match):
        return None
    part = match["part"] or match["part2"] or ""
    year = _said_year(match, clock)
    interval = _part_of_month(year or clock.today.year, month_number(word), part)
    moment = _moment(match, interval, clock, year)
    if moment is None or moment.interval is None:
        return None
    if match["rel"] == "last" and moment.interval.last >= clock.today:
        moment = replace(moment, interval=moment.interval.moved(-1))
    start = (
        match.start("m") if match["m"] and match["rel"] not in ("last", "this") else match.start()
    )
    return Moment(start, moment.end, moment.interval, yearless=year is None)


def ordinal(match: re.Match[str], clock: Clock) -> Moment | None:
    day = int(match["d"] or match["d2"] or match["d3"])
    start = match.start("d3") if match["d3"] else match.start()
    for back in range(3):
        whole = months(clock.today.year, clock.today.month - back)
        found = day_of(whole.first.year, whole.first.month, day)
        if found and found.first <= clock.today:
            return Moment(start, match.end(), found, day_only=True)
    return None


def season(year: int, word: str) -> Interval:
    first = {"sp": "春", "su": "夏", "au": "秋", "fa": "秋", "wi": "冬"}
    return part_of_year(year, first[word[:2]])


def in_year(match: re.Match[str], clock: Clock) -> Moment | None:
    """A bare number is a year only after such a word as “in”; 2,019 or £2019 is none."""
    year, part = int(match["y"]), (match["part"] or "").strip()
    if clock.chinese or not (part or _YEAR_CUE.match(match.group())):
        return None
    if part.startswith("q"):
        interval = months(year, 3 * int(part[1]) - 2, 3)
    elif part[:2] in ("sp", "su", "au", "fa", "wi"):
        interval = season(year, part)
    elif "early" in part or "start" in part or "beginning" in part:
        interval = part_of_year(year, "初")
    elif "late" in part or "end" in part:
        interval = part_of_year(year, "底")
    else:
        interval = part_of_year(year, "中" if "mid" in part else "")
    return Moment(match.start("part") if part else match.start("y"), match.end(), interval)


def quarter(match: re.Match[str], clock: Clock) -> Moment | None:
    year = int(match["y"]) if match["y"] else clock.today.year
    interval = months(year, 3 * int(match["part"][1]) - 2, 3)
    return _moment(match, interval, clock, year if match["y"] else None)
