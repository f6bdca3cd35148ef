"""Check digits of Chinese identifiers and bank cards.

The resident-ID and credit-code checks are our own because published libraries reject valid
numbers: permits of Hong Kong, Macau and Taiwan residents (810000/820000/830000), foreigners'
cards (9xxxxx) and the example printed in GB 11643 itself.
"""

from __future__ import annotations

import re
from datetime import date

_ID_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_OLDEST_YEAR, _LATEST_YEAR = 1800, 2099

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_SHAPE = re.compile(f"[{_USCC_ALPHABET}]{{18}}")
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

_DIGITS = re.compile(r"[0-9]+")


def resident_id_is_valid(text: str) -> bool:
    """Whether `text` is an 18-character resident ID by GB 11643.

    Wants half-width characters without separators; a lower-case x is fine. Checks the check
    character (ISO 7064 MOD 11-2) and that the birth date exists and lies in 1800-2099. Regions are
    not looked up: codes come and go, and a valid number must never be refused. No clock is read,
    so a birth date in the future is accepted.
    """
    number = text.upper()
    if not _ID_SHAPE.fullmatch(number) or not is_birth_date(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == number[17]


def luhn_is_valid(digits: str) -> bool:
    """Whether `digits` ends in the right check digit by Luhn (ISO/IEC 7812-1, annex B)."""
    if not _DIGITS.fullmatch(digits):
        return False
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[-1::-2]))) % 10 == 0


def uscc_is_valid(text: str) -> bool:
    """Whether `text` is an 18-character unified social credit code by GB 32100.

    The alphabet leaves out I O S V Z; weights are 3^i mod 31. A lower-case code is fine. A credit
    code names an organisation, so it is not a personal value.
    """
    code = text.upper()
    if not _USCC_SHAPE.fullmatch(code):
        return False
    values = map(_USCC_ALPHABET.index, code[:17])
    total = sum(value * weight for value, weight in zip(values, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[-total % 31] == code[17]


def is_birth_date(digits: str) -> bool:
    """Whether `digits` (YYYYMMDD) is a day of the calendar on which a person can have been born."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not _OLDEST_YEAR <= year <= _LATEST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
