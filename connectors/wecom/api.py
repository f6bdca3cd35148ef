"""Calls to WeCom: the access token that all processes share, answers mapped to our errors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import DeliveryFailed, TooLarge
from connectors.wecom.payloads import CHANNEL

TIME_OUT = aiohttp.ClientTimeout(total=8)
DOWNLOAD_TIME_OUT = aiohttp.ClientTimeout(total=30)
STALE = frozenset({40001, 40014, 42001})
"""The token is refused: another process, or another program, has fetched a newer one."""
PASSING = frozenset({-1, 6000, 45009, 45033, *STALE, 40013, 48002, 60020})
"""Busy, too many calls; and settings that a person mends: secret, corp id, rights, trusted IP."""
_EARLIER = timedelta(minutes=5)
_MOST = 2**20


class WecomRefused(DeliveryFailed):
    """The platform's own error code; `errmsg` is left out, as it may repeat what was sent."""

    def __init__(self, path: str, code: int) -> None:
        super().__init__(f"WeCom refused {path}: {code}", retryable=code in PASSING)
        self.errcode = code


class WecomApi:
    """One company's account. Every call has a time-out and goes to the one configured host."""

    def __init__(self, box: Container) -> None:
        self._settings, self._memory = box.settings, box.channel_memory
        self._client: aiohttp.ClientSession | None = None
        self._refreshing = asyncio.Lock()

    async def call(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST, once more with a new token where it has gone stale. Raises DeliveryFailed."""
        token = await self._token()
        answer = await self._ask(path, {"access_token": token}, body)
        if answer["errcode"] in STALE:
            token = await self._token(instead_of=token)
            answer = await self._ask(path, {"access_token": token}, body)
        if answer["errcode"]:
            raise WecomRefused(path, answer["errcode"])
        return answer

    async def download(self, media_id: str, most: int) -> InboundAttachment:
        """A customer's file. Raises TooLarge above `most` bytes, DeliveryFailed."""
        token = await self._token()
        query = {"access_token": token, "media_id": media_id}
        url = f"{self._settings.wecom_url}/cgi-bin/media/get"
        try:
            async with self._session().get(
                url, params=query, timeout=DOWNLOAD_TIME_OUT, allow_redirects=False
            ) as answer:
                if answer.status != 200:
                    raise _failed("media/get", answer.status)
                content = await _read(answer, most)
                kind, disposition = answer.content_type, answer.content_disposition
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise DeliveryFailed(f"media/get: {type(error).__name__}", retryable=True) from error
        if kind in ("application/json", "text/plain"):  # an error instead of a file
            refused = WecomRefused("media/get", _answer("media/get", content)["errcode"])
            if refused.errcode in STALE:
                await self._token(instead_of=token)
            raise refused
        return InboundAttachment((disposition and disposition.filename) or "", kind, content)

    async def close(self) -> None:
        """End the connections."""
        if self._client:
            await self._client.close()

    async def _token(self, instead_of: str = "") -> str:
        async with self._refreshing:
            known = await self._memory.recall(CHANNEL, "token")
            if known and known != instead_of:
                return known
            ids = self._settings.wecom_corp_id, self._settings.wecom_secret
            answer = await self._ask("gettoken", {"corpid": ids[0], "corpsecret": ids[1]}, None)
            token, lasting = answer.get("access_token"), answer.get("expires_in")
            if answer["errcode"] or not isinstance(token, str) or not isinstance(lasting, int):
                raise WecomRefused("gettoken", answer["errcode"] or -1)
            lasts = max(timedelta(seconds=lasting) - _EARLIER, timedelta(seconds=1))
            await self._memory.keep(CHANNEL, "token", token, lasts)
            return token

    async def _ask(
        self, path: str, query: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        url = f"{self._settings.wecom_url}/cgi-bin/{path}"
        method = "GET" if body is None else "POST"
        try:
            async with self._session().request(
                method, url, params=query, json=body, allow_redirects=False
            ) as answer:
                if answer.status != 200:
                    raise _failed(path, answer.status)
                return _answer(path, await _read(answer, 16 * _MOST))
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, TooLarge) as error:
            # Only its name: its text may hold the address, and that holds the secret.
            raise DeliveryFailed(f"{path}: {type(error).__name__}", retryable=True) from error

    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession(timeout=TIME_OUT)
        return self._client


def _failed(path: str, status: int) -> DeliveryFailed:
    retryable = status in (408, 425, 429) or status >= 500
    return DeliveryFailed(f"WeCom answered {status} to {path}", retryable=retryable)


def _answer(path: str, content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
        answer["errcode"] = int(answer.get("errcode", 0))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise DeliveryFailed(f"WeCom's answer to {path} is no JSON", retryable=True) from None
    return dict(answer)


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_chunked(65536):
        content += chunk
        if len(content) > most:
            raise TooLarge("attachment", f"is larger than {most} bytes.")
    return bytes(content)
