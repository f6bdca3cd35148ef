"""The connection to Redis, and what to do while there is none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.domain.errors import SettingsError

T = TypeVar("T")

_log = structlog.get_logger(__name__)

CALL_SECONDS = 2.0
HEALTH_CHECK_SECONDS = 15
PAUSE_SECONDS = 3.0


def make_client(url: str) -> Redis[bytes]:
    """A client whose every call ends within seconds. Connects on first use, not here.

    The caller closes it, after the adapters that use it. Raises SettingsError.
    """
    try:
        client: Redis[bytes] = Redis.from_url(
            url,
            socket_timeout=CALL_SECONDS,
            socket_connect_timeout=CALL_SECONDS,
            health_check_interval=HEALTH_CHECK_SECONDS,
        )
    except ValueError as error:
        # The URL itself stays out of the message: it may carry a password.
        raise SettingsError("REDIS_URL must look like redis://host:6379/0.") from error
    # from_url forgets it (redis-py 4.6); without it, close() leaves the connections open.
    client.auto_close_connection_pool = True
    return client


async def run_script(client: Redis[bytes], script: str, key: str, *args: str | int) -> Any:
    """Run Lua on one key: atomic, one round trip, whatever scripts the server has forgotten."""
    return await client.eval(script, 1, key, *args)  # type: ignore[no-untyped-call]  # stub gap


class Fallback:
    """Runs calls on Redis, and a stand-in where Redis does not answer.

    After a failure Redis is left alone for a moment: a dead server must not add its
    time-out to every message.
    """

    def __init__(self, part: str) -> None:
        self._part = part
        self._failed_at: float | None = None

    async def call(
        self, on_redis: Callable[[], Awaitable[T]], instead: Callable[[], Awaitable[T]]
    ) -> T:
        """The result of one or the other."""
        if self._failed_at is not None and time.monotonic() < self._failed_at + PAUSE_SECONDS:
            return await instead()
        try:
            result = await on_redis()
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._note(error)
            return await instead()
        if self._failed_at is not None:
            self._failed_at = None
            _log.info("redis_back", part=self._part)
        return result

    def try_again(self) -> None:
        """Redis is known to be back: ask it at the next call."""
        if self._failed_at is not None:
            self._failed_at = float("-inf")

    def _note(self, error: Exception) -> None:
        if self._failed_at is None:
            _log.warning("redis_lost", part=self._part, error=type(error).__name__)
        self._failed_at = time.monotonic()
