"""Messages that are nearly the same, found without comparing every pair.

Two are alike where they share most of their letter triples; marks, blanks, script and regional
words make no difference.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from bot.nlu.text import NO_VARIANTS, Variants, plain

_NOT_LETTERS = re.compile(r"[\W_]+")


def letters(text: str, variants: Variants = NO_VARIANTS) -> str:
    """What is compared: the plain text without marks; the text itself where nothing else is."""
    return _NOT_LETTERS.sub("", plain(text, variants).text) or text.strip()


def triples(text: str) -> frozenset[str]:
    """Every three letters in a row."""
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


class Likeness:
    """Finds which of `texts` (made by `letters`) share at least `share` of all triples of both.

    A text of fewer than three letters is like none.
    """

    def __init__(self, texts: Sequence[str], share: float) -> None:
        self._triples = [triples(text) for text in texts]
        self._common = Counter(triple for own in self._triples for triple in own)
        self._share = share
        self._index: dict[str, list[int]] = defaultdict(list)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every two that are alike, the earlier first."""
        for number in range(len(self._triples)):
            for other in self.like(number):
                yield other, number
            self.add(number)

    def add(self, number: int) -> None:
        """Let the text be found."""
        for triple in self._rarest(number):
            self._index[triple].append(number)

    def like(self, number: int) -> list[int]:
        """Of those that were added, in their order."""
        own = self._triples[number]
        near = {other for triple in self._rarest(number) for other in self._index[triple]}
        return sorted(other for other in near if self._alike(own, self._triples[other]))

    def _alike(self, own: frozenset[str], other: frozenset[str]) -> bool:
        shorter, longer = sorted((len(own), len(other)))
        if shorter < self._share * longer:
            return False
        common = len(own & other)
        return common >= self._share * (shorter + longer - common)

    def _rarest(self, number: int) -> list[str]:
        """Two that are alike share at least one of these, since so many cannot all differ."""
        own = self._triples[number]
        ordered = sorted(own, key=lambda triple: (self._common[triple], triple))
        return ordered[: len(own) - ceil(self._share * len(own)) + 1]
