"""Texts that are longer than a platform takes at once, and buttons where it has none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

_BREAKS = ("\n\n", "\n", "。", "！", "？", ". ", "，", " ")


def in_parts(text: str, limit: int, size: Callable[[str], int] = len) -> list[str]:
    """The text in pieces of at most `limit`, cut where a reader would pause. Nothing but white
    space at the cuts is lost. `limit` is at least the size of one character."""
    parts = []
    while size(text) > limit:
        cut = _cut(text[: _fitting(text, limit, size)])
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [item for item in (*parts, text) if item.strip()]


def utf16(text: str) -> int:
    """Length as platforms count that are written in Java or C++."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def with_choices(text: str, buttons: Iterable[Mapping[str, str]]) -> str:
    """Buttons as lines to type, for platforms without buttons; the assistant knows the titles."""
    return "\n".join([text, *(f"▸ {button['title']}" for button in buttons)])


def _fitting(text: str, limit: int, size: Callable[[str], int]) -> int:
    """How many characters fit; every character has a size of at least 1."""
    low, high = 1, min(limit, len(text))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= limit else (low, middle - 1)
    return low


def _cut(text: str) -> int:
    """The end of the last sentence or word in the second half, else the very end."""
    for mark in _BREAKS:
        found = text.rfind(mark, len(text) // 2)
        if found > 0:
            return found + len(mark)
    return len(text)
