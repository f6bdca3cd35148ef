"""Hints between processes over Redis pub/sub."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import async_timeout
import structlog
from redis.asyncio import Redis

from bot.adapters.memory.notifier import MemoryNotifier
from bot.adapters.redis.client import Fallback
from bot.ports import Listener
from bot.tasks import end_tasks

_log = structlog.get_logger(__name__)

READY_SECONDS = 2.0
POLL_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 1.0


class RedisNotifier:
    """ports.Notifier: one channel, one reading task per process, fan-out in the process.

    Hints of this process reach its own listeners directly, with or without Redis. When the
    subscription is lost, everybody is woken every second until it is back: hints go by meanwhile.
    """

    def __init__(self, client: Redis[bytes], channel: str = "qingting:hints") -> None:
        """The reading task starts with the first listener; `close` ends it, not the client."""
        self._client = client
        self._channel = channel
        self._local = MemoryNotifier()
        self._self = uuid4().hex
        self._reader: asyncio.Task[None] | None = None
        self._subscribed = asyncio.Event()
        self._gap = False
        self._fallback = Fallback("notifier")

    async def publish(self, topics: Sequence[str]) -> None:
        """Never raises: without Redis the hint stays within this process."""
        self._local.wake(topics)
        data = json.dumps([self._self, *topics])
        await self._fallback.call(
            lambda: self._client.publish(self._channel, data), _stay_within_the_process
        )

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[Listener]:
        """Hears everything published from here on, unless Redis cannot be reached now."""
        async with self._local.listen(*topics) as listener:
            self._start()
            try:
                async with async_timeout.timeout(READY_SECONDS):
                    await self._subscribed.wait()
            except asyncio.TimeoutError:
                self._gap = True
                _log.warning("listening_without_redis")
            yield listener

    async def close(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            await end_tasks([reader])
        await self._local.close()

    def _start(self) -> None:
        if self._reader is None:
            self._reader = asyncio.create_task(self._read_forever(), name="redis-notifier")

    async def _read_forever(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._read()
            except Exception as error:  # noqa: BLE001 - a dead reader would make everybody deaf
                if self._subscribed.is_set():
                    _log.warning("hints_interrupted", error=type(error).__name__)
                    pause = FIRST_PAUSE_SECONDS
                self._subscribed.clear()
                # Hints of other processes are lost now: everybody looks for themselves.
                self._local.wake_all()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _read(self) -> None:
        async with self._client.pubsub() as subscription:
            await subscription.subscribe(self._channel)
            asked = False
            while True:
                message = await subscription.get_message(timeout=POLL_SECONDS)
                if message is not None:
                    asked = False
                    self._receive(message)
                elif asked:
                    raise ConnectionError("The subscription does not answer.")
                else:
                    # A connection can die quietly; then there are neither hints nor errors.
                    await subscription.ping()
                    asked = True

    def _receive(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "subscribe":
            self._subscribed.set()
            self._fallback.try_again()
            if self._gap:
                self._local.wake_all()
            # Any further subscription, the client library's own included, follows a loss.
            self._gap = True
        elif message["type"] == "message":
            self._pass_on(message["data"])

    def _pass_on(self, data: bytes) -> None:
        try:
            sender, *topics = json.loads(data)
            if sender != self._self:
                self._local.wake(topics)
        except (ValueError, TypeError):
            _log.warning("hint_unreadable")


async def _stay_within_the_process() -> int:
    return 0
