"""Delivers replies to the configured callback."""

from __future__ import annotations

import time

from bot.domain.errors import AttachmentUnreadable, DeliveryFailed, NotFound
from bot.domain.message import Message
from bot.domain.signature import HEADER, sign
from bot.services.files import Files
from connectors.attachments import file_contents
from connectors.platform import Platform
from connectors.webhook.payloads import outbound_body


class WebhookSender:
    """POSTs one signed JSON body per message; `Idempotency-Key` is the message's id."""

    def __init__(self, url: str, secret: str, files: Files) -> None:
        self._url, self._secret, self._files = url, secret, files
        self._platform = Platform("callback")

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed: retryable on 408, 425, 429, 5xx and network trouble, not where
        a file cannot be read."""
        try:
            contents = await file_contents(self._files, [message])
        except (NotFound, AttachmentUnreadable) as error:
            raise DeliveryFailed(f"file: {error.code}", retryable=False) from error
        body = outbound_body(message, text, recipient, contents)
        signature = sign(self._secret, body, int(time.time()))
        headers = {"Idempotency-Key": message.id, HEADER: signature}
        answer = await self._platform.post(self._url, body, headers=headers)
        if not answer.fine:
            raise self._platform.refusal(answer)

    async def close(self) -> None:
        """End the connections."""
        await self._platform.close()
