"""One message made plain, with the way back to the customer's own words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.text import LONGEST, Plain, Variants, plain, simplified, traditional

VARIANTS = Variants(
    {"唔想": "不想", "冇": "没有", "保单持有人": "投保人", "tb": "退保", "sue u": "起诉"}
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("ＡＢＣ１２３，！？", "abc123,!?"),  # full width
        ("我要退保。；：（）“”、～", '我要退保.;:()"",~'),
        ("退钱！！！！！！！", "退钱!!!"),
        ("哈哈哈哈哈哈", "哈哈哈"),
        ("1000000元", "1000000元"),  # a number is not a mood
        ("a  \t\n\u3000b", "a b"),
        ("退\u200b保\u200d\ufeff", "退保"),  # zero width
        ("\u202e退保\u202c\u0007\u0000", "退保"),  # right to left, bell, nothing
        ("退\ue001保\uf8ff", "退保"),  # somebody's private characters, ours among them
        ("e\u0301te\u0301", "ete"),
        ("İstanbul ¨", "istanbul "),  # falls apart into a letter and a mark
        ("\ud800退保", "退保"),  # half a character
        ("②㈠™", "2(一)tm"),
        ("我要投訴，發髮", "我要投诉,发发"),
        ("發發髮髮", "发发发"),  # the same character only once made plain
        ("", ""),
    ],
)
def test_what_is_written_in_many_ways_is_read_in_one(raw: str, text: str) -> None:
    assert plain(raw).text == text


def test_a_token_is_one_mark_per_kind_and_its_quote_the_whole_token() -> None:
    message = plain("电话[手机号1]，保单[保单号12]，另一个[手机号2]")
    assert len(message.text) == len("电话x,保单x,另一个x")
    assert message.text[2] == message.text[-1] != message.text[6]
    assert message.quote(2, 3) == "[手机号1]"
    assert message.quote(6, 7) == "[保单号12]"


@pytest.mark.parametrize("raw", ["[手机号]", "[邮编1]", "[手机号1"])
def test_what_only_looks_like_a_token_is_plain_text(raw: str) -> None:
    assert plain(raw).text == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("我唔想投诉", "我不想投诉"),
        ("保單持有人", "投保人"),  # a key counts in Traditional characters too
        ("我要TB", "我要退保"),
        ("看football", "看football"),
        ("tbh", "tbh"),
        ("i will sue u now", "i will 起诉 now"),
        ("sue us", "sue us"),
        ("冇冇", "没有没有"),
    ],
)
def test_regional_words_are_read_as_the_common_ones(raw: str, text: str) -> None:
    assert plain(raw, VARIANTS).text == text


def test_the_longest_regional_word_wins() -> None:
    assert plain("未有", Variants({"有": "x", "未有": "没有"})).text == "没有"


def test_a_replaced_word_is_quoted_as_the_customer_wrote_it() -> None:
    message = plain("我冇錢！！！！", VARIANTS)
    assert message.text == "我没有钱!!!"
    assert message.quote(1, 3) == message.quote(1, 2) == "冇"
    assert message.quote(0, len(message.text)) == "我冇錢！！！！"


def test_nothing_is_quoted_for_an_empty_stretch() -> None:
    message = plain("退保")
    assert message.span(1, 1) == message.span(2, 1) == (0, 0)
    assert message.quote(1, 1) == ""
    assert plain("").quote(0, 0) == ""


def test_only_the_beginning_of_an_endless_message_is_read() -> None:
    message = plain("退保" * LONGEST)
    assert len(message.text) == LONGEST
    assert len(message.raw) == 2 * LONGEST


def test_what_one_character_stands_for_counts_as_read() -> None:
    message = plain("ﷺ" * LONGEST)
    assert len(message.text) == LONGEST
    assert message.quote(0, 18) == "ﷺ"


def test_both_scripts_turn_into_each_other_one_for_one() -> None:
    assert simplified("理賠") == "理赔"
    assert traditional("理赔") == "理賠"


MESSAGES = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=20),  # half characters too
    st.text("退保發髮冇唔想TtBb ！!。[手机号1]ａ1\ue001\u200b\u0301¨İ\n", max_size=40),
)


def _assert_sound(message: Plain) -> None:
    assert len(message.text) == len(message.starts) == len(message.ends)
    spans = list(zip(message.starts, message.ends, strict=True))
    assert all(0 <= start < end <= len(message.raw) for start, end in spans)
    assert list(message.starts) == sorted(message.starts)
    assert list(message.ends) == sorted(message.ends)


@given(raw=MESSAGES)
def test_any_message_can_be_made_plain_and_quoted(raw: str) -> None:
    for message in (plain(raw), plain(raw, VARIANTS)):
        _assert_sound(message)
        for at in range(len(message.text)):
            assert message.quote(at, at + 1) in raw
        assert message.quote(0, len(message.text)) in raw


@given(raw=MESSAGES)
def test_what_is_plain_stays_as_it_is(raw: str) -> None:
    text = plain(raw.replace("[", "")).text  # a token's mark would be somebody else's next time
    assert plain(text).text == text


@pytest.mark.parametrize(
    "piece", ["退", "退保！", "[手机号1]", "[手机号", "tb ", "冇", "\u0301", "a", "ﷺ"]
)
def test_a_long_message_costs_no_more_per_character(piece: str) -> None:
    plain(piece * 10, VARIANTS)
    for length in (5_000, 50_000):
        begun = time.process_time()
        plain(piece * (length // len(piece)), VARIANTS)
        assert time.process_time() - begun < 1
