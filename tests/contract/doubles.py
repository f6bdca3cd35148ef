"""Stand-ins for ports that a suite does not test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.adapters.memory.notifier import MemoryListener
from bot.ports import Listener
from tests.contract.makers import NOW


class NotedTopics:
    """A notifier that only notes what it is given, or fails."""

    def __init__(self) -> None:
        self.published: list[tuple[str, ...]] = []
        self.broken = False

    async def publish(self, topics: Sequence[str]) -> None:
        if self.broken:
            raise ConnectionError("no broker")
        self.published.append(tuple(topics))

    @asynccontextmanager
    async def listen(self, *_topics: str) -> AsyncIterator[Listener]:
        yield MemoryListener()

    async def close(self) -> None: ...


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.moment += by
