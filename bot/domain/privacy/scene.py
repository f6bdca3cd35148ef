"""A folded message with what surrounds its numbers: words before, units after, forms that are no
personal value (dates, amounts, hotlines)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.privacy.groups import Piece
from bot.domain.privacy.kinds import PersonalKind

LINK = (
    r"(?:[\s:=#\-_.,、(\"'“”是为為即乃係系叫的打]"
    r"|号码|號碼|号|號|码|碼|no|number|is|are|at|on|me){0,6}"
)
"""What may stand between a word and the number it names."""

UNIT = re.compile(
    r" ?(?:元(?!旦)|块|塊|万(?!一)|萬|亿|億|千|百|%"
    r"|美元|美金|港[币幣元]|人民[币幣]|rmb|cny|hkd|usd|yuan)",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"(?:[¥￥$€£]|rmb|cny|hkd|usd) ?\Z", re.IGNORECASE)
_BEFORE, _CURRENCY_BEFORE = 24, 5

_MONTH, _DAY, _YEAR = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])", "(?:19|20)[0-9]{2}"
COMPACT_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_FORMS = (
    rf"(?<![0-9]){_YEAR}(?P<a>[-/.年 ]){_MONTH}(?:(?P=a)|月){_DAY}(?![0-9])",
    rf"(?<![0-9])[0-9]{{1,2}}(?P<b>[-/.]){_MONTH}(?P=b){_YEAR}(?![0-9])",
    rf"(?<![0-9]){COMPACT_DATE.pattern}(?![0-9])",
    r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,])",
    r"(?<![0-9.])[0-9]+\.[0-9]{1,2}(?![0-9.])",
)


class Rank(IntEnum):
    """Who wins an overlap: the lower rank; within a rank the longer finding, then the first.

    The surer the proof, the earlier: a check digit with a birth date, then the customer's own word
    for the number, then Luhn, then the mere shape.
    """

    EMAIL = 0
    ID_CHECKSUM = 1
    NAMED_ID = 2
    POLICY = 3
    BANK_CARD = 4
    OLD_ID = 5
    PHONE = 6
    LANDLINE = 7
    FOREIGN_PHONE = 8
    LONG_NUMBER = 9


@dataclass(frozen=True)
class Candidate:
    """A possible finding; offsets into the folded text, which are those of the original."""

    rank: Rank
    kind: PersonalKind
    start: int
    end: int
    normalised: str


@dataclass(frozen=True)
class Scene:
    """The folded text and, per character, whether it belongs to a form that is not personal."""

    folded: str
    forms: bytes

    def is_form(self, start: int, end: int) -> bool:
        """Whether anything in the span belongs to a date, an amount or a hotline."""
        return 1 in self.forms[start:end]

    def has_unit(self, start: int, end: int) -> bool:
        """Whether a unit follows or a currency sign stands before: then it is an amount."""
        before = self.folded[max(0, start - _CURRENCY_BEFORE) : start]
        return UNIT.match(self.folded, end) is not None or _CURRENCY.search(before) is not None

    def named_by(self, words: re.Pattern[str], start: int) -> bool:
        """Whether `words` (from `before_number`) end right before `start`."""
        return words.search(self.folded[max(0, start - _BEFORE) : start]) is not None

    def near(self, words: re.Pattern[str], start: int) -> bool:
        """Whether one of `words` (from `any_of`) stands shortly before `start`."""
        return self.named_by(words, start)


def scene(folded: str, forms: re.Pattern[str]) -> Scene:
    """The scene of `folded`; `forms` comes from `form_pattern`."""
    marks = bytearray(len(folded))
    for match in forms.finditer(folded):
        marks[match.start() : match.end()] = b"\1" * len(match.group())
    return Scene(folded, bytes(marks))


def form_pattern(hotline_prefixes: Sequence[str]) -> re.Pattern[str]:
    """Dates, amounts with thousands or cents, and ten-digit hotlines however they are grouped."""
    shapes = list(_FORMS)
    if hotline_prefixes:
        prefixes = "|".join(map(re.escape, hotline_prefixes))
        shapes.append(rf"(?<![0-9])(?:{prefixes})(?:[-. ]?[0-9]){{7}}(?![0-9])")
    return re.compile("|".join(shapes))


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    """One of `words`, the longest that fits; ASCII words only as whole words, blanks optional."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(_word, ordered)) or r"(?!)", re.IGNORECASE)


def naming(words: Sequence[str]) -> re.Pattern[str]:
    """One of `words` and what may follow it up to the number."""
    return re.compile(f"(?:{any_of(words).pattern}){LINK}", re.IGNORECASE)


def before_number(words: Sequence[str]) -> re.Pattern[str]:
    """Like `naming`, at the end of the text searched."""
    return re.compile(rf"(?:{any_of(words).pattern}){LINK}\+?\Z", re.IGNORECASE)


def irregular_join_is_plausible(here: Scene, piece: Piece) -> bool:
    """Whether oddly grouped digits may be one number rather than a list of amounts or dates."""
    return (
        len({gap.strip() or " " for gap in piece.gaps}) == 1
        and not has_list_gap(piece.gaps)
        and not here.is_form(piece.start, piece.end)
        and not are_round(piece.parts)
        and not here.has_unit(piece.start, piece.end)
    )


def has_list_gap(gaps: Sequence[str]) -> bool:
    """Whether a comma, a full stop or a new line stands in one of the gaps, as in a list."""
    return any(sign in gap for gap in gaps for sign in ",、。\n")


def are_round(parts: Sequence[str]) -> bool:
    """Whether all parts look like sums of money: 1500 2000 300, but not 13800 138000."""
    zeros = "00" if len(parts) > 2 else "000"
    return all(part.endswith(zeros) for part in parts)


def best(candidates: Sequence[Candidate], length: int) -> Iterator[Candidate]:
    """The candidates that win, by `Rank`; none overlaps another. `length` is that of the text."""
    taken = bytearray(length)
    for candidate in sorted(candidates, key=_preference):
        span = slice(candidate.start, candidate.end)
        if 1 not in taken[span]:
            taken[span] = b"\1" * (candidate.end - candidate.start)
            yield candidate


def _preference(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.rank, candidate.start - candidate.end, candidate.start


def _word(word: str) -> str:
    pattern = r"\s?".join(map(re.escape, word.split()))
    return rf"(?<![A-Za-z]){pattern}(?![A-Za-z])" if word.isascii() else pattern
