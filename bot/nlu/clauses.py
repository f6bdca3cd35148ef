"""Clauses of a plain message: signals are judged clause by clause.

A threat is a handful of words in a long story. Judged by itself, with a little of what stands
around it, it is not drowned, and the clause is the customer's quote at the same time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.nlu.features import bounded, concepts, phrases
from bot.nlu.lexicon import Found
from bot.nlu.rows import Features
from bot.nlu.runs import Place

_CUT = re.compile(r"[,.!?;:\n~…、]+")
_LATIN = re.compile("[A-Za-z]")
LONGEST = 34
"""Letters; longer stretches, as from voice messages, are read through a moving window."""
_WINDOW = 26
_STEP = 13
_BEFORE = 14
_AFTER = 12
_LATIN_FACTOR = 3
"""A Latin word is about three times as long as a Chinese one."""


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of every clause, punctuation behind it included; at least one."""
    factor = _LATIN_FACTOR if _is_latin(text) else 1
    windows = [window for s, e in _stretches(text) for window in _windows(s, e, factor)]
    return windows or list(_windows(0, len(text), factor))


def clause_features(
    text: str, start: int, end: int, found: Sequence[Found], marks: Sequence[str]
) -> Features:
    """Of the clause itself, of what surrounds it, and `marks` (rules that hit it)."""
    factor = _LATIN_FACTOR if _is_latin(text) else 1
    own = text[start:end]
    before = text[max(0, start - _BEFORE * factor) : start]
    after = text[end : end + _AFTER * factor]
    inside = _starting(found, start, end)
    around = _starting(found, start - 2 * _BEFORE * factor, end + 2 * _AFTER * factor)
    names = [
        *phrases(own),
        *phrases(before, "<w:"),
        *phrases(after, ">w:"),
        *concepts(inside),
        *(f"a:{item.concept}" for item in around if not start <= item.start < end),
        *marks,
    ]
    stretches = [(Place.HERE, bounded(own)), (Place.BEFORE, before), (Place.AFTER, after)]
    return Features(names, stretches)


def _starting(found: Sequence[Found], start: int, end: int) -> Sequence[Found]:
    """Those of `found`, which is in the order of the text, that start within the stretch."""
    return found[bisect_left(found, start, key=_start_of) : bisect_left(found, end, key=_start_of)]


def _start_of(item: Found) -> int:
    return item.start


@lru_cache(maxsize=4)
def _is_latin(text: str) -> bool:
    """Asked for every clause of the same message."""
    return len(_LATIN.findall(text)) * 2 > len(text)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _CUT.finditer(text):
        if match.start() > start:
            yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _windows(start: int, end: int, factor: int) -> Iterator[tuple[int, int]]:
    if end - start <= LONGEST * factor:
        yield start, end
        return
    step, width = _STEP * factor, _WINDOW * factor
    at = start
    while at + width < end:
        yield at, at + width
        at += step
    yield at, end
