"""The part of a day that a customer names for a call-back."""

from __future__ import annotations

import re
from datetime import time

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "兩": 2}
_CLOCK = re.compile(
    r"(?P<at>\bat )?(?P<h>\d{1,2}|十[一二]?|[一二两兩三四五六七八九])"
    r"\s*(?:[:：](?P<m>\d{2})|[点點时時](?P<half>半)?|\s?(?=[ap]m)|(?(at)(?!\d)|(?!)))"
    r"\s*(?P<pm>pm)?",
    re.IGNORECASE,
)
_PARTS: tuple[tuple[str, time, time], ...] = (
    (r"早上|早晨|一早|上午|morning", time(0), time(12)),
    (r"中午|noon|lunch", time(11), time(14)),
    (r"下午|午后|午後|afternoon", time(12), time(18)),
    (r"晚上|傍晚|夜里|夜裡|evening|tonight", time(17), time(23, 59)),
)
_LATE = re.compile(r"下午|晚上|傍晚|午后|午後|夜|pm\b|afternoon|evening", re.IGNORECASE)
WHOLE_DAY = (time(0), time(23, 59))


def part_of_day(text: str) -> tuple[time, time]:
    """From when until when on the day; both equal for a moment, the whole day if none is named.

    “3点” without 上午 or 下午 is three in the afternoon: nobody is called before seven.
    """
    clock = _CLOCK.search(text)
    if clock:
        moment = _moment(clock, late=bool(_LATE.search(text)))
        if moment:
            return moment, moment
    for words, start, end in _PARTS:
        if re.search(words, text, re.IGNORECASE):
            return start, end
    return WHOLE_DAY


def _moment(clock: re.Match[str], *, late: bool) -> time | None:
    hour = _number(clock["h"])
    minute = int(clock["m"]) if clock["m"] else 30 if clock["half"] else 0
    if hour < 12 and (late or clock["pm"] or hour < 7):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _number(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    return sum(_DIGITS[c] for c in digits)
