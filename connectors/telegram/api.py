"""Calls to Telegram's Bot API."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import aiohttp

from bot.domain.errors import DeliveryFailed
from connectors.bodies import number, part, text
from connectors.media import Unfetched, fetch

TIME_OUT = aiohttp.ClientTimeout(total=8)
_PATH = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_.-]+)*")


class TelegramApi:
    """One bot. The token is part of every address, so addresses are never logged or raised."""

    def __init__(self, base: str, token: str) -> None:
        self._base, self._token = base.rstrip("/"), token
        self._client: aiohttp.ClientSession | None = None

    async def call(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """The call's result. Raises DeliveryFailed."""
        url = f"{self._base}/bot{self._token}/{method}"
        try:
            async with self._session().post(url, json=body) as answer:
                status, data = answer.status, await _json(answer)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise DeliveryFailed(f"telegram: {type(error).__name__}", retryable=True) from None
        if status == 200 and data.get("ok") is True:
            return part(data, "result")
        raise _failure(status, data)

    async def download(self, file_id: str, limit: int) -> bytes:
        """A customer's file. Raises TooLarge, Unfetched."""
        try:
            path = text(await self.call("getFile", {"file_id": file_id}), "file_path")
        except DeliveryFailed as error:  # among them: more than the 20 MB that bots may have
            raise Unfetched(str(error)) from None
        if not _PATH.fullmatch(path) or ".." in path:
            raise Unfetched("no usable path")
        url = f"{self._base}/file/bot{self._token}/{path}"
        return await fetch(self._session(), url, limit)

    async def close(self) -> None:
        """End the connections."""
        if self._client:
            await self._client.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession(timeout=TIME_OUT)
        return self._client


async def _json(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        data = await answer.json(content_type=None)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _failure(status: int, data: dict[str, Any]) -> DeliveryFailed:
    """403: the customer has blocked the bot. 400: there is no such chat. Both stay so."""
    said = text(data, "description")[:120] or "no description"
    if status in (401, 404):
        return DeliveryFailed(
            "telegram does not know the token: check QINGTING_TELEGRAM_TOKEN", retryable=False
        )
    retryable = status in (408, 429) or status >= 500 or 200 <= status < 300
    pause = number(part(data, "parameters"), "retry_after")
    return DeliveryFailed(f"telegram {status}: {said}", retryable=retryable, retry_after=pause)
