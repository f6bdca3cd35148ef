"""Writing variants become plain ASCII, one character for one, so offsets stay the same.

`fold` is for what people type (full-width forms, other scripts' digits, every dash and blank);
`fold_spoken` adds the numerals they dictate (一三八, 幺, 〇, ①).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

BLANK = "\0"
"""Stands where something was already taken; joins nothing and matches nothing."""

_FULL_WIDTH_FIRST, _FULL_WIDTH_LAST, _FULL_WIDTH_SHIFT = "\uff01", "\uff5e", 0xFEE0
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_VARIANTS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\u2500\u30fc", "-"),
    **dict.fromkeys("·•‧∙・･", "."),
    **dict.fromkeys("×✕✖хХ", "X"),
    **dict.fromkeys("\ufe0f\u20e3" + _INVISIBLE, " "),
    "｡": "。",
    "､": "、",
    BLANK: " ",
}

_SPOKEN_ROWS = (
    "零〇○洞⓪",
    "一壹幺么弌①",
    "二贰貳两兩②",
    "三叁參叄③",
    "四肆④",
    "五伍⑤",
    "六陆陸⑥",
    "七柒拐⑦",
    "八捌⑧",
    "九玖勾⑨",
)
_SPOKEN = {ord(sign): str(value) for value, row in enumerate(_SPOKEN_ROWS) for sign in row}


def fold(text: str) -> str:
    """`text` with every character in its plain form; same length, so same offsets."""
    return "".join(map(_fold_character, text))


def fold_spoken(folded: str) -> str:
    """`folded` with Chinese and circled numerals as digits; same length again."""
    return folded.translate(_SPOKEN)


def blank_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with each span overwritten by `BLANK`; same length."""
    pieces: list[str] = []
    position = 0
    for start, end in sorted(spans):
        pieces.append(text[position:start])
        pieces.append(BLANK * (end - start))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _fold_character(character: str) -> str:
    if " " <= character <= "~":
        return character
    if _FULL_WIDTH_FIRST <= character <= _FULL_WIDTH_LAST:
        return chr(ord(character) - _FULL_WIDTH_SHIFT)
    if character in _VARIANTS:
        return _VARIANTS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return " " if character.isspace() and character != "\n" else character
