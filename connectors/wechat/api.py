"""Calls to the platform: with time-outs, and a token that all processes share."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed
from connectors.wechat.errors import STALE_TOKEN, Refused
from connectors.wechat.payloads import CHANNEL

TIME_OUT = aiohttp.ClientTimeout(total=4)
"""Of a call; a whole delivery has ten seconds."""
DOWNLOAD_TIME_OUT = aiohttp.ClientTimeout(total=60, connect=4, sock_read=10)
_TOKEN = "access_token"  # noqa: S105 — a name
_EARLIER = timedelta(minutes=5)
"""So long before its end a token is no longer used."""


class WeChatApi:
    """One account. Every method raises DeliveryFailed."""

    def __init__(self, box: Container) -> None:
        self.base, self._memory = box.settings.wechat_api, box.channel_memory
        self._app_id, self._secret = box.settings.wechat_app_id, box.settings.wechat_secret
        self._one_at_a_time = asyncio.Lock()
        self._client: aiohttp.ClientSession | None = None

    async def call(self, path: str, body: Mapping[str, Any]) -> None:
        """POST; with a fresh token once more where the platform refuses the one in use."""
        token = await self.token()
        code = (await self._post(path, body, token))["errcode"]
        if code in STALE_TOKEN:
            token = await self.token(refused=token)
            code = (await self._post(path, body, token))["errcode"]
        if code:
            raise Refused(code)

    async def token(self, refused: str | None = None) -> str:
        """The shared access token, or another one than `refused`."""
        async with self._one_at_a_time:
            kept = await self._memory.recall(CHANNEL, _TOKEN)
            if kept and kept != refused:
                return kept
            fresh = await self._fetch_token(force=False)
            if fresh == refused:  # the platform still gives out what it does not take
                fresh = await self._fetch_token(force=True)
            return fresh

    @asynccontextmanager
    async def get(self, url: str, **params: str) -> AsyncIterator[aiohttp.ClientResponse]:
        """A download's answer, which has status 200 and is not read yet; no redirects."""
        try:
            async with self._session().get(
                url, params=params, timeout=DOWNLOAD_TIME_OUT, allow_redirects=False
            ) as answer:
                _require_ok(answer.status)
                yield answer
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise _trouble(error) from error

    async def close(self) -> None:
        """End the connections."""
        if self._client:
            await self._client.close()

    async def _fetch_token(self, *, force: bool) -> str:
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        answer = await self._post("/cgi-bin/stable_token", body)
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise Refused(answer["errcode"])
        lasting = max(timedelta(seconds=seconds) - _EARLIER, timedelta(seconds=seconds / 2))
        await self._memory.keep(CHANNEL, _TOKEN, token, lasting)
        return token

    async def _post(
        self, path: str, body: Mapping[str, Any], token: str | None = None
    ) -> dict[str, Any]:
        params = {"access_token": token} if token else {}
        data = json.dumps(body, ensure_ascii=False).encode()  # escapes would be shown as such
        try:
            async with self._session().post(
                self.base + path, params=params, data=data, allow_redirects=False
            ) as answer:
                _require_ok(answer.status)
                return parse_answer(await answer.read())
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise _trouble(error) from error

    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession(timeout=TIME_OUT)
        return self._client


def parse_answer(body: bytes) -> dict[str, Any]:
    """A JSON answer, `errcode` always there. Raises DeliveryFailed."""
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    code = data.get("errcode", 0) if isinstance(data, dict) else None
    if not isinstance(code, int):
        raise DeliveryFailed("WeChat gave no readable answer", retryable=True)
    return {**data, "errcode": code}


def _require_ok(status: int) -> None:
    if status != 200:
        retryable = status in (408, 425, 429) or status >= 500
        raise DeliveryFailed(f"WeChat answered {status}", retryable=retryable)


def _trouble(error: BaseException) -> DeliveryFailed:
    """Only the kind: the text may hold the address with the token."""
    return DeliveryFailed(f"WeChat: {type(error).__name__}", retryable=True)
