"""Messages that go out in several parts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from bot.domain.message import Message
from bot.services.channel_memory import ChannelMemory

KEPT = timedelta(days=1)
"""Longer than a message is tried, dead letters sent again by hand included."""

Part = TypeVar("Part")


async def send_parts(
    memory: ChannelMemory,
    message: Message,
    parts: Sequence[Part],
    send: Callable[[Part], Awaitable[None]],
) -> None:
    """Call `send` for each part, in order; for platforms that know no idempotency key. Parts that
    went out before a failure are remembered, so that the next try begins where this one ended."""
    key = f"sent:{message.id}"
    several = len(parts) > 1
    done = int(await memory.recall(message.channel, key) or 0) if several else 0
    for place, part in enumerate(parts[done:], done + 1):
        await send(part)
        if place < len(parts):
            await memory.keep(message.channel, key, str(place), KEPT)
    if several:
        await memory.forget(message.channel, key)
