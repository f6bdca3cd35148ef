"""The day that a customer names for a call-back: days to come, which nothing complained of has."""

from __future__ import annotations

import re
from datetime import date, timedelta

_NEAR = (
    (3, r"大[后後]天"),
    (2, r"[后後](?:天|日)|the day after tomorrow"),
    (1, r"明(?:天|日|早|晚)|[听聽]日|tomorrow"),
    (0, r"今(?:天|日|早|晚)|today|tonight|this (?:morning|afternoon|evening)"),
)
_WEEKDAY = re.compile(
    r"(?P<next>下(?:个|個)?|next )?(?:(?:周|週|星期|礼拜|禮拜)(?P<zh>[一二三四五六日天])"
    r"|\b(?P<en>mon|tue|wed|thu|fri|sat|sun)[a-z]*day\b)",
    re.IGNORECASE,
)
_ZH, _EN = "一二三四五六日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 — reads better
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<month>\d{1,2})(?:月|[-/])(?P<day>\d{1,2})(?!\d|\s*[点點时時:：])",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b",
        r"(?<!\d)(?P<day>\d{1,2})[号號日]",
    )
)


def day_named(text: str, today: date) -> date | None:
    """The next day that the words fit, today included; None where they name none."""
    for days, words in _NEAR:
        if re.search(words, text, re.IGNORECASE):
            return today + timedelta(days=days)
    weekday = _WEEKDAY.search(text)
    if weekday:
        return _on_weekday(weekday, today)
    found = next(filter(None, (pattern.search(text) for pattern in _DATES)), None)
    return _on_date(found.groupdict(), today) if found else None


def _on_weekday(found: re.Match[str], today: date) -> date:
    zh, en = found["zh"], (found["en"] or "").lower()
    number = _ZH.index("日" if zh == "天" else zh) if zh else _EN.index(en)
    if found["next"]:
        return today + timedelta(days=7 - today.weekday() + number)
    return today + timedelta(days=(number - today.weekday()) % 7)


def _on_date(said: dict[str, str | None], today: date) -> date | None:
    name, day = said.get("name"), int(said["day"] or 0)
    month = _MONTHS.index(name.lower()) + 1 if name else int(said.get("month") or 0)
    for ahead in range(366):
        one = today + timedelta(days=ahead)
        if one.day == day and month in (0, one.month):
            return one
    return None
