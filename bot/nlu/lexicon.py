"""Words that mean the same thing to a complaint officer (`data/reading/words.yml`).

A concept such as `regulator` stands for all its words, so that a message with a word that no
example has is still read by what the word means. Found by dictionary look-up, longest word first:
linear in the text, whatever the size of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """A word of `concept` at `start:end` of the text that was searched."""

    concept: str
    start: int
    end: int


class Lexicon:
    """Concepts by word. Words are plain text (`bot.nlu.text`); one may belong to several."""

    def __init__(self, concepts: Mapping[str, Iterable[str]]) -> None:
        self._concepts: dict[str, tuple[str, ...]] = {}
        for concept, words in concepts.items():
            for word in words:
                self._concepts[word] = (*self._concepts.get(word, ()), concept)
        lengths: dict[str, set[int]] = {}
        for word in self._concepts:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(ls, reverse=True) for first, ls in lengths.items()}

    def find(self, text: str) -> list[Found]:
        """Every word, left to right, longest first, none inside another."""
        found: list[Found] = []
        free, lengths = 0, self._lengths
        for match in _BEGINNING.finditer(text):
            at = match.start()
            if at < free or match.group() not in lengths:
                continue
            end = self._word_at(text, at)
            if end > at:
                found.extend(Found(name, at, end) for name in self._concepts[text[at:end]])
                free = end
        return found

    def _word_at(self, text: str, at: int) -> int:
        concepts, longest = self._concepts, len(text) - at
        for length in self._lengths[text[at]]:
            if length <= longest and text[at : at + length] in concepts:
                end = at + length
                if _whole(text, at, end):
                    return end
        return at


_BEGINNING = re.compile(r"[^A-Za-z]|(?<![A-Za-z])[A-Za-z]", re.DOTALL)
"""Where a word may begin; not within one in Latin letters."""


def _whole(text: str, start: int, end: int) -> bool:
    """A word in Latin letters counts only by itself: “sue”, but not in “issue”."""
    first, last = text[start], text[end - 1]
    if first.isascii() and first.isalpha() and start and _latin(text[start - 1]):
        return False
    return not (last.isascii() and last.isalpha() and end < len(text) and _latin(text[end]))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
