"""Turns a plain message into features for the linear heads.

Letters in runs of one to three carry Chinese without a word list and survive typing slips; Latin
words stand for English; concepts (`data/reading/words.yml`) stand for words no example has; style
(length, punctuation, capitals) carries anger.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from bot.nlu.lexicon import Found
from bot.nlu.text import Plain

LONGEST_RUN = 3
LONGEST_PHRASE = 3
_WORD = re.compile(r"[a-z][a-z']*")
_DIGITS = re.compile(r"\d+")
_KNOWN_NUMBERS = frozenset({"12378", "12345", "12315", "12348", "315", "110", "120", "96110"})
_LATIN = "\ue100"
_NEAR = 12
"""Letters between two concepts that still belong together."""


def message_features(
    message: Plain, found: Sequence[Found], stretches: Sequence[tuple[int, int]]
) -> list[str]:
    """Features of a whole message with its concepts; a set in meaning, so each counts once.

    `stretches`: where its clauses stand. What somebody wants is mostly said at the end of a story,
    at times at its beginning, so these two clauses count by themselves as well.
    """
    text = _without_numbers(message.text)
    return [
        *letter_runs(f"^{_WORD.sub(_LATIN, text)}$"),
        *phrases(text),
        *(_ends(message.text, stretches) if len(stretches) > 1 else ()),
        *concepts(found),
        *_style(message.raw),
    ]


def familiar(message: Plain, knows: Callable[[str], bool]) -> float:
    """Share of the pairs of letters and of the words that training has seen; 1 for no text."""
    text = _without_numbers(message.text)
    letters = f"^{_WORD.sub(_LATIN, text)}$"
    names = [letters[i : i + 2] for i in range(len(letters) - 1)]
    names += [f"w:{word}" for word in _WORD.findall(text)]
    return sum(map(knows, names)) / len(names)


def letter_runs(text: str, longest: int = LONGEST_RUN, prefix: str = "") -> list[str]:
    """Every run of one to `longest` characters."""
    return [
        prefix + text[i : i + n] for n in range(1, longest + 1) for i in range(len(text) - n + 1)
    ]


def phrases(text: str, prefix: str = "w:") -> list[str]:
    """Latin words, alone and up to three in a row, and their beginnings."""
    words = _WORD.findall(text)
    runs = [
        prefix + "_".join(words[i : i + n])
        for n in range(1, LONGEST_PHRASE + 1)
        for i in range(len(words) - n + 1)
    ]
    return runs + [f"{prefix}{w[:n]}~" for w in words for n in (4, 5, 6) if len(w) > n]


def concepts(found: Sequence[Found], prefix: str = "k:") -> list[str]:
    """Concepts, and pairs of neighbours in their order."""
    pairs = [
        f"{prefix}{one.concept}>{two.concept}"
        for i, one in enumerate(found)
        for two in found[i + 1 : i + 5]
        if 0 <= two.start - one.end <= _NEAR
    ]
    return [prefix + item.concept for item in found] + pairs


def _ends(text: str, stretches: Sequence[tuple[int, int]]) -> Iterable[str]:
    for prefix, (start, end) in (("b:", stretches[0]), ("e:", stretches[-1])):
        own = _without_numbers(text[start:end])
        yield from letter_runs(f"^{_WORD.sub(_LATIN, own)}$", prefix=prefix)
        yield from phrases(own, f"{prefix}w:")


def _without_numbers(text: str) -> str:
    """Every number becomes up to three zeros, but for those that are names."""
    return _DIGITS.sub(
        lambda m: m.group() if m.group() in _KNOWN_NUMBERS else "0" * min(len(m.group()), 3), text
    )


def _style(raw: str) -> Iterable[str]:
    yield f"length:{min(len(raw).bit_length(), 9)}"
    for name, marks in (("!", "!！"), ("?", "?？"), ("…", "…。")):
        count = sum(raw.count(mark) for mark in marks)
        if count:
            yield f"count{name}{min(count, 4)}"
    upper = sum("A" <= c <= "Z" for c in raw)
    lower = sum("a" <= c <= "z" for c in raw)
    if upper > 8 and upper > lower:
        yield "capitals"
