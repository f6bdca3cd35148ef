"""Which facts a message states and whether it answers the question."""

from __future__ import annotations

import pytest

from actions.reading import answer, content_length, facts_said, story_told
from actions.turn import Entity, Turn
from bot.domain.case import FactName
from bot.domain.ids import ConversationId, MessageId


def _turn(text: str, intent: str = "inform", **entities: str) -> Turn:
    found = tuple(
        Entity(name, value, text.index(value), text.index(value) + len(value))
        for name, value in entities.items()
    )
    return Turn(
        ConversationId("c"), MessageId("m"), "web", text, intent, found, (), "zh-Hans", "", None
    )


def test_the_last_number_counts_when_two_are_named() -> None:
    text = "不是[手机号1]，是[手机号2]"
    entities = (Entity("contact", "[手机号1]", 2, 8), Entity("contact", "[手机号2]", 10, 16))
    turn = Turn(ConversationId("c"), None, "web", text, "correct", entities, (), "en", "", None)
    assert facts_said(turn) == {FactName.CONTACT: "[手机号2]"}


def test_a_number_within_someone_elses_is_not_ours() -> None:
    turn = _turn("业务员电话[手机号1]", others_contact="业务员电话[手机号1]", contact="[手机号1]")
    assert facts_said(turn) == {}


def test_two_times_in_a_story_are_not_guessed_between() -> None:
    entities = (Entity("happened_at", "去年", 0, 2), Entity("happened_at", "昨天", 3, 5))
    turn = Turn(
        ConversationId("c"), None, "web", "去年，昨天", "complain", entities, (), "en", "", None
    )
    assert FactName.HAPPENED_AT not in facts_said(turn)


def test_opening_words_and_tokens_are_no_content() -> None:
    assert content_length(_turn("我要投诉你们", opening="我要投诉你们")) == 0
    assert content_length(_turn("[手机号1]", contact="[手机号1]")) == 0
    assert content_length(_turn("拒赔了！！")) == 3


def test_a_story_needs_content() -> None:
    assert not story_told(_turn("太慢了", "complain"))
    assert story_told(_turn("理赔拖了两个多月没人理", "complain"))
    assert not story_told(_turn("退保到底能退多少钱啊", "ask_product"))


@pytest.mark.parametrize(
    ("asked", "text", "intent", "value"),
    [
        (FactName.HAPPENED_AT, "就上个月吧", "inform", "就上个月吧"),
        (FactName.HAPPENED_AT, "记不清", "dont_know", None),
        (
            FactName.HAPPENED_AT,
            "你们的人一直在推脱，说了好多遍都没有人处理这件事",
            "complain",
            None,
        ),
        (FactName.DEMAND, "退钱", "nlu_fallback", "退钱"),
        (FactName.DEMAND, "！", "nlu_fallback", None),
        (FactName.COMPLAINANT_NAME, "王芳", "inform", "王芳"),
        (FactName.COMPLAINANT_NAME, "不想说", "dont_know", None),
        (FactName.COMPLAINANT_NAME, "138", "inform", None),
        (FactName.CONTACT, "微信 wx_abc", "inform", "微信 wx_abc"),
        (FactName.CONTACT, "不留", "deny", None),
        (FactName.WHAT_HAPPENED, "不知道", "dont_know", None),
    ],
)
def test_an_answer_is_taken_in_the_customers_own_words(
    asked: FactName, text: str, intent: str, value: str | None
) -> None:
    assert answer(asked, _turn(text, intent)).get(asked) == value


def test_a_missing_policy_number_is_an_answer() -> None:
    found = answer(FactName.POLICY_NUMBER, _turn("没有", "deny"))
    assert found == {FactName.NO_POLICY_REASON: "没有"}


def test_a_long_number_answers_the_question_for_the_policy() -> None:
    turn = _turn("是[长号码1]", long_number="[长号码1]")
    assert answer(FactName.POLICY_NUMBER, turn) == {FactName.POLICY_NUMBER: "[长号码1]"}


def test_a_pressed_button_answers_no_question() -> None:
    assert answer(FactName.DEMAND, _turn("/affirm", "affirm")) == {}
