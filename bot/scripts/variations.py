"""Choosing one variation of a response.

A variation fits where all its conditions hold. Without any condition it is Simplified Chinese.
Of those that fit, one for the bereaved comes first (nobody in grief is told that anger is natural),
then one that was not said yet, then the most specific; which of several
equals is said first differs from customer to customer but not from one run to the next.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from bot.scripts.apologies import apologises
from bot.scripts.sentences import sentences

Variation = Mapping[str, Any]

SIMPLIFIED, TRADITIONAL = "zh-Hans", "zh-Hant"
BEREAVED = "bereaved"
"""The slot that counts before all others."""


def language_of(variation: Variation) -> str:
    """The language that its conditions name; Simplified Chinese where they name none."""
    for condition in variation.get("condition") or ():
        if condition.get("name") == "language":
            return str(condition.get("value"))
    return SIMPLIFIED


def choose(
    variations: Sequence[Variation],
    slots: Mapping[str, Any],
    said: Collection[str] = (),
    seed: str = "",
    convert: Callable[[str], str] = str,
) -> Variation | None:
    """The variation to say, None where none fits. `slots` has at least `language`; `said` are
    digests of sentences as the customer read them; `seed` names customer and response; `convert`
    makes Traditional texts of Simplified ones."""
    language = str(slots.get("language") or SIMPLIFIED)
    for wanted in _languages(language):
        fitting = [v for v in variations if language_of(v) == wanted and _holds(v, slots)]
        if fitting:
            as_read = convert if (language, wanted) == (TRADITIONAL, SIMPLIFIED) else str
            return min(fitting, key=_order(fitting, said, seed, as_read))
    return None


def _languages(language: str) -> tuple[str, ...]:
    """Traditional texts are made from Simplified ones where nobody wrote any."""
    return (TRADITIONAL, SIMPLIFIED) if language == TRADITIONAL else (language, SIMPLIFIED)


def _holds(variation: Variation, slots: Mapping[str, Any]) -> bool:
    return all(
        condition.get("name") == "language"
        or _plain(slots.get(str(condition.get("name")))) == _plain(condition.get("value"))
        for condition in variation.get("condition") or ()
    )


def _plain(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value or False


def _order(
    fitting: Sequence[Variation], said: Collection[str], seed: str, as_read: Callable[[str], str]
) -> Callable[[Variation], tuple[bool, bool, int, int]]:
    places = {id(variation): place for place, variation in enumerate(fitting)}
    first = zlib.crc32(seed.encode()) % len(fitting)

    def key(variation: Variation) -> tuple[bool, bool, int, int]:
        text = as_read(str(variation.get("text", "")))
        repeated = any(sentence in said for sentence in digests(text))
        turn = (places[id(variation)] - first) % len(fitting)
        conditions = variation.get("condition") or ()
        for_others = all(condition.get("name") != BEREAVED for condition in conditions)
        return for_others, repeated, -len(conditions), turn

    return key


def digests(text: str) -> list[str]:
    """A short name for every sentence that has more than a word or two."""
    plain = ("".join(c for c in sentence if c.isalnum()) for sentence in sentences(text))
    return [f"{zlib.crc32(words.encode()):08x}" for words in plain if len(words) > 3]


def without_said_apologies(text: str, said: Collection[str]) -> str:
    """Leave out an apology that was made before in these very words. Something always remains:
    the lint lets no text be nothing but an apology."""
    kept = [
        sentence
        for sentence in sentences(text)
        if not (set(digests(sentence)) & set(said) and apologises(sentence))
    ]
    return "".join(kept).strip()
