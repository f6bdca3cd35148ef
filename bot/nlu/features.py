"""Turns a plain message into features for the linear heads.

Letters in runs of one to three carry Chinese without a word list and survive typing slips; Latin
words stand for English; concepts (`data/reading/words.yml`) stand for words no example has; style
(length, punctuation, capitals) carries anger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.nlu.heads import Vocabulary
from bot.nlu.lexicon import Found
from bot.nlu.rows import Features
from bot.nlu.runs import Place, pairs_among, runs_of
from bot.nlu.text import Plain

LONGEST_PHRASE = 3
_WORD = re.compile(r"[a-z][a-z']*")
_UPPER, _LOWER = re.compile("[A-Z]"), re.compile("[a-z]")
_DIGITS = re.compile(r"\d+")
_KNOWN_NUMBERS = frozenset({"12378", "12345", "12315", "12348", "315", "110", "120", "96110"})
_LATIN = "\ue100"
_NEAR = 12
"""Letters between two concepts that still belong together."""


def message_features(
    message: Plain, found: Sequence[Found], stretches: Sequence[tuple[int, int]]
) -> Features:
    """Features of a whole message with its concepts.

    `stretches`: where its clauses stand. What somebody wants is mostly said at the end of a story,
    at times at its beginning, so these two clauses count by themselves as well.
    """
    text = _without_numbers(message.text)
    names = [*phrases(text), *concepts(found), *_style(message.raw)]
    runs = [(Place.HERE, bounded(_without_words(text)))]
    for place, prefix, (start, end) in _ends(stretches):
        own = _without_numbers(message.text[start:end])
        names += phrases(own, prefix)
        runs.append((place, bounded(_without_words(own))))
    return Features(names, runs)


def familiar(message: Plain, vocabulary: Vocabulary) -> float:
    """Share of the pairs of letters and of the words that training has seen; 1 for no text."""
    text = _without_numbers(message.text)
    pairs = pairs_among(runs_of([(Place.HERE, bounded(_without_words(text)))])[0])
    words = [f"w:{word}" for word in _WORD.findall(text)]
    known = int(vocabulary.knows_runs(pairs).sum()) + sum(map(vocabulary.knows, words))
    return known / (len(pairs) + len(words))


def bounded(text: str) -> str:
    """With marks for its beginning and its end, which runs of letters include."""
    return f"^{text}$"


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


def _ends(
    stretches: Sequence[tuple[int, int]],
) -> Sequence[tuple[Place, str, tuple[int, int]]]:
    if len(stretches) < 2:
        return ()
    return ((Place.FIRST, "b:w:", stretches[0]), (Place.LAST, "e:w:", stretches[-1]))


def _without_words(text: str) -> str:
    """Latin words count as words; to the letters around them each is one letter."""
    return _WORD.sub(_LATIN, text)


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
    upper, lower = len(_UPPER.findall(raw)), len(_LOWER.findall(raw))
    if upper > 8 and upper > lower:
        yield "capitals"
