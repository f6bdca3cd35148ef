"""Phone numbers of mainland China, Hong Kong, Macau and Taiwan; others when written with a +.

Deliberately looser than the numbering plan: prefixes are opened every year, and a number that is
masked for nothing costs less than one that leaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.privacy.groups import Piece
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.privacy.scene import (
    Candidate,
    Rank,
    Scene,
    has_list_gap,
    irregular_join_is_plausible,
)

_CODES = ("86", "852", "853", "886")
_MOBILE = {
    "86": re.compile(r"1[3-9][0-9]{9}"),
    "852": re.compile(r"[4-9][0-9]{7}"),
    "853": re.compile(r"6[0-9]{7}"),
    "886": re.compile(r"9[0-9]{8}"),
}
_FIXED = {
    "86": re.compile(r"(?:10|2[0-57-9])[1-9][0-9]{7}|(?!400|800)[3-9][0-9]{2}[1-9][0-9]{6,7}"),
    "852": re.compile(r"[23][0-9]{7}"),
    "853": re.compile(r"(?:28|8[0-9])[0-9]{6}"),
    "886": re.compile(r"[2-8][0-9]{7,8}"),
}
_USUAL_MOBILE_GROUPS = {(3, 4, 4), (3, 8), (7, 4)}
_PLUS = re.compile(r"\(?\+ ?\(?\Z")
_EXTENSION = re.compile(
    r" {0,2}(?:转|轉|-|#|\*|,|(?:转|轉)?分[机機]|ext(?:ension)?\.?|x)[ :]{0,2}"
    r"([0-9]{1,5})(?![0-9]|[-./][0-9])",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_FOREIGN, _SHORTEST_FOREIGN = 15, 15, 9
_LOCAL_LENGTHS, LONGEST_LOCAL = (7, 8, 9, 10), 10


@dataclass(frozen=True)
class LocalWords:
    """Words that make a number without an area code a phone number, and say whose."""

    phone: re.Pattern[str]
    hong_kong: re.Pattern[str]
    macau: re.Pattern[str]


@dataclass(frozen=True)
class _Reading:
    """One way to understand the digits: country code and national number.

    `prefix` is how many digits come before the national number; `trunk`: a 0 was dialled;
    `explicit`: the customer wrote + or 00.
    """

    code: str
    national: str
    prefix: int
    trunk: bool = False
    explicit: bool = False


def phone(here: Scene, piece: Piece) -> Candidate | None:
    """A mobile or landline number that needs no word to explain it."""
    if not 9 <= len(piece.digits) <= _LONGEST:
        return None
    plus = _plus_start(here.folded, piece)
    for reading in _readings(piece.digits, plus is not None):
        if _MOBILE[reading.code].fullmatch(reading.national):
            if _mobile_grouping_is_plausible(here, piece, reading):
                return _candidate(here, piece, PersonalKind.PHONE, _e164(reading))
        elif _FIXED[reading.code].fullmatch(reading.national) and _fixed_is_plausible(
            here, piece, reading
        ):
            return _candidate(here, piece, PersonalKind.LANDLINE, _e164(reading))
    return _foreign(here, piece) if plus is not None else None


def local_phone(here: Scene, piece: Piece, words: LocalWords) -> Candidate | None:
    """7 or 8 digits right after a word such as 电话: a local number, area unknown.

    Also a Taiwanese landline without a separator, which is too short to speak for itself.
    """
    if piece.first != 0 or (piece.next_gap and not has_list_gap([piece.next_gap])):
        return None
    if len(piece.digits) not in _LOCAL_LENGTHS or not here.named_by(words.phone, piece.start):
        return None
    if here.is_form(piece.start, piece.end) or here.has_unit(piece.start, piece.end):
        return None
    return _taiwanese(here, piece) if len(piece.digits) > 8 else _local(here, piece, words)


def _local(here: Scene, piece: Piece, words: LocalWords) -> Candidate | None:
    digits = piece.digits
    if digits[0] in "01" or has_list_gap(piece.gaps):
        return None
    code = (
        "853"
        if here.near(words.macau, piece.start)
        else "852"
        if here.near(words.hong_kong, piece.start)
        else ""
    )
    if len(digits) == 8 and code and _MOBILE[code].fullmatch(digits):
        return _candidate(here, piece, PersonalKind.PHONE, f"+{code}{digits}")
    known = len(digits) == 8 and code and _FIXED[code].fullmatch(digits)
    return _candidate(here, piece, PersonalKind.LANDLINE, f"+{code}{digits}" if known else digits)


def _taiwanese(here: Scene, piece: Piece) -> Candidate | None:
    if piece.digits[0] != "0" or not _FIXED["886"].fullmatch(piece.digits[1:]):
        return None
    return _candidate(here, piece, PersonalKind.LANDLINE, "+886" + piece.digits[1:])


def _readings(digits: str, plus: bool) -> Iterator[_Reading]:
    if plus or digits.startswith("00"):
        prefix = 0 if plus else 2
        yield from _with_code(digits, prefix, explicit=True)
        return
    if digits.startswith("0"):
        yield _Reading("86", digits[1:], 1, trunk=True)
        yield _Reading("886", digits[1:], 1, trunk=True)
        return
    if len(digits) == 11 and _MOBILE["86"].fullmatch(digits):
        yield _Reading("86", digits, 0)
    yield from _with_code(digits, 0, explicit=False)


def _with_code(digits: str, skip: int, *, explicit: bool) -> Iterator[_Reading]:
    for code in _CODES:
        if digits.startswith(code, skip):
            after = skip + len(code)
            trunk = 1 if digits.startswith("0", after) else 0
            yield _Reading(code, digits[after + trunk :], after + trunk, explicit=explicit)


def _mobile_grouping_is_plausible(here: Scene, piece: Piece, reading: _Reading) -> bool:
    sizes = _sizes_after(piece, reading.prefix)
    if piece.count == 1 or len(sizes) == 1 or reading.explicit:
        return True
    if reading.code == "86" and sizes in _USUAL_MOBILE_GROUPS:
        return True
    return irregular_join_is_plausible(here, piece)


def _fixed_is_plausible(here: Scene, piece: Piece, reading: _Reading) -> bool:
    """A landline in one run or split no earlier than after its area or country code."""
    if reading.explicit:
        return True
    first = piece.parts[0]
    if not reading.trunk:
        return first == reading.code and not here.is_form(piece.start, piece.end)
    if reading.code == "86":
        return len(first) >= 3 and not has_list_gap(piece.gaps[1:])
    grouped = len(first) >= 2 and piece.count > 1
    return grouped and not here.is_form(piece.start, piece.end) and not has_list_gap(piece.gaps)


def _sizes_after(piece: Piece, prefix: int) -> tuple[int, ...]:
    """The sizes of the groups without the first `prefix` digits."""
    sizes: list[int] = []
    for part in piece.parts:
        cut = min(prefix, len(part))
        prefix -= cut
        if len(part) > cut:
            sizes.append(len(part) - cut)
    return tuple(sizes)


def _foreign(here: Scene, piece: Piece) -> Candidate | None:
    """Any other country's number in international form (E.164: at most 15 digits)."""
    digits = piece.digits
    if not _SHORTEST_FOREIGN <= len(digits) <= _LONGEST_FOREIGN or digits[0] == "0":
        return None
    if (
        here.is_form(piece.start, piece.end)
        or here.has_unit(piece.start, piece.end)
        or has_list_gap(piece.gaps)
    ):
        return None
    start = _start(here.folded, piece)
    return Candidate(Rank.FOREIGN_PHONE, PersonalKind.PHONE, start, piece.end, "+" + digits)


def _candidate(here: Scene, piece: Piece, kind: PersonalKind, normalised: str) -> Candidate:
    start = _start(here.folded, piece)
    if kind is PersonalKind.PHONE:
        return Candidate(Rank.PHONE, kind, start, piece.end, normalised)
    extension = _EXTENSION.match(here.folded, piece.end)
    if extension is None:
        return Candidate(Rank.LANDLINE, kind, start, piece.end, normalised)
    return Candidate(
        Rank.LANDLINE, kind, start, extension.end(), f"{normalised};ext={extension[1]}"
    )


def _start(folded: str, piece: Piece) -> int:
    """Where the number begins, with its + and with the bracket that a gap closes."""
    plus = _plus_start(folded, piece)
    if plus is not None:
        return plus
    opened = piece.start > 0 and folded[piece.start - 1] == "("
    return piece.start - 1 if opened and ")" in "".join(piece.gaps) else piece.start


def _plus_start(folded: str, piece: Piece) -> int | None:
    if piece.first != 0:
        return None
    window = max(0, piece.start - 4)
    match = _PLUS.search(folded[window : piece.start])
    return window + match.start() if match else None


def _e164(reading: _Reading) -> str:
    return f"+{reading.code}{reading.national}"
