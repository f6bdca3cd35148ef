"""Amounts of money: {"value", "currency"} and, where the words say so, "max" and "approximate".

A range (五六千, 2-3万) has its lower end as value. A vague number counts as what it certainly is:
几千块 is about 1000, 二十来万 about 200000. Without a currency word it is yuan.
"""

from __future__ import annotations

import re
from typing import Any

from bot.nlu.facts.currencies import AFTER, BEFORE, code_after, code_before
from bot.nlu.facts.english_amounts import english_scale, spelled_amounts
from bot.nlu.facts.hit import Hit, corrected_away
from bot.nlu.facts.money_context import is_counted, is_money
from bot.nlu.facts.numbers import START, Number, read_number

_LATIN = re.compile(r"[a-z]{3}")
_SKIP = re.compile(r"[\d,.]*\d|[零〇○一二三四五六七八九十百千万亿两]+|.", re.DOTALL)
_RANGE = re.compile(r"(?:块钱?|元)?\s?(?:-|~|到|至|—|–)\s?(?=[\d一二两三四五六七八九十])")
_ABOUT_BEFORE = re.compile(
    r"(?:大概|大约|约|差不多|将近|接近|近|几乎|不到|小|好|about|around|roughly|nearly|almost"
    r"|approximately|approx\.?|some)(?:是|有|了|要)?\s?$"
)
_ABOUT_AFTER = re.compile(
    r"(?:左右|上下|出头|来钱|多|余|不到|以上|odd\b|\s?(?:or so|ish|give or take)\b)"
)
_NONE_AT_ALL = re.compile(r"(?:块|元|蚊|分|角|毛)钱?(?:都|也)?(?:没|不|未|冇|别)")
"""After 一: 一蚊都冇赔 names no amount."""
_IDLE = re.compile(r"钱?(?:都|也|没|不|未|别|毛)")
_NEXT = re.compile(
    r"\s?(?:、|和|跟|及|与|/|\+|又|再|然后|and|out of|instead of|rather than|against)\s?$"
)
_TAIL = re.compile(
    r"(?:(?P<jiao>[\d一二两三四五六七八九])(?:毛|角)(?:(?P<fen>[\d一二三四五六七八九])分?)?|(?P<half>半)"
    r"|(?P<digit>[\d一二两三四五六七八九])(?![\d一二三四五六七八九十百千万年个月天次点号岁]))"
)
_FIRST_MONTH = re.compile(r"(?:首月|首期|第一[个月期]+|只[要花收]|[每一][天日])$")
_SMALL = re.compile(r"(?:毛|角(?!度|落|色))钱?(?P<fen>[\d一二三四五六七八九](?![\d年个月]))?")


def find_amounts(text: str, dollar: str) -> list[Hit]:
    """Every amount, left to right. `dollar`: the currency that a bare $ means here."""
    found: list[Hit] = spelled_amounts(text, dollar) if _LATIN.search(text) else []
    at = 0
    last: Hit | None = None
    while (match := START.search(text, at)) is not None:
        number = read_number(text, match.start())
        if number is None or number.end == match.start():
            skipped = _SKIP.match(text, match.start())
            at = skipped.end() if skipped else match.end()
            continue
        hit = _amount(text, number, dollar, last)
        at = max(hit.end if hit else 0, number.end)
        if hit is not None:
            last = hit
            found.append(hit)
    return [h for h in _longest(found) if _is_own(text, h)]


_OF_OTHERS = re.compile(r"(?:^|[,.;!?])(?:我们?)?(?:隔壁|邻居|别人|人家|别家)[^,.;!?我你]{0,20}$")
"""隔壁老王说他那份一年才三百."""


def _is_own(text: str, hit: Hit) -> bool:
    near = max(0, hit.start - 30)
    return not corrected_away(text, hit.start) and not _OF_OTHERS.search(text, near, hit.start)


def _longest(hits: list[Hit]) -> list[Hit]:
    """Left to right, the longer of two that overlap."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
    return kept


def _amount(text: str, number: Number, dollar: str, last: Hit | None) -> Hit | None:
    """The amount that begins with `number`, if it is money."""
    low, high, end, unit, about = number.low, number.high, number.end, number.unit, number.about
    second = _second(text, number)
    if second is not None:
        low, high = _range(low, number.unit, second)
        end, unit, about = second.end, max(unit, second.unit), about or second.about
    english = english_scale(text, end)
    if english is not None:
        low, high, end, unit = low * english[0], high * english[0], english[1], 1000
    before = BEFORE.search(text, max(0, number.start - 6), number.start)
    small = None if before or low >= 100 else _SMALL.match(text, end)
    if small is not None:
        return _small(text, low, small, number.start)
    after = AFTER.match(text, end)
    start = before.start() if before else number.start
    if after is not None:
        if _is_together(text, number, after):
            return None
        low, high, end = _tail(text, after.end(), low, high)
    if before or after:
        currency = code_before(before) if before else code_after(after) if after else ""
    else:
        listed = last is not None and _listed(text, number, last)
        if not is_money(text, number, unit, end, listed=listed):
            return None
        currency = _currency(last) if last and listed else "CNY"
        currency = "INR" if english is not None and english[2] else currency
    if high <= 0:
        return None
    about = about or _is_about(text, start, end)
    value = _value(low, high, dollar if currency == "$" else currency, about=about)
    return Hit("amount", value, start, end)


def _is_about(text: str, start: int, end: int) -> bool:
    before = _ABOUT_BEFORE.search(text, max(0, start - 14), start)
    return before is not None or _ABOUT_AFTER.match(text, end) is not None


def _second(text: str, number: Number) -> Number | None:
    """The upper end of 5000-6000, 两万到三万; None where no number follows so."""
    match = _RANGE.match(text, number.end)
    second = read_number(text, match.end()) if match else None
    if second is None or text[second.end : second.end + 1] in tuple("-~"):
        return None
    if is_counted(text, second.end) or _range(number.low, number.unit, second)[1] != second.high:
        return None
    return second


def _range(low: float, unit: int, second: Number) -> tuple[float, float]:
    """2~3万 counts both in 万."""
    if unit == 1 and second.unit > 1 and low < 1000:
        low *= second.unit
    return min(low, second.low), max(low, second.high)


def _value(low: float, high: float, currency: str, *, about: bool) -> dict[str, Any]:
    value: dict[str, Any] = {"value": round(low, 2), "currency": currency}
    if high > low:
        value["max"] = round(high, 2)
    if about:
        value["approximate"] = True
    return value


def _tail(text: str, end: int, low: float, high: float) -> tuple[float, float, int]:
    """三块五, 29块9, 412块3毛, 两块半."""
    match = _TAIL.match(text, end)
    if match is None:
        return low, high, end
    if match["digit"] == "一" and "\u4e00" <= text[match.end() : match.end() + 1] <= "\u9fff":
        return low, high, end  # 十二块一个月
    cents = 50.0 if match["half"] else 10.0 * _digit(match["jiao"] or match["digit"])
    cents += _digit(match["fen"]) if match["fen"] else 0.0
    return low + cents / 100, high + cents / 100, match.end()


def _small(text: str, low: float, match: re.Match[str], start: int) -> Hit | None:
    """一毛八, 五毛钱."""
    if low <= 0 or (low == 1 and _IDLE.match(text, match.end())):
        return None  # 一毛没退 names no amount
    value = low / 10 + (_digit(match["fen"]) / 100 if match["fen"] else 0.0)
    return Hit("amount", _value(value, value, "CNY", about=False), start, match.end())


def _digit(character: str) -> float:
    number = read_number(character, 0)
    return number.low if number else 0.0


def _is_together(text: str, number: Number, unit: re.Match[str]) -> bool:
    """一块 also means “together”, 那块 “that part”."""
    if number.low != 1 or number.digits:
        return False
    if _NONE_AT_ALL.match(text, number.end):
        return True
    if unit.group().strip() != "块":
        return False
    if _FIRST_MONTH.search(text, max(0, number.start - 4), number.start):
        return False
    return text[unit.end() : unit.end() + 1] not in tuple("一二三四五六七八九0123456789多")


def _listed(text: str, number: Number, last: Hit) -> bool:
    """Whether the number goes on a list of amounts: 29.9、29.9、59."""
    return number.start - last.end < 14 and bool(_NEXT.fullmatch(text[last.end : number.start]))


def _currency(hit: Hit) -> str:
    return str(hit.value["currency"])
