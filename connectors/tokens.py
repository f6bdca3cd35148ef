"""Platforms' tokens, kept encrypted and shared by all processes: for access, and for one reply."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone

from bot.bootstrap import Container
from bot.domain.message import Message
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


class ReplyTokens:
    """Tokens that come with a customer's message and are good for one reply, within `lasting`: the
    newest of each customer, and the one that a message was tried with. Only where the platform says
    that this one is spent, the message has arrived."""

    def __init__(self, box: Container, channel: str, lasting: timedelta) -> None:
        self._memory, self._clock = box.channel_memory, box.clock
        self._channel, self._lasting = channel, lasting

    async def keep(self, customer: str, token: str) -> None:
        """For the next reply to this customer."""
        value = f"{(self._clock.now() + self._lasting).timestamp()} {token}"
        await self._memory.keep(self._channel, f"reply:{customer}", value, self._lasting)

    async def take(self, customer: str, message: Message) -> tuple[str, bool]:
        """A token, empty where there is none, and whether the message was tried with it before."""
        tried = await self._memory.recall(self._channel, f"tried:{message.id}")
        if tried:
            return tried, True
        kept = await self._memory.recall(self._channel, f"reply:{customer}")
        if not kept:
            return "", False
        await self._memory.forget(self._channel, f"reply:{customer}")
        until, _, token = kept.partition(" ")
        left = datetime.fromtimestamp(float(until), timezone.utc) - self._clock.now()
        if left < self._lasting / 2:  # too little time to learn what became of a first try
            return "", False
        await self._memory.keep(self._channel, f"tried:{message.id}", token, left)
        return token, False

    async def spent(self, message: Message) -> None:
        """The message needs none any more."""
        await self._memory.forget(self._channel, f"tried:{message.id}")
