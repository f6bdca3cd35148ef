"""Where it was bought or done: the branch."""

from __future__ import annotations

import re

from bot.nlu.facts.hit import Hit, capital_end, corrected_away
from bot.nlu.facts.products import longest_each, name_start
from bot.nlu.facts.words import FactWords
from bot.nlu.text import Plain

_BANK = re.compile(
    r"(?:[工建农中招交]行|[\u4e00-\u9fff]{2}银行|邮储|邮政|人保|平安|太平|人寿|国寿|太保|新华|泰康)$"
)
_AND = re.compile(r"和(?![平县顺田龙静谐硕])")
_WORD = re.compile(r"[a-z'-]+")
_AT = re.compile(
    r"\b(?:bank|branch|counter|agent|adviser|advisor|agency|signed|bought|purchased|opened"
    r"|applied|staff)"
    r"(?: it| this| up| the policy| my policy)? at (?P<p>[a-z]+(?: [a-z]+){0,2})(?![a-z0-9])"
)
_SMALL = re.compile(r"\b(?:at|from) (?:the |your )?$")
_NO_PLACE = frozenset(
    """
    the your my this that a an our i which head local nearest nearby main other another different
    any each every closest same first his her their whole new old one two some no bank insurance
    home post press govt government hsbc ur minister's tax branch doctor's wrong right at in from
    to and or of
""".split()  # noqa: SIM905
)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def find_branches(plain: Plain, words: FactWords) -> list[Hit]:
    """城东支公司, Kowloon branch: a place and what stands there."""
    text = plain.text
    hits: list[Hit] = []
    for suffix in words.branch_suffixes.find(text):
        start = name_start(text, suffix.start, words.branch_stops, _HAN)
        if _AND.match(text, start):
            start += 1
        if (bank := _BANK.search(text, max(0, start - 8), start)) is not None:
            start = bank.start()
        if hits and hits[-1].end == start and suffix.start > start:
            hits[-1] = Hit("branch", None, hits[-1].start, suffix.end)
        elif suffix.start - start >= 2 and not corrected_away(text, start):
            hits.append(Hit("branch", None, start, suffix.end))
    hits += _in_letters(plain, words)
    return longest_each(text, hits)


def _in_letters(plain: Plain, words: FactWords) -> list[Hit]:
    """Kowloon branch, at tampines branch, and the place alone: bought at Mong Kok."""
    text = plain.text
    hits = []
    for match in words.branch_letters.finditer(text):
        start = match.end()
        for word in reversed([*_WORD.finditer(text, match.start(), match.start("kind"))]):
            raw = plain.quote(*word.span())
            if raw.lower() in _NO_PLACE or not (
                raw[:1].isupper() or (match["kind"] == "branch" and _is_at(text, word.start()))
            ):
                break
            start = word.start()
        if start < match.end():
            hits.append(Hit("branch", None, start, match.end()))
    for match in _AT.finditer(text):
        end = capital_end(plain, *match.span("p"))
        if end is not None and not words.channels.find(text[match.start("p") : end]):
            hits.append(Hit("branch", None, match.start("p"), end))
    return hits


def _is_at(text: str, start: int) -> bool:
    return _SMALL.search(text, max(0, start - 10), start) is not None
