"""The same words in Simplified and in Traditional Chinese."""

from __future__ import annotations

from functools import lru_cache

from opencc import OpenCC


def spellings(text: str) -> tuple[str, ...]:
    """The text first, then in other characters, where they differ."""
    return tuple(dict.fromkeys((text, *(made.convert(text) for made in _converters()))))


def simplified(text: str) -> str:
    """The text in Simplified characters."""
    converted: str = _converters()[0].convert(text)
    return converted


@lru_cache(maxsize=1)
def _converters() -> tuple[OpenCC, ...]:
    return OpenCC("t2s"), OpenCC("s2t"), OpenCC("s2tw")
