"""What is looked for, and what is shown of it."""

from __future__ import annotations

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.search import AROUND, excerpt, number_part, words_of


def test_words_are_parted_by_blanks_and_none_counts_twice() -> None:
    assert words_of("  理赔 朝阳支行　理赔 ") == ("理赔", "朝阳支行")


@pytest.mark.parametrize("text", ["", " 赔 ", "x" * 101, "a b c d e f"])
def test_too_little_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        words_of(text)
    assert caught.value.field == "text"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("QT20261121-0007", "QT20261121-0007"),
        ("qt 20261121", "QT20261121"),
        ("1121-0007", "1121-0007"),
        ("007", "007"),
        ("07", None),
        ("QT", None),
        ("赔我 20000", None),
    ],
)
def test_what_may_be_a_part_of_a_case_number(text: str, part: str | None) -> None:
    assert number_part(text) == part


def test_an_excerpt_shows_the_first_of_the_words() -> None:
    long = "前" * 60 + "理赔" + "后" * 200
    shown = excerpt(long, ["没有", "理赔"])
    assert shown.startswith("…" + "前" * AROUND + "理赔")
    assert shown.endswith("后…")
    assert excerpt("要退保费", ["退保"]) == "要退保费"
    assert excerpt("Call the Ombudsman", ["ombudsman"]) == "Call the Ombudsman"


def test_an_excerpt_cuts_no_token() -> None:
    text = "[手机号1]" + "前" * (AROUND - 3) + "理赔" + "后" * (2 * AROUND - 6) + "[保单号12]以后"
    shown = excerpt(text, ["理赔"])
    assert shown == "[手机号1]" + text[6:].removesuffix("以后") + "…"
