"""Hints between the coroutines of one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import async_timeout

from bot.ports import Listener


class MemoryListener:
    """ports.Listener. A hint stays until it is waited for."""

    def __init__(self) -> None:
        self._heard = asyncio.Event()

    def hear(self) -> None:
        """Note that something happened."""
        self._heard.set()

    async def wait(self, timeout: float) -> bool:
        if not self._heard.is_set():
            try:
                # Not asyncio.wait_for: in Python 3.10 it can swallow a cancellation.
                async with async_timeout.timeout(timeout):
                    await self._heard.wait()
            except asyncio.TimeoutError:
                return False
        self._heard.clear()
        return True


class MemoryNotifier:
    """ports.Notifier."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[MemoryListener]] = {}

    async def publish(self, topics: Sequence[str]) -> None:
        self.wake(topics)

    def wake(self, topics: Iterable[str]) -> None:
        """Publish without waiting for anything."""
        for topic in topics:
            for listener in self._listeners.get(topic, ()):
                listener.hear()

    def wake_all(self) -> None:
        """Make everybody look, whatever the topic: hints may have been lost."""
        self.wake(tuple(self._listeners))

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[Listener]:
        listener = MemoryListener()
        for topic in topics:
            self._listeners.setdefault(topic, set()).add(listener)
        try:
            yield listener
        finally:
            for topic in topics:
                self._forget(topic, listener)

    async def close(self) -> None:
        """Wakes everybody, so that loops see that the program is about to end."""
        self.wake_all()

    def _forget(self, topic: str, listener: MemoryListener) -> None:
        listeners = self._listeners.get(topic, set())
        listeners.discard(listener)
        if not listeners:
            # One topic per conversation: without this they would pile up.
            self._listeners.pop(topic, None)
