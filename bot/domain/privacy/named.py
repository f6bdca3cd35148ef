"""Numbers that the customer names: `保单号 P2023…`, `身份证：1101…`, `卡号 6222…`.

The word is the proof, so no check digit is asked for: a mistyped number is still personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.privacy.kinds import PersonalKind
from bot.domain.privacy.rules import Length, PolicyShape
from bot.domain.privacy.scene import COMPACT_DATE, UNIT, Candidate, Rank, Scene, naming

_CORE = r"[0-9]+(?:[A-Za-z]{1,4}[0-9]+){0,6}(?:[Xx](?![A-Za-z0-9]))?"
_FIRST = re.compile(rf"(?:[A-Za-z]{{1,8}}[ \-_.]?)?{_CORE}")
_NEXT = re.compile(rf"[ \-_./]{{1,2}}({_CORE})")
_FINAL_X = re.compile(r"[ \-_.]{0,2}[Xx](?![A-Za-z0-9])")
_FINAL_BRACKET = re.compile(r" ?\([0-9Aa]\)")
_MORE = re.compile(r"[ \n]{0,2}(?:[,、;/]|和|与|與|及|以及|还有|還有|and|or)[ \n]{0,2}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_NOT_ALNUM = re.compile(r"[^A-Za-z0-9]")
_AMOUNT_DIGITS = 12
_LIKE_A_MOBILE = re.compile(r"1[3-9][0-9]{8,10}")
_LATIN_WORD = re.compile(r"[A-Za-z']+")
_FEW_WORDS = 3
_FEW_SIGNS = 8


@dataclass(frozen=True)
class Naming:
    """A kind together with the words that name it."""

    rank: Rank
    kind: PersonalKind
    words: re.Pattern[str]
    digits: Length


def named_numbers(here: Scene, naming: Naming) -> Iterator[Candidate]:
    """Every number right after one of the words, and those listed after it (A、B和C)."""
    for match in naming.words.finditer(here.folded):
        found = _number_at(here, match.end(), naming)
        while found is not None:
            yield found
            more = _MORE.match(here.folded, found.end)
            found = _number_at(here, more.end(), naming, listed=True) if more else None


def shaped_policies(
    here: Scene, shapes: Sequence[PolicyShape], orders: re.Pattern[str]
) -> Iterator[Candidate]:
    """Policy numbers known by their leading letters, or by standing alone; `orders`: words that
    name another kind of number."""
    for shape in shapes:
        bare = not shape.prefix and not shape.letters
        letters = re.escape(shape.prefix) if shape.prefix else f"[A-Z]{{{shape.letters}}}"
        case = 0 if shape.alone else re.IGNORECASE  # small letters alone may be a WeChat name
        start = re.compile(rf"(?<![A-Za-z0-9]){letters}(?=[ \-_.]?[0-9])", case)
        rank = Rank.LONG_NUMBER if bare else Rank.POLICY
        asked = Naming(rank, PersonalKind.POLICY_NUMBER, start, shape.digits)
        for match in start.finditer(here.folded):
            found = _number_at(here, match.start(), asked)
            if found is None or (bare and not _is_plain_run(here, found)):
                continue
            if not shape.alone or _stands_alone(here, found, orders):
                yield found


def _is_plain_run(here: Scene, found: Candidate) -> bool:
    """Digits without anything between them that are no hotline and no mistyped mobile number."""
    run = here.folded[found.start : found.end]
    form = here.is_form(found.start, found.end)
    return run.isdigit() and not form and not _LIKE_A_MOBILE.fullmatch(run)


def _stands_alone(here: Scene, found: Candidate, orders: re.Pattern[str]) -> bool:
    """Whether no more than a few words stand around it (“我再看看，是P45…”, “it is P45…”)."""
    if here.named_by(orders, found.start):
        return False
    around = f"{here.folded[: found.start]} {here.folded[found.end :]}"
    if any(sign.isdigit() for sign in around):
        return False
    words = _LATIN_WORD.findall(around)
    others = sum(sign.isalnum() for sign in _LATIN_WORD.sub("", around))
    return len(words) <= _FEW_WORDS and others <= _FEW_SIGNS


def id_naming(words: Sequence[str], digits: Length) -> Naming:
    return Naming(Rank.NAMED_ID, PersonalKind.ID_CARD, naming(words), digits)


def card_naming(words: Sequence[str], digits: Length) -> Naming:
    return Naming(Rank.BANK_CARD, PersonalKind.BANK_CARD, naming(words), digits)


def policy_naming(words: Sequence[str], digits: Length) -> Naming:
    return Naming(Rank.POLICY, PersonalKind.POLICY_NUMBER, naming(words), digits)


def _number_at(
    here: Scene, position: int, naming: Naming, *, listed: bool = False
) -> Candidate | None:
    first = _FIRST.match(here.folded, position)
    if first is None or (listed and _MOBILE.fullmatch(first.group())):
        return None
    end = _extent(here, first, naming)
    number = _NOT_ALNUM.sub("", here.folded[position:end]).upper()
    if not naming.digits.least <= _count(number) <= naming.digits.most or _is_other(
        here, position, end, number
    ):
        return None
    return Candidate(naming.rank, naming.kind, position, end, number)


def _extent(here: Scene, first: re.Match[str], naming: Naming) -> int:
    """Where the number ends: groups are added until it is full or something else begins."""
    end, count = first.end(), _count(first.group())
    while (more := _NEXT.match(here.folded, end)) is not None:
        added = _count(more[1])
        if (
            count + added > naming.digits.most
            or _MOBILE.fullmatch(more[1])
            or UNIT.match(here.folded, more.end())
        ):
            break
        if count >= naming.digits.least and here.is_form(more.start(1), more.end()):
            break
        end, count = more.end(), count + added
    return _with_check_sign(here.folded, end, count) if naming.kind is PersonalKind.ID_CARD else end


def _with_check_sign(folded: str, end: int, count: int) -> int:
    """The end of an ID with the X after 17 digits, or with the (3) of a Hong Kong one."""
    final = (_FINAL_X if count == 17 else _FINAL_BRACKET).match(folded, end)
    return final.end() if final else end


def _is_other(here: Scene, start: int, end: int, number: str) -> bool:
    """Whether the number is a date or, being short, an amount."""
    if COMPACT_DATE.fullmatch(number):
        return True
    return _count(number) < _AMOUNT_DIGITS and here.has_unit(start, end)


def _count(text: str) -> int:
    return sum(map(str.isdigit, text))
