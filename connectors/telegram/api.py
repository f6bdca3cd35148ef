"""Calls to Telegram's Bot API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.config import Settings
from bot.domain.attachment import Attachment, InboundAttachment
from bot.domain.errors import DeliveryFailed, InvalidInput
from bot.domain.failure import Failure
from connectors.arrivals import RemoteFile
from connectors.bodies import object_at, text_at, whole_at
from connectors.platform import Answer, Platform, origin_of

_PATH = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_.-]+)*")


class TelegramApi:
    """One bot. The token is part of every address, so addresses are never logged or raised."""

    def __init__(self, settings: Settings) -> None:
        self._base, self._token = settings.telegram_api, settings.telegram_token
        self._platform = Platform("telegram")

    async def call(self, method: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The call's result. Raises DeliveryFailed."""
        return _result(await self._platform.post(self._url(method), body))

    async def upload(
        self, method: str, fields: Mapping[str, str], file: tuple[str, Attachment, bytes]
    ) -> dict[str, Any]:
        """The same with a file, given with the name of its field. Raises DeliveryFailed."""
        return _result(await self._platform.upload(self._url(method), fields, file))

    async def fetch(self, file: RemoteFile, limit: int) -> InboundAttachment:
        """A customer's file. Raises TooLarge, InvalidInput, DeliveryFailed; not retryable are
        among others the more than 20 MB that bots may not have."""
        path = text_at(await self.call("getFile", {"file_id": file.ref}), "file_path")
        if not _PATH.fullmatch(path) or ".." in path:
            raise InvalidInput("attachment", "has no usable path.")
        url = f"{self._base}/file/bot{self._token}/{path}"
        found = await self._platform.download(url, [origin_of(self._base)], limit)
        return InboundAttachment(file.name, file.media_type, found.content)

    async def close(self) -> None:
        """End the connections."""
        await self._platform.close()

    def _url(self, method: str) -> str:
        return f"{self._base}/bot{self._token}/{method}"


def _result(answer: Answer) -> dict[str, Any]:
    if answer.status == 200 and answer.body.get("ok") is True:
        return object_at(answer.body, "result")
    raise _failure(answer)


_WHY = {403: Failure.CUSTOMER_GONE, 429: Failure.BUSY}


def _failure(answer: Answer) -> DeliveryFailed:
    """403: the customer has blocked the bot. 400: there is no such chat. Both stay so."""
    if answer.status in (401, 404):
        return DeliveryFailed(
            "telegram does not know the token: check QINGTING_TELEGRAM_TOKEN",
            retryable=False,
            failure=Failure.ACCESS,
        )
    said = text_at(answer.body, "description")[:120] or "no description"
    pause = whole_at(answer.body, "parameters", "retry_after") or answer.retry_after
    return DeliveryFailed(
        f"telegram {answer.status}: {said}",
        retryable=answer.passing or answer.fine,
        retry_after=pause,
        failure=Failure.CUSTOMER_GONE if "chat not found" in said else _WHY.get(answer.status),
    )
