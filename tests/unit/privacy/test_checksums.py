"""Check digits, against the standards' own definitions and printed examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.privacy.checksums import (
    luhn_is_valid,
    resident_id_is_valid,
    uscc_is_valid,
)

from .numbers import digits, iso_7064_mod_11_2, luhn_by_definition, resident_ids

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "440524188001010014", "11010519491231002x"]
)
def test_the_examples_printed_in_gb_11643_are_valid(number: str) -> None:
    assert resident_id_is_valid(number)


@given(resident_ids())
def test_every_id_with_the_right_check_character_is_valid_whatever_its_region(number: str) -> None:
    assert resident_id_is_valid(number)


@given(resident_ids(), st.sampled_from("0123456789X"))
def test_an_id_is_valid_only_with_the_check_character_of_iso_7064(number: str, check: str) -> None:
    assert resident_id_is_valid(number[:-1] + check) == iso_7064_mod_11_2(number[:-1] + check)


@given(resident_ids(), st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_mistyped_digit_is_always_noticed(number: str, place: int, digit: str) -> None:
    mistyped = number[:place] + digit + number[place + 1 :]
    assert resident_id_is_valid(mistyped) == (mistyped == number)


@pytest.mark.parametrize(
    "birth", ["19901301", "19900230", "19900100", "17991231", "21000101", "19000229"]
)
def test_an_id_with_an_impossible_birth_date_is_invalid(birth: str) -> None:
    body = "110101" + birth + "001"
    assert not any(resident_id_is_valid(body + check) for check in "0123456789X")


@pytest.mark.parametrize(
    "text", ["", "1", "1101051949123100", "110105 19491231 002X", "X" * 18, "１" * 18, "²" * 18]
)
def test_what_is_not_eighteen_plain_characters_is_no_id(text: str) -> None:
    assert not resident_id_is_valid(text)


@pytest.mark.parametrize(
    "number", ["79927398713", "4111111111111111", "378282246310005", "5500005555555559"]
)
def test_published_luhn_numbers_are_valid(number: str) -> None:
    assert luhn_is_valid(number)


@given(digits(1, 25))
def test_luhn_agrees_with_its_definition(number: str) -> None:
    assert luhn_is_valid(number) == luhn_by_definition(number)


@pytest.mark.parametrize("text", ["", "4111 1111 1111 1111", "x", "²", "４１１１"])
def test_luhn_wants_plain_digits_only(text: str) -> None:
    assert not luhn_is_valid(text)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91350100m000100y43"])
def test_the_published_credit_code_is_valid(code: str) -> None:
    assert uscc_is_valid(code)


@given(st.text(USCC_ALPHABET, min_size=17, max_size=17))
def test_exactly_one_check_character_fits_a_credit_code(body: str) -> None:
    fitting = [check for check in USCC_ALPHABET if uscc_is_valid(body + check)]
    weighted = sum(USCC_ALPHABET.index(sign) * 3**place for place, sign in enumerate(body))
    assert [(weighted + USCC_ALPHABET.index(check)) % 31 for check in fitting] == [0]


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y44", "91350100I000100Y43", "91350100M000100Y4"]
)
def test_a_wrong_credit_code_is_invalid(code: str) -> None:
    assert not uscc_is_valid(code)
