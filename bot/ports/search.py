"""Looking through everything that was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.search import Found, Terms


class Search(Protocol):
    """Each gives the newest places, newest first. Latin letters match in either case; nothing in
    a word is a wildcard."""

    async def messages(self, terms: Terms, limit: int) -> Sequence[Found]:
        """Words of customers and agents."""
        ...

    async def notes(self, terms: Terms, limit: int) -> Sequence[Found]: ...

    async def facts(self, terms: Terms, limit: int) -> Sequence[Found]:
        """Facts in force."""
        ...

    async def remarks(self, terms: Terms, limit: int) -> Sequence[Found]:
        """Reasons of corrections and merges, notes of promised calls, names of files and groups."""
        ...

    async def numbers(self, part: str, limit: int) -> Sequence[Found]:
        """Cases whose number has this part."""
        ...

    async def values(self, digests: Sequence[str], limit: int) -> Sequence[Found]:
        """Where one of these personal values was named; the text is its token."""
        ...
