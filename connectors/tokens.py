"""A platform's access token: fetched once, kept encrypted, shared by all processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.services.channel_memory import ChannelMemory

EARLIER = timedelta(minutes=5)
"""A token is renewed so long before its end, as a call with it takes a while."""
_KEY = "access token"

Fetch = Callable[[], Awaitable[tuple[str, timedelta]]]


class AccessToken:
    """Of one channel. `fetch` asks the platform and raises DeliveryFailed."""

    def __init__(self, memory: ChannelMemory, channel: str, fetch: Fetch) -> None:
        self._memory, self._channel, self._fetch = memory, channel, fetch
        self._lock = asyncio.Lock()

    async def get(self) -> str:
        """A token that the platform should take."""
        known = await self._memory.recall(self._channel, _KEY)
        if known:
            return known
        async with self._lock:
            known = await self._memory.recall(self._channel, _KEY)
            return known or await self._renew()

    async def refused(self, token: str) -> None:
        """The platform does not take it any more; a newer one that somebody fetched stays."""
        if await self._memory.recall(self._channel, _KEY) == token:
            await self._memory.forget(self._channel, _KEY)

    async def _renew(self) -> str:
        token, lasting = await self._fetch()
        kept = max(lasting - EARLIER, lasting / 2)
        await self._memory.keep(self._channel, _KEY, token, kept)
        return token
