"""Calls people on call over a webhook: a pager service, a chat robot's relay."""

from __future__ import annotations

import asyncio
import json

import aiohttp

from bot.domain.errors import DeliveryFailed
from bot.domain.on_call import Notice
from bot.domain.signature import HEADER, sign
from bot.ports import Clock

TIME_OUT = aiohttp.ClientTimeout(total=8)


class WebhookOnCall:
    """ports.OnCall. POSTs the payload as signed JSON; `Idempotency-Key` is the notice's id."""

    def __init__(
        self, url: str, secret: str, clock: Clock, time_out: aiohttp.ClientTimeout = TIME_OUT
    ) -> None:
        self._url, self._secret, self._clock = url, secret, clock
        self._time_out = time_out
        self._client: aiohttp.ClientSession | None = None

    async def send(self, notice: Notice) -> None:
        """Raises DeliveryFailed: retryable on 408, 425, 429, 5xx and network trouble."""
        content = {"id": notice.id, **notice.payload}
        body = json.dumps(content, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": notice.id,
            HEADER: sign(self._secret, body, int(self._clock.now().timestamp())),
        }
        try:
            async with self._session().post(
                self._url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise DeliveryFailed(f"webhook: {type(error).__name__}", retryable=True) from error
        if not 200 <= status < 300:
            retryable = status in (408, 425, 429) or status >= 500
            raise DeliveryFailed(f"webhook answered {status}", retryable=retryable)

    async def close(self) -> None:
        if self._client:
            await self._client.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession(timeout=self._time_out)
        return self._client
