"""Resident IDs and bank cards that prove themselves, and numbers too long to be harmless."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.privacy.checksums import (
    is_birth_date,
    luhn_is_valid,
    resident_id_is_valid,
)
from bot.domain.privacy.groups import Piece
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.privacy.scene import (
    Candidate,
    Rank,
    Scene,
    are_round,
    has_list_gap,
    irregular_join_is_plausible,
)

_FINAL_X = re.compile(r"[ .\-_]{0,3}[Xx](?![0-9])")
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)"
_OLD_ID = re.compile(_PROVINCE + "[0-9]{13}")
_SHORT_CARD, _USUAL_CARD, _LONGEST_CARD = 12, 16, 19
_SHORT_CARD_GROUPS = {(4, 6, 4), (4, 6, 5)}  # Diners Club, American Express
_PHONE_GROUPS = re.compile(r"1[3-9][0-9]{9}|1[3-9][0-9],(?:[0-9]{4},[0-9]{4}|[0-9]{8})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONG = 15
_MOST_GROUPS = 8


def resident_id(here: Scene, piece: Piece) -> Candidate | None:
    """An 18-character ID with the right check character (GB 11643), however it is grouped."""
    if len(piece.digits) not in (17, 18):
        return None
    number, end = _with_final_x(here.folded, piece)
    if len(number) != 18 or not resident_id_is_valid(number):
        return None
    return Candidate(Rank.ID_CHECKSUM, PersonalKind.ID_CARD, piece.start, end, number)


def old_resident_id(here: Scene, piece: Piece) -> Candidate | None:
    """A 15-digit ID as issued until 1999: province, then birth date with a two-digit year."""
    digits = piece.digits
    if (
        len(digits) != _LONG
        or not _OLD_ID.fullmatch(digits)
        or not is_birth_date("19" + digits[6:12])
    ):
        return None
    if piece.count > 1 and not irregular_join_is_plausible(here, piece):
        return None
    return Candidate(Rank.OLD_ID, PersonalKind.ID_CARD, piece.start, piece.end, digits)


def bank_card(
    here: Scene, piece: Piece, starts: Sequence[str], orders: re.Pattern[str]
) -> Candidate | None:
    """12 to 19 digits with a plausible start and the right check digit (ISO/IEC 7812-1)."""
    digits = piece.digits
    if not _SHORT_CARD <= len(digits) <= _LONGEST_CARD or not digits.startswith(tuple(starts)):
        return None
    if not luhn_is_valid(digits) or not _card_grouping_is_plausible(here, piece):
        return None
    if len(digits) < _LONG and here.named_by(orders, piece.start):
        return None
    return Candidate(Rank.BANK_CARD, PersonalKind.BANK_CARD, piece.start, piece.end, digits)


def long_number(here: Scene, piece: Piece) -> Candidate | None:
    """15 digits or more, in one run or grouped as cards and IDs are.

    It has failed every check, but a mistyped ID or card is still personal.
    """
    if len(piece.digits) < _LONG or piece.count > _MOST_GROUPS:
        return None
    if piece.count > 1 and not _looks_grouped(here, piece):
        return None
    number, end = _with_final_x(here.folded, piece)
    return Candidate(Rank.LONG_NUMBER, PersonalKind.LONG_NUMBER, piece.start, end, number)


def _with_final_x(folded: str, piece: Piece) -> tuple[str, int]:
    """The piece's number and end, with the X that 17 digits may carry."""
    match = _FINAL_X.match(folded, piece.end) if len(piece.digits) == 17 else None
    return (piece.digits + "X", match.end()) if match else (piece.digits, piece.end)


def _card_grouping_is_plausible(here: Scene, piece: Piece) -> bool:
    sizes = tuple(map(len, piece.parts))
    if len(sizes) == 1 or sizes in _SHORT_CARD_GROUPS:
        return True
    if len(piece.digits) < _USUAL_CARD or are_round(piece.parts):
        return False
    if _grouped_like_card(sizes):
        return True
    return _PHONE_GROUPS.search(",".join(piece.parts)) is None and irregular_join_is_plausible(
        here, piece
    )


def _looks_grouped(here: Scene, piece: Piece) -> bool:
    """Whether separated digits are one long number; lists of years, sums and dates are not."""
    sizes = tuple(map(len, piece.parts))
    if not _grouped_like_card(sizes) and not _grouped_like_id(sizes):
        return False
    if has_list_gap(piece.gaps) or are_round(piece.parts) or all(map(_YEAR.fullmatch, piece.parts)):
        return False
    return not here.has_unit(piece.start, piece.end)


def _grouped_like_card(sizes: Sequence[int]) -> bool:
    """Equal groups of 3 to 5, the last perhaps shorter; or the issuer's six digits and the rest."""
    equal = 3 <= sizes[0] <= 5 and len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]
    return equal or (len(sizes) == 2 and sizes[0] in (6, 8))


def _grouped_like_id(sizes: Sequence[int]) -> bool:
    """Region, birth date, rest: 6-8-4, 6-4-4-4, 6-8-3 before an X, 6-6-3 for the old ones."""
    return tuple(sizes) in {
        (6, 8, 4),
        (6, 8, 3),
        (6, 4, 4, 4),
        (6, 4, 4, 3),
        (6, 6, 3),
        (3, 3, 8, 4),
        (6, 4, 2, 2, 4),
    }
