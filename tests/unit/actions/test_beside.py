"""What is said beside a question is no answer to it (practice C4, C5, D9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.beside import heard_beside, names_a_relative, number_unknown, remarks
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.plan import Outcome
from bot.domain.dialogue.questions import Question
from tests.unit.actions.turns import turn


@pytest.mark.parametrize(
    ("text", "asked", "outcome"),
    [
        ("I can't stop crying, I have two little kids", Question.DEMAND, Outcome.LAMENTED),
        ("我不知道以后怎么办", Question.DEMAND, Outcome.LAMENTED),
        ("是在台北的櫃台", Question.HAPPENED_AT, Outcome.REMARKED),
        ("是在台北的櫃台", Question.DEMAND, Outcome.REMARKED),
        ("保單號碼我找不到", Question.DEMAND, Outcome.NUMBER_UNKNOWN),
        ("I can't find my policy number", Question.HAPPENED_AT, Outcome.NUMBER_UNKNOWN),
        ("他叫李建国，是我丈夫", Question.COMPLAINANT_NAME, Outcome.REMARKED),
    ],
)
def test_it_is_kept_and_the_question_stands(text: str, asked: Question, outcome: Outcome) -> None:
    heard = heard_beside(turn(text, asked=asked))
    assert heard is not None
    assert heard.outcome is outcome


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("全额退保", Question.DEMAND),
        ("给个说法", Question.DEMAND),
        ("an explanation in writing", Question.DEMAND),
        ("退休那年", Question.HAPPENED_AT),
        ("刚办完手续那会儿", Question.HAPPENED_AT),
        ("保单号找不到", Question.IDENTITY),
        ("王芳", Question.COMPLAINANT_NAME),
        ("我天天哭", Question.WHAT_HAPPENED),
    ],
)
def test_answers_are_not_taken_for_it(text: str, asked: Question) -> None:
    assert heard_beside(turn(text, asked=asked)) is None


def test_asked_once_more_the_words_count_as_a_wish_but_a_place_never_does() -> None:
    again = Memory(attempts={Question.DEMAND: 1})
    assert not remarks(replace(turn("一切照旧不变", asked=Question.DEMAND), memory=again))
    assert remarks(replace(turn("是在台北的櫃台", asked=Question.DEMAND), memory=again))


def test_the_number_that_is_missing_is_the_one_that_is_named() -> None:
    assert number_unknown(turn("身份证号不记得", asked=Question.DEMAND)) is Question.ID_NUMBER
    assert number_unknown(turn("不知道怎么说", asked=Question.DEMAND)) is None


@pytest.mark.parametrize(
    "text",
    ["我媽媽叫王秀英", "他叫李建国，是我丈夫", "My husband's name is Peter Jones"],
)
def test_a_relative_is_no_complainant(text: str) -> None:
    assert names_a_relative(turn(text))


@pytest.mark.parametrize(
    "text", ["我叫王芳", "My name is Mary Wong", "我丈夫是你们的客户经理推荐来的"]
)
def test_who_speaks_of_themselves_names_no_relative(text: str) -> None:
    assert not names_a_relative(turn(text))
