"""How the policy was bought: a place or person together with a word of buying."""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.nlu.facts.hit import Hit, corrected_away
from bot.nlu.facts.words import FactWords
from bot.nlu.lexicon import Found

_NOT_BEFORE = re.compile(r"(?:没有?|不是|没找|无)$")
_NO_BANK = re.compile(r"(?:机场|保险公司|旅行社|车站|医院|酒店)的?$")
_NO_EMPLOYER = re.compile(
    r"(?:你们?|贵|保险|这家|那家|哪[个家]|什么|其[他它]|别的|中介|他们|总|分|支)$"
)
_NOT_BUYING = re.compile(r"退保|退掉|申请退|理赔|报案|投诉|代签|冒充|泄露|骚扰|取消|退款")
_AGENT_ONLY = ("签的", "签了", "点", "送", "收", "填", "勾", "开", "带", "领", "办理")
_LATIN_BY = re.compile(r"\b(?:from|through|via|by|at|in|on|over|with|off|to)(?: [a-z'-]+){0,3} $")
_TALKS = re.compile(
    r"[说讲问把拿替没不]|离职|退休|告诉|承诺|答应|保证|退保|投诉|电话|联系|查|said|told|promised"
)
_THROUGH = re.compile(r"(?:通过|经由?|through|via)\s?(?:the |my |your |a |an )?(?:一[个家])?$")
_INTRODUCED = re.compile(
    r".{0,3}(?:介绍|推荐)(?:过来|来|给我)?的(?:一个|一位)?(?:业务员|代理人|客户经理)"
)
_SELLS = re.compile(
    r".{0,6}(?:做保险|卖保险|干保险|跑保险|在(?:保险公司|你们|贵司|贵公司|那儿上班)"
    r"|是[^,]{0,8}(?:业务员|代理|公司做|公司的|公司上班))"
)
_SELLER_IS = re.compile(r"(?:业务员|代理人?|卖保险的|客户经理)就?是我?的?[^,]{0,4}$")
_ELSEWHERE = re.compile(
    r"[没未]人|不接|打不通|登录|查不|态度|催|联系|退保|退款|投诉|理赔|报案|转账|扣款|客服|到期|生病"
    r"|refus|claim|cancel|call|complain|(?<!savings )(?<!deposit )account|statement|transfer"
    r"|debit|charge|card|repair|renew|refund"
)
_MY_BROKER = re.compile(
    r"\b(?:my|our) (?:insurance )?(?:broker|intermediary)(?: (?:was|is|at)\b|,)|(?:我的?"
    r"|找的)(?:中介|经纪公司)[是叫]"
)
_LED = ("让我", "让老人", "叫我", "劝我", "骗我", "哄我")
_GIVERS, _BY = ("给", "统一"), ("with", "through", "via", "by", "from")
_SIGNED_THERE = re.compile(r"[里上内]?签(?![约收字证名合到])")
_PLACES = ("bank", "car_dealer")
_THEN = re.compile(
    r"(?:就|才|让|叫|劝|忽悠|骗|非要?|硬|结果|所以|然后|糊里糊涂|稀里糊涂)[^,.;]{0,6}$"
)
_VISIT = re.compile(
    r"[来到去].{0,3}家|讲|会$|课|沙龙|摆摊|门口|seminar|road ?show|booth|door|house|visited"
)
_THROUGH_ONE = re.compile(r" ?(?:(?:the|my|our|an?|your) )?(?:[a-z&'-]+ ){0,3}")
_GOT = re.compile(
    r"\b(?:got|took|get|have|had) (?:the|this|my|an?|our) (?:[a-z'-]+ ){0,3}(?:insurance|policy"
    r"|plan|cover|rider)\b"
)
_THEY = re.compile(
    r"[^.;!?]{0,16},(?:当时|当初|那时候?|就|也)?是?(?:他|她)[^,.;]{0,8}"
    r"(?:推荐|介绍|推销|卖|忽悠|(?:让|叫|劝|给|帮)我[^,.;代替]{0,6}[买办签投存])"
)
_HE_IS = re.compile(
    r"(?:给|帮|替)我[^,.;]{0,4}[买办签投弄]的,?(?:他|她)就?是[^,.;]{0,6}(?P<seller>业务员"
    r"|代理人|保险员|客户经理)"
    r"|(?:介绍|推荐)(?:过来|来|给我)?的(?:一个|一位)?(?P<known>业务员|代理人|客户经理)"
)
_FAR, _FAR_LATIN, _ON, _RIGHT_AFTER = 18, 48, 30, 4


def find_channel(text: str, parts: list[tuple[int, int]], words: FactWords) -> list[Hit]:
    """The first channel that stands with a word of buying in one clause, else in the next two."""
    later: list[tuple[int, Found]] = []
    for number, (start, end) in enumerate(parts):
        clause = text[start:end]
        channels = words.channels.find(clause)
        buying = _buying(clause, words) if channels else []
        for channel in channels:
            if _is_channel(clause, channel, buying, words):
                return [_hit(start, channel)]
            if channel.concept == "agent" and _THEY.match(text, start + channel.end):
                return [_hit(start, channel)]
            visit = _VISIT.search(clause, channel.start, channel.end)
            if (channel.concept != "agent" or visit) and not _excluded(clause, channel, words):
                later.append((number, channel))
    for number, channel in later[:_MOST]:
        if _goes_on(text, parts[number : number + 3], channel, words):
            return [_hit(parts[number][0], channel)]
    for concept, pattern in (("agent", _HE_IS), ("broker", _MY_BROKER)):
        if (own := pattern.search(text)) is not None:
            return [Hit("purchase_channel", concept, own.start(), own.end())]
    return []


_MOST = 12
"""Channels whose following clauses are read: keeps the reading linear."""


def _buying(clause: str, words: FactWords) -> list[Found]:
    """Words of buying, and “got the pet insurance”."""
    got = [Found("buying", *match.span()) for match in _GOT.finditer(clause)]
    return sorted([*words.buying.find(clause), *got], key=lambda found: found.start)


def _hit(start: int, channel: Found) -> Hit:
    return Hit("purchase_channel", channel.concept, start + channel.start, start + channel.end)


def _goes_on(text: str, parts: list[tuple[int, int]], channel: Found, words: FactWords) -> bool:
    """去银行存钱, 柜员让我签的字; 表姐做保险的, 就买了."""
    after = parts[0][0] + channel.end
    start = parts[0][0] + channel.start
    if channel.concept == "acquaintance" and not (
        _SELLS.match(text, after) or _SELLER_IS.search(text, max(0, start - 14), start)
    ):
        return False
    end = min(parts[-1][1], parts[0][1] + _ON)
    stretch = text[after:end]
    latin = text[channel.start + parts[0][0] : after].isascii()
    own = parts[0][1] - after
    bought = next(
        (
            found.start
            for found in words.buying.find(stretch)
            if found.start >= own or _THEN.search(stretch, max(0, found.start - 9), found.start)
        ),
        None,
    )
    if bought is None or (latin and channel.concept not in _PLACES):
        return False
    return _ELSEWHERE.search(stretch, 0, bought) is None


def _excluded(clause: str, channel: Found, words: FactWords) -> bool:
    near = max(0, channel.start - 30)
    return bool(
        _NOT_BEFORE.search(clause, near, channel.start)
        or (channel.concept == "bank" and _NO_BANK.search(clause, near, channel.start))
        or corrected_away(clause, channel.start)
        or (channel.concept == "employer" and _NO_EMPLOYER.search(clause, near, channel.start))
        or words.not_channel.match(clause, channel.end)
        or (channel.concept == "acquaintance" and _INTRODUCED.match(clause, channel.end))
    )


def _is_channel(clause: str, channel: Found, buying: list[Found], words: FactWords) -> bool:
    near = max(0, channel.start - 30)
    if _excluded(clause, channel, words):
        return False
    if channel.concept == "bank" and _SIGNED_THERE.match(clause, channel.end):
        return True
    if buying and _THROUGH.search(clause, near, channel.start):
        return True
    starts = [word.start for word in buying]
    around = slice(
        bisect_left(starts, channel.start - _FAR_LATIN),
        bisect_left(starts, channel.end + _FAR_LATIN),
    )
    return any(
        _belongs(clause, channel, word)
        and not _NOT_BUYING.search(clause, near, max(channel.end, word.end) + _RIGHT_AFTER)
        for word in buying[around]
    )


def _is_led(clause: str, channel: Found, buy: Found) -> bool:
    """银行的人说利息高让我妈存的: what is told there leads to buying there."""
    return channel.concept == "bank" and clause.startswith(_LED, buy.start)


def _belongs(clause: str, channel: Found, buy: Found) -> bool:
    if channel.concept == "agent" and clause.startswith(_AGENT_ONLY, buy.start):
        return False
    if channel.concept == "employer" and channel.start < buy.start < buy.end <= channel.end:
        return True
    latin = clause[channel.start : channel.end].isascii()
    if buy.start >= channel.end or (
        buy.end > channel.end and clause.endswith(_GIVERS, channel.start, channel.end)
    ):
        between = clause[channel.end : buy.start]
        near = len(between) <= (_FAR_LATIN if latin else _FAR)
        return near and (_is_led(clause, channel, buy) or not _TALKS.search(between))
    between = clause[buy.end : channel.start]
    return (
        latin
        and len(between) <= _FAR_LATIN
        and (
            _LATIN_BY.search(between) is not None
            or (clause.endswith(_BY, 0, buy.end) and _THROUGH_ONE.fullmatch(between) is not None)
            or clause.startswith(("over ", "by ", "on ", "online"), channel.start)
        )
    )
