"""Which language and script a message is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.text import simplified, traditional

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_TOKEN = re.compile(r"\[[^\[\]]{1,6}\d+\]")
_CANTONESE = re.compile(r"[嘅咗唔佢哋冇嚟喺啲乜嘢咁㗎嗰俾係]")
_IN_BOTH = frozenset("台群吃核才厘床秘佣雇伙占布游周恒娘")
"""Written in Hong Kong and Taiwan as well, although dictionaries have other forms (臺, 喫)."""
_ENOUGH_WORDS = 2
"""More English words than this make a Chinese message mixed; one (“APP”) is everyday Chinese."""


@dataclass(frozen=True)
class Language:
    """`name` is `zh-Hans`, `zh-Hant`, `en`, or `und` where nothing tells (digits, emoji).

    `mixed`: Chinese and English both carry the message; `name` is the one with more of it.
    `either`: Chinese that both scripts write alike; `name` is then `zh-Hans`.
    """

    name: str
    mixed: bool = False
    either: bool = False


def language_of(raw: str) -> Language:
    """Read from the letters alone; a Chinese message that both scripts write alike is `zh-Hans`.

    Tokens of personal values tell nothing: the privacy boundary wrote them.
    """
    text = _TOKEN.sub(" ", raw)
    han = "".join(_HAN.findall(text))
    words = len(_LATIN_WORD.findall(text))
    if not han:
        return Language("en" if words else "und")
    if words > len(han):
        return Language("en", mixed=len(han) > 1)
    mixed = words > _ENOUGH_WORDS and words * 4 >= len(han)
    script = _script(han)
    return Language(script or "zh-Hans", mixed=mixed, either=script is None)


def _script(han: str) -> str | None:
    """A few Traditional characters among many Simplified ones are a typing habit (“后來”)."""
    only_traditional = _differences(han, simplified(han))
    only_simplified = _differences(han, traditional(han))
    if _CANTONESE.search(han):
        return "zh-Hans" if only_simplified > only_traditional else "zh-Hant"
    if not only_traditional and not only_simplified:
        return None
    return "zh-Hant" if only_traditional > only_simplified else "zh-Hans"


def _differences(one: str, other: str) -> int:
    return sum(a != b and a not in _IN_BOTH for a, b in zip(one, other, strict=False))
