"""Which language a customer asks for by name."""

from __future__ import annotations

import re

_NAMES = {
    "zh-Hant": r"繁[体體]|正[体體]|繁中|traditional|廣東話|广东话|粤语|粵語",
    "en": r"英[语語文]|english",
    "zh-Hans": r"简[体體]|簡體|简中|中文|汉语|漢語|普通话|chinese|simplified",
}
_NAMED = {language: re.compile(names, re.IGNORECASE) for language, names in _NAMES.items()}


def language_named(text: str) -> str | None:
    """The language that is asked for; None where none is named."""
    return next((language for language, names in _NAMED.items() if names.search(text)), None)
