"""A platform's access token: fetched once, kept encrypted, shared by all processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.services.channel_memory import ChannelMemory

EARLIER = timedelta(minutes=5)
"""A token is renewed so long before its end, as a call with it takes a while."""
_KEY = "access token"

Fetch = Callable[[str], Awaitable[tuple[str, timedelta]]]
"""Asks the platform for a token and how long it lasts; gets the one that it has refused, or
nothing. Raises DeliveryFailed."""


class AccessToken:
    """Of one channel."""

    def __init__(self, memory: ChannelMemory, channel: str, fetch: Fetch) -> None:
        self._memory, self._channel, self._fetch = memory, channel, fetch
        self._lock = asyncio.Lock()

    async def get(self, refused: str = "") -> str:
        """A token that the platform should take: not the one that it has just refused, but a
        newer one that somebody else has fetched will do. Raises DeliveryFailed."""
        known = await self._known(refused)
        if known:
            return known
        async with self._lock:
            return await self._known(refused) or await self._renew(refused)

    async def _known(self, refused: str) -> str:
        known = await self._memory.recall(self._channel, _KEY) or ""
        return "" if known == refused else known

    async def _renew(self, refused: str) -> str:
        token, lasting = await self._fetch(refused)
        await self._memory.keep(self._channel, _KEY, token, max(lasting - EARLIER, lasting / 2))
        return token
