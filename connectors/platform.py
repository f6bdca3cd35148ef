"""Calls to a platform: time-outs, sizes and hosts under control, errors in our family."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL  # as aiohttp reads addresses, so that what is checked is what is called

from bot.domain.errors import DeliveryFailed, InvalidInput, TooLarge
from connectors.bodies import parse_object

CALL = aiohttp.ClientTimeout(total=8)
DOWNLOAD = aiohttp.ClientTimeout(total=15)
LARGEST_ANSWER = 256 * 1024
_LATER = (202, 401, 403, 408, 425, 429)
"""Statuses of a download after which it may come later: made ready still, or our token renewed."""


@dataclass(frozen=True)
class Answer:
    """A platform's answer; `body` is empty where it was no JSON object."""

    status: int
    body: Mapping[str, Any]

    @property
    def fine(self) -> bool:
        """Whether the platform did it."""
        return 200 <= self.status < 300

    @property
    def passing(self) -> bool:
        """Whether the same call may succeed later."""
        return self.status in (408, 425, 429) or self.status >= 500


class Platform:
    """One platform's API, named in errors; redirects are never followed."""

    def __init__(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self._client: aiohttp.ClientSession | None = None

    async def post(
        self, url: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Raises DeliveryFailed, retryable, where there is no answer."""
        async with self._call("POST", url, CALL, json=body, headers=headers) as answer:
            return await _read(answer)

    async def get(self, url: str) -> Answer:
        """Raises DeliveryFailed, retryable, where there is no answer."""
        async with self._call("GET", url, CALL) as answer:
            return await _read(answer)

    async def download(self, url: str, hosts: Iterable[str], limit: int) -> bytes:
        """A file of at most `limit` bytes from one of the platform's own hosts, or from below
        one that begins with a dot. Raises InvalidInput, TooLarge and DeliveryFailed."""
        if not is_allowed(url, hosts):
            raise InvalidInput("attachment", f"lies on no host of {self._name}.")
        async with self._call("GET", url, DOWNLOAD) as answer:
            if answer.status in _LATER or answer.status >= 500:
                raise DeliveryFailed(f"{self._name}: file not ready yet", retryable=True)
            if answer.status != 200:
                raise InvalidInput("attachment", f"is gone at {self._name}.")
            return await _limited(answer, limit)

    async def close(self) -> None:
        """End the connections."""
        if self._client:
            await self._client.close()

    @asynccontextmanager
    async def _call(
        self, method: str, url: str, time_out: aiohttp.ClientTimeout, **options: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._client is None:
            self._client = aiohttp.ClientSession()
        headers = {"Authorization": f"Bearer {self._token}", **(options.pop("headers", None) or {})}
        try:
            async with self._client.request(
                method, url, headers=headers, timeout=time_out, allow_redirects=False, **options
            ) as answer:
                yield answer
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            problem = f"{self._name}: {type(error).__name__}"
            raise DeliveryFailed(problem, retryable=True) from error


def is_allowed(url: str, hosts: Iterable[str]) -> bool:
    """Whether a file may be fetched from there. Over plain HTTP only where the list says so, as
    `http://host:port` (a proxy or a test on the same machine)."""
    try:
        parts = URL(url)
        origin, host = str(parts.origin()), parts.host or ""
    except ValueError:
        return False
    if parts.user or parts.password:
        return False
    plain = [item for item in hosts if "//" not in item]
    named = any(host == item or (item[0] == "." and host.endswith(item)) for item in plain)
    return origin in hosts or (parts.scheme == "https" and parts.port == 443 and named)


async def _read(answer: aiohttp.ClientResponse) -> Answer:
    try:
        body = parse_object(await _limited(answer, LARGEST_ANSWER))
    except InvalidInput:
        body = {}
    return Answer(answer.status, body)


async def _limited(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    content = bytearray()
    if (answer.content_length or 0) <= limit:
        async for chunk in answer.content.iter_chunked(64 * 1024):
            content += chunk
            if len(content) > limit:
                break
        else:
            return bytes(content)
    raise TooLarge("attachment", f"is larger than {limit} bytes.")
