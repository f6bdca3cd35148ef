"""Long texts in parts that a platform takes, and buttons where it has none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping

_ENDS = (re.compile(r"\n"), re.compile(r"[。！？；]|[.!?;](?=\s)"), re.compile(r"[，、,]|\s"))
"""Where one would pause, the best place first."""


def split_text(text: str, most: int, size: Callable[[str], int] = len) -> list[str]:
    """Parts of at most `most`, cut at the end of a paragraph, a sentence or a word where there is
    one in the second half of a part. Nothing but white space at the cuts is left out. A longer
    text begins with the same parts, save the last, so that a retry can go on in the middle."""
    parts = []
    while size(text) > most:
        end = bisect_right(range(len(text)), most, key=lambda last: size(text[: last + 1]))
        cut = _pause(text[:end])
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in (*parts, text) if part]


def utf16_units(text: str) -> int:
    """How long platforms that count as Java and JavaScript do find it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_bytes(text: str) -> int:
    """How long platforms that count bytes find it."""
    return len(text.encode("utf-8", "surrogatepass"))


def with_choices(text: str, buttons: Iterable[Mapping[str, str]]) -> str:
    """Buttons as lines to type, for platforms without them; the assistant knows the titles."""
    return "\n".join([text, *(f"· {button['title']}" for button in buttons)])


def _pause(text: str) -> int:
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, len(text) // 2)]
        if ends:
            return ends[-1]
    return max(1, len(text))
