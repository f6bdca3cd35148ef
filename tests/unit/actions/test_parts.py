"""Answers to questions about one part of the record."""

from __future__ import annotations

import pytest

from actions.answers import answer
from bot.domain.case import FactName
from bot.domain.dialogue.questions import Question
from tests.unit.actions.turns import turn


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Question.PRODUCT, "福满年金"),
        (Question.BRANCH, "杭州文三路那家"),
        (Question.SALESPERSON, "姓章的"),
        (Question.AMOUNT, "两万左右"),
        (Question.PURCHASE_CHANNEL, "在柜台"),
        (Question.ORGANISATION, "杭州大明机械有限公司"),
        (Question.ON_BEHALF_OF, "母亲，李女士"),
    ],
)
def test_a_few_words_are_the_answer(asked: Question, text: str) -> None:
    assert answer(asked, turn(text)) == {FactName(asked.value): text}


@pytest.mark.parametrize(
    ("asked", "text", "intent"),
    [
        (Question.PRODUCT, "为什么要问这个？", "ask_product"),
        (Question.BRANCH, "不记得了", "dont_know"),
        (Question.AMOUNT, "反正很多", "inform"),
        (Question.SALESPERSON, "转人工", "ask_human"),
        (Question.ORGANISATION, "我们" + "单位的事情说来话长" * 4, "inform"),
    ],
)
def test_what_says_something_else_is_none(asked: Question, text: str, intent: str) -> None:
    assert answer(asked, turn(text, intent)) == {}


def test_what_was_found_in_a_sentence_counts_before_the_sentence() -> None:
    said = turn("应该是福满年金吧", product="福满年金")
    assert answer(Question.PRODUCT, said) == {FactName.PRODUCT: "福满年金"}


def test_the_name_of_whom_it_is_about_is_not_the_customers_own() -> None:
    said = turn("母亲叫李秀英", complainant_name="李秀英")
    assert answer(Question.ON_BEHALF_OF, said) == {FactName.ON_BEHALF_OF: "母亲叫李秀英"}


def test_another_fact_is_no_answer() -> None:
    said = turn("电话[手机号1]", contact="[手机号1]")
    assert answer(Question.ON_BEHALF_OF, said) == {}
    assert answer(Question.PRODUCT, said) == {}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("我是本人", "self"),
        ("替我媽媽", "agent"),
        ("我是继承人", "heir"),
        ("我們公司", "company"),
        ("for my own policy, myself", "self"),
        ("somebody else", "agent"),
    ],
)
def test_as_whom_they_complain_is_read_from_a_word(text: str, role: str) -> None:
    assert answer(Question.COMPLAINANT_ROLE, turn(text)) == {FactName.COMPLAINANT_ROLE: role}


def test_no_role_is_guessed() -> None:
    assert answer(Question.COMPLAINANT_ROLE, turn("就是那样")) == {}
