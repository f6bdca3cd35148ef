from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nlu.facts.read import FoundFact

Read = Callable[[str], list[FoundFact]]
PIECES = """
    一 二 两 三 十 百 千 万 亿 几 多 零 块 元 毛 w k 5 12 3.5 2,300 年 月 日 号 周 上 下 前
    去年 今天 到 至 - / . 春节 腊月 民国 112年 我叫 王 要 把 退 赔 说 不是 ， 。 《 》 业务员
    分公司 意外险 银行 买的 [手机号1] [保单号1] $ HK$ two grand march may last ago on the
    bought agent my name is John     \ue001 \u200b 😡 \x00 ２０２３ ㍿
""".split()  # noqa: SIM905
HOSTILE = {
    "digits": "1" * 5000,
    "commas": "1," * 2500,
    "ten thousands": "一万" * 2500,
    "months": "12月" * 1700,
    "ranges": "3月5日到" * 1000,
    "demands without an end": "要退" * 2500,
    "nothing but numerals": "一" * 5000,
    "marks": "[手机号1]" * 700,
    "quotes": '"' * 5000,
    "names": "姓王的" * 1600,
    "channels": "银行买" * 1600,
    "english months": "in march " * 550,
    "branches": "支公司" * 1600,
}


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_reading_never_fails_and_quotes_the_message(read: Read, message: str) -> None:
    for fact in read(message):
        assert 0 <= fact.start < fact.end <= len(message)
        assert fact.text == message[fact.start : fact.end]
        json.dumps(fact.value)


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_longest_hostile_message_is_read_in_a_moment(read: Read, kind: str) -> None:
    started = time.thread_time()  # of its own: other work on the machine says nothing
    read(HOSTILE[kind])
    assert time.thread_time() - started < 5.0  # some tenths; backtracking would take minutes


def test_an_empty_message_states_nothing(read: Read) -> None:
    assert read("") == []
    assert read(" \n\u200b") == []


def test_a_fact_quotes_the_customers_own_spelling(read: Read) -> None:
    fact = next(f for f in read("我去年１０月被扣咗兩萬三！！！") if f.name == "amount")
    assert fact.text == "兩萬三"
