"""Every valid number is found however it is typed, and no digit of it stays behind."""

from __future__ import annotations

from itertools import pairwise

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.privacy import TOKEN, Detector, PersonalKind, token, tokenise

from .numbers import bank_cards, cut, digits, mobiles, prose, resident_ids, typed

PREFIXES = ["", "+86", "+86 ", "0086", "86", "(+86)", "＋８６－"]
SPOKEN = ["零〇", "一幺壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七拐柒", "八捌", "九玖"]
AREAS = ["010", "020", "021", "022", "028", "029", "0311", "0451", "0571", "0755", "0898", "0991"]
REGIONS = ["CN", "HK", "MO", "TW"]
NUMBER_TYPES = {
    PersonalKind.PHONE: phonenumbers.PhoneNumberType.MOBILE,
    PersonalKind.LANDLINE: phonenumbers.PhoneNumberType.FIXED_LINE,
}
PHONE_FORMATS = [phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL]


def assert_all_masked(detector: Detector, text: str, kind: PersonalKind, normalised: str) -> None:
    """Exactly this value is found, and without its token no digit is left."""
    found = detector.find(text)
    assert [(item.kind, item.normalised) for item in found] == [(kind, normalised)]
    assert all(item.raw == text[item.start : item.end] for item in found)
    clean = TOKEN.sub("", tokenise(text, found, lambda item: token(item.kind, 1)))
    assert not any(sign.isdecimal() for sign in clean)


@given(prose(), st.data(), st.sampled_from(PREFIXES), prose())
def test_every_mobile_number_is_found_in_its_usual_groups(
    detector: Detector, before: str, data: st.DataObject, prefix: str, after: str
) -> None:
    number = data.draw(mobiles())
    written = data.draw(typed(number, [(), (3, 4), (3,), (7,)]))
    assert_all_masked(
        detector, f"{before}{prefix}{written}{after}", PersonalKind.PHONE, f"+86{number}"
    )


@given(prose(), mobiles(), st.data(), prose())
def test_every_mobile_number_is_found_digit_by_digit(
    detector: Detector, before: str, number: str, data: st.DataObject, after: str
) -> None:
    written = data.draw(typed(number, [(1,) * 10]))
    assert_all_masked(detector, before + written + after, PersonalKind.PHONE, f"+86{number}")


@given(prose(), mobiles("123456789"), st.integers(1, 10), st.sampled_from(" -—－　"), prose())
def test_every_mobile_number_is_found_when_cut_anywhere(
    detector: Detector, before: str, number: str, place: int, separator: str, after: str
) -> None:
    assume(not (place == 8 and number.startswith("19")))  # 19911231 123 begins with a date
    written = separator.join(cut(number, [place]))
    assert_all_masked(detector, before + written + after, PersonalKind.PHONE, f"+86{number}")


@given(prose(), mobiles(), st.data(), prose())
def test_every_mobile_number_is_found_when_dictated(
    detector: Detector, before: str, number: str, data: st.DataObject, after: str
) -> None:
    spoken = "".join(data.draw(st.sampled_from(SPOKEN[int(digit)])) for digit in number)
    assert_all_masked(detector, before + spoken + after, PersonalKind.PHONE, f"+86{number}")


@given(prose(), resident_ids(), st.data(), prose())
def test_every_resident_id_is_found(
    detector: Detector, before: str, number: str, data: st.DataObject, after: str
) -> None:
    places = data.draw(st.lists(st.integers(1, 6), max_size=6))
    body = data.draw(typed(number[:-1], [places, (), (6, 8), (1,) * 16]))
    assert_all_masked(detector, before + body + number[-1] + after, PersonalKind.ID_CARD, number)


@given(prose(), bank_cards(), st.data(), prose())
def test_every_bank_card_is_found(
    detector: Detector, before: str, number: str, data: st.DataObject, after: str
) -> None:
    written = data.draw(typed(number, [(), (4, 4, 4, 4), (6,), (1,) * 18, (5, 5, 5)]))
    found = detector.find(before + written + after)
    assume([item.kind for item in found] != [PersonalKind.ID_CARD])
    assert_all_masked(detector, before + written + after, PersonalKind.BANK_CARD, number)


@given(prose(), digits(15, 30), prose())
def test_no_digit_of_a_run_of_fifteen_or_more_is_left(
    detector: Detector, before: str, number: str, after: str
) -> None:
    found = detector.find(before + number + after)
    clean = TOKEN.sub(
        "", tokenise(before + number + after, found, lambda item: token(item.kind, 1))
    )
    assert not any(sign.isdecimal() for sign in clean)


@given(prose(), st.sampled_from(["P", "p", "Ｐ"]), digits(14, 22), prose())
def test_every_policy_number_with_its_letter_is_found(
    detector: Detector, before: str, letter: str, number: str, after: str
) -> None:
    assume(
        not any(
            item.kind is PersonalKind.ID_CARD and len(item.normalised) == 18
            for item in detector.find(number)
        )
    )
    assert_all_masked(
        detector, before + letter + number + after, PersonalKind.POLICY_NUMBER, f"P{number}"
    )


@given(
    prose(),
    st.from_regex(
        r"[a-z0-9_]([a-z0-9._+-]{0,20}[a-z0-9])?@[a-z0-9]{1,10}\.(com|cn|com\.cn)", fullmatch=True
    ),
)
def test_every_plain_email_address_is_found(detector: Detector, before: str, address: str) -> None:
    assert_all_masked(detector, before + address, PersonalKind.EMAIL, address)


@given(
    prose(),
    st.sampled_from(AREAS),
    st.sampled_from("2345678"),
    digits(7),
    st.sampled_from(["", "-", " ", "－", "—"]),
)
def test_every_landline_of_the_mainland_agrees_with_the_numbering_plan(
    detector: Detector, before: str, area: str, first: str, rest: str, separator: str
) -> None:
    parsed = phonenumbers.parse(area + first + rest, "CN")
    assume(phonenumbers.is_valid_number(parsed))
    expected = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert_all_masked(
        detector, before + area + separator + first + rest, PersonalKind.LANDLINE, expected
    )


@given(mobiles())
def test_every_mobile_number_that_the_numbering_plan_knows_has_its_e164_form(
    detector: Detector, number: str
) -> None:
    parsed = phonenumbers.parse(number, "CN")
    assume(phonenumbers.is_valid_number(parsed))
    (found,) = detector.find(number)
    assert found.normalised == phonenumbers.format_number(
        parsed, phonenumbers.PhoneNumberFormat.E164
    )


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", NUMBER_TYPES)
@pytest.mark.parametrize("form", PHONE_FORMATS)
def test_the_numbering_plans_own_examples_are_found(
    detector: Detector, region: str, kind: PersonalKind, form: int
) -> None:
    example = phonenumbers.example_number_for_type(region, NUMBER_TYPES[kind])
    assert example is not None
    expected = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert_all_masked(
        detector, f"打{phonenumbers.format_number(example, form)}给我", kind, expected
    )


@given(st.text())
def test_any_text_gives_ordered_findings_that_do_not_overlap(detector: Detector, text: str) -> None:
    position = 0
    for item in detector.find(text):
        assert position <= item.start < item.end <= len(text)
        assert item.raw == text[item.start : item.end]
        position = item.end


@given(st.text("0123456789-+ .,()Xx一二三@a保单号元￥", max_size=60))
def test_a_cleaned_text_of_number_scraps_stays_in_order(detector: Detector, text: str) -> None:
    found = detector.find(text)
    assert list(found) == sorted(found, key=lambda item: item.start)
    assert all(first.end <= second.start for first, second in pairwise(found))
