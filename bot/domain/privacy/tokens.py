"""Tokens such as `[手机号1]` that stand for personal values, and the masks the desk shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.domain.privacy.kinds import LABELS, PersonalKind
from bot.domain.privacy.values import PersonalValue

LAST_ORDINAL = 999_999

_ANY_LABEL = "|".join(LABELS.values())

TOKEN = re.compile(rf"\[(?P<label>{_ANY_LABEL})(?P<ordinal>[1-9][0-9]{{0,5}})\]")
"""A token of any kind, ordinals 1 to `LAST_ORDINAL`."""

_KIND_OF_LABEL = {label: kind for kind, label in LABELS.items()}
_CALLING_CODES = ("86", "852", "853", "886")
_EXTENSION_MARK = ";ext="


def token(kind: PersonalKind, ordinal: int) -> str:
    """The token of value number `ordinal` of `kind`; ValueError outside 1..`LAST_ORDINAL`."""
    if not 1 <= ordinal <= LAST_ORDINAL:
        raise ValueError(f"a token counts from 1 to {LAST_ORDINAL}, not {ordinal}")
    return f"[{LABELS[kind]}{ordinal}]"


def tokenise(
    text: str, values: Sequence[PersonalValue], token_for: Callable[[PersonalValue], str]
) -> str:
    """`text` with each value's span replaced by `token_for(value)`, called in order of position.

    `values` are what `Detector.find` gave for exactly this text: in order, not overlapping;
    anything else raises ValueError, because a wrong offset would leak.
    """
    pieces: list[str] = []
    position = 0
    for value in values:
        if not position <= value.start < value.end <= len(text):
            raise ValueError("values must be in order, apart and inside the text")
        pieces.append(text[position : value.start])
        pieces.append(token_for(value))
        position = value.end
    return "".join(pieces) + text[position:]


def kind_of(token_text: str) -> PersonalKind | None:
    """The kind a token stands for; None for anything that is not exactly one token."""
    match = TOKEN.fullmatch(token_text)
    return _KIND_OF_LABEL[match["label"]] if match else None


def mask(kind: PersonalKind, normalised: str) -> str:
    """What the desk shows of a value: enough to recognise it, not enough to use it."""
    if kind is PersonalKind.EMAIL:
        return _mask_email(normalised)
    if kind in (PersonalKind.PHONE, PersonalKind.LANDLINE):
        return _mask_phone(normalised)
    if kind is PersonalKind.ID_CARD:
        return _mask_id(normalised)
    if kind is PersonalKind.POLICY_NUMBER:
        return (
            _hide_middle(normalised, 3, 3, "***")
            if len(normalised) > 8
            else _hide_middle(normalised, 1, 1, "***")
        )
    if kind is PersonalKind.NAME:
        return normalised[:1] + "**"
    return "****" + normalised[-4:] if len(normalised) > 8 else "****"


def _mask_email(address: str) -> str:
    local, _, domain = address.rpartition("@")
    shown = local[:1] if len(local) > 1 else ""
    return f"{shown}***@{domain}"


def _mask_phone(number: str) -> str:
    """Mainland mobiles as 138****8000; others shorter, with their country code."""
    number, _, _ = number.partition(_EXTENSION_MARK)
    code = next((code for code in _CALLING_CODES if number.startswith("+" + code)), "")
    national = number[len(code) + 1 :] if code else number
    if code == "86" and len(national) == 11 and national.startswith("1"):
        return _hide_middle(national, 3, 4, "****")
    if code == "86":
        return _hide_middle("0" + national, 3 if national[0] in "12" else 4, 2, "****")
    shown = _hide_middle(national, 2, 2, "****")
    return f"+{code} {shown}" if code else shown


def _mask_id(number: str) -> str:
    if len(number) < 15:
        return _hide_middle(number, 1, 2, "*" * (len(number) - 3))
    return _hide_middle(number, 4, 4, "*" * (len(number) - 8))


def _hide_middle(text: str, head: int, tail: int, stars: str) -> str:
    if len(text) <= head + tail:
        return stars or "***"
    return text[:head] + stars + text[-tail:]
