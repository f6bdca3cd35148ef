"""The rules file: what ships is accepted, mistakes are named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.domain.privacy import parse_rules
from bot.domain.privacy.rules import Length, PolicyShape

MISTAKES: list[tuple[tuple[str, ...], object, str]] = [
    (("colour",), 1, "colour is unknown; remove it"),
    (("phone",), [], r"phone is \[\]; write a mapping"),
    (("phone", "words"), "电话", "phone.words is '电话'; write a list"),
    (("phone", "words"), [""], "phone.words contains an empty word; remove it"),
    (("phone", "wrods"), [], "phone.wrods is unknown; remove it or use one of words"),
    (("bank_card", "starts"), [62], "bank_card.starts contains 62; put it in quotes"),
    (("bank_card", "starts"), ["x"], "bank_card.starts contains 'x'; write digits"),
    (
        ("bank_card", "digits"),
        {"min": 19, "max": 12},
        "bank_card.digits.min is 19, more than max 12; swap",
    ),
    (
        ("bank_card", "digits"),
        {"min": "12", "max": 19},
        "bank_card.digits.min is '12'; write a whole number",
    ),
    (
        ("bank_card", "digits"),
        {"min": True, "max": 19},
        "bank_card.digits.min is True; write a whole number",
    ),
    (("id_card", "digits"), {"min": 7}, "id_card.digits.max is missing; add it"),
    (
        ("policy_number", "shapes"),
        [{"min": 1, "max": 2}],
        r"shapes\[0\] needs either prefix or letters",
    ),
    (("policy_number", "shapes"), [3], r"shapes\[0\] is 3; write a mapping"),
    (
        ("policy_number", "shapes"),
        [{"prefix": "1", "min": 1, "max": 2}],
        r"shapes\[0\].prefix is '1'; write letters",
    ),
    (
        ("not_personal", "case_prefixes"),
        ["Q1"],
        "not_personal.case_prefixes contains 'Q1'; write letters",
    ),
]


def test_the_rules_that_ship_are_valid(shipped_rules: Any) -> None:
    rules = parse_rules(shipped_rules)
    assert rules.card_digits == Length(12, 19)
    assert rules.policy_shapes == (
        PolicyShape("P", 1, Length(14, 22), alone=False),
        PolicyShape("", 4, Length(14, 22), alone=False),
        PolicyShape("", 0, Length(9, 13), alone=True),
        *(PolicyShape("", letters, Length(8, 22), alone=True) for letters in (1, 2, 3)),
    )


@pytest.mark.parametrize(("path", "wrong", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_remedy(
    shipped_rules: Any, path: tuple[str, ...], wrong: object, message: str
) -> None:
    data = copy.deepcopy(shipped_rules)
    section = data
    for key in path[:-1]:
        section = section[key]
    section[path[-1]] = wrong
    with pytest.raises(ValueError, match=message):
        parse_rules(data)


@pytest.mark.parametrize("key", ["id_card", "bank_card", "phone", "policy_number", "not_personal"])
def test_a_missing_section_is_named(shipped_rules: Any, key: str) -> None:
    data = {name: section for name, section in shipped_rules.items() if name != key}
    with pytest.raises(ValueError, match=f"{key} is missing"):
        parse_rules(data)
