"""Facts that no single word tells: the scene, the order or who is spoken of does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str, str], list[Any]]

CHANNELS = """
邻居也买了这个 |
给我姐买的，她不知道 |
我朋友也买了，人家没事 |
在网上买和找业务员买一样吗 |
业务员自己填的，我没看 |
我们单位的花名册被卖了 |
在哈尔滨支公司柜台办的 |
舅妈给全家办的 | acquaintance
我二姑在你们公司，都在她手里买的 | acquaintance
柜员说这个利息比定期高 | bank
存钱回家一看才知道是保险 | bank
业务员来店里坐了几回，磨不过就签了 | agent
拉去酒店听养生课，当场交了两万 | agent
学校规定每个人交八十 | employer
扫了个码领纸巾，后来每月扣十块 | online
付款的时候默认勾了一份保险 | online
电话推销的时候答应的 | phone
车行说新车送一年保险 | car_dealer
my neighbour opened my letter |
the garage quoted 900 and you offered 400 |
someone phoned offering free cover | phone
through my wife's job | employer
my college requires all students to have it | employer
the adviser at my bank persuaded us | bank
we used a broker | broker
"""

DEMANDS = """
我就想弄明白为什么不赔 | explanation
就想知道点解 | explanation
要不赔我误工费，要不见官 | compensation
他们应该承担误工费吗 |
支付这几年的利息 | compensation
这种业务员必须处理 | punish_staff
赔款请尽快打到我爱人卡上 | claim_paid
理赔款打到旧卡上了 |
把我的号码从系统里删掉 | stop_contact
别人卖保险都是打电话 |
叫个管事的人打给我 | reply
有人给我打电话说能退 |
请重新核算 | correction
等待期要重新算吗 |
把这份退了 | surrender
我要你们全额赔 | claim_paid
对不起，我刚才急了 |
佢話可以退返晒 |
pay my father's bill | claim_paid
refund the October payment | refund
email me at [邮箱1] | reply
never call my mother | stop_contact
take my name off the policy | correction
turn off auto renew | correction
if you can't cover it then give me my premiums back | refund
"""

NAMES = """
本人童建业，投诉一件事 | 童建业
李建平，2016.4.12投保 | 李建平
卫红霞，六十一岁，做过支架 | 卫红霞
这里是广州的谭女士 | 谭女士
我是她女儿宋佳蓉 | 宋佳蓉
小弟姓游 | 游
你好，苟利明，要查保单 | 苟利明
我系黄太 | 黄太
我叫媒体来 |
我是家长 |
我叫电视台来 |
My name isn't Cheung |
I am Rosa Delgado's husband |
Jonas Weber, 07 Aug 2026, baggage lost | Jonas Weber
thanks, Beverly | Beverly
"""

SELLERS = """
业务员是我老家的邻居小齐 | 小齐
张主任亲口跟我说能贷款，我才买的 | 张主任
卖给我的陶红说自己是总监，我买了 | 陶红
收我钱的那个女的姓屈 | 姓屈
我买的基金亏了，基金经理太坑 |
有值班经理吗 |
客户经理许诺三年回本 |
The saleswoman, a Mrs Kaur, came in May | Mrs Kaur
Sold by one Patrick Tan | Patrick Tan
the one who sold it, Brenda, is a manager now | Brenda
Can my agent change my policy |
Fetch my relationship manager |
"""


@pytest.mark.parametrize(
    ("name", "row"),
    [
        (name, row)
        for name, table in (
            ("purchase_channel", CHANNELS),
            ("demand", DEMANDS),
            ("complainant_name", NAMES),
            ("salesperson", SELLERS),
        )
        for row in table.strip().splitlines()
    ],
)
def test_a_fact_is_told_by_more_than_a_word(values: Values, name: str, row: str) -> None:
    message, cell = (part.strip() for part in row.split("|"))
    assert values(name, message) == ([cell] if cell else [])
