from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str, str], list[Any]]

AMOUNTS = """
花了两万三 | 23000
交了3w | 30000
1.5万 | 15000
五千块 | 5000
扣我一百八 | 180
十二万八 | 128000
三千五百元 | 3500
一万二千多 | 12000~
工资8k | 8000
2,300.50元 | 2300.5
¥500 | 500
HK$5,000 | 5000 HKD
NT$30,000 | 30000 TWD
差六千 | 6000
五六千 | 5000-6000
亏了两三万 | 20000-30000
百来块 | 100~
二十来万 | 200000~
1万5 | 15000
3千2 | 3200
12.8w | 128000
欠了一毛八 | 0.18
29块9 | 29.9
$1.2k refund | 1200 USD
he took two grand | 2000
£60 | 60 GBP
5 lakh | 500000 INR
三块五 | 3.5
412块3毛 | 412.3
五毛钱 | 0.5
四十九块八 | 49.8
一千零五十 | 1050
十万零八百 | 100800
四千万的保单 | 40000000
三十几万 | 300000~
十几万 | 100000~
一千块左右 | 1000~
大概三万出头 | 30000~
差不多五千 | 5000~
七八百块 | 700-800
三四十万 | 300000-400000
2~3万 | 20000-30000
5000-6000元 | 5000-6000
五千到六千 | 5000-6000
一百多一年 | 100~
三千六一年 | 3600
一万二，交三年 | 12000
二十万六年后 | 200000
每月扣59 | 59
年交10000，交到第四年 | 10000
发票金额1086.50 | 1086.5
扣了三笔，分别是29.9、29.9、59 | 29.9 ; 29.9 ; 59
医药费一共4.7万，医保报了2.9万 | 47000 ; 29000
免赔额一万，我花九千八 | 10000 ; 9800
说给八百八百块钱 | 800 ; 800
一笔四千六两笔九千二 | 4600 ; 9200
不是1000，是10000 | 10000
是3200不是2300 | 3200
我说的是两千，不是两万 | 2000
分别扣了100，200 | 100 ; 200
现金价值是23，410元 | 23410
贰万叁仟元 | 23000
5个w | 50000
多扣我七百蚊 | 700 HKD
三萬港幣 | 30000 HKD
賠了五萬元台幣 | 50000 TWD
一千美元 | 1000 USD
I paid 48,000 and got 9,200 back | 48000 ; 9200
12,000 RMB | 12000
five hundred pounds | 500 GBP
US$3 million | 3000000 USD
about 3k | 3000~
500 rupees | 500 INR
the annuity is 380 a month | 380
hospital bill 31,500 rejected | 31500
paid 150 euros out of 900 | 150 EUR ; 900 EUR
花了3600只赔800 | 3600 ; 800
四万泰铢 | 40000 THB
首月一块，后面每月扣98 | 1 ; 98
38.8一个月 | 38.8
一人599 | 599
实际划走了1990 | 1990
went from 540 to 812 | 540 ; 812
20 thousand pounds of damage | 20000 GBP
the difference of 85.50 | 85.5
three payments: 40, 40 and 55 | 40 ; 40 ; 55
then it became 29.99 | 29.99
"""

NO_AMOUNTS = """
我今年六十七
打了三次
等了40天
[手机号1]打不通
第5年
涨了40%
打12378投诉
12315已经登记
住三楼
4S店
iPhone 15
百万医疗险怎么买
千万别退
万一不行
一块去吧
那一块我不懂
三百多号人
20万粉丝
两百个人
一千多人的群
走了五公里
保单尾号0927
百分之五
年化3.5
十二万订阅
2,300 employees
62k followers
交到60岁
给了三份材料
2024年
四十天了
第一百零三条
一分钱也不退吗
打了两块钢板
利率从4.5降到2.5
隔壁老王说他那份一年才三百
一蚊都冇赔
14 months instead of 26
form 1 lost
paid 36 monthly premiums
说了八百遍
"""


def _parse(cell: str) -> dict[str, Any]:
    number, _, currency = cell.strip().partition(" ")
    value: dict[str, Any] = {"currency": currency or "CNY"}
    if number.endswith("~"):
        value["approximate"] = True
    low, _, high = number.rstrip("~").partition("-")
    value["value"] = float(low)
    if high:
        value["max"] = float(high)
    return value


@pytest.mark.parametrize("row", AMOUNTS.strip().splitlines())
def test_an_amount_is_read_to_the_cent_with_its_currency(values: Values, row: str) -> None:
    message, cell = row.split(" | ")
    assert values("amount", message) == [_parse(part) for part in cell.split(";")]


@pytest.mark.parametrize("message", NO_AMOUNTS.strip().splitlines())
def test_a_number_that_is_not_money_is_no_amount(values: Values, message: str) -> None:
    assert values("amount", message) == []


def test_a_bare_dollar_sign_is_the_dollar_of_the_script(values: Values) -> None:
    assert values("amount", "他扣咗我$500")[0]["currency"] == "HKD"
    assert values("amount", "they took $500")[0]["currency"] == "USD"
