"""Pieces of patterns for Chinese dates, and what years, months and days they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.nlu.facts.intervals import Interval
from bot.nlu.facts.numbers import DIGITS, START, read_number

_HAN_DIGIT = "零〇○一二三四五六七八九"
RELATIVE_YEARS = {
    "今年": 0,
    "本年": 0,
    "去年": -1,
    "旧年": -1,
    "上年": -1,
    "上一年": -1,
    "前年": -2,
}
RELATIVE_YEARS |= {"大前年": -3, "明年": 1, "来年": 1, "后年": 2}
YEAR = (
    r"(?:民国\s?(?:\d{2,3}|[一二三四五六七八九十百零〇○]{1,5})年|(?<!\d)(?:19|20)\d\d年|(?<!\d)1[0-3]\d年"
    rf"|(?<![\d\-第])(?<!\d\.)\d\d年|(?<![{_HAN_DIGIT}])(?:一九|二[零〇○])[{_HAN_DIGIT}]{{2}}年"
    rf"|(?<![{_HAN_DIGIT}十百两几第])[零〇○一二九][{_HAN_DIGIT}]年"
    r"|大前年|(?<![以\d])前年(?!年)|去年|今年|本年|旧年|上一?年|明年|来年|后年)"
)
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元)"
DAY = (
    r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?"
    r"|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
MONTH_PART = (
    r"(?:上旬|中旬|下旬|月?初(?![一二三四五六七八九十])|月?底|末|中(?=[,.!?;\s]|$|的|买|左右)"
    r"|头上?|尾)"
)
YEAR_PART = (
    r"(?:年?初(?![春夏秋冬])|年?底|年末|末|年中|年头|年尾|尾(?!款|号|数|盘)|上半年|下半年|[开初早]?春(?!节)[天季]?|[初盛]?夏[天季]?"
    r"|[初深]?秋(?!收)[天季]?|[入初深]?冬(?!至)[天季]?"
    r"|暑假|寒假|第?[一二三四1-4]季度?|q[1-4])"
)
WEEK = r"(?:周|星期|礼拜)"
WEEKDAYS = {c: n for n, c in enumerate("一二三四五六")} | {"日": 6, "天": 6}


@dataclass(frozen=True)
class Clock:
    """What dates are told by: today, whether bare 112年 is of the Republic, and whether the message
    has Chinese in it (a bare 5/6 is then the month first)."""

    today: date
    republic: bool = False
    chinese: bool = True


@dataclass(frozen=True)
class Moment:
    """A stretch of text that names `interval`; None: it names no time at which something happened.

    `yearless` may be moved by whole years when it is one end of a range; of `day_only` (8号) the
    month is taken from the other end.
    """

    start: int
    end: int
    interval: Interval | None
    yearless: bool = False
    day_only: bool = False
    weak: bool = False


def small_number(word: str) -> int:
    """The whole number of digits, or of numerals up to thousands; 0 where it is none."""
    if word.isdecimal():
        return int(word[:9])
    if word == "元":
        return 1
    number = read_number(word, 0) if START.match(word) else None
    return int(number.low) if number else 0


def year_of(word: str, clock: Clock) -> int | None:
    """The year that a `YEAR` names; None where 112年 is no year."""
    plain = word.removesuffix("年") if word not in RELATIVE_YEARS else word
    if plain in RELATIVE_YEARS:
        return clock.today.year + RELATIVE_YEARS[plain]
    if plain.startswith("民国"):
        said = plain[2:].strip()
        one_by_one = "〇" in said or "○" in said
        digits = "".join(str(DIGITS.get(c, 0)) for c in said) if one_by_one else ""
        return 1911 + (int(digits) if digits else small_number(said))
    digits = plain if plain.isdecimal() else "".join(str(DIGITS.get(c, "")) for c in plain)
    if len(digits) == 4:
        return int(digits)
    if len(digits) == 3:
        return 1911 + int(digits) if clock.republic else None
    number = int(digits or 0)
    return 1900 + number if number >= 85 else 2000 + number


def is_short_year(word: str) -> bool:
    """Two digits (18年), which may as well be a length of time."""
    digits = re.sub("年$", "", word)
    return len(digits) == 2 and all(c.isdecimal() or c in DIGITS for c in digits)
