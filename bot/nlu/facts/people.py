"""Who writes and who sold: complainant_name, salesperson, and whose the numbers are."""

from __future__ import annotations

import re

from bot.nlu.facts.hit import Hit, capital_end, corrected_away
from bot.nlu.facts.sellers import HINT, seller_patterns, seller_patterns_latin
from bot.nlu.facts.words import FactWords
from bot.nlu.text import Plain

_END = (
    r"(?=$|[,.!?;:()\s/\ue001-\ue007]|今年|本人|是|在|的|电话|手机|身份证|男|女|先生|女士|小姐"
    r"|就|吧|年龄)"
)
_RELATIVE = re.compile(
    r"的(?:女|儿|老[公婆]|爱人|妈|爸|家属|丈夫|妻|母亲|父亲|[姐妹哥弟]|孙|外甥|侄|先生|太太)"
)
_GAP = r"[ :]?"
_HAN = r"[\u3400-\u9fff·]"
_SOMEBODY = re.compile(
    r"(?:业务员|代理人|被保(?:险)?人|受益人|老公|老婆|爱人|孩子|儿子|女儿|客服|经理|他|她|我[爸妈哥弟姐妹]|父亲|母亲|对方|收件人)[^,.;]{0,3}$"
)
_LATIN_NAME = (
    r"(?!(?:i|my|we|he|she|they|it|the|your|you|this|that|not|and|who|is|was|did|has|had)\b)"
    r"[a-z][a-z'’-]{0,20}"
    r"(?: (?!(?:and|my|from|i|the|here|with|who|is|was|speaking"
    r"|writing)\b)[a-z][a-z'’-]{0,20}){0,3}"
)
_NO_LATIN_NAME = (
    "not|very|really|so|an?|the|sorry|writing|from|in|on|at|just|still|now|also|your|done|pure"
    "|absolutely|totally|extremely|going|getting|asking|calling|trying|fed|dear|about|for|all"
)
_POLITE = ("先生", "女士", "小姐", "太太")
_MARKS = {"\ue001": "contact", "\ue002": "contact", "\ue005": "contact"}
_MARKS |= {"\ue003": "id_number", "\ue006": "policy_number", "\ue007": "long_number"}
_MARK = re.compile("[\ue001-\ue007]")
_OWN_NUMBER = re.compile(r"(?:给我|我的|我是|我:|联系我|打我|本人)[^,]{0,6}$")
_CALLED_ME = re.compile(
    r"^[^,.;!?]{0,8}(?:打给我|打来|打过来|一直打|给我打|骚扰|一直给我|老打|天天打"
    r"|called me|keeps (?:calling|ringing)|冒充|骗|自称|推销|没人接|打不通|关机|停机|空号|不接"
    r"|rang me|is a scam)|^的(?:人|女|男|客服|号码?打)"
)
_THEIRS = re.compile(
    r"(?:(?:被|有个|一个|来自|显示|from)\s?|打你们(?:的|那个)?|你们(?:公司)?的?(?:电话|客服|热线|号码|座机)是?"
    r"|(?:agent|adviser|salesman|broker)(?:'s)? (?:number|mobile|phone)(?: is| was|:)?\s?)$"
)
_FIRM = re.compile(
    r" ?(?:&|(?:and sons|ltd|limited|brokers?|insurance|financial|bank|wealth|associates|group)\b)"
)
_SAME_OWNER = re.compile(r"[,、和跟及/ ]{0,2}$")


class PeopleReader:
    """Finds people by the designer's names; patterns are compiled once."""

    def __init__(self, words: FactWords) -> None:
        names = words.names
        self._names = names
        self._channels = words.channels
        full = rf"(?:{names.surname}(?:{names.given}{{1,2}}|某{{1,2}}))"
        strict = rf"(?:{names.strong_surname}(?:{names.given}{{1,2}}|某{{1,2}}))"
        loose = rf"(?:{names.surname}{_HAN}{{1,2}}|{_HAN}{{3,4}}){_END}|{full}|{_HAN}{{2,6}}?{_END}"
        not_name = r"(?![你他她它什人啥号成人车身冤苦名不错写有我这那到一去来过做了把])"
        self._own = (
            re.compile(rf"(?:全名|大名)(?:是|叫|:)?\s?{not_name}(?P<n>{loose})"),
            re.compile(
                rf"(?:(?<![给帮替你])我叫|我名叫|我(?:的)?名字?(?:是|叫|:)|姓名(?:是|:| )"
                rf"|名字(?:是|叫|:)|我的?大名)\s?:?\s?{not_name}(?P<n>{loose})"
            ),
            re.compile(
                rf"(?:姓名|联系人(?:是|叫|:)?|本人(?:姓名|叫|是|:)?|(?:我是|本人是)?投[保诉]人(?:叫|:)?|我是|这里是|我系)\s?(?P<n>{full}){_END}"
            ),
            re.compile(
                rf"联系人(?:是|叫|:)?\s?(?P<n>{names.surname}(?:先生|女士|小姐|太太|阿姨|叔叔|大姐|大哥|师傅|老师))"
            ),
            re.compile(
                rf"我是(?P<n>{names.surname}(?:先生|女士|小姐|太太|老师|{names.given}{{1,2}}(?:先生|女士|小姐)))(?!的)"
            ),
            re.compile(
                rf"(?:^|[我贵敝]|本人)姓{names.surname},?(?:我?叫|名叫)?(?P<n>{full}){_END}"
            ),
            re.compile(
                rf"投保人(?:是|就是)?(?:我|本人|我本人),?(?:我?叫|名叫|姓名)?:?(?P<n>{full}){_END}"
            ),
            re.compile(rf"(?:^|[,.;!? 我])(?:名字|大名|名){_GAP}(?P<n>{full}){_END}"),
            re.compile(rf"叫我{not_name}(?P<n>{strict})(?=就|吧|[,.! ]|$)"),
            re.compile(
                rf"(?:[\ue001-\ue007]|谢谢)[ ,.;]{{0,2}}"
                rf"(?P<n>{names.surname}(?:先生|女士|小姐|太太))\s?$"
            ),
            re.compile(rf"[\ue001-\ue007][ ,.;]{{0,2}}姓(?P<n>{names.surname})\s?(?:$|,)"),
            re.compile(rf"我姓(?P<n>{names.surname}(?:先生|女士|小姐)?)(?!{_HAN})"),
        )
        self._alone = re.compile(
            rf"\s*(?P<n>{full}|{names.surname}(?:先生|女士|小姐|太太))"
            rf"(?:\s*[.!,~、]?\s*|[\s,、]*(?:[\ue001-\ue007]|[男女][,\s]|\d\d岁|(?:电话|手机|保单号).{{0,4}}[\ue001-\ue007]).*)"
        )
        self._own_latin = (
            re.compile(
                rf"(?:\bmy (?:full )?name(?: is|'s|:)|(?:^|[,.;:] ?)name(?: is|'s"
                rf"|:)) ?(?P<n>{_LATIN_NAME})"
            ),
            re.compile(
                rf"(?:^|[,.!] ?)(?:hi|hello|dear sirs?)?,? ?(?:i am|i'm|this is)"
                rf" (?!(?:{_NO_LATIN_NAME})\b)(?P<n>{_LATIN_NAME})"
            ),
            re.compile(
                rf"\b(?:it's|it is|this is) (?P<n>{_LATIN_NAME}),? (?:here|speaking|writing)\b"
            ),
            re.compile(
                rf"(?:regards|sincerely|faithfully|yours truly|cheers|thanks|thank you"
                rf"|signed)[,. ]{{1,2}}(?P<n>{_LATIN_NAME})"
                r"[. ]?(?:$|[\ue001-\ue007])"
            ),
            re.compile(rf"\bi,? (?P<n>{_LATIN_NAME}),"),
            re.compile(r"\bask for (?P<n>(?:mr|mrs|ms|miss|dr)\.? [a-z'-]+)"),
        )
        self._sellers = seller_patterns(names, full, strict)
        self._seller_latin = seller_patterns_latin(names, _LATIN_NAME)
        self._hint = re.compile(
            rf"姓|叫|{HINT}|{names.sellers}|{names.called}|全名|大名|姓名|名字|本人|我是|投保人|大名|名字|[男女],"
        )

    def read(self, plain: Plain) -> list[Hit]:
        text = plain.text
        hits = self._tokens(text)
        latin = any("a" <= c <= "z" for c in text)
        if len(text) <= 8 or _MARK.search(text) or self._hint.search(text):
            hits += self._complainant(text) + self._sold(text)
        if latin and not any(h.name == "complainant_name" for h in hits):
            hits += self._complainant_latin(plain)
        if latin and not any(h.name == "salesperson" for h in hits):
            hits += self._sold_latin(plain)
        return hits

    def _tokens(self, text: str) -> list[Hit]:
        hits: list[Hit] = []
        for mark in _MARK.finditer(text):
            name = _MARKS.get(mark.group())
            if name == "contact" and self._is_others(text, mark, hits):
                name = "others_contact"
            if name is not None:
                hits.append(Hit(name, None, mark.start(), mark.end()))
        return hits

    def _is_others(self, text: str, mark: re.Match[str], before: list[Hit]) -> bool:
        """Whether the number is of somebody else: the agent's, the caller's, the company's."""
        if (
            before
            and before[-1].name == "others_contact"
            and _SAME_OWNER.fullmatch(text, before[-1].end, mark.start())
        ):
            return True
        clause = re.split(r"[,.;!?]", text[max(0, mark.start() - 24) : mark.start()])[-1]
        if _OWN_NUMBER.search(clause):
            return False
        after = text[mark.end() : mark.end() + 20]
        others = self._names.others.search(clause) or _THEIRS.search(clause)
        return others is not None or _CALLED_ME.match(after) is not None

    def _complainant(self, text: str) -> list[Hit]:
        for pattern in self._own:
            for match in pattern.finditer(text):
                if match["n"][-2:] in _POLITE and text[match.end("n") : match.end("n") + 1] == "的":
                    continue  # somebody's wife
                if match["n"] in self._names.not_names or corrected_away(text, match.start("n")):
                    continue
                if _RELATIVE.match(text, match.end("n")):
                    continue
                if not _SOMEBODY.search(text[max(0, match.start() - 8) : match.start()]):
                    return [Hit("complainant_name", None, match.start("n"), match.end("n"))]
        alone = self._alone.fullmatch(text)
        if alone and alone["n"] not in self._names.not_names:
            return [Hit("complainant_name", None, alone.start("n"), alone.end("n"))]
        return []

    def _sold(self, text: str) -> list[Hit]:
        for pattern in self._sellers:
            for match in pattern.finditer(text):
                if match["n"] not in self._names.not_names and not _is_denied(
                    text, match.start("n")
                ):
                    return [Hit("salesperson", None, match.start("n"), match.end("n"))]
        return []

    def _complainant_latin(self, plain: Plain) -> list[Hit]:
        for number, pattern in enumerate(self._own_latin):
            for match in pattern.finditer(plain.text):
                end = capital_end(plain, match.start("n"), match.end("n"))
                if end is None and number == 0:
                    end = match.end("n")
                if end is not None and (number == 0 or " " in plain.text[match.start("n") : end]):
                    return [Hit("complainant_name", None, match.start("n"), end)]
        return []

    def _sold_latin(self, plain: Plain) -> list[Hit]:
        for match in (m for p in self._seller_latin for m in p.finditer(plain.text)):
            end = capital_end(plain, match.start("n"), match.end("n"))
            if end is not None and not self._is_firm(plain.text, match.start("n"), end):
                return [Hit("salesperson", None, match.start("n"), end)]
        return []

    def _is_firm(self, text: str, start: int, end: int) -> bool:
        """Hartley & Sons, sold by Barclays."""
        return _FIRM.match(text, end) is not None or bool(self._channels.find(text[start:end]))


def _is_denied(text: str, start: int) -> bool:
    """业务员不姓张，姓章."""
    return text[max(0, start - 1) : start] == "不" or corrected_away(text, start)
