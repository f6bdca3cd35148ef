"""One message made plain for reading, with the way back to the customer's own words.

Readers compare what people mean, not how their keyboard wrote it: full-width or half-width,
Traditional or Simplified, 保單 or 保险单, one exclamation mark or twenty. `Plain.text` is what they
compare; `Plain.quote` gives the original words of any stretch of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from opencc import OpenCC

LONGEST = 5_000
"""Plain characters that are read; what follows is kept in the transcript all the same."""
_MOST_REPEATS = 3
_REPEATS = re.compile(r"(.)\1{3}|  ", re.DOTALL)
"""What `_without_repeats` may shorten."""
_TOKEN = re.compile(r"\[(手机号|电话|身份证号|银行卡号|邮箱|保单号|长号码)(\d+)\]")
_TOKEN_MARKS = {
    "手机号": "\ue001",
    "电话": "\ue002",
    "身份证号": "\ue003",
    "银行卡号": "\ue004",
    "邮箱": "\ue005",
    "保单号": "\ue006",
    "长号码": "\ue007",
}
_SILENT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
"""Unicode categories of control and formatting characters, strangers' own ones and accents."""
_PUNCTUATION = str.maketrans("，。！？；：（）【】“”‘’、～", ",.!?;:()[]\"\"'',~")


@dataclass(frozen=True)
class Plain:
    """`text` with, per character, where it stands in `raw`."""

    raw: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in `raw`."""
        if start >= end:
            return (0, 0)
        return (self.starts[start], self.ends[end - 1])

    def quote(self, start: int, end: int) -> str:
        """The customer's own words for `text[start:end]`."""
        first, last = self.span(start, end)
        return self.raw[first:last].strip()


class Variants:
    """Regional words and the ones we read for them (`data/reading/variants.yml`).

    The longest word wins. A word counts in both scripts, and one in Latin letters only by itself:
    “tb” is 退保, but not in “football”.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = {**{traditional(word): read for word, read in words.items()}, **words}
        self._pattern = _any_of(self._words) if words else None

    def matches(self, text: str) -> Iterable[tuple[int, int, str]]:
        """Start, end and replacement of every regional word."""
        if self._pattern is None:
            return ()
        return ((m.start(), m.end(), self._words[m.group()]) for m in self._pattern.finditer(text))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Grouped by their first letter: what begins with a letter that may begin one is found in C,
    one alternative per word would be tried at every letter of the text."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0], []).append(_rest(word))
    return re.compile("|".join(f"{re.escape(c)}(?:{'|'.join(r)})" for c, r in rests.items()))


def _rest(word: str) -> str:
    """The pattern of what follows the first letter."""
    rest = re.escape(word[1:])
    return rf"(?<![a-z]{re.escape(word[0])}){rest}(?![a-z])" if word.isascii() else rest


NO_VARIANTS = Variants({})


def plain(raw: str, variants: Variants = NO_VARIANTS) -> Plain:
    """Make `raw` plain: linear in its length, for any input."""
    text = _one_for_one(raw, variants)
    if text is not None:
        return Plain(raw, text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    pieces = ((c, start, end) for start, end, piece in _pieces(raw[:LONGEST]) for c in piece)
    characters = _without_repeats(list(islice(pieces, LONGEST)))
    characters = _without_repeats(_simplified(_replaced(characters, variants)))
    return Plain(
        raw=raw,
        text="".join(c for c, _, _ in characters),
        starts=tuple(start for _, start, _ in characters),
        ends=tuple(end for _, _, end in characters),
    )


def _one_for_one(raw: str, variants: Variants) -> str | None:
    """The plain text where each character stays one, as in most messages; None for the others,
    whose way back has to be kept character by character."""
    pieces = list(map(_plain_character, raw[: LONGEST + 1]))
    text = "".join(pieces)
    if "" in pieces or not len(raw) == len(text) <= LONGEST or _TOKEN.search(raw):
        return None
    if _REPEATS.search(text) or any(True for _ in variants.matches(text)):
        return None
    text = simplified(text)
    return None if _REPEATS.search(text) else text


def _pieces(raw: str) -> Iterable[tuple[int, int, str]]:
    """Tokens as one mark each; every other character in its plain form."""
    at = 0
    for match in _TOKEN.finditer(raw):
        yield from _characters(raw, at, match.start())
        yield match.start(), match.end(), _TOKEN_MARKS[match.group(1)]
        at = match.end()
    yield from _characters(raw, at, len(raw))


def _characters(raw: str, start: int, end: int) -> Iterable[tuple[int, int, str]]:
    for i in range(start, end):
        yield i, i + 1, _plain_character(raw[i])


@lru_cache(maxsize=20_000)
def _plain_character(character: str) -> str:
    """Compatibility form, lower case, ASCII punctuation; white space as one blank; others gone."""
    if "\ue000" <= character <= "\uf8ff":
        return ""  # somebody else's private characters are not our marks
    if unicodedata.category(character) in ("Zs", "Zl", "Zp") or character in "\t\n\r":
        return " "
    if unicodedata.category(character) in _SILENT:
        return ""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).lower())
    # Some characters fall apart into a letter and its accent (İ, ¨).
    return "".join(c for c in text if unicodedata.category(c) not in _SILENT).translate(
        _PUNCTUATION
    )


def _without_repeats(characters: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """At most three of the same character in a row; their stretch stays covered."""
    kept: list[tuple[str, int, int]] = []
    run = 0
    for character, start, end in characters:
        run = run + 1 if kept and kept[-1][0] == character else 1
        if run <= (1 if character == " " else _MOST_REPEATS) or character.isdigit():
            kept.append((character, start, end))
        else:
            kept[-1] = (character, kept[-1][1], end)
    return kept


def _simplified(characters: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    converted = simplified("".join(c for c, _, _ in characters))
    return [(new, s, e) for new, (_, s, e) in zip(converted, characters, strict=True)]


def simplified(text: str) -> str:
    """`text` in Simplified characters, one for one."""
    return _converted(text, "t2s")


def traditional(text: str) -> str:
    """`text` in Traditional characters, one for one."""
    return _converted(text, "s2t")


def _converted(text: str, direction: str) -> str:
    if text.isascii():
        return text
    converted: str = _converter(direction).convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_one_converted(character, direction) for character in text)


@lru_cache(maxsize=20_000)
def _one_converted(character: str, direction: str) -> str:
    converted: str = _converter(direction).convert(character)
    return converted if len(converted) == 1 else character


@lru_cache(maxsize=2)
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


def _replaced(
    characters: list[tuple[str, int, int]], variants: Variants
) -> list[tuple[str, int, int]]:
    text = "".join(c for c, _, _ in characters)
    result: list[tuple[str, int, int]] = []
    at = 0
    for start, end, word in variants.matches(text):
        result.extend(characters[at:start])
        span = (characters[start][1], characters[end - 1][2])
        result.extend((c, *span) for c in word)
        at = end
    return result + characters[at:] if at else characters
