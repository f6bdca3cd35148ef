"""Made-up but valid numbers, and the ways people type them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

SEPARATORS = [
    " ",
    "-",
    ".",
    "　",
    "－",
    "—",
    "·",
    " - ",
    "\u200b",
    "\u00a0",
    "，",
    "、",
    "。",
    "_",
    "/",
    "．",
]
"""What stands between the groups of one number."""

REGIONS = ["110101", "440524", "540102", "710000", "810000", "820000", "830000", "911156", "999888"]

_PROSE = "我你他们要投诉业务员误导客服态度很差请快点处理谢谢吗啊，。！？：（）\n"
_FULL_WIDTH = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")


def prose() -> st.SearchStrategy[str]:
    """Chinese text without digits, numerals, units or words that name a number."""
    return st.text(_PROSE, max_size=20)


def digits(
    least: int, most: int | None = None, alphabet: str = "0123456789"
) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=least, max_size=most or least)


def mobiles(alphabet: str = "0123456789") -> st.SearchStrategy[str]:
    return st.builds("1{}{}".format, st.sampled_from("3456789"), digits(9, alphabet=alphabet))


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
    body = draw(st.sampled_from(REGIONS)) + f"{born:%Y%m%d}" + draw(digits(3))
    return next(body + check for check in "0123456789X" if iso_7064_mod_11_2(body + check))


@st.composite
def bank_cards(draw: st.DrawFn) -> str:
    """Cards without a 0, since groups that all end in 00 pass for sums of money."""
    start = draw(st.sampled_from(["62", "4", "51", "35"]))
    length = draw(st.integers(16, 19))
    body = start + draw(digits(length - 1 - len(start), alphabet="123456789"))
    return next(body + check for check in "0123456789" if luhn_by_definition(body + check))


def iso_7064_mod_11_2(number: str) -> bool:
    """GB 11643 as ISO 7064 puts it: the sum of a_i * 2^(i-1), from the right, is 1 mod 11."""
    values = [10 if sign == "X" else int(sign) for sign in reversed(number)]
    return sum(value * pow(2, place, 11) for place, value in enumerate(values)) % 11 == 1


def luhn_by_definition(number: str) -> bool:
    """ISO/IEC 7812-1: double every second digit from the right, add all digits, expect tens."""
    written = "".join(
        str(int(digit) * 2) if place % 2 else digit for place, digit in enumerate(reversed(number))
    )
    return sum(map(int, written)) % 10 == 0


def cut(number: str, sizes: Sequence[int]) -> list[str]:
    """The number in groups of the given sizes; the rest is the last group."""
    groups: list[str] = []
    for size in sizes:
        groups.append(number[:size])
        number = number[size:]
    return [group for group in (*groups, number) if group]


@st.composite
def typed(draw: st.DrawFn, number: str, groupings: Sequence[Sequence[int]]) -> str:
    """The number as someone types it: grouped, separated at random, perhaps full-width."""
    groups = cut(number, draw(st.sampled_from(groupings)))
    text = groups[0]
    for group in groups[1:]:
        text += draw(st.sampled_from(SEPARATORS)) + group
    return text.translate(_FULL_WIDTH) if draw(st.booleans()) else text
