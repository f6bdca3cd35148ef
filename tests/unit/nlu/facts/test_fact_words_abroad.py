from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str, str], list[Any]]

ENGLISH = """
demand | Please change my address, third time of asking | correction
demand | amend my date of birth please | correction
demand | could somebody answer my letters | reply
demand | Want an answer from your head office | reply
demand | Cancel it and refund the lot | surrender refund
demand | just pay what you promised in the contract. Pay what you owe | claim_paid
demand | I'd like £300 compensation for what your staff did | compensation
demand | I want my 900 back | refund
demand | please cancel my pet policy | surrender
demand | take me off your call list | stop_contact
demand | reopen it and look again | correction
demand | I am tired of my back pain |
demand | they called back in May |
demand | cancel the complaint please |
demand | I wonder what compensation means |
demand | my agent made me surrender my old plan |
branch | bought at your Woodlands branch | Woodlands branch
branch | went to the Leicester office on Monday | Leicester office
branch | told me at sengkang branch | sengkang branch
branch | she signed it at Sham Shui Po | Sham Shui Po
branch | I bought it at HSBC |
branch | your local branch is shut |
branch | at the bank branch near me |
product | Group medical from my job | Group medical
product | sold me gap insurance | gap insurance
product_line | my motor was written off | car
product_line | the travel claim is pending | travel
product_line | group medical card | group
product_line | mortgage protection premium | credit
purchase_channel | my broker was Marsh Lane | broker
purchase_channel | Our broker, Finch, vanished | broker
purchase_channel | the dealer threw in a year of cover | car_dealer
purchase_channel | OCBC sold me the plan | bank
purchase_channel | your man came to our house and sold it to mum | agent
purchase_channel | bought on Trip.com with the flight | online
purchase_channel | the broker never answers |
salesperson | your Mrs Lim promised 5% | Mrs Lim
salesperson | Mr. Gill, your development officer, took cash | Mr. Gill
salesperson | Ms Ho from your Yuen Long branch filled it in | Ms Ho
salesperson | a lady named Sharon sold it | Sharon
salesperson | my broker was Hartley & Sons |
salesperson | it was sold by Barclays |
complainant_name | It's Joan Whitfield here | Joan Whitfield
complainant_name | Please sort it. Regards, Anil Kapoor | Anil Kapoor
complainant_name | I am Siti binti Rahman, policy [保单号1] | Siti binti Rahman
complainant_name | ring and ask for Mrs Doyle | Mrs Doyle
complainant_name | thanks for nothing |
complainant_name | My name is wrong |
complainant_name | my name is misspelt, please change it |
complainant_name | my name is not right |
complainant_name | My name is wrong, it is Emily Wong | Emily Wong
complainant_name | my name is spelled wrong. It should be David | David
complainant_name | My name is Wright | Wright
demand | Reply to my email. | reply
demand | Get your manager to call me tomorrow. | reply
demand | You can reach me on [手机号1] |
demand | I need the claim reopened. | claim_paid
demand | Waive the late fee. | refund
demand | Put the policy back in force. | correction
purchase_channel | I was cold called about this plan and signed up. | phone
purchase_channel | The salesgirl at the car showroom threw it in. | car_dealer
purchase_channel | My uni makes us all buy it. | employer
salesperson | Our HR signed us all up. |
complainant_name | Hi, Amy Zhou here again | Amy Zhou
complainant_name | It's Oluwaseun Adeyemi. | Oluwaseun Adeyemi
complainant_name | It's not good enough. |
complainant_name | Margaret Hughes, policy [保单号1] | Margaret Hughes
contact | the branch gave me [电话1] but it's dead |
demand | Overturn it. | claim_paid
demand | Stop the automatic debit from my account. | correction
purchase_channel | The school arranged cover for all pupils. | employer
complainant_name | Policyholder: Samuel Wright, tel [手机号1] | Samuel Wright
"""

CHINESE = """
demand | 希望贵司将受益人姓名改一下 | correction
demand | 退保损失两万你们得承担 | compensation
demand | 這筆錢得退給我 | refund
demand | 請撤銷契約 | surrender
demand | 請依約理賠 | claim_paid
demand | 他话会退保费 |
demand | 退保損失多少 |
demand | 请尽快覆我 | reply
branch | 喺沙田分行搞嘅 | 沙田分行
branch | 成都分公司武侯营业部 | 成都分公司武侯营业部
branch | 去觀塘客戶服務中心交表 | 觀塘客戶服務中心
branch | 秦皇岛中支让我等 | 秦皇岛中支
branch | 附近客服中心在哪 |
product | 退旅意险 | 旅意险
product | 住宅火險不賠 | 住宅火險
product | 份危疾索償 |
product_line | 份危疾索償 | critical_illness
product_line | 自願醫保加價 | medical
product_line | 房屋险不赔 | property
product_line | 他身故三个月了 |
purchase_channel | 喺荃灣分行簽 | bank
purchase_channel | 在汇丰被推荐买的 | bank
purchase_channel | 機場櫃檯買的旅平險 |
purchase_channel | 业务员是我老同学，抹不开就买了 | acquaintance
purchase_channel | 阿姨是业务员，全家都投保了 | acquaintance
purchase_channel | 幼兒園統一交的 | employer
purchase_channel | 柜台签收了材料 |
purchase_channel | 微信里解除签约 |
salesperson | 姓汤的小姑娘给我推的 | 姓汤
salesperson | 在村里孙大姐手里买的 | 孙大姐
salesperson | 代理周文杰失踪了 | 周文杰
complainant_name | 联系人刘阿姨 | 刘阿姨
complainant_name | 我是投保人丁晓梅的儿子 |
complainant_name | 免贵姓牛 | 牛
contact | 打这个电话没人接[电话1] |
demand | 请把我这单子撤了 | surrender
demand | 以后不准再扣我的钱 | correction
purchase_channel | 电话销售，打了三次我才同意的 | phone
complainant_name | 叫我小周就行 | 小周
complainant_name | 业务员叫王海，我叫李山 | 李山
purchase_channel | 信用社的人说利息高让我妈存的 | bank
purchase_channel | 我妈在镇上邮政存钱被换成保险的 | bank
demand | 我想要回一个公道 | explanation
demand | 我不要赔偿，我要真相 | explanation
demand | 撤销这笔扣费 | refund
"""


@pytest.mark.parametrize("row", [*ENGLISH.strip().splitlines(), *CHINESE.strip().splitlines()])
def test_a_fact_is_found_as_people_of_each_place_write_it(values: Values, row: str) -> None:
    name, message, cell = (part.strip() for part in row.split("|"))
    several = name == "demand"
    assert values(name, message) == (cell.split() if several else [cell] if cell else [])
