from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from bot.nlu.facts.read import parse_fact_words

Values = Callable[[str, str], list[Any]]

FACTS = """
demand | 就要退钱 | refund
demand | 把多扣的退回来就行了 | refund
demand | 要求全额退款 | refund
demand | 还我血汗钱！ | refund
demand | 能不能把钱退给我 | refund
demand | 想全额退保 | surrender
demand | 我要退保 | surrender
demand | 希望能赔 | claim_paid
demand | 按合同赔，该多少是多少 | claim_paid
demand | 我要他当面给我妈道个歉 | apology
demand | 要求书面道歉 | apology
demand | 给个说法 | explanation
demand | 我就想搞清楚钱去哪了 | explanation
demand | 请说明扣费依据 | explanation
demand | 赔我误工费 | compensation
demand | 要求赔偿损失 | compensation
demand | 麻烦更正 | correction
demand | 恢复我的保单 | correction
demand | 把自动续费关了 | correction
demand | 别再给我打电话 | stop_contact
demand | 不要再骚扰我 | stop_contact
demand | 必须开除他 | punish_staff
demand | 尽快给个回话就行 | reply
demand | 诉求一：退本金。诉求二：书面说明 | refund explanation
demand | I want a refund | refund
demand | please cancel my policy | surrender
demand | I want the claim paid | claim_paid
demand | stop calling me | stop_contact
demand | I demand an apology | apology
demand | 我要求退還全部保費 | refund
demand | 他们给我道歉了 |
demand | 说退钱又不退 |
demand | 能退多少吗 |
demand | 退保能退多少钱 |
demand | 退保怎么弄 |
demand | 答应给我退款的 |
demand | 理赔一般要多久 |
demand | 我没要求退款 |
demand | 不要道歉 |
demand | 钱已经退了 |
demand | 拒赔通知书收到了 |
demand | 客服说给我回复 |
demand | I never asked for compensation |
demand | how do I surrender my policy |
complainant_name | 我叫罗秀芬 | 罗秀芬
complainant_name | 赵铁柱 | 赵铁柱
complainant_name | 姓欧阳，欧阳雪 | 欧阳雪
complainant_name | 姓名：顾盼 电话：[手机号1] | 顾盼
complainant_name | 叫我小周就行，全名周子墨 | 周子墨
complainant_name | 名字是吉克阿木，彝族的 | 吉克阿木
complainant_name | 我叫孙玉兰，六十七了 | 孙玉兰
complainant_name | 我是王女士 | 王女士
complainant_name | 我叫陳大文 | 陳大文
complainant_name | My name is Gwendolyn Pritchard | Gwendolyn Pritchard
complainant_name | 我叫他退钱 |
complainant_name | 投保人是我老公 钱卫东 |
complainant_name | 方便 |
complainant_name | 安徽 |
complainant_name | 业务员姓名：张丽 |
complainant_name | 你叫什么名字 |
contact | 我的号码[手机号1] | [手机号1]
contact | 留[手机号1]，邮箱[邮箱1] | [手机号1] [邮箱1]
contact | 请经理给我回个电话[手机号1] | [手机号1]
contact | 业务员电话[手机号1] |
others_contact | 业务员电话[手机号1] | [手机号1]
others_contact | [手机号2]这个号天天打我 | [手机号2]
policy_number | 保单号[保单号1]，另外一份[保单号2] | [保单号1] [保单号2]
long_number | 那串[长号码1] | [长号码1]
salesperson | 业务员叫葛红，2018年办的 | 葛红
salesperson | 业务员张丽说的 | 张丽
salesperson | 一个姓魏的经理 | 姓魏
salesperson | 客户经理小刘 | 小刘
salesperson | 经办人方经理 | 方经理
salesperson | 业务员不姓张，姓章，立早章 | 姓章
salesperson | the agent is called Desmond Foo | Desmond Foo
salesperson | 业务员从来不接电话 |
salesperson | 对方经理不在 |
salesperson | 我是班主任 |
salesperson | Your salesman LIED to me |
product | 我买的金福宝两全保险 | 金福宝两全保险
product | 百万医疗险一年多少 | 百万医疗险
product | 办了《平安顺遂卡》 | 平安顺遂卡
product | 好像叫金满堂，封面是红的 | 金满堂
product | 就是个重疾险 | 重疾险
product | 车险 | 车险
product | 我的保险 |
product_line | 重疾，保额三十万 | critical_illness
product_line | 交强险和商业险 | car
product_line | 宠物医保，给猫上的 | pet
product_line | 孩子学校买的学平险 | children
product_line | 万能账户利率 | universal
product_line | 买的投連險 | investment_linked
product_line | 运费险 | other
product_line | motor policy expired | car
product_line | my ulip lost 30% | investment_linked
product_line | 不是车险 |
branch | 贵公司宜宾中心支公司 | 宜宾中心支公司
branch | 人民路营业部 | 人民路营业部
branch | 合同上盖的章是四川分公司 | 四川分公司
branch | 我在大连分公司办的 | 大连分公司
branch | 附近的网点在哪 |
branch | 你们分公司 |
purchase_channel | 建行柜台买的 | bank
purchase_channel | 抖音直播间买的 | online
purchase_channel | 电话里买的，一个女的打给我 | phone
purchase_channel | 表姐给我办的 | acquaintance
purchase_channel | 车行一起办的 | car_dealer
purchase_channel | 单位统一上的 | employer
purchase_channel | 业务员推荐我买的 | agent
purchase_channel | 通过经纪公司投保 | broker
purchase_channel | bought through my bank | bank
purchase_channel | my employer arranged it | employer
purchase_channel | 银行卡被扣了钱 |
purchase_channel | 推销电话太多了 |
purchase_channel | 退保申请是在APP里点的 |
purchase_channel | 业务员拿我的手机点的 |
"""


@pytest.mark.parametrize("row", FACTS.strip().splitlines())
def test_a_fact_of_words_is_found_where_it_is_stated(values: Values, row: str) -> None:
    name, message, cell = (part.strip() for part in row.split("|"))
    expected = [cell] if name in ("complainant_name", "salesperson") and cell else cell.split()
    assert values(name, message) == expected


def test_a_message_with_many_facts_gives_each_once(values: Values) -> None:
    message = (
        "我叫罗秀芬，[手机号1]，业务员张丽卖给我的金福宝两全保险，去年10月在建行柜台买的，"
        "交了两万三，要求退款"
    )
    assert values("complainant_name", message) == ["罗秀芬"]
    assert values("contact", message) == ["[手机号1]"]
    assert values("salesperson", message) == ["张丽"]
    assert values("product", message) == ["金福宝两全保险"]
    assert values("product_line", message) == ["life"]
    assert values("amount", message) == [{"value": 23000.0, "currency": "CNY"}]
    assert values("demand", message) == ["refund"]


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("demands", "refund", "alone"), "退钱", "demands.refund.alone"),
        (("demands", "refund"), None, "demands"),
        (("channels", "bank"), [1], "channels.bank"),
        (("product_lines", "boats"), ["船"], "boats"),
        (("people", "given"), "abc", "people.given"),
        (("questions",), None, "questions"),
        (("branches",), [], "branches"),
        (("buying",), ["Bought"], "buying"),
        (("people",), None, "people"),
    ],
)
def test_a_wrong_entry_is_named(
    data: dict[str, Any], path: tuple[str, ...], value: object, named: str
) -> None:
    broken = copy.deepcopy(data)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(ValueError, match=named):
        parse_fact_words(broken)
