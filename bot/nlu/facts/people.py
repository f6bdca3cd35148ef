"""Who writes and who sold: complainant_name and salesperson."""

from __future__ import annotations

import re

from bot.nlu.facts.contacts import MARK
from bot.nlu.facts.hit import Hit, capital_end, corrected_away
from bot.nlu.facts.latin_names import LATIN_NAME
from bot.nlu.facts.own_names import OWN_LATIN, alone_pattern, own_patterns, signed_pattern
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

_RELATIVE = re.compile(
    r"的(?:女|儿|老[公婆]|爱人|妈|爸|家属|丈夫|妻|母亲|父亲|[姐妹哥弟]|孙|外甥|侄|先生|太太"
    r"|业务|代理|客户|经理|理财|顾问|销售)"
)
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
        self._own = own_patterns(names, full, strict)
        self._alone = alone_pattern(names, full)
        self._signed = signed_pattern(names)
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
            if {match["n"], match["n"][:2]} & self._names.not_names or _is_denied(text, start):
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
        for number, pattern in enumerate(OWN_LATIN):
            for match in pattern.finditer(plain.text):
                end = capital_end(plain, match.start("n"), match.end("n"))
                if end is None and number == 0:
                    end = match.end("n")
                single = number in (0, len(OWN_LATIN) - 1)
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
