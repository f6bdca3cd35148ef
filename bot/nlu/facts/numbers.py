"""Numerals as people type them: 2,300.50 · 两万三 · 一百八 · 1万5 · 12.8w · 五六千 · 二十来万.

Linear in the text. More than twelve digits are no number: they are somebody's identifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.facts.number_sum import Coefficient, NumberSum, plus

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
DIGITS |= {c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "w": 10_000, "k": 1_000}
UNITS |= {"拾": 10, "佰": 100, "仟": 1_000}
_SCORES = {"廿": 20, "卅": 30}
_MYRIAD = 10_000
_MOST_TOKENS = 20
_COUNTED = re.compile(r"个?[年月天岁期]|个(?:礼拜|星期|工作日)|周")
_HAN = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖"

START = re.compile(
    rf"[\d{_HAN}两廿卅十拾]|[几数](?=[十百千万亿])|[百千万](?=[来把]|块(?!头))|(?<=上)[百千万](?=[块元亿])"
)
_TOKEN = re.compile(
    r"(?P<arabic>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,2}(?!\d))?|\d+(?:\.\d{1,4}(?![\d.]))?)"
    rf"|(?P<han>(?:一两|两三)(?=[十百千万亿wk])|[{_HAN}]+|两)(?:点(?P<decimals>[{_HAN}]{{1,4}}))?"
    r"|(?P<unit>个?(?:亿|w(?![a-z]))|k(?![a-z])|[十百千万拾佰仟])"
    r"|(?P<score>[廿卅])"
    r"|(?P<vague>[几数](?=[十百千万亿])|[多余](?![少次久])|几(?![次个天])"
    r"|来(?=[百千万亿块元蚊圆,.!?; ]|$)|把(?=[块万]))"
)


@dataclass(frozen=True)
class Number:
    """`low` to `high` (equal unless a range such as 五六千) at `start:end`.

    `unit` is the greatest of its multipliers, 1 without any; `digits` says that it begins in
    digits; `about` that its own words make it vague (一万多, 几百).
    """

    low: float
    high: float
    about: bool
    unit: int
    digits: bool
    start: int
    end: int


def read_number(text: str, start: int) -> Number | None:
    """The number that begins at `start` (where `START` matched), as long as it goes."""
    total, at = NumberSum(), start
    for _ in range(_MOST_TOKENS):
        match = _TOKEN.match(text, at)
        if match is None or _next_number(total, match, text) or not _take(total, match, text):
            break
        at = match.end() - total.left_over
        if total.left_over:
            break
        if match.lastgroup == "vague" and not _unit_follows(text, at):
            break
    low, high = total.finish()
    if at == start or high >= 10**12:
        return None
    return Number(
        round(low, 4), round(high, 4), total.about, total.unit, text[start].isdigit(), start, at
    )


def _next_number(total: NumberSum, match: re.Match[str], text: str) -> bool:
    """Whether a coefficient begins another number: the second 八 of 八百八百块."""
    if total.last_unit == 1 or not (match["arabic"] or match["han"]):
        return False
    unit = _TOKEN.match(text, match.end())
    if unit is None or not unit["unit"]:
        return False
    factor = UNITS[unit.group().removeprefix("个")]
    return factor >= total.last_unit and (factor < _MYRIAD or total.last_unit >= _MYRIAD)


def _take(total: NumberSum, match: re.Match[str], text: str) -> bool:
    """Add one token; False where the number ended before it."""
    word = match.group()
    if match["vague"]:
        total.about = True
        return True
    if match["unit"]:
        total.times(UNITS[word.removeprefix("个")])
        return True
    if match["score"]:
        total.part = plus(total.part, _SCORES[word], _SCORES[word])
        return total.waiting is None
    if match["arabic"]:
        value = float(word.replace(",", ""))
        return total.count(Coefficient(value, value, len(word) == 1))
    return _take_han(total, match, text)


def _take_han(total: NumberSum, match: re.Match[str], text: str) -> bool:
    word = match["han"]
    if total.unit > 1 and word[0] in "零〇○":
        total.after_zero, word = True, word.lstrip("零〇○")
    if not word:
        return True
    if total.last_unit > 1 and not match["decimals"]:
        word, total.left_over = _elided(total, match, word, text)
        if not word:
            return False
    values = [DIGITS[c] for c in word[:15]]
    if match["decimals"]:
        tail = "".join(str(DIGITS[c]) for c in match["decimals"])
        value = float("".join(map(str, values)) + "." + tail)
        return total.count(Coefficient(value, value, False))
    if _is_range(values) and (total.last_unit > 1 or _unit_follows(text, match.end())):
        return total.count(Coefficient(values[0], values[1], True))
    value = float("".join(map(str, values)))
    return total.count(Coefficient(value, value, len(values) == 1))


def _elided(total: NumberSum, match: re.Match[str], word: str, text: str) -> tuple[str, int]:
    """What of the digits after a multiplier belongs to the number, and how many do not.

    三千六一年 is 3600 in one year, 二十万六年后 200000 after six years, 一千二三 1200 to 1300.
    """
    counted = _COUNTED.match(text, match.end()) is not None
    if len(word) == 1:
        return (word, 0) if not counted or total.last_unit < 100 else ("", 0)
    pair = [DIGITS[c] for c in word]
    if _is_range(pair) and (not counted or total.last_unit < 100):
        return word, 0
    if _unit_follows(text, match.end()) and not total.after_zero:
        return word[:-1], 1
    return word[:1], len(word) - 1


def _is_range(values: list[int]) -> bool:
    """两三万 and 三五百 are ranges; 一九 or 二零 is not."""
    return (
        len(values) == 2
        and values[0] > 0
        and (values[1] - values[0] == 1 or values in ([3, 5], [1, 2]))
    )


def _unit_follows(text: str, at: int) -> bool:
    match = _TOKEN.match(text, at)
    return match is not None and match["unit"] is not None
