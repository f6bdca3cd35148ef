"""How the policy was bought, told as a scene: no single word of buying stands beside the channel.

Tried in order, where `bot.nlu.facts.channels` has found nothing. A scene needs a product or an
outcome (才知道是保险, 当场签了, 利息高), as banks, agents and callers are met elsewhere too.
"""

from __future__ import annotations

import re

_SIGNED = r"(?:签|买|交了|交钱|刷了|投保|存了|办了|填了)(?!退|理赔|字?领)"
_BANK = (
    r"(?:银行|柜员|柜台|窗口的人|行员|理财经理|理财专员|大堂经理|储蓄所|信用社|农商行|邮局|邮储)"
)
_EMPLOYER = r"(?:工会|单位|公司|厂里?|企业|雇主|学校|幼儿园|村委会?|村里|班主任|老师|大队)"
_DEALER = r"(?:车行|4s店|车店|汽贸|经销商|车商|汽车城|[提买]的?车)"
_AT_WORK = (
    r"(?:schools?|university|uni|college|employer|company|firm|boss|workplace|union|factory|hr)"
)

SCENES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "agent",
        re.compile(
            r"(?:给|帮|替)我[^,.;]{0,4}[买办签投弄]的,?(?:他|她)就?是[^,.;]{0,6}"
            r"(?:业务员|代理人|保险员|客户经理)"
            r"|(?:介绍|推荐)(?:过来|来|给我)?的(?:一个|一位)?(?:业务|代理人|客户经理)"
        ),
    ),
    (
        "broker",
        re.compile(
            r"\b(?:my|our) (?:insurance )?(?:broker|intermediary)(?: (?:was|is|at)\b|,)"
            r"|\bused an? (?:insurance |mortgage )?broker"
            r"|\b(?:mortgage|insurance) broker (?:said i|told (?:me|us)|made|insisted|recommended)"
            r"|(?:我的?|找的)(?:中介|经纪公司)[是叫]"
        ),
    ),
    (
        "phone",
        re.compile(
            r"\b(?:someone|somebody|a (?:man|woman|lady|guy|girl)) (?:phoned|rang|called)\b"
            r"[^.;!?]{0,40}(?:signed|i had (?:a|the) policy|insured|i agreed|i said yes)"
            r"|\b(?:phoned|rang|called|calls?)(?: me| us| up| my [a-z]+| out of the blue)*,? "
            r"(?:offering|selling|to sell|to offer|pushing"
            r"|and (?:sold|offered|signed|talked|got|pushed))"
            r"|(?:电话|来电)[^,.;!?]{0,8}(?:推销|里|中|时候?)[^,.;!?]{0,6}(?:答应|同意)(?:的|了)"
            r"|(?:电话|来电)[上里中]谈的|(?<!想)(?<!再)接(?:了|到|的)[^,.;!?退赔]{0,10}(?:电话|来电)[^.;!?退赔]{0,14}"
            r"(?:同意了|答应|报了|投保|买了|办了|签了|扣了)"
            r"|(?:打(?:过来|来)?电话|来电|打过来|打来)[^,.;!?]{0,6}"
            r"(?:卖保险|推销保险|说[^,.;!?]{0,6}(?:免费|送))[^.;!?退]{0,20}"
            r"(?:续|签|办|买|同意|答应|扣|开通|免费)"
        ),
    ),
    (
        "online",
        re.compile(
            r"(?:扫了?[个一下]{0,2}码|[点戳]了?[个一下]{0,2}(?:链接|广告|弹窗|红包)"
            r"|刷[^,.;]{0,4}视频|链接,?我?[就也]?点)[^.;!?退]{0,20}(?:交的|买|领|送|[每个]月扣|开始扣|投保|保险)"
            r"|(?:结[账帐]|付款|支付|下单|订票|订房|订酒店|借款|充值|打车)[^,.;!?]{0,8}"
            r"(?:自动|默认|顺手|偷偷|被)(?:给我)?(?:加|勾|带|搭|捆|选)"
            r"|\b(?:added|ticked|bundled|slipped|thrown) [^.!?]{0,24}(?:at checkout|when i booked"
            r"|by the (?:[a-z]+ )?(?:website|app|site))"
            r"|\bclick(?:ed|ing) (?:on )?(?:an?|the|your) (?:[a-z]+ )?(?:link|ad|advert|banner)\b"
            r"|\bfound (?:you|it|this) (?:online|on (?:google|facebook|instagram|the internet))"
            r"[^.!?]{0,20}(?:bought|signed|paid)"
        ),
    ),
    (
        "bank",
        re.compile(
            rf"{_BANK}[^.;!?退]{{0,16}}(?:过来|上来)(?:介绍|推荐|推销|说)"
            rf"|{_BANK}[^,.;!?]{{0,8}}(?:说|讲|(?<!电)话|告诉|保证|推荐|推销|劝|忽悠)"
            r"[^.;!?退查]{0,20}(?:利息|利率|保本|存款|定期|定存|理财|划算|收益|每年返|不是保险)"
            rf"|{_BANK}[^.;!?退]{{0,40}}(?:其实|才(?:知|发现|晓得)|结果|变|原来|回家一看|竟)"
            r"[^,.;!?退]{0,6}[是成](?:一?[份张])?(?:保险|保单|年金|储蓄险|分红险)"
            r"|\b(?:adviser|advisor|manager|consultant|lady|man) (?:from|at|in) (?:my|the"
            r"|our) bank "
            r"(?:talked|sold|got|persuaded|signed|convinced|pushed|told)"
            r"|\b(?:bank|teller|building society)(?:'s)?(?: [a-z]+){0,2} (?:said|told|promised"
            r"|assured|pushed|sat|talked|persuaded|advised|convinced)\b[^.!?]{0,50}"
            r"\b(?:deposit|savings?|guaranteed|interest|endowment|pushed it)\b"
            r"|\btold by the bank\b|\bthe bank that (?:pushed|sold|recommended)"
        ),
    ),
    (
        "car_dealer",
        re.compile(
            rf"{_DEALER}[^.;!?]{{0,14}}(?:保险|车险|交强险|商业险)[^,.;!?赔修定]{{0,6}}"
            r"(?:一起|一手|一并|代办|全包|送的?|包的?)"
            rf"|{_DEALER}[^.;!?]{{0,8}}送[^,.;!?]{{0,3}}年[^,.;!?]{{0,2}}保"
            r"|\b(?:dealer(?:ship)?|car sales(?:man|woman))\b[^.!?]{0,50}"
            r"\b(?:took|take|buy|bought|added|his|their) (?:his |their |the )?"
            r"(?:insurance|policy|cover)"
        ),
    ),
    (
        "employer",
        re.compile(
            rf"{_EMPLOYER}的?团[保险体]"
            rf"|{_EMPLOYER}[^.;!?]{{0,12}}(?:[每一]个?人|每家|每户|每个学生)"
            r"[^,.;!?]{0,3}[交缴收]"
            rf"|\b{_AT_WORK} (?:made|makes?|signs?|signed|enrol+(?:s|ed)?|requires?|required|forced"
            r"|covers?|insures?|provides?)"
            r" (?:me|us|all|every|each|everyone|staff|employees|students|pupils|parents)\b"
            rf"|\b(?:my|our|the) {_AT_WORK} pays? for (?:it|the|my|our)\b"
            rf"|\bbenefits? (?:from|of|at) (?:my|our) {_AT_WORK}\b"
            rf"|\b(?:through|via) (?:my|our|his|her|the) (?:[a-z]+'s )?(?:job|work|{_AT_WORK})\b"
        ),
    ),
    (
        "agent",
        re.compile(
            r"(?:听[^,.;]{0,4}课|讲座|讲课|说明会|答谢会|产说会|沙龙|免费体检"
            r"|[发领送](?:鸡蛋|米|油|大米|面)|摆摊|摆档|支个?摊|往我[^,.;]{0,3}家跑|免费旅?游|地推|登门|入户|[来到]我?(?:家|爸妈家|妈家|婆家)"
            r"|(?:业务员|代理人|保险员|推销员|卖保险的)[^,.;!?]{0,3}[来到上](?!电|账|班|期|现))"
            rf"[^.;!?]{{0,36}}?(?:当场|就|才|都|糊涂|让|叫|哄|劝|回来)[^,.;]{{0,8}}?{_SIGNED}"
            r"|(?:买|签|交)的?(?:时候|那[天会]).{0,6}听[^,.;]{0,4}课"
            r"|\b(?:consultant|agent|speaker|adviser|advisor|man|lady) at (?:the|a"
            r"|your) (?:roadshow"
            r"|seminar|booth)\b"
            r"|\b(?:agent|adviser|advisor|consultant|rep|salesman|from your company)"
            r" (?:came|knocked|turned up|visited)\b[^.!?]{0,60}"
            r"\b(?:signed|gave in|bought|agreed|sold|took £?\d*|paid)"
        ),
    ),
)
"""Channels and what tells of them; all bounded, so that reading stays linear."""
