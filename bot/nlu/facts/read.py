"""The fact reader: what one message states, normalised, with the customer's own words for it.

    facts = FactReader(parse_fact_words(read_mapping(path))).read(plain(raw, variants), today)

Pure, linear in the message, and safe for any input. The rules say what each fact's value is in the
modules beside this one; values can be written as JSON.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from bot.nlu.facts.amounts import find_amounts
from bot.nlu.facts.branches import find_branches
from bot.nlu.facts.channels import find_channel
from bot.nlu.facts.contacts import NumberReader
from bot.nlu.facts.demands import find_demands
from bot.nlu.facts.hit import Hit, clauses
from bot.nlu.facts.people import PeopleReader
from bot.nlu.facts.products import find_product_lines, find_products
from bot.nlu.facts.times import find_times
from bot.nlu.facts.words import FactWords, parse_fact_words
from bot.nlu.language import language_of
from bot.nlu.text import Plain

__all__ = ["FactReader", "FactWords", "FoundFact", "parse_fact_words"]

_LISTED = re.compile(r"(?<=\d),(?=\d)")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,2},\d{3}(?!\d|,\d)")


@dataclass(frozen=True)
class FoundFact:
    """A fact at `start:end` of the raw message; `text` is what stands there."""

    name: str
    value: Any
    text: str
    start: int
    end: int


class FactReader:
    """Reads facts by the designer's words; keeps nothing of a message."""

    def __init__(self, words: FactWords) -> None:
        self._words = words
        self._numbers = NumberReader(words)
        self._people = PeopleReader(words)

    def read(self, plain: Plain, today: datetime.date) -> list[FoundFact]:
        """Every fact, in the order of the message."""
        text = plain.text
        if not text.strip():
            return []
        parts = clauses(text)
        times = find_times(text, today, lambda: _is_traditional(plain))
        dollar = "HKD" if "$" in text and _is_traditional(plain) else "USD"
        amounts = find_amounts(_with_own_commas(plain), dollar)
        products = find_products(plain, self._words)
        hits = [
            *times,
            *(a for a in amounts if not any(a.start < t.end and t.start < a.end for t in times)),
            *find_demands(text, parts, self._words),
            *self._numbers.read(text),
            *self._people.read(plain),
            *products,
            *find_product_lines(text, self._words, products),
            *find_branches(plain, self._words),
            *find_channel(text, parts, self._words),
        ]
        return [_fact(plain, hit) for hit in sorted(hits, key=lambda h: (h.start, h.end))]


def _fact(plain: Plain, hit: Hit) -> FoundFact:
    start, end = plain.span(hit.start, hit.end)
    words = plain.raw[start:end]
    value = words.strip() if hit.value is None else hit.value
    return FoundFact(hit.name, value, words, start, end)


def _is_traditional(plain: Plain) -> bool:
    return language_of(plain.raw).name == "zh-Hant"


def _with_own_commas(plain: Plain) -> str:
    """The text with 、 again where plain text has a comma: 29.9、59 and 100，200 are lists.

    A full-width comma may also be a slip of the keyboard: 23，410 stays one number.
    """
    characters: list[str] | None = None
    for match in _LISTED.finditer(plain.text):
        at = match.start()
        written = plain.raw[plain.starts[at]]
        slip = written == "，" and any(_THOUSANDS.match(plain.text, at - n) for n in (1, 2))
        if written in "，、" and not slip:
            characters = characters or list(plain.text)
            characters[at] = "、"
    return "".join(characters) if characters else plain.text
