"""Words that mean the same thing to a complaint officer (`data/reading/words.yml`).

A concept such as `regulator` stands for all its words, so that a message with a word that no
example has is still read by what the word means. Found by dictionary look-up, longest word first:
linear in the text, whatever the size of the lexicon.
"""

from __future__ import annotations

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
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {begin: sorted(ls, reverse=True) for begin, ls in lengths.items()}

    def find(self, text: str) -> list[Found]:
        """Every word, left to right, longest first, none inside another."""
        found: list[Found] = []
        free, concepts, lengths = 0, self._concepts, self._lengths
        for at, letter in enumerate(text):
            if at < free or not (text[at : at + 2] in lengths or letter in concepts):
                continue
            end = self._word_at(text, at)
            if end > at:
                found.extend(Found(name, at, end) for name in concepts[text[at:end]])
                free = end
        return found

    def _word_at(self, text: str, at: int) -> int:
        """Where the longest word that begins there ends; `at` where none does."""
        for length in self._lengths.get(text[at : at + 2], ()):
            end = at + length
            if end <= len(text) and text[at:end] in self._concepts and _whole(text, at, end):
                return end
        alone = at + 1
        return alone if text[at] in self._concepts and _whole(text, at, alone) else at


def _whole(text: str, start: int, end: int) -> bool:
    """A word in Latin letters counts only by itself: “sue”, but not in “issue”."""
    first, last = text[start], text[end - 1]
    if first.isascii() and first.isalpha() and start and _latin(text[start - 1]):
        return False
    return not (last.isascii() and last.isalpha() and end < len(text) and _latin(text[end]))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
