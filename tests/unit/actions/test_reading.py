"""Which facts a message states."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.reading import (
    account_given,
    content_length,
    facts_said,
    fields_named,
    story_told,
)
from actions.turn import Entity
from bot.domain.case import FactName
from bot.domain.dialogue.questions import Question
from bot.domain.reading import Cause
from bot.domain.triage import Signal, SignalName
from tests.unit.actions.turns import BLANK, turn


def test_the_last_number_counts_when_two_are_named() -> None:
    entities = (Entity("contact", "[手机号1]", 2, 8), Entity("contact", "[手机号2]", 10, 16))
    text = "不是[手机号1]，是[手机号2]"
    said = replace(BLANK, text=text, intent="correct", entities=entities)
    assert facts_said(said) == {FactName.CONTACT: "[手机号2]"}


def test_a_number_within_someone_elses_is_not_ours() -> None:
    said = turn("业务员电话[手机号1]", others_contact="业务员电话[手机号1]", contact="[手机号1]")
    assert facts_said(said) == {}


def test_two_times_in_a_story_are_both_kept() -> None:
    entities = (Entity("happened_at", "去年", 0, 2), Entity("happened_at", "昨天", 3, 5))
    said = replace(BLANK, text="去年，昨天", intent="complain", entities=entities)
    assert facts_said(said)[FactName.HAPPENED_AT] == "去年、昨天"


def test_the_day_of_a_death_is_not_when_it_happened() -> None:
    text = "我爸上个月过世了，昨天去柜台又说缺东西"
    told = turn(text, "complain", happened_at="上个月")
    assert facts_said(told)[FactName.HAPPENED_AT] == "爸上个月过世"
    both = replace(told, entities=(*told.entities, Entity("happened_at", "昨天", 9, 11)))
    assert facts_said(both)[FactName.HAPPENED_AT] == "昨天"


def test_what_happened_after_a_death_keeps_its_own_date() -> None:
    said = turn("我爸去世后3月份去理赔，到现在没消息", "complain", happened_at="3月份")
    assert facts_said(said)[FactName.HAPPENED_AT] == "3月份"


def test_every_wish_is_kept_and_how_to_be_reached_is_none() -> None:
    text = "I want a full refund, say sorry to my mother, and call me on [手机号1]"
    wishes = (("a full refund", "refund"), ("say sorry", "apology"), ("call me on", "reply"))
    entities = tuple(
        Entity("demand", words, text.index(words), text.index(words) + len(words), kind)
        for words, kind in wishes
    )
    said = replace(BLANK, text=text, intent="complain", entities=entities)
    assert facts_said(said) == {FactName.DEMAND: "I want a full refund; say sorry to my mother"}
    alone = replace(said, entities=entities[2:])
    assert facts_said(alone) == {FactName.DEMAND: "and call me on [手机号1]"}


def test_whoever_acts_for_somebody_says_so() -> None:
    said = turn("我替我妈投诉", role_agent="我替我妈投诉")
    assert facts_said(said)[FactName.COMPLAINANT_ROLE] == "agent"


def test_opening_words_and_tokens_are_no_content() -> None:
    assert content_length(turn("我要投诉你们", opening="我要投诉你们")) == 0
    assert content_length(turn("[手机号1]", contact="[手机号1]")) == 0
    assert content_length(turn("拒赔了！！")) == 3


def test_a_story_needs_content() -> None:
    assert not story_told(turn("太慢了", "complain"))
    assert story_told(turn("理赔拖了两个多月没人理", "complain"))
    assert story_told(replace(turn("理赔少了八百", "complain"), causes=(Cause.CLAIM,)))
    assert not story_told(replace(turn("退保", "complain"), causes=(Cause.SURRENDER,)))
    assert not story_told(turn("退保到底能退多少钱啊", "ask_product"))


def test_calm_words_beside_a_question_are_an_account_if_they_are_many() -> None:
    signed = "he signed a note for the cash and said the invoice would follow in a few days"
    assert account_given(turn(signed, asked=Question.HAPPENED_AT))
    assert account_given(turn("当时他打了个白条，说正式的过几天送来", asked=Question.HAPPENED_AT))
    assert not account_given(turn("说过几天送来", asked=Question.HAPPENED_AT))
    assert not account_given(turn(signed, "dont_know", asked=Question.HAPPENED_AT))
    assert not account_given(turn(signed, asked=Question.CONFIRMED))


def test_a_story_in_an_alphabet_needs_more_letters() -> None:
    assert not story_told(turn("I am so done with you people", "complain"))
    assert not story_told(
        turn("I've had enough, I want to complain", "complain", opening="I want to complain")
    )
    fed_up = "I am so done with you people"
    signal = Signal(SignalName.LOST_PATIENCE, 0.3, fed_up, hard=False)
    said = replace(turn(fed_up, "complain"), causes=(Cause.SERVICE,), signals=(signal,))
    assert not story_told(said)
    assert story_told(turn("Nobody at your branch wants to talk to me", "complain"))
    assert story_told(replace(turn("My claim was refused", "complain"), causes=(Cause.CLAIM,)))


def test_a_latent_complaint_tells_a_story_without_the_word() -> None:
    """Practice G3."""
    said = replace(turn("等了三个月还没有消息到账"), is_complaint=True)
    assert story_told(said)


def test_a_part_of_the_record_is_named_by_its_word() -> None:
    assert fields_named(turn("支公司写错了")) == [FactName.BRANCH]
    assert fields_named(turn("天气不对")) == []
    pressed = turn('/correct{"field": "contact"}', field="contact")
    assert fields_named(pressed) == [FactName.CONTACT]


@pytest.mark.parametrize(
    "text",
    ["我妈妈上个月过世了", "我媽媽上個月過世了", "My mother passed away last month"],
)
def test_who_has_lost_somebody_near_speaks_as_an_heir(text: str) -> None:
    """Order 3/2020 Art. 14."""
    assert facts_said(turn(text)) == {FactName.COMPLAINANT_ROLE: "heir"}


def test_who_says_that_they_act_for_somebody_does_so() -> None:
    said = turn("我替我爸投诉，我妈去年去世了", role_agent="我替我爸投诉")
    assert facts_said(said) == {FactName.COMPLAINANT_ROLE: "agent"}


@pytest.mark.parametrize(
    ("text", "wish"),
    [("转了四个人没一个能说清楚", "说清楚"), ("Nobody will fix it at all", "fix it")],
)
def test_what_nobody_does_is_no_wish(text: str, wish: str) -> None:
    assert FactName.DEMAND not in facts_said(turn(text, "complain", demand=wish))
