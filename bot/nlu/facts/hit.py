"""What the readers of single facts hand to `bot.nlu.facts.read`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.nlu.text import Plain

_NOT = re.compile(
    r"(?<!是)(?:不[是系]|并非|而非|不姓|不叫|(?<![并而是])非(?=[\"“]?$)|不在|\bnot)[\"'“ ]*$"
)
_CLAUSE_END = re.compile(
    r"[;!?:…。]|,(?!(?<=\d,)\d{3}(?!\d))|\.(?!\d|com?\b)|(?<!\d)\.(?!com?\b)"
    r"|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
)

_LINKS = ("bin", "binti", "bte", "de", "van", "der", "al", "von", "da")


@dataclass(frozen=True)
class Hit:
    """A fact at `text[start:end]` of the plain text. `value` None: take the customer's words."""

    name: str
    value: Any
    start: int
    end: int


def corrected_away(text: str, start: int) -> bool:
    """Whether `text[start:]` is what the customer says it is *not*: “不是两万”, “not May”."""
    return _NOT.search(text[max(0, start - 5) : start]) is not None


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of the stretches between punctuation marks."""
    found: list[tuple[int, int]] = []
    at = 0
    for mark in _CLAUSE_END.finditer(text):
        if mark.start() > at:
            found.append((at, mark.start()))
        at = mark.end()
    if at < len(text):
        found.append((at, len(text)))
    return found


def capital_end(plain: Plain, start: int, end: int) -> int | None:
    """The end of the words in capitals from `start`; None where the first has none."""
    found = None
    for word in re.finditer(r"[^ ]+", plain.text[start:end]):
        raw = plain.quote(start + word.start(), start + word.end())
        if found is not None and raw in _LINKS:
            continue
        if not raw[:1].isupper() or (len(raw) > 1 and raw.isupper()):
            break
        found = start + word.end()
    return found
