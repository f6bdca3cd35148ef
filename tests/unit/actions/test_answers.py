"""What a message answers to the question that stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from actions.answers import answer, hear
from actions.reading import lies_ahead
from actions.turn import Entity
from bot.domain.case import FactName
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.plan import Heard, Outcome
from bot.domain.dialogue.questions import Question
from tests.unit.actions.turns import turn

TODAY = date(2026, 11, 21)
ANSWERS: list[tuple[Question, str, str, dict[str, Any], str | None]] = [
    (Question.HAPPENED_AT, "就上个月吧", "inform", {"happened_at": "上个月"}, "上个月"),
    (Question.HAPPENED_AT, "好久以前了", "inform", {}, "好久以前了"),
    (Question.HAPPENED_AT, "你们自己不会查吗", "inform", {}, None),
    (Question.HAPPENED_AT, "记不清", "dont_know", {}, None),
    (Question.DEMAND, "把钱赔给我", "inform", {"demand": "把钱赔给"}, "把钱赔给我"),
    (Question.DEMAND, "重新处理", "restart", {}, "重新处理"),
    (Question.DEMAND, "从头开始说", "restart", {}, None),
    (Question.DEMAND, "希望快点理赔", "suggestion", {}, "希望快点理赔"),
    (Question.DEMAND, "给个说法就行", "inform", {}, "给个说法就行"),
    (Question.DEMAND, "pay my claim", "ask_status", {"demand": "pay my claim"}, "pay my claim"),
    (Question.DEMAND, "电话[手机号1]", "inform", {"contact": "[手机号1]"}, None),
    (Question.DEMAND, "是去年的事", "inform", {"happened_at": "去年"}, None),
    (Question.DEMAND, "冇問題", "affirm", {}, None),
    (Question.DEMAND, "你是机器人吗", "ask_bot", {}, None),
    (Question.IDENTITY, "[保单号1]", "inform", {"policy_number": "[保单号1]"}, "[保单号1]"),
    (Question.IDENTITY, "号码[长号码1]", "inform", {"long_number": "[长号码1]"}, "[长号码1]"),
    (Question.CONTACT, "微信wang_88", "inform", {}, "微信wang_88"),
    (Question.CONTACT, "I will not tell you", "deny", {}, None),
    (Question.COMPLAINANT_NAME, "王女士", "inform", {}, "王女士"),
    (Question.COMPLAINANT_NAME, "凭什么告诉你", "complain", {}, None),
    (Question.COMPLAINANT_NAME, "叫刘洋", "ask_human", {}, "刘洋"),
    (Question.COMPLAINANT_NAME, "叫你们的人来", "ask_human", {}, None),
    (Question.COMPLAINANT_NAME, "曾慧敏，謝謝", "thank", {}, "曾慧敏"),
    (Question.HAPPENED_AT, "叫黄志强", "inform", {"complainant_name": "黄志强"}, None),
    (Question.HAPPENED_AT, "電話[手机号1]", "inform", {"contact": "[手机号1]"}, None),
    (Question.WHAT_HAPPENED, "就是那件事", "inform", {}, None),
    (Question.WHAT_HAPPENED, "2027年3月5号", "inform", {"happened_at": "2027年3月5号"}, None),
    (Question.HAPPENED_AT, "2018年买的", "inform", {}, "2018年买的"),
    (Question.HAPPENED_AT, "我就要你们尽快赔", "inform", {"demand": "尽快赔"}, None),
    (Question.DEMAND, "当时签合同的时候根本没给我看条款", "complain", {}, None),
    (Question.DEMAND, "说错了，是上周三", "correct", {"happened_at": "上周三"}, None),
    (Question.DEMAND, "转人工", "ask_human", {}, None),
    (Question.COMPLAINANT_NAME, "不投诉了", "withdraw", {}, None),
]


@pytest.mark.parametrize(("asked", "text", "intent", "entities", "value"), ANSWERS)
def test_an_answer_is_taken_and_nothing_else(
    asked: Question, text: str, intent: str, entities: dict[str, Any], value: str | None
) -> None:
    said = replace(turn(text, intent, **entities), is_complaint=intent == "complain")
    assert list(answer(asked, said).values()) == ([value] if value else [])


def test_what_the_reader_takes_for_no_complaint_is_no_more_of_the_story() -> None:
    wish = turn("按合同把身故保险金给我们", "complain")
    assert answer(Question.DEMAND, wish) == {FactName.DEMAND: wish.text}


def test_a_phone_identifies_as_well_as_a_policy_number() -> None:
    given = answer(Question.IDENTITY, turn("[手机号1]", contact="[手机号1]"))
    assert given == {FactName.CONTACT: "[手机号1]"}


def _heard(text: str, intent: str, asked: Question | None, **given: Any) -> Heard:
    return hear(turn(text, intent, asked=asked, **given), TODAY)


def test_a_button_answers_nothing_by_itself() -> None:
    assert answer(Question.DEMAND, turn("/affirm", "affirm")) == {}


def test_what_lies_in_the_future_cannot_have_happened() -> None:
    times = {"start": "2026-12-24", "end": "2026-12-24"}
    heard = _heard("明年", "inform", Question.HAPPENED_AT, happened_at="明年", normalised=times)
    assert heard == Heard(Outcome.INVALID, invalid="happened_at")


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (Question.CONTACT, "contact"),
        (Question.CALLBACK_CONTACT, "contact"),
        (Question.IDENTITY, "policy_number"),
        (Question.ID_NUMBER, "id_number"),
    ],
)
def test_a_few_digits_are_no_number(asked: Question, kind: str) -> None:
    assert _heard("1380013", "inform", asked) == Heard(Outcome.INVALID, invalid=kind)


@pytest.mark.parametrize("asked", [Question.CONFIRMED, Question.WHICH_FIELD])
def test_the_read_back_is_corrected_by_the_new_value(asked: Question) -> None:
    heard = _heard("电话是[手机号2]", "inform", asked, contact="[手机号2]")
    assert heard == Heard(Outcome.CORRECTED)


def test_a_part_named_alone_is_to_be_asked_anew() -> None:
    heard = _heard("改 demand", "correct", Question.CONFIRMED, field="demand")
    assert heard == Heard(Outcome.NAMED_FIELD, field=Question.DEMAND)


@pytest.mark.parametrize(
    ("text", "intent", "outcome"),
    [
        ("对", "affirm", Outcome.AGREED),
        ("不对", "deny", Outcome.WANTS_CHANGE),
        ("不想说", "dont_know", Outcome.REFUSED),
        ("你是谁", "ask_bot", Outcome.ASIDE),
        ("嗯嗯啊啊", "nlu_fallback", Outcome.UNCLEAR),
    ],
)
def test_the_read_back_is_answered_in_many_ways(text: str, intent: str, outcome: Outcome) -> None:
    assert _heard(text, intent, Question.CONFIRMED).outcome is outcome


def test_a_value_given_by_mistake_of_intent_is_an_answer_all_the_same() -> None:
    heard = _heard("my phone is [手机号1]", "correct", Question.IDENTITY, contact="[手机号1]")
    assert heard == Heard(Outcome.ANSWERED)


def test_more_of_the_story_is_more_of_the_story() -> None:
    heard = _heard("当时业务员说什么病都能赔的", "complain", Question.HAPPENED_AT)
    assert heard == Heard(Outcome.TOLD_MORE)


def test_asked_for_the_demand_again_the_words_count_as_they_are() -> None:
    memory = Memory().failed(Question.DEMAND)
    said = replace(
        turn("当时说好每年返六千就返六千", "complain", asked=Question.DEMAND), memory=memory
    )
    assert answer(Question.DEMAND, said) == {FactName.DEMAND: "当时说好每年返六千就返六千"}


def test_a_correction_answers_the_question_that_it_opened_again() -> None:
    memory = Memory().reopen(Question.COMPLAINANT_NAME)
    said = replace(turn("改成王建果", "correct", asked=Question.COMPLAINANT_NAME), memory=memory)
    assert answer(Question.COMPLAINANT_NAME, said) == {FactName.COMPLAINANT_NAME: "改成王建果"}


def test_a_year_that_has_not_come_is_asked_back() -> None:
    """Practice C13: the reader finds no time in it."""
    heard = hear(turn("2027年3月5号", asked=Question.HAPPENED_AT), TODAY)
    assert heard == Heard(Outcome.INVALID, invalid="happened_at")
    past = hear(turn("2018年买的", asked=Question.HAPPENED_AT), TODAY)
    assert past.outcome is Outcome.ANSWERED


@pytest.mark.parametrize("asked", [None, *Question])
def test_a_day_that_has_not_come_is_known_as_such_whatever_was_asked(
    asked: Question | None,
) -> None:
    times = {"start": "2026-12-24", "end": "2026-12-24"}
    ahead = turn("下个月二十四号", asked=asked, happened_at="下个月二十四号", normalised=times)
    assert lies_ahead(ahead, TODAY)
    assert not lies_ahead(turn("上个月", asked=asked, happened_at="上个月"), TODAY)
    assert lies_ahead(turn("明天上午十点", asked=asked), TODAY)


def test_whoever_begins_anew_may_do_so_with_a_correction() -> None:
    text = "是退保的钱少了两千，不是理赔"
    said = turn(text, "correct", asked=Question.WHAT_HAPPENED, amount="两千")
    assert answer(Question.WHAT_HAPPENED, said) == {FactName.WHAT_HAPPENED: text}
    other = turn("时间说错了，不是这个月", "correct", asked=Question.WHAT_HAPPENED)
    other = replace(other, entities=(Entity("field", "happened_at", 0, 2),))
    assert answer(Question.WHAT_HAPPENED, other) == {}


@pytest.mark.parametrize(
    ("text", "field", "invalid"),
    [
        ("电话1380013800", "", "contact"),
        ("my phone is 138 0013 800", "", "contact"),
        ("座机 66778", "座机", "contact"),
        ("P12", "", "policy_number"),
        ("保单 20261", "", "policy_number"),
    ],
)
def test_a_number_that_cannot_be_right_is_explained_as_what_it_was_meant_for(
    text: str, field: str, invalid: str
) -> None:
    """Practice C13."""
    said = turn(text, asked=Question.IDENTITY)
    if field:
        said = replace(said, entities=(Entity("field", "contact", 0, len(field)),))
    assert hear(said, TODAY) == Heard(Outcome.INVALID, invalid=invalid)
