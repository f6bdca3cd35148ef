"""Whose the numbers of a message are: contact, others_contact, policy_number and their like."""

from __future__ import annotations

import re

from bot.nlu.facts.hit import Hit
from bot.nlu.facts.words import FactWords

_MARKS = {"\ue001": "contact", "\ue002": "contact", "\ue005": "contact"}
_MARKS |= {"\ue003": "id_number", "\ue006": "policy_number", "\ue007": "long_number"}
MARK = re.compile("[\ue001-\ue007]")
_OWN_NUMBER = re.compile(r"(?:给我|我的|我是|我:|联系我|打我|本人)[^,]{0,6}$")
_CALLED_ME = re.compile(
    r"^[^,.;!?]{0,8}(?:打给我|打来|打过来|一直打|给我打|骚扰|一直给我|老打|天天打"
    r"|called me|keeps (?:calling|ringing)|冒充|骗|自称|推销|没人接|打不通|关机|停机|空号|不接"
    r"|天天|整天|一天打|发来|给我发|卖我|是骗子|rang me|kept (?:calling|ringing)|is a scam)"
    r"|^的(?:人|女|男|客服|号码?打)"
)
_THEIRS = re.compile(
    r"(?:(?:被|有个|一个|来自|显示|来电(?:号码)?|打(?:过)?来的?(?:电话|号码)?|from"
    r"|called me (?:was|is))(?:是|:)?\s?|打你们(?:的|那个)?|你们(?:公司)?的?(?:电话|客服|热线"
    r"|号码|座机)是?"
    r"|(?:没人接|打不通|空号|gave me|scammer used)\s?"
    r"|(?:agent|adviser|salesman|broker)(?:'s)? (?:number|mobile|phone)(?: is| was|:)?\s?)$"
)
_SAME_OWNER = re.compile(r"[,、和跟及/ ]{0,2}$")


class NumberReader:
    """Finds tokens of personal numbers; patterns are compiled once."""

    def __init__(self, words: FactWords) -> None:
        names = words.names
        self._others = names.others
        strict = rf"(?:{names.strong_surname}(?:{names.given}{{1,2}}|某{{1,2}}))"
        self._sellers_number = re.compile(
            rf"(?:{names.sellers}|卖保险[^,.;我]{{0,5}}|推销[^,.;我]{{0,5}})(?:是|叫"
            rf"|:)?(?:姓{names.surname}|{strict}|[小老]{names.surname}"
            rf"|{names.surname}(?:姐|哥|女士|先生|小姐)),?(?:他|她)?的?(?:电话|手机|号码"
            rf"|联系方式)号?(?:是|:)?\s?$"
        )

    def read(self, text: str) -> list[Hit]:
        """Every token; a telephone or e-mail is `contact` or, somebody else's, `others_contact`."""
        hits: list[Hit] = []
        for mark in MARK.finditer(text):
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
        others = self._others.search(clause) or _THEIRS.search(clause)
        others = others or self._sellers_number.search(
            text, max(0, mark.start() - 24), mark.start()
        )
        return others is not None or _CALLED_ME.match(after) is not None
