"""Delivers replies to the configured callback."""

from __future__ import annotations

import asyncio
import time

import aiohttp

from bot.domain.errors import AttachmentUnreadable, DeliveryFailed, NotFound
from bot.domain.message import Message
from bot.domain.signature import HEADER, sign
from bot.services.files import Files
from connectors.attachments import file_contents
from connectors.webhook.payloads import outbound_body

TIME_OUT = aiohttp.ClientTimeout(total=8)


class WebhookSender:
    """POSTs one signed JSON body per message; `Idempotency-Key` is the message's id."""

    def __init__(self, url: str, secret: str, files: Files) -> None:
        self._url, self._secret, self._files = url, secret, files
        self._client: aiohttp.ClientSession | None = None

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed: retryable on 408, 425, 429, 5xx and network trouble, not where
        a file cannot be read."""
        try:
            contents = await file_contents(self._files, [message])
        except (NotFound, AttachmentUnreadable) as error:
            raise DeliveryFailed(f"file: {error.code}", retryable=False) from error
        body = outbound_body(message, text, recipient, contents)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.id,
            HEADER: sign(self._secret, body, int(time.time())),
        }
        try:
            async with self._session().post(self._url, data=body, headers=headers) as answer:
                status = answer.status
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise DeliveryFailed(f"callback: {type(error).__name__}", retryable=True) from error
        if not 200 <= status < 300:
            retryable = status in (408, 425, 429) or status >= 500
            raise DeliveryFailed(f"callback answered {status}", retryable=retryable)

    async def close(self) -> None:
        """End the connections."""
        if self._client:
            await self._client.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession(timeout=TIME_OUT)
        return self._client
