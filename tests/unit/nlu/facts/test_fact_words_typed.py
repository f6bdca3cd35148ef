from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str, str], list[Any]]

TYPED = """
demand | 退保 | surrender
demand | 全额退 | refund
demand | refund please | refund
demand | 攞返啲錢畀我 | refund
demand | 如果不能赔就把保费退给我 | refund
demand | 不赔就退保，两个选一个 | surrender
demand | 实在不行就退保吧 | surrender
demand | 要么赔钱要么退保费 | claim_paid refund
demand | 能不能退给我啊，我真的急用 | refund
demand | I'd like to cancel the policy and get my premiums back | surrender refund
demand | I'd appreciate a refund of the fee | refund
demand | 赔付我的住院费 | claim_paid
demand | 快点打款，理赔都通过一个月了 | claim_paid
demand | 该赔的一分不能少 | claim_paid
demand | 让他当面道歉 | apology
demand | 叫佢同我道歉 | apology
demand | 不求别的，你们给我妈赔个不是 | apology
demand | 不图钱，图个说法 | explanation
demand | 我要求查清楚到底是谁签的字 | explanation
demand | 误工费和交通费你们得给我出 | compensation
demand | 要求你们公司承担全部损失 | compensation
demand | 取消自动扣款 | correction
demand | 重新给我定损 | correction
demand | please reinstate my policy | correction
demand | 别再打了行吗烦死了 | stop_contact
demand | 把我的电话从你们名单里删掉 | stop_contact
demand | 这辈子不想再接到你们的推销电话 | stop_contact
demand | 开除这个人 | punish_staff
demand | 对当事业务员严肃处理 | punish_staff
demand | 把那个骗我的经理给我辞了 | punish_staff
demand | 给回复 | reply
demand | 赔不赔给句话 | reply
demand | 要是方便的话麻烦给我回个话 | reply
demand | 我的要求很简单，第一退钱，第二道歉，第三给我一个说法 | refund apology explanation
demand | 我要投訴同埋要求退款 | refund
demand | 希望尽快给予理赔 | claim_paid
demand | 你们是不是该给我个说法 | explanation
demand | Please stop the marketing texts | stop_contact
demand | 什么时候能给我个结果 |
demand | 昨晚十点还给我打电话 |
demand | 谁也没给我打电话 |
demand | 再不赔我起诉 |
demand | 还我公道 |
demand | 解除合同通知书要手写吗 |
demand | 退保损失太大了我不退了 |
demand | 他让我退保再买新的 |
demand | I was told I would get a refund |
demand | 她倒先给我解释市场行情 |
product | 重疾险和医疗险都在你们家 | 重疾险 医疗险
product | 老年防癌险每年两千六 | 老年防癌险
product | 那个增额终身寿根本不是3.5% | 增额终身寿
product | 鑫享未来年金险 | 鑫享未来年金险
product | 业务员忽悠我买的年金险 | 年金险
product | 买了康宁终身寿险 | 康宁终身寿险
product | 團體醫療保險 | 團體醫療保險
product | 儲蓄保險嗰份 | 儲蓄保險
product | 中国人寿保险公司 |
product | 这个保险不划算 |
product_line | 分红型终身寿险 | participating
product_line | 中国人寿保险公司 |
product_line | the landlord insurance | property
purchase_channel | 接了个推销电话稀里糊涂就投保了 | phone
purchase_channel | 我表姐做保险的，抹不开面子就买了 | acquaintance
purchase_channel | 一个做保险的朋友卖给我的 | acquaintance
purchase_channel | 这是朋友介绍的业务员给我办的 | agent
purchase_channel | 去农行办业务，被柜台拉着买了份万能险 | bank
purchase_channel | 中国银行的人跟我说是理财，签完字才晓得是保险 | bank
purchase_channel | 保险公司打电话推销的 | phone
purchase_channel | 我弟媳妇是你们那的业务员，给我们全家都办了 | acquaintance
purchase_channel | 在你们APP上投的保 | online
purchase_channel | 提车的时候4s店捆绑的车险 | car_dealer
purchase_channel | 学校统一让交的学平险 | employer
purchase_channel | 公司给上的团险 | employer
purchase_channel | 经纪人给我配的方案，我就签了 | broker
purchase_channel | it came with my job | employer
purchase_channel | 手机上的百万医疗 |
purchase_channel | 微信联系客服没人回 |
purchase_channel | 种子铺老板娘买的 |
salesperson | 你们公司的郑丽华卖给我的 | 郑丽华
salesperson | 投诉你们业务员何建国 | 何建国
salesperson | 跟业务员小何买的 | 小何
salesperson | 当年经手的是李红梅 | 李红梅
salesperson | 王姐给我办的保险 | 王姐
salesperson | 业务员好像叫什么马晓东 | 马晓东
salesperson | 合同上业务员写的是孙丽 | 孙丽
salesperson | 那个叫许娟的代理人没提等待期 | 许娟
salesperson | 理财经理（好像姓葛）说和定期一个样 | 姓葛
salesperson | 個經紀李小姐話乜都包 | 李小姐
salesperson | sold to me by Kelvin Ho | Kelvin Ho
salesperson | My bank's relationship manager sold it |
salesperson | 我姓孟 |
complainant_name | 投保人是我，叫郑秀兰 | 郑秀兰
complainant_name | 林志玲 [手机号1] | 林志玲
complainant_name | 免贵姓吴，吴国栋 | 吴国栋
complainant_name | 欧阳志远，男，54岁 | 欧阳志远
complainant_name | 徐女士 | 徐女士
complainant_name | 联系人：赵文静，联系方式[手机号1] | 赵文静
complainant_name | I'm Sarah Jenkins, policy [保单号1] | Sarah Jenkins
complainant_name | I am Not Happy with this |
complainant_name | 我是罗先生的爱人 |
complainant_name | 轮到我叫号了 |
branch | 苏州分公司和无锡支公司互相推 | 苏州分公司 无锡支公司
branch | 工行解放路支行办理的 | 工行解放路支行
branch | 在成都高新区营业部办的 | 成都高新区营业部
contact | [手机号1]这个号码冒充你们 |
contact | 骚扰号码[手机号1]、[手机号2] |
contact | 打你们[电话1]没人接 |
contact | agent's number is [手机号1] |
contact | 打[手机号1]找我就行 | [手机号1]
"""

IN_LATIN = """
my home insurance claim was declined | home insurance
the whole life policy I took out | whole life policy
Golden Harvest Saver matured | Golden Harvest Saver
my insurance was cancelled |
What Does Homeowners Insurance Cover? | Homeowners Insurance
Can You Borrow Against It? My Golden Harvest Saver |
I love Golden Harvest Saver | Golden Harvest Saver
"""


@pytest.mark.parametrize("row", TYPED.strip().splitlines())
def test_a_fact_is_found_in_words_as_people_type_them(values: Values, row: str) -> None:
    name, message, cell = (part.strip() for part in row.split("|"))
    whole = name in ("complainant_name", "salesperson") and cell
    assert values(name, message) == ([cell] if whole else cell.split())


@pytest.mark.parametrize("row", IN_LATIN.strip().splitlines())
def test_a_product_in_latin_letters_is_taken_as_written(values: Values, row: str) -> None:
    message, cell = (part.strip() for part in row.split("|"))
    assert values("product", message) == ([cell] if cell else [])


@pytest.mark.parametrize("place", ["Kowloon branch", "Manchester branch"])
def test_a_branch_in_latin_letters_begins_with_its_capitals(values: Values, place: str) -> None:
    assert values("branch", f"your {place} refused") == [place]
    assert values("branch", "the branch was closed") == []


def test_a_price_for_a_year_is_money_and_every_day_is_no_date(values: Values) -> None:
    assert values("amount", "老年意外险，350一年") == [{"value": 350.0, "currency": "CNY"}]
    assert values("happened_at", "到期前天天有人打电话") == []
