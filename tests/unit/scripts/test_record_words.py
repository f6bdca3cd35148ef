"""How the record is read back, and how its parts are named (practice C2, C13)."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from bot.domain.case import Fact, FactName, missing
from bot.domain.dialogue.questions import FIELD_QUESTIONS
from bot.scripts.record_words import RECORD, parse_record_words, record_words
from bot.yaml_files import read_mapping

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)
OURS = {FactName.INCIDENT}
"""What we made of it; it is not read back."""


def fact(name: FactName, value: str) -> Fact:
    return Fact(name, value, NOW)


def test_every_fact_is_read_back_and_can_be_named_but_what_is_not_the_customers() -> None:
    words = record_words()
    assert set(words.parts) == set(FactName) - OURS
    assert set(FIELD_QUESTIONS) == set(words.parts) - {FactName.CUSTOMER_ID}


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "zh-Hans",
            "经过：扣款\n身份：继承人\n保单号：[保单号1]\n附件：2 份\n"
            "还缺：时间、诉求、姓名、联系方式（有的话直接发来就行）",
        ),
        (
            "zh-Hant",
            "經過：扣款\n身分：繼承人\n保單號碼：[保单号1]\n附件：2 份\n"
            "還缺：時間、訴求、姓名、聯絡方式（有的話直接發來就行）",
        ),
        (
            "en",
            "What happened: 扣款\nComplaining: as an heir\nPolicy number: [保单号1]\nFiles: 2\n"
            "Still missing: When, You ask for, Name, Contact (send it here if you have it)",
        ),
    ],
)
def test_the_record_is_read_in_the_customers_language_with_their_own_words(
    language: str, lines: str
) -> None:
    facts = (
        fact(FactName.POLICY_NUMBER, "[保单号1]"),
        fact(FactName.WHAT_HAPPENED, "扣款"),
        fact(FactName.COMPLAINANT_ROLE, "heir"),
        fact(FactName.INCIDENT, "App 登录故障"),
    )
    assert record_words().lines(facts, 2, missing(facts), language) == lines


def test_whoever_is_known_lacks_no_policy_number() -> None:
    nobody: tuple[Fact, ...] = ()
    known = (fact(FactName.CUSTOMER_ID, "[客户号1]"),)
    assert "保单号" in record_words().lines(nobody, 0, missing(nobody), "zh-Hans")
    assert "保单号" not in record_words().lines(known, 0, missing(known), "zh-Hans")


def test_what_customers_write_in_braces_stays_as_it_is() -> None:
    facts = (fact(FactName.WHAT_HAPPENED, "{label} {value} {}"),)
    assert "{label} {value} {}" in record_words().lines(facts, 0, (), "en")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("身份证号写错了", [FactName.ID_NUMBER]),
        ("身分證號碼寫錯了", [FactName.ID_NUMBER]),
        ("身份不对", [FactName.COMPLAINANT_ROLE]),
        ("聯絡方式和產品都不對", [FactName.CONTACT, FactName.PRODUCT]),
        ("the Branch is wrong", [FactName.BRANCH]),
        ("I was named in a datebook", []),
        ("天气", []),
    ],
)
def test_a_part_is_named_by_its_word_in_any_script(text: str, names: list[FactName]) -> None:
    assert record_words().named_in(text) == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("名字写错了，是张晓丽", "张晓丽"),
        ("名字寫錯了，應該是張曉麗。", "張曉麗"),
        ("不是这样，产品改成安心医疗", "安心医疗"),
        ("the branch is wrong, it's Kowloon Bay", "Kowloon Bay"),
        ("The agent should read Li Ming.", "Li Ming"),
        ("名字写错了", None),
        ("名字是不是错了？", None),
        ("应该是张晓丽", None),
    ],
)
def test_a_correction_may_give_the_right_value(text: str, value: str | None) -> None:
    assert record_words().value_in(text) == value


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"parts": {"colour": {}}}, "record.yml: parts: 'colour' is unknown"),
        ({"parts": {"product": {"label": {"zh": "产品"}}}}, "product: label needs a text for en"),
        ({"between": "、"}, "between must be a mapping"),
        ({"weather": {}}, "unknown entry 'weather'"),
        ({"put_right": {"zh": "是"}}, "put_right: zh must be a list"),
        ({"put_right": {"zh": ["是"]}}, "put_right: both zh and en need words"),
    ],
)
def test_a_mistake_is_named_with_its_entry(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_record_words({**read_mapping(RECORD), **change})


def test_a_word_names_one_part_only() -> None:
    label = {"zh": "一", "en": "one"}
    parts = {"product": {"label": label}, "branch": {"label": {"zh": "二", "en": "One"}}}
    with pytest.raises(ValueError, match="branch: 'One' names product already"):
        parse_record_words({**read_mapping(RECORD), "parts": parts})
