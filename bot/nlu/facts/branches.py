"""Where it was bought or done: the branch."""

from __future__ import annotations

import re

from bot.nlu.facts.hit import Hit, corrected_away
from bot.nlu.facts.products import longest_each, name_start
from bot.nlu.facts.words import FactWords
from bot.nlu.text import Plain

_BANK = re.compile(
    r"(?:[工建农中招交]行|[\u4e00-\u9fff]{2}银行|邮储|邮政|人保|平安|太平|人寿|国寿|太保|新华|泰康)$"
)
_AND = re.compile(r"和(?![平县顺田龙静谐硕])")
_WORD = re.compile(r"[a-z'-]+")
_NO_PLACE = ("the", "your", "my", "this", "that", "a", "our", "i", "which", "head")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def find_branches(plain: Plain, words: FactWords) -> list[Hit]:
    """城东支公司, Kowloon branch: a place and what stands there."""
    text = plain.text
    hits = []
    for suffix in words.branch_suffixes.find(text):
        start = name_start(text, suffix.start, words.branch_stops, _HAN)
        if _AND.match(text, start):
            start += 1
        if (bank := _BANK.search(text, max(0, start - 8), start)) is not None:
            start = bank.start()
        if suffix.start - start >= 2 and not corrected_away(text, start):
            hits.append(Hit("branch", None, start, suffix.end))
    for match in words.branch_letters.finditer(text):
        start = match.end()
        for word in reversed([*_WORD.finditer(text, match.start(), match.start("kind"))]):
            raw = plain.quote(*word.span())
            if not raw[:1].isupper() or raw.lower() in _NO_PLACE:
                break
            start = word.start()
        if start < match.end():
            hits.append(Hit("branch", None, start, match.end()))
    return longest_each(text, hits)
