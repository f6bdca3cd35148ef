from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str, str], list[Any]]

NO_DATES = """
交了三年
等了40天
都四十二天了还在审核
十年期
交了10年了
20年交
每月5号扣
每年3月交
3-5个工作日
犹豫期15天
24小时不接电话
明年3月到期
下周三住院
下个月5号
请于周五前书面答复
三天之内给我答复
今天必须给我退
从今天起我不吃饭了
今年六十七了
我今年三十四，没工作
我父亲1951年生
5日内
周一到周五都打不通
第10年末14万3
每周三来一次
12378打不通
今天天气怎么样
过年好！
需要提前几天打电话
5栋3单元
年龄是6岁
保险期间终身
100天了
历时五月未果
by Friday please
every month you charge me
you may call me
for three months
within 15 days
We are expecting twins in November
今天去你们公司谈
结算利率从4.5降到2.5
他答应今天回电
我今天就一句话
calls on a Sunday night
孩子是2021年6月出生的
我姐前年也买了
今天都多少号了
红利比去年少了一半
交到今年整好十年
前两个月免费
on the 5th of every month
renewal is due 1 December
my appointment is on the 28th
the story runs on Sunday
"""


@pytest.mark.parametrize("message", NO_DATES.strip().splitlines())
def test_lengths_habits_deadlines_and_what_lies_ahead_are_no_time_of_the_event(
    values: Values, message: str
) -> None:
    assert values("happened_at", message) == []


@pytest.mark.parametrize(
    "message",
    ["去年10月买的", "2014年3月经人介绍投保", "I bought it in 2019", "买的时间是2021年5月"],
)
def test_the_time_of_buying_says_so(values: Values, message: str) -> None:
    assert values("happened_at", message)[0]["role"] == "bought"


@pytest.mark.parametrize("message", ["去年10月住的院", "昨天又扣了钱", "they refused in May"])
def test_the_time_of_the_event_has_no_role(values: Values, message: str) -> None:
    assert "role" not in values("happened_at", message)[0]
