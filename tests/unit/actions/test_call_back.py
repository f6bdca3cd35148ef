"""Who wants to be called, who would rather wait, and who speaks of the matter instead."""

from __future__ import annotations

import pytest

from actions.call_back import goes_on_with_the_matter, stays, wants_a_call
from bot.domain.dialogue.questions import Question
from tests.unit.actions.turns import turn


def test_the_wish_to_be_called_is_one_by_itself_and_no_answer_to_a_question() -> None:
    assert wants_a_call(turn("给我回电", "ask_human", call_back="给我回电"))
    assert not wants_a_call(turn("转人工", "ask_human"))
    as_demand = turn("给我回电", asked=Question.DEMAND, call_back="给我回电", demand="给我回电")
    assert not wants_a_call(as_demand)


@pytest.mark.parametrize(
    "text",
    ["在这里等", "我就在這裡等吧", "就在线上等", "我等着", "stay in this chat", "I'll wait here"],
)
def test_words_of_somebody_who_stays(text: str) -> None:
    assert stays(turn(text, asked=Question.CALLBACK))
    assert not stays(turn(text, asked=Question.HAPPENED_AT))


@pytest.mark.parametrize(
    "text", ["等下午三点", "等我下班以后再打", "call me, I can't wait any longer"]
)
def test_words_of_somebody_who_does_not(text: str) -> None:
    assert not stays(turn(text, asked=Question.CALLBACK))


def test_a_story_and_a_correction_are_about_the_matter_and_a_time_is_not() -> None:
    at = turn("明天上午", asked=Question.CALLBACK, happened_at="明天上午")
    assert not goes_on_with_the_matter(at)
    as_complaint = turn("明天上午九点半", "complain", asked=Question.CALLBACK)
    assert not goes_on_with_the_matter(as_complaint)
    assert goes_on_with_the_matter(turn("你们拒赔", "complain", asked=Question.CALLBACK))
    assert goes_on_with_the_matter(turn("名字写错了", "correct", asked=Question.CALLBACK))
    policy = turn("[保单号1]", asked=Question.CALLBACK, policy_number="[保单号1]")
    assert goes_on_with_the_matter(policy)
