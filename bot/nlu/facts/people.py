"""Who writes and who sold: complainant_name and salesperson."""

from __future__ import annotations

import re

from bot.nlu.facts.contacts import MARK
from bot.nlu.facts.hit import Hit, capital_end, corrected_away
from bot.nlu.facts.latin_names import LATIN_NAME, NO_LATIN_NAME, SAID_WRONG
from bot.nlu.facts.sellers import (
    NO_SELLER,
    SELLING,
    SELLING_LATIN,
    pointing_patterns,
    pointing_patterns_latin,
    seller_patterns,
    seller_patterns_latin,
)
from bot.nlu.facts.words import FactWords
from bot.nlu.text import Plain

_END = (
    r"(?=$|[,.!?;:()\s/\ue001-\ue007]|今年|本人|是|在|的(?![\u3400-\u9fff])|电话|手机|身份证|男|女"
    r"|先生|女士|小姐|就|于|吧|得[喇啦了]|年龄)"
)
_RELATIVE = re.compile(
    r"的(?:女|儿|老[公婆]|爱人|妈|爸|家属|丈夫|妻|母亲|父亲|[姐妹哥弟]|孙|外甥|侄|先生|太太"
    r"|业务|代理|客户|经理|理财|顾问|销售)"
)
_GAP = r"[ :]?"
_HAN = r"[\u3400-\u9fff·]"
_PLAIN = r"(?:(?![的了着过在是不没就上下把们么问说要给开带有])[\u3400-\u9fff·])"
"""A letter of a name of any surname; none of those that only a sentence has."""
_SOMEBODY = re.compile(
    r"(?:业务员|代理人|被保(?:险)?人|受益人|老公|老婆|爱人|孩子|儿子|女儿|客服|经理|他|她"
    r"|我[爸妈哥弟姐妹]|父亲|母亲|对方|收件人)[^,.;]{0,3}$"
    r"|(?:业务员|代理人|经理|柜员|职员|销售)[^.;!?我]{0,12}$"
)
_POLITE = ("先生", "女士", "小姐", "太太")
_FIRM = re.compile(
    r" ?(?:&|and [a-z]{2,15}(?=$|[,.])"
    r"|(?:and sons|ltd|limited|brokers?|insurance|financial|bank|wealth|associates|group)\b)"
)


class PeopleReader:
    """Finds people by the designer's names; patterns are compiled once."""

    def __init__(self, words: FactWords) -> None:
        names = words.names
        self._names = names
        self._channels = words.channels
        full = rf"(?:{names.surname}(?:{names.given}{{1,2}}|某{{1,2}}))"
        strict = rf"(?:{names.strong_surname}(?:{names.given}{{1,2}}|某{{1,2}}))"
        loose = (
            rf"(?:{names.surname}{_HAN}{{1,2}}|{_PLAIN}{{3,4}}){_END}|{full}|{_PLAIN}{{2,6}}?{_END}"
        )
        not_name = (
            r"(?![你他她它什人啥号身冤苦名不错写有我这那到一去来过做了把]|车[身主牌]|成[交功人]|啥)"
        )
        self._own = (
            re.compile(rf"(?:全名|大名)(?:是|叫|:)?\s?{not_name}(?P<n>{loose})"),
            re.compile(
                rf"(?:(?<![给帮替你])我叫|我名叫|我(?:的)?名字?(?:是|叫|:)|姓名(?:是|:| )"
                rf"|名字(?:是|叫|:)|我的?大名)\s?:?\s?{not_name}(?P<n>{loose})"
            ),
            re.compile(
                rf"(?:姓名|联系人(?:是|叫|:)?|本人(?:姓名|叫|是|:)?|(?:我是"
                rf"|本人是)?投[保诉]人(?:叫|:)?|我是|这里是|我系)\s?(?P<n>{full}){_END}"
            ),
            re.compile(
                rf"(?:^|[,.;!? ])(?:本人(?:姓名|叫|是|:)?|投诉人(?:是|叫|:)?)"
                rf"(?P<n>{names.strong_surname}{_PLAIN}{{2}}){_END}"
            ),
            re.compile(rf"我[是系](?P<n>{names.strong_surname}(?:太|生)){_END}"),
            re.compile(rf"(?:本人|小弟|小妹|在下|鄙人),?姓(?P<n>{names.surname}){_END}"),
            re.compile(
                rf"(?:这里|这边|我)[是系][^,.;!?]{{0,6}}的(?P<n>{names.strong_surname}"
                rf"(?:先生|女士|小姐|太太)){_END}"
            ),
            re.compile(
                rf"我[是系](?:他|她|投保人|被保险?人)?的?(?:女儿|儿子|老公|老婆|爱人|妻子|丈夫|妈妈"
                rf"|爸爸|孙子|孙女|母亲|父亲)(?P<n>{strict}){_END}"
            ),
            re.compile(
                rf"我(?:的|个)?(?:全?名字?|姓名)(?:是|系|叫|:|为){{1,2}}(?P<n>{strict}){_END}"
            ),
            re.compile(rf"(?:都|就)?是我(?:本人|自己)?,(?P<n>{strict}){_END}"),
            re.compile(
                rf"^(?:你好|您好|喂|哈喽|hello|hi|在吗|记一下)[,.! ]{{1,2}}"
                rf"(?P<n>{names.strong_surname}{_PLAIN}{{2}})[,.]"
            ),
            re.compile(
                rf"联系人(?:是|叫|:)?\s?(?P<n>{names.surname}(?:先生|女士|小姐|太太|阿姨|叔叔"
                rf"|大姐|大哥|师傅|老师))"
            ),
            re.compile(
                rf"我是(?P<n>{names.surname}(?:先生|女士|小姐|太太|老师"
                rf"|{names.given}{{1,2}}(?:先生|女士|小姐)))(?!的)"
            ),
            re.compile(
                rf"(?:^|[我贵敝]|本人)姓{names.surname},?(?:我?叫|名叫)?(?P<n>{full}){_END}"
            ),
            re.compile(
                rf"(?:^|[我贵敝]|本人)姓(?P<s>{names.surname}),?(?:我?叫"
                rf"|名叫)?(?P<n>(?P=s){_HAN}{{1,2}}){_END}"
            ),
            re.compile(
                rf"我(?:就?[是系])(?:那?[个份]|你们的?|这份|保单的?)?(?:老?客户|保户|车主|家属"
                rf"|受害人|当事人|投保人|要保人"
                rf"|被保险?人|业主|消费者|用户|持有人|投诉人"
                rf"|受益人)[,:]?(?:我?叫)?(?P<n>{strict}){_END}"
            ),
            re.compile(
                rf"(?:我[是系][^,.;!?]{{2,12}}|[\ue001-\ue007]),?叫(?P<n>{full}"
                rf"|{names.surname}{_HAN}{{1,2}}){_END}"
            ),
            re.compile(
                rf"投保人(?:是|就是)?(?:我|本人|我本人|我本人),?(?:我?叫|名叫"
                rf"|姓名)?:?(?P<n>{full}){_END}"
            ),
            re.compile(rf"(?:^|[,.;!? 我])(?:名字|大名|名){_GAP}(?P<n>{full}){_END}"),
            re.compile(rf"叫我{not_name}(?P<n>{strict}|[小老阿]{names.surname})(?=就|吧|[,.! ]|$)"),
            re.compile(
                rf"(?:[\ue001-\ue007]|谢谢)[ ,.;]{{0,2}}"
                rf"(?P<n>{names.surname}(?:先生|女士|小姐|太太))\s?$"
            ),
            re.compile(
                rf"[\ue001-\ue007](?:就行|就好|就可以)?[ ,.;]{{0,2}}"
                rf"姓(?P<n>{names.surname})\s?(?:$|,)"
            ),
            re.compile(rf"(?:我|贵|敝|本人)姓(?P<n>{names.surname}(?:先生|女士|小姐)?)(?!{_HAN})"),
            re.compile(rf"我姓(?P<n>{names.surname})(?=[我这那想要是有在打说买])"),
        )
        self._alone = re.compile(
            rf"\s*(?P<n>{full}|{names.surname}(?:先生|女士|小姐|太太))"
            rf"(?:\s*[.!,~、]?\s*|[\s,、]*(?:[\ue001-\ue007]|[男女][,\s]|(?:今年)?(?:\d\d"
            rf"|[二三四五六七八九]?十[一二三四五六七八九]?)岁|(?:19|20)\d\d[年./-]"
            rf"|(?:电话|手机"
            rf"|保单号).{{0,4}}[\ue001-\ue007]).*)"
        )
        self._signed = re.compile(
            rf"\s*(?P<n>{names.strong_surname}{names.given}{{2}}),(?![他她你是这那就我]|作为|答应|说)"
        )
        self._own_latin = (
            re.compile(
                rf"(?:\bmy (?:full )?name(?: is|'s|:)|(?:^|[,.;:] ?)name(?: is|'s|:)"
                r"|\b(?:policyholder|policy holder|contact person):)"
                rf"{SAID_WRONG}(?P<n>{LATIN_NAME})"
            ),
            re.compile(
                rf"(?:^|[,.!] ?)(?:hi|hello|dear sirs?)?,? ?(?:i am|i'm|this is)"
                rf" (?!(?:{NO_LATIN_NAME})\b)(?P<n>{LATIN_NAME})"
            ),
            re.compile(rf"^(?P<n>{LATIN_NAME}),? (?=\d|policy|ref\b|claim\b|date of|dob|tel\b)"),
            re.compile(
                rf"\b(?:it's|it is|this is) (?P<n>{LATIN_NAME}),? (?:here|speaking|writing)\b"
            ),
            re.compile(
                rf"^(?:it's|it is) (?!(?:{NO_LATIN_NAME})\b)(?P<n>{LATIN_NAME})(?=[.!]? ?$)"
            ),
            re.compile(
                rf"(?:regards|sincerely|faithfully|yours truly|cheers|thanks|thank you"
                rf"|signed)[,. ]{{1,2}}(?P<n>{LATIN_NAME})"
                r"[. ]?(?:$|[\ue001-\ue007])"
            ),
            re.compile(r"(?:thanks|thank you|regards|cheers),? (?P<n>[a-z]{3,12})[.]? ?$"),
            re.compile(rf"\bi,? (?P<n>{LATIN_NAME}),"),
            re.compile(r"\bask for (?P<n>(?:mr|mrs|ms|miss|dr)\.? [a-z'-]+)"),
            re.compile(
                rf"(?:^|[,.!] ?)(?:(?:hi|hello|good (?:morning|afternoon|evening)|hey),? |it's "
                rf"|it is )?"
                rf"(?!(?:{NO_LATIN_NAME})\b)(?P<n>{LATIN_NAME})"
                r" (?:here(?: again)?|again)(?=$|[,.!])"
            ),
            re.compile(
                rf"(?:\bcall(?: me)?|\bring(?: me)?|\bcontact(?: me)?|\breach me|^"
                rf"|[,.;!?]),? ?(?P<n>{LATIN_NAME}),? ?(?:policy )?[\ue001\ue002\ue006]"
            ),
            re.compile(
                rf"(?:^|[,.!] ?)(?:hi|hello)?,? ?(?:i am|i'm|this is)"
                rf" (?!(?:{NO_LATIN_NAME})\b)(?P<n>(?:(?:mr|mrs|ms|miss|mdm|dr)\.? )?(?!mrs"
                rf"|miss)[a-z]{{3,12}}(?<!ian)(?<!ish)(?<!ese)(?<!can)(?<!lim)(?<!ist))"
                r"(?=[,.] ?[a-z]|$)"
            ),
        )
        self._sellers = seller_patterns(names, full, strict)
        self._pointed = pointing_patterns(names, full)
        self._seller_latin = seller_patterns_latin(names, LATIN_NAME)
        self._pointed_latin = pointing_patterns_latin(LATIN_NAME)
        self._hint = re.compile(
            r"姓|叫|你好|您好|喂|记一下|是我|联系人|经手|经办|签单|名字?|本人|我[是系]|这里是|投[保诉]人|[男女],|"
            rf"{SELLING.pattern}|{names.sellers}|{names.called}"
        )

    def read(self, plain: Plain) -> list[Hit]:
        text = plain.text
        latin = any("a" <= c <= "z" for c in text)
        own: list[Hit] = []
        if (
            worth := len(text) <= 8
            or "," in text[:5]
            or MARK.search(text)
            or self._hint.search(text)
        ):
            own = self._complainant(text)
        if latin and not own:
            own = self._complainant_latin(plain)
        sold = self._sold(plain, own) if worth else []
        if latin and not sold:
            sold = self._sold_latin(plain, own)
        return own + sold

    def _complainant(self, text: str) -> list[Hit]:
        for pattern in self._own:
            for match in pattern.finditer(text):
                if match["n"][-2:] in _POLITE and text[match.end("n") : match.end("n") + 1] == "的":
                    continue  # somebody's wife
                if corrected_away(text, match.start("n")) or (
                    match["n"] in self._names.not_names and "姓" not in match.group()
                ):
                    continue
                if _RELATIVE.match(text, match.end("n")):
                    continue
                if _is_self(text, match.start()) or not _SOMEBODY.search(
                    text[max(0, match.start() - 16) : match.start()]
                ):
                    return [Hit("complainant_name", None, match.start("n"), match.end("n"))]
        alone = self._alone.fullmatch(text)
        alone = alone or self._signed.match(text)
        if alone and alone["n"] not in self._names.not_names:
            return [Hit("complainant_name", None, alone.start("n"), alone.end("n"))]
        return []

    def _sold(self, plain: Plain, own: list[Hit]) -> list[Hit]:
        text = plain.text
        pointed = self._pointed if SELLING.search(text) else ()
        for match in (m for p in (*self._sellers, *pointed) for m in p.finditer(text)):
            start, end = match.span("n")
            if match["n"] in self._names.not_names or _is_denied(text, start):
                continue
            if NO_SELLER.search(text, max(0, start - 8), start) or _overlaps(own, start, end):
                continue
            if match["n"][-1] < "\u3400":
                after = 1 if match["n"][0] == "阿" else 0
                capitals = capital_end(plain, start + after, end)
                if capitals is None or capitals < start + 2:
                    continue
                if self._is_firm(text, start, capitals):
                    continue
                end = capitals
            return [Hit("salesperson", None, start, end)]
        return []

    def _complainant_latin(self, plain: Plain) -> list[Hit]:
        for number, pattern in enumerate(self._own_latin):
            for match in pattern.finditer(plain.text):
                end = capital_end(plain, match.start("n"), match.end("n"))
                if end is None and number == 0:
                    end = match.end("n")
                single = number in (0, len(self._own_latin) - 1)
                signed = pattern.pattern.startswith("(?:thanks")
                if plain.text.startswith(("'s", "’s"), (end or 2) - 2):
                    continue  # Rosa Delgado's husband
                if end is not None and (
                    single or signed or " " in plain.text[match.start("n") : end]
                ):
                    return [Hit("complainant_name", None, match.start("n"), end)]
        return []

    def _sold_latin(self, plain: Plain, own: list[Hit]) -> list[Hit]:
        text = plain.text
        pointed = self._pointed_latin if SELLING_LATIN.search(text) else ()
        for match in (m for p in (*self._seller_latin, *pointed) for m in p.finditer(text)):
            start = match.start("n")
            end = capital_end(plain, start, match.end("n"))
            if (
                end is None
                or end < start + 2
                or self._is_firm(text, start, end)
                or _overlaps(own, start, end)
            ):
                continue
            return [Hit("salesperson", None, start, end)]
        return []

    def _is_firm(self, text: str, start: int, end: int) -> bool:
        """Hartley & Sons, sold by Barclays."""
        return _FIRM.match(text, end) is not None or bool(self._channels.find(text[start:end]))


def _overlaps(hits: list[Hit], start: int, end: int) -> bool:
    return any(hit.start < end and start < hit.end for hit in hits)


def _is_self(text: str, start: int) -> bool:
    """“我叫” at the head of a clause is the customer, whoever was spoken of before."""
    return text.startswith("我叫", start) and text[max(0, start - 1) : start] in ",.;!?: "


def _is_denied(text: str, start: int) -> bool:
    """业务员不姓张，姓章."""
    return text[max(0, start - 1) : start] == "不" or corrected_away(text, start)
