"""Calls to the Graph API."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.config import Settings
from bot.domain.errors import DeliveryFailed
from connectors.bodies import number, part
from connectors.facebook.signature import proof
from connectors.media import Unfetched, fetch, is_from

TIME_OUT = aiohttp.ClientTimeout(total=8)
FILES = ("fbcdn.net", "fbsbx.com")
"""Where Messenger keeps customers' files; nothing is fetched from anywhere else."""

_BUSY = {1, 2, 4, 17, 32, 341, 613, 1200, 80006}
_OUTSIDE_WINDOW = {2018278, 2018065}
_GONE = {551, 2018108, 1545041}


class GraphApi:
    """One page. The token travels in a header, so that it stands in no address."""

    def __init__(self, settings: Settings) -> None:
        self._base, self._token = settings.facebook_api, settings.facebook_page_token
        self._query = {"appsecret_proof": proof(settings.facebook_app_secret, self._token)}
        self._client: aiohttp.ClientSession | None = None

    async def send(self, body: dict[str, Any]) -> None:
        """Raises DeliveryFailed."""
        headers = {"Authorization": f"Bearer {self._token}"}
        url = f"{self._base}/me/messages"
        try:
            async with self._session().post(
                url, json=body, headers=headers, params=self._query
            ) as answer:
                status, data = answer.status, await _json(answer)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise DeliveryFailed(f"facebook: {type(error).__name__}", retryable=True) from None
        if status != 200:
            raise failure(status, part(data, "error"))

    async def download(self, url: str, limit: int) -> bytes:
        """A customer's file. Raises TooLarge, Unfetched."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self._base))
        if not is_from(url, origin, FILES):
            raise Unfetched("not one of Facebook's hosts")
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


def failure(status: int, error: dict[str, Any]) -> DeliveryFailed:
    """What Facebook's error means for the message. The texts of its own are left out: they
    may name the customer."""
    code, subcode = number(error, "code"), number(error, "error_subcode")
    name = f"facebook {status}, error {code}/{subcode}"
    if subcode in _OUTSIDE_WINDOW:
        why = "the customer has not written for 24 hours; Messenger lets nobody write now"
        return DeliveryFailed(f"{name}: {why}", retryable=False)
    if code in _GONE or subcode in _GONE:
        return DeliveryFailed(f"{name}: the customer cannot be reached", retryable=False)
    if code == 190:
        why = "the page's token is no longer valid: renew QINGTING_FACEBOOK_PAGE_TOKEN"
        return DeliveryFailed(f"{name}: {why}", retryable=False)
    busy = code in _BUSY or status in (408, 429) or status >= 500
    return DeliveryFailed(name, retryable=busy or error.get("is_transient") is True)
