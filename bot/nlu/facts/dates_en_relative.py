"""English times told from today: yesterday, last Monday, three months ago, on Friday."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.nlu.facts.dates_en import MONTH, ORDINAL, month_number, season
from bot.nlu.facts.dates_relative import back_in_time
from bot.nlu.facts.intervals import Interval, days, latest, months, week
from bot.nlu.facts.time_words import Clock, Moment

_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBER = {word: n for n, word in enumerate(_NUMBERS.split(), start=1)}
_NUMBER |= {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30}
LAST_UNIT = re.compile(
    rf"\b(?P<r>last|this|past)(?P<again> but one)? (?P<u>week|month|year|night|morning"
    rf"|weekend|quarter"
    rf"|spring|summer|autumn|fall|winter|{_WEEKDAY})\b"
)
AGO_EN = re.compile(
    r"\b(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty"
    r"|a couple(?: of)?|a few|several|half an?)(?:(?: or |-| to )(?P<n2>\d{1,3}|two|three"
    r"|four|five|six|seven"
    r"|eight|nine|ten|so))?(?P<half> and a half)?(?: full| whole)? (?P<u>day|week|month"
    r"|year|hour|minute|hr|min|yr)s?"
    r"(?: and a half)? (?:ago|back\b|earlier)"
)
DAYS_EN = re.compile(
    r"\b(?:the )?(?P<b>day before yesterday)\b|\b(?P<y>yesterday)\b|\b(?P<o>the other day"
    r"|a few days back)\b"
)
DAY_OF_LAST = re.compile(
    rf"\b(?:the )?(?P<d>{ORDINAL})(?:st|nd|rd|th) (?:of )?(?P<r>last|this) month\b"
)
BEFORE_LAST = re.compile(rf"\b(?:the )?(?P<u>week|month|year|{_WEEKDAY}) before last\b")
SEASON = re.compile(
    r"\b(?:since|in|over|during|throughout|this|back in) (?:(?:the )?(?P<s>spring|summer|autumn"
    r"|winter)"
    r"|the (?P<f>fall))\b(?! (?:of )?(?:(?:19|20)\d\d|(?:this|last) year))"
)
WEEKDAY_EN = re.compile(
    rf"\b(?:(?:on|since|came|called|rang|phoned|visited) (?:the )?(?P<d>{_WEEKDAY})\b(?!s)(?! to\b)"
    rf"(?!,? (?:the )?\d|,? {MONTH}\b)"
    rf"|(?<!\ba )(?<!these )(?<!every )(?<!each )(?<!those )(?P<d2>{_WEEKDAY}) (?:night|morning"
    rf"|afternoon|evening)\b)"
)
AHEAD_EN = re.compile(
    rf"\b(?:next|every|each|coming|by|per|any|before|until"
    rf"|till) (?:the (?:end of )?)?(?:{MONTH}|{_WEEKDAY}|week|month|year"
    rf"|{ORDINAL}(?:st|nd|rd|th)|today|tomorrow|spring|summer"
    rf"|christmas)\b(?: {ORDINAL}(?:st|nd|rd|th)?)?"
    r"|\btwice a (?:week|month|year)\b"
)


def last_unit(match: re.Match[str], clock: Clock) -> Moment | None:
    today, unit = clock.today, match["u"]
    back = 0 if match["r"] == "this" else 1
    interval: Interval | None
    if unit == "week":
        interval = week(today, back)
    elif unit == "weekend":
        interval = days(week(today, back).first + timedelta(days=5), 2)
    elif unit == "month":
        interval = months(today.year, today.month - back)
    elif unit == "year":
        interval = months(today.year - back, 1, 12)
    elif unit in ("night", "morning"):
        interval = days(today - timedelta(days=1 if unit == "night" and back else 0), 1)
    elif unit == "quarter":
        interval = months(today.year, 3 * ((today.month - 1) // 3 - back) + 1, 3)
    elif unit[:3] in _WEEKDAYS:
        interval = _weekday(unit, clock, last=back == 1)
    else:
        interval = latest(season(today.year, unit), today)
        if match["r"] == "last" and interval.last >= today:
            interval = interval.moved(-1)
    return Moment(match.start(), match.end(), interval)


def day_of_last(match: re.Match[str], clock: Clock) -> Moment | None:
    """The 8th of last month; a day that the month does not have is none."""
    month = months(clock.today.year, clock.today.month - (match["r"] == "last"))
    day = month.first + timedelta(days=int(match["d"]) - 1)
    return Moment(match.start(), match.end(), days(day, 1)) if day <= month.last else None


def before_last(match: re.Match[str], clock: Clock) -> Moment:
    """The Friday before last, the month before last."""
    today, unit = clock.today, match["u"]
    if unit == "week":
        interval = week(today, 2)
    elif unit == "month":
        interval = months(today.year, today.month - 2)
    elif unit == "year":
        interval = months(today.year - 2, 1, 12)
    else:
        interval = days(_weekday(unit, clock, last=True).first - timedelta(days=7), 1)
    return Moment(match.start(), match.end(), interval)


def season_alone(match: re.Match[str], clock: Clock) -> Moment:
    """In the spring, since the summer: the latest that has begun."""
    group = "s" if match["s"] else "f"
    interval = latest(season(clock.today.year, match[group]), clock.today)
    return Moment(match.start(group), match.end(), interval, yearless=True)


def _weekday(word: str, clock: Clock, *, last: bool) -> Interval:
    """The latest such day; “last Saturday” on a Saturday is a week ago."""
    back = (clock.today.weekday() - _WEEKDAYS.index(word[:3])) % 7
    return days(clock.today - timedelta(days=back or (7 if last else 0)), 1)


def weekday(match: re.Match[str], clock: Clock) -> Moment | None:
    group = "d" if match["d"] else "d2"
    return Moment(match.start(group), match.end(), _weekday(match[group], clock, last=False))


_IN_PART = re.compile(
    rf",? (?:in|around) (?:the )?(?P<w>spring|summer|autumn|fall|winter|{MONTH})\b"
)


def ago_en(match: re.Match[str], clock: Clock) -> Moment | None:
    word, unit = match["n"], match["u"]
    if word.startswith("half"):
        low = high = 0
    elif word.startswith("a couple"):
        low = high = 2
    elif word in ("a few", "several"):
        low, high = 2, 6
    else:
        low = high = int(word) if word.isdecimal() else _NUMBER[word]
    if match["n2"] and match["n2"] != "so":
        second = match["n2"]
        high = int(second) if second.isdecimal() else _NUMBER[second]
    units = {"d": "天", "w": "周", "y": "年", "h": "时", "m": "钟" if unit[1] == "i" else "月"}
    low, high = min(low, high), max(low, high)
    interval = back_in_time(units[unit[0]], low, high, clock)
    part = _IN_PART.match(match.string, match.end()) if unit[0] == "y" and low == high else None
    if interval is None or part is None:
        return Moment(match.start(), match.end(), interval)
    return Moment(match.start(), part.end(), _part(interval.first.year, part["w"]))


def _part(year: int, word: str) -> Interval:
    """Two years ago in the summer, a year ago in May."""
    if word in ("spring", "summer", "autumn", "fall", "winter"):
        return season(year, word)
    return months(year, month_number(word))


def days_en(match: re.Match[str], clock: Clock) -> Moment:
    today = clock.today
    if match["o"]:
        interval = Interval(today - timedelta(days=7), today - timedelta(days=2))
    else:
        interval = days(today - timedelta(days=2 if match["b"] else 1), 1)
    return Moment(match.start(), match.end(), interval)
