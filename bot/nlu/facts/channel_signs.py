"""Patterns around a place or person that tell whether the policy was bought there."""

from __future__ import annotations

import re

NOT_BEFORE = re.compile(r"(?:没有?|不是|没找|无)$")
NOT_FOR = re.compile(r"(?:给|替|为|帮|送给?|卖给|介绍给)(?:了?我|他|她|自家)?$")
"""Before a person or school: the policy was bought for them."""
NO_BANK = re.compile(
    r"(?:机场|保险公司|旅行社|车站|医院|酒店|(?<!银行)(?:支公司|分公司|营业部|中支))的?$"
)
NO_EMPLOYER = re.compile(
    r"(?:你们?|贵|保险|这家|那家|哪[个家]|什么|其[他它]|别的|中介|他们|总|分|支)$"
)
NOT_BUYING = re.compile(
    r"名单|花名册|资料|领取|变更|挂失|复效"
    r"|退保|退掉|申请退|理赔|报案|投诉|代签|冒充|泄露|骚扰|取消|退款"
)
AGENT_ONLY = ("签的", "签了", "点", "送", "收", "填", "勾", "开", "带", "领", "办理")
LATIN_BY = re.compile(r"\b(?:from|through|via|by|at|in|on|over|with|off|to)(?: [a-z'-]+){0,3} $")
TALKS = re.compile(
    r"[说讲没不]|(?<!顾)问|(?<!电)话|离职|退休|告诉|承诺|答应|保证|退保|投诉|电话|联系|查|said|told|promised|quot|estimat|repair"
)
BY_HAND = re.compile(r"[把拿替]")
"""Between a person and a word of buying: 业务员拿我的手机点的."""
ACQUIRED = re.compile(
    r"(?:买|办|签|投|续|弄|订|填|塞)(?:下来?|成|好|完|妥)(?:的|了)?(?!退|理|领|变)"
    r"|(?<![退申])(?:选|换|填)了(?=这|一|你们|份)|(?:买|办|签|投|配|选|弹|订|挑)的(?=$|[,.!?]|保险|[一这那])"
)
"""Verbs of buying with what says that it was done."""
THROUGH = re.compile(r"(?:通过|经由?|through|via)\s?(?:the |my |your |a |an )?(?:一[个家])?$")
INTRODUCED = re.compile(
    r".{0,3}(?:介绍|推荐)(?:过来|来|给我)?的(?:一个|一位|那个)?"
    r"(?:业务|代理人|客户经理|保险员|销售|顾问)"
)
SELLS = re.compile(
    r".{0,6}(?:做保险|卖保险|就?是?[干做]这(?:个|行)的?|跑业务|干保险|跑保险|冲业绩|冲单|完成任务|(?:在|进了?)(?:保险公司|你们|贵司|贵公司|那儿上班)"
    r"|是[^,]{0,8}(?:业务员|代理|公司做|公司的|公司上班))"
)
SELLER_IS = re.compile(r"(?:业务员|代理人?|卖保险的|客户经理)就?是我?的?[^,]{0,4}$")
ELSEWHERE = re.compile(
    r"[没未]人|不接|打不通|登录|查不|态度|催|联系|退保|退款|投诉|理赔|报案|转账|扣款|客服|到期|生病"
    r"|refus|claim|cancel|call|complain|(?<!savings )(?<!deposit )account|statement|transfer"
    r"|debit|charge|card|repair|renew|refund"
)
LED = ("让我", "让老人", "叫我", "劝我", "骗我", "哄我")
GIVERS, BY = ("给", "统一"), ("with", "through", "via", "by", "from")
SIGNED_THERE = re.compile(r"[里上内]?签(?![约收字证名合到])")
PLACES = ("bank", "car_dealer")
THEN = re.compile(
    r"(?:就|才|让|叫|劝|忽悠|骗|非要?|硬|结果|所以|然后|糊里糊涂|稀里糊涂)[^,.;]{0,6}$"
)
VISIT = re.compile(
    r"[来到去].{0,3}家|讲|会$|课|沙龙|摆摊|门口|seminar|road ?show|booth|door|house|visited"
)
THROUGH_ONE = re.compile(r" ?(?:(?:the|my|our|an?|your) )?(?:[a-z&'-]+ ){0,3}")
AT_BANK = re.compile(r" (?:from|at|of|in) (?:my|the|our|a|his|her) (?:local |own )?bank\b")
NO_PURCHASE = re.compile(
    r"投保(?=人|书|单(?!位)|须知|提示|告知|资料)|购(?=物|房|车|票)"
    r"|(?<=[垫写贴印网线面账晚早身])上的|点了(?=一下)"
    r"|买(?=之前|了?一?[辆部台]|车|房|菜|药|票|单)|signed(?= for\b)"
)
"""Words of buying that say something else."""
WEAK = (
    "交的",
    "签名",
    "上的",
    "开的",
    "带的",
    "填的",
    "点的",
    "弄的",
    "搞的",
    "整的",
    "领取",
    "送了",
    "收的",
)
NOT_ALL = (("收", "employer"), ("扣的", "online"))
"""Words of buying, and the only channel that they speak of."""
COMPARED = re.compile(
    r"[^.;!]{0,24}(?:区别|差别|有差|不同吗|哪个好|一样[吗么]|靠谱[吗么]|是不是骗|管不管|便宜[吗么])"
)
"""A question that compares channels says nothing about the customer's."""
LIKE = re.compile(r"(?:跟|像|和|如|比)$")
SELLS_LATIN = re.compile(
    r"s[eo]ll?s?|sold|recommend|introduc|persuad|convinc|talked|pushed|roped|agent|works? (?:for"
    r"|at|with)|set (?:me|us)"
    r"|(?:got|signed|made|gave|put) (?:me|us)|from|through|via|by|off|referred|arranged|set"
)
SELLING = re.compile(
    r"[给帮替让叫劝拉托找骗哄]|推销|推荐|介绍|忽悠|卖|做主|那[里边儿]|手[里上]|这[里边儿]|经手|塞"
)
BOUGHT_OF = re.compile(
    r"(?:跟|找|从|通过|经由?|由|托|被|在|于|向|捧|信)了?我?(?:一?个|的|们|那|家)*$"
)
"""An acquaintance is a channel who sells, not one who buys: 我朋友也买了."""
PASSIVE = re.compile(
    r"(?:家|他们)?(?:让|被|给)(?:你们|恁|贵|保险)|[^给帮替]{0,6}(?:也|都|自己|一样|一起)"
)
BUNDLED = ("捆绑", "搭售", "强制", "默认", "自动")
MUST = re.compile(r"必须|一定[要得]|非[要让得]|硬|强制|不[买上]|才能|只能")
GOT = re.compile(
    r"\b(?:took|set|signed|signs|signing|sign) (?:(?:it|this|that|them|one|me|us|everything)"
    r"|(?:the|my|our|all) [a-z]+) (?:out|up)\b"
    r"|\bgot (?:me|us|him|her|(?:my|our) [a-z]+) to (?:sign|buy|agree|take|join)\b"
    r"|\b(?:got|took|get|have|had|picked|chose) (?:the|this|my|an?"
    r"|our) (?:[a-z'-]+ ){0,3}(?:insurance|policy"
    r"|plan|cover|rider)\b"
)
THEY = re.compile(
    r"[^.;!?]{0,16},(?:当时|当初|那时候?|就|也)?是?(?:他|她)[^,.;]{0,8}"
    r"(?:推荐|介绍|推销|卖|忽悠|(?:让|叫|劝|给|帮)我[^,.;代替]{0,6}[买办签投存])"
)
FAR, FAR_LATIN, ON, RIGHT_AFTER, NEAR = 18, 48, 30, 7, 6
