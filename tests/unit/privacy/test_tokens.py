"""Tokens and masks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.privacy import (
    LABELS,
    TOKEN,
    PersonalKind,
    PersonalValue,
    kind_of,
    mask,
    token,
    tokenise,
)


@given(st.sampled_from(PersonalKind), st.integers(1, 999_999))
def test_every_token_is_recognised_with_its_kind(kind: PersonalKind, ordinal: int) -> None:
    written = token(kind, ordinal)
    match = TOKEN.fullmatch(written)
    assert kind_of(written) is kind
    assert match is not None
    assert match["ordinal"] == str(ordinal)


def test_every_kind_has_its_own_label() -> None:
    assert set(LABELS) == set(PersonalKind)
    assert len(set(LABELS.values())) == len(PersonalKind)


@pytest.mark.parametrize("ordinal", [0, -1, 1_000_000])
def test_a_token_cannot_count_out_of_range(ordinal: int) -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        token(PersonalKind.PHONE, ordinal)


@pytest.mark.parametrize(
    "text", ["", "手机号1", "[手机号]", "[手机号0]", "[地址1]", "[手机号1] ", "[手机号13800138000]"]
)
def test_other_text_is_no_token(text: str) -> None:
    assert kind_of(text) is None


def value(start: int, end: int) -> PersonalValue:
    return PersonalValue(PersonalKind.PHONE, start, end, "", f"{start}")


def test_tokenise_replaces_the_spans_and_keeps_the_rest() -> None:
    assert (
        tokenise("打AA或BB吧", [value(1, 3), value(4, 6)], lambda item: f"<{item.normalised}>")
        == "打<1>或<4>吧"
    )


def test_tokenise_without_values_changes_nothing() -> None:
    assert tokenise("你好", [], lambda _: "x") == "你好"


@pytest.mark.parametrize(
    "spans", [[(2, 4), (0, 1)], [(0, 3), (2, 4)], [(0, 99)], [(2, 2)], [(-1, 1)]]
)
def test_tokenise_refuses_spans_that_would_leak(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="in order"):
        tokenise("一二三四五", [value(*span) for span in spans], lambda _: "x")


@pytest.mark.parametrize(
    ("kind", "normalised", "shown"),
    [
        (PersonalKind.PHONE, "+8613800138000", "138****8000"),
        (PersonalKind.PHONE, "+85291234567", "+852 91****67"),
        (PersonalKind.PHONE, "+14155552671", "+1****71"),
        (PersonalKind.LANDLINE, "+861066668888", "010****88"),
        (PersonalKind.LANDLINE, "+867552345678;ext=12", "0755****78"),
        (PersonalKind.LANDLINE, "62888888", "62****88"),
        (PersonalKind.ID_CARD, "110101199001010014", "1101**********0014"),
        (PersonalKind.ID_CARD, "E12345678", "E******78"),
        (PersonalKind.BANK_CARD, "6222020000001234", "****1234"),
        (PersonalKind.EMAIL, "li@example.com", "l***@example.com"),
        (PersonalKind.EMAIL, "l@example.com", "***@example.com"),
        (PersonalKind.POLICY_NUMBER, "P12000000000000789", "P12***789"),
        (PersonalKind.POLICY_NUMBER, "12345678", "1***8"),
        (PersonalKind.LONG_NUMBER, "1234567890123456", "****3456"),
    ],
)
def test_a_mask_shows_just_enough_to_recognise_a_value(
    kind: PersonalKind, normalised: str, shown: str
) -> None:
    assert mask(kind, normalised) == shown


@given(st.sampled_from(PersonalKind), st.text("0123456789", min_size=7, max_size=24))
def test_a_mask_never_shows_the_whole_value(kind: PersonalKind, number: str) -> None:
    normalised = f"{number}@example.com" if kind is PersonalKind.EMAIL else number
    assert number not in mask(kind, normalised)
