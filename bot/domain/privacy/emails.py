"""E-mail addresses (the plain dot-atom form of RFC 5321, ASCII only)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.privacy.kinds import PersonalKind
from bot.domain.privacy.scene import Candidate, Rank

_LABEL = "[A-Za-z0-9-]{1,63}"
_END = "[A-Za-z]{2,24}"
_DOMAIN = re.compile(
    rf" {{0,2}}@ {{0,2}}({_LABEL}(?:(?:\.{_LABEL}){{0,6}}\.{_END}|(?:。{_LABEL}){{0,6}}。{_END}))"
)
_LOCAL = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-"
)


def emails(folded: str) -> Iterator[Candidate]:
    """Every address: from each `@domain` back over what can stand before it."""
    floor = 0
    for match in _DOMAIN.finditer(folded):
        start = _local_start(folded, floor, match.start())
        floor = match.end()
        if start < match.start():
            local = folded[start : match.start()]
            address = f"{local}@{match[1]}".replace("。", ".").lower()
            yield Candidate(Rank.EMAIL, PersonalKind.EMAIL, start, match.end(), address)


def _local_start(folded: str, floor: int, end: int) -> int:
    start = end
    while start > floor and folded[start - 1] in _LOCAL:
        start -= 1
    while start < end and not folded[start].isalnum() and folded[start] != "_":
        start += 1
    return start
