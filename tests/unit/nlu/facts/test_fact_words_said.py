"""Who sold it, how it was bought, who writes and what is wanted, as customers say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str, str], list[Any]]

SELLERS = """
小周上门收的保费 | 小周
是个姓贺的打电话跟我推销的 | 姓贺
跟我一块上班的，她叫钱玉芬，是你们那儿的代理人 | 钱玉芬
理财经理叫什么来着，噢好像叫冯建华 | 冯建华
当初卖给我妈的那个人叫陆海英 | 陆海英
合同是罗总给我签的 | 罗总
业务员是我高中同学，叫谢文静，跟她买的 | 谢文静
負責我保單的馮專員走了 | 馮專員
那个业务员走了，名字叫薛梅 | 薛梅
薛梅，她是我的保险顾问 | 薛梅
我叫蒋芳的业务员给办的 | 蒋芳
经纪公司的Winnie Ho帮我做的 | Winnie Ho
RM叫Gloria，话保本 | Gloria
代理阿Ken收咗錢 | 阿Ken
在银行存钱，职员姓邵，说是定期 | 姓邵
跟老秦买的，一年三千 | 老秦
你们那个姓邹的收了我现金 | 姓邹
The salesperson was a Mr Goh | Mr Goh
your rep Trevor forged it | Trevor
some chap called Rupert sold us the plan | Rupert
Please ask Alan Chew, he is my financial consultant | Alan Chew
Mr Das (agent) took the cheque | Mr Das
that agent needs to go, his name is Ong Boon | Ong Boon
we went to Harbour Brokers, our contact there was Lena Fox | Lena Fox
客服小邵挂我电话 |
定损员姓贺，说只赔一半 |
邻居姓邵，她家也买了 |
跟经理谈好了 |
投保书都是业务员代签 |
主治医生叫谢文静 |
在城东支行办的，柜员说是存款 |
the doctor was a Mr Goh |
your person A calls me daily |
"""

COMPLAINANTS = """
我姓邝，邝美玲 | 邝美玲
喂我姓葛我那份保险想退 | 葛
我是投保人谢文静，合同丢了 | 谢文静
我是嘉兴的，叫贺小军，车淹了 | 贺小军
[身份证号1]，叫薛梅，请查一下 | 薛梅
我是保戶馮秀琴 | 馮秀琴
Hello, Martin Obi here. Any news? | Martin Obi
it's Paula West again. still waiting | Paula West
have someone call me, Tony Beh, [手机号1] | Tony Beh
I'm Naomi. Nobody answers. | Naomi
我叫蒋芳的业务员来的 |
那业务员走了，名字叫薛梅 |
I'm Malaysian. Nobody answers. |
I am Mrs. bank won't take it |
"""

CHANNELS = """
一个女的打电话跟我推销的 | phone
小舅子给我弄的保险 | acquaintance
公司买的团体医疗 | employer
业务员李姐跟我一个村，她推荐我买的 | agent
是老吴给我办的，他是你们业务员 | agent
朋友介绍的业务员，做完单就不理人 | agent
在工行存钱柜员跟我说利息高我就买了 | bank
我在建行买的保险现在要求退款 | bank
被拉去听课，当场签了两份 | agent
买机票时勾的航延险 | online
Took out the travel insurance online | online
got the pet insurance on your website | online
went through Harbour Brokers for it, bought in May | broker
my cousin sells for you, he got me into this | acquaintance
在你们公司买的团体医疗 |
在银行办理退保 |
护士上门时教家属怎么弄 |
存折上扣了钱，我不曾签过字 |
"""

DEMANDS = """
把那个人处理掉 | punish_staff
我要小邵停职，还有全额退保 | punish_staff surrender
请解除合同，并以支票退回余额 | surrender refund
要求你们领导给我赔礼道歉 | apology
拿个说法出来 | explanation
多扣的退到我微信 | refund
马上给我停了 | correction
申请复查 | correction
给我妈把保单退了 | surrender
理赔款打到我卡上 | claim_paid
別給我發短信了 | stop_contact
赔返啲钱俾我 | claim_paid
唔该叫人打返俾我 | reply
再赔五万精神损失 | compensation
want my premiums returned | refund
I want the auto-renewal switched off | correction
quit texting me | stop_contact
call me on [手机号1] | reply
我没有要求退钱 |
我本来想退保的，后来没退 |
抱歉，打扰了 |
谁都能打我电话 |
I'll explain what happened |
"""

OTHERS = """
业务员姓贾，电话[手机号1] |
卖保险的贺姐，她手机号是[手机号1] |
打过来的号码是[手机号1] |
我叫薛梅，电话[手机号1] | [手机号1]
"""

AMOUNTS = """
上个月扣的58退给我 | 58.0
一个月三十，从工资里扣 | 30.0
开刀花了六万五只理赔两万 | 65000.0 20000.0
重新核定，4300修不下来 | 4300.0
refund the 79.50 you took | 79.5
he collected 6000 cash | 6000.0
"""


@pytest.mark.parametrize(
    ("name", "row"),
    [
        (name, row)
        for name, table in (
            ("salesperson", SELLERS),
            ("complainant_name", COMPLAINANTS),
            ("purchase_channel", CHANNELS),
            ("demand", DEMANDS),
            ("contact", OTHERS),
        )
        for row in table.strip().splitlines()
    ],
)
def test_a_fact_is_found_as_customers_say_it(values: Values, name: str, row: str) -> None:
    message, cell = (part.strip() for part in row.split("|"))
    whole = name in ("salesperson", "complainant_name") and cell
    assert values(name, message) == ([cell] if whole else cell.split())


@pytest.mark.parametrize("row", AMOUNTS.strip().splitlines())
def test_a_number_beside_a_word_of_money_is_an_amount(values: Values, row: str) -> None:
    message, cell = (part.strip() for part in row.split("|"))
    assert [f"{amount['value']}" for amount in values("amount", message)] == cell.split()
