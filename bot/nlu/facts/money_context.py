"""Whether a bare number is money: by the words before and after it."""

from __future__ import annotations

import re

from bot.nlu.facts.numbers import Number

_COUNTED = re.compile(
    r"\s?(?:多|来|余|几)?\s?(?:%|‰|个(?!达不溜)|位|名|人|户|口(?!价)|岁|周岁|年|月(?!供)|天|日"
    r"|周|星期|礼拜|小时|分钟?(?!期)|秒"
    r"|点|次|遍|回(?!来|我)|趟|道|张|份|页|条|封|字|句|号|楼|层|栋|单元|室|公里|里(?!面)|米|平"
    r"|亩|斤|公斤|吨|步|件|台|辆|头(?!款)"
    r"|只(?![理报赔给退有剩能到返付够算])|匹|套|家|种|项|期|届|级|度|折|倍|成|粉|关注|播放|阅读"
    r"|转发|点赞|评论|粉丝"
    r"|follower|fan|sub|reader|listener|viewer|member|customer|patient|signature|student"
    r"|on (?:x|douyin|tiktok|youtube|weibo|instagram)\b|people|user|view"
    r"|employee|word|km|kg|mg|ml|cc\b|mb|gb|公分|厘|寸|码|瓦|伏|强|大卡|毫|遍|声|通|条|笔|双|例"
    r"|分之|开头|身价|行|里|群|代理|客户"
    r"|同事|员工|读者|订阅|老百姓|病|的?(?:粉丝|读者|订阅|客户|老客户|用户|会员)|am\b|pm\b"
    r"|years?|months?|days?|hours?|weeks?|times?|percent|pages?)"
)
_ORDINAL = re.compile(r"(?:第|分之|[a-z]|百分|零[下上])$")
_VERB = re.compile(
    r"(?:[扣划交缴退赔付花收报领取存转充贷借欠少差补返给要罚赚亏损扔投]|保额|保费|年交|年缴|月交"
    r"|月缴|月供|趸交|趸缴|金额(?:是|为)?"
    r"|总额|价值|共计?|合计|总共|一共|报价|[特优]惠?价|定损|自费|免赔额?|工资|补贴|收据|发票|费用?|款项?"
    r"|押金|定金|金|账单|余额|本金|利息|分别(?:是|为)?"
    r"|卖|面?值|均?为|自己贴|才|只有|每月|每年|每期|首月|后面|[涨降减升][到至]|[给收扣核开]我|核|开|掏|到账"
    r"|转账?|改成|改为|应为|应该是)"
    r"(?:费|款|钱|保费)?(?:了|过|我|的|走|掉|款|给|他|她|您|去|来|回|出|是|为|到|至|只|才|有|要"
    r"|共|上|:|写的?|一次|我们|进|完|整整|不到|[\"“'(])"
    r"{0,3}\s?$"
)
_BARE_END = re.compile(
    r"$|[,.!?;、)\"'~/ ](?!\d)|[,、]|的|多|左右|一[年个月次期]|每|到|给|呢|吗|啊|吧|了|还"
    r"|退|赔|补|返|打|也|而|和|跟|但|才|就|都|是|这|那|你|什么|啥|我|他|没|不|进|从|出"
)
_CODE = re.compile(
    r"12378|123[1245]\d|95\d{3}|96\d{3}|100(?:86|10)|1950|110|119|120|122|315|404|618|0\d+|\d{8,}"
)
_CODE_BEFORE = re.compile(
    r"(?:尾号|[打拨]|工号|代码|编号|型号|号码?|房间|[按选回]|第|密码|验证码|[a-z#-])(?:了|是|的"
    r"|为|:|\")?\s?$"
)
_WITH_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LOOSE = re.compile(
    r"(?:[写是的了那费票款险账里剩有差才还贵]|去年|今年|次月|首月|[一每][天月年次]|变成?|一笔|[一每][人份]"
    r"|个月|全年|差价|单子?|大概|不止)\"?\s?$"
)
_ALONE = re.compile(r"[\u4e00-\u9fff][,;:!]\s?$")
_END = re.compile(r"$|[,.!?;](?!\d)|[退赔扣变修返不]|都?不够|就|你们|一分")
_EACH = re.compile(
    r"(?:[每一][人户家]|每个?月|一个月|月月|每年|一年|首月|每期|一期)(?:要|得|就|也|才|只)?$"
)
_UP_TO = re.compile(r"(?:交到|领到|存到|缴到|改到|改成了?|改为)$")
_RATE = re.compile(r"[降升涨跌][到至为]?$")
_CORRECTED = re.compile(r"(?:^|[^不])(?:应该?)?是$")
_PER = re.compile(r"(?:一|每|/)(?:年|个?月)")
_YEARLIKE = re.compile(r"(?:19[5-9]|20[0-3])\d")


def is_counted(text: str, end: int) -> bool:
    """Whether the number that ends there counts something: 三次, 40天, 2,300 employees."""
    return _COUNTED.match(text, end) is not None


def is_money(text: str, number: Number, unit: int, end: int, *, listed: bool) -> bool:
    """Whether a number without any currency word is money. `listed`: it goes on a list of sums."""
    if is_counted(text, end) or _ORDINAL.search(text, max(0, number.start - 2), number.start):
        return False
    if unit >= 100:
        return unit > 100 or number.low >= 100
    if number.low < 10 and (
        number.low == int(number.low) or _RATE.search(text, max(0, number.start - 3), number.start)
    ):
        return False
    if number.digits and number.low >= 100:
        return listed or _is_long_money(text, number, max(0, number.start - 12))
    return _BARE_END.match(text, end) is not None and (listed or _is_short_money(text, number))


def _is_short_money(text: str, number: Number) -> bool:
    """每月扣59, 小数点点错了，是412.3; not 交到60."""
    before = max(0, number.start - 12)
    if _VERB.search(text, before, number.start):
        return not (number.low < 100 and _UP_TO.search(text, before, number.start))
    if _EACH.search(text, before, number.start) or _PER.match(text, number.end):
        return True
    corrected = _CORRECTED.search(text, max(0, number.start - 4), number.start)
    return corrected is not None and number.digits and number.low != int(number.low)


def _is_long_money(text: str, number: Number, before: int) -> bool:
    """Three digits and more in a Chinese sentence: money unless they look like a code or year."""
    word = text[number.start : number.end]
    if _CODE.fullmatch(word) or _CODE_BEFORE.search(text, before, number.start):
        return False
    if _VERB.search(text, before, number.start):
        return True
    if _YEARLIKE.fullmatch(word):
        return False
    if _WITH_COMMA.fullmatch(word):
        return True
    loose = _LOOSE.search(text, before, number.start) and _BARE_END.match(text, number.end)
    alone = _ALONE.search(text, before, number.start) and _END.match(text, number.end)
    return bool(loose or alone or _PER.match(text, number.end))
