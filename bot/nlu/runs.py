"""Runs of letters as numbers.

A message has hundreds of them and all of training tens of millions: as names they would be most of
the work. Three letters and the place where they stand fit into 64 bits, so numpy cuts, counts and
looks them up without a name being made; `spelled` gives the name where somebody asks why.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
LONGEST = 3


class Place(IntEnum):
    """Where a stretch of letters stands; the same letters count by themselves in each."""

    HERE = 0
    FIRST = 1
    LAST = 2
    BEFORE = 3
    AFTER = 4


PREFIXES = {
    Place.HERE: "",
    Place.FIRST: "b:",
    Place.LAST: "e:",
    Place.BEFORE: "<",
    Place.AFTER: ">",
}
_LONGEST = np.array([LONGEST, LONGEST, LONGEST, 2, 2])
"""By place: of what surrounds a clause, pairs are enough."""
_PLACE_AT = np.uint64(48)
_LETTER = np.uint64(0xFFFF)


def runs_of(stretches: Sequence[tuple[Place, str]]) -> tuple[Numbers, NDArray[np.int64]]:
    """Every run of one letter to as many as count in its place, of all stretches of plain text;
    and of which stretch each is."""
    codes = _codes("\0".join([text for _, text in stretches]) + "\0" * LONGEST)
    lengths = np.array([len(text) + 1 for _, text in stretches], np.int64)
    places = np.array([place for place, _ in stretches], np.int64)
    owners = np.repeat(np.arange(len(stretches)), lengths)
    runs = places.astype(np.uint64)[owners] << _PLACE_AT
    longest = _LONGEST[places][owners]
    whole = np.ones(len(owners), bool)
    found, whose = [], []
    for n in range(LONGEST):
        letters = codes[n : n + len(owners)]
        whole = whole & (letters != 0) & (n < longest)
        runs = runs | letters << np.uint64(16 * n)
        found.append(runs[whole])
        whose.append(owners[whole])
    return np.concatenate(found), np.concatenate(whose)


def pairs_among(runs: Numbers) -> Numbers:
    """Those of exactly two letters."""
    second, third = runs >> np.uint64(16) & _LETTER, runs >> np.uint64(32) & _LETTER
    pairs: Numbers = runs[(second != 0) & (third == 0)]
    return pairs


def places_of(runs: Numbers) -> NDArray[np.int64]:
    """The place of each."""
    return (runs >> _PLACE_AT).astype(np.int64)


def spelled(run: int) -> str:
    """The letters of a run behind the prefix of its place."""
    letters = (run >> 16 * n & 0xFFFF for n in range(LONGEST))
    return PREFIXES[Place(run >> 48)] + "".join(_letter(code) for code in letters if code)


def _codes(text: str) -> Numbers:
    """A number of 16 bits per letter. Emoji take the place of surrogates, which plain text has not;
    of other rare signs several share a number."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    rare = codes > _LETTER
    if rare.any():
        codes[rare] = np.uint64(0xD800) | codes[rare] & np.uint64(0x7FF)
    return codes


def _letter(code: int) -> str:
    emoji = 0xD800 <= code <= 0xDFFF
    # The blocks of emoji, U+1F300 to U+1FAFF, are exactly as many as fit.
    return chr(0x1F300 + (code - 0xD800 - 0x1F300 & 0x7FF)) if emoji else chr(code)
