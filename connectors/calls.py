"""Calls to messaging platforms: JSON there and back, downloads up to a size, never a redirect."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.domain.errors import DeliveryFailed, TooLarge

TIME_OUT = aiohttp.ClientTimeout(total=8)
DOWNLOAD_TIME_OUT = aiohttp.ClientTimeout(total=15)
_LONGEST_ANSWER = 1024 * 1024
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Answer:
    """What a platform answered; `data` is empty where it was no JSON object."""

    status: int
    data: Mapping[str, Any]

    @property
    def busy(self) -> bool:
        """The same call may succeed later."""
        return is_busy(self.status)


def is_busy(status: int) -> bool:
    """HTTP statuses after which trying again makes sense."""
    return status in (408, 425, 429) or status >= 500


class Calls:
    """One platform's connections of this process."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._client: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: object, headers: Mapping[str, str] = _NOTHING) -> Answer:
        """Raises DeliveryFailed, retryable, where no answer comes. The address may hold a
        secret: no error names it."""
        async with self._request("POST", url, headers, TIME_OUT, json=body) as answer:
            content = await _content(answer, _LONGEST_ANSWER)
            return Answer(answer.status, _object(content))

    async def download(
        self, url: str, limit: int, headers: Mapping[str, str] = _NOTHING
    ) -> tuple[bytes, str]:
        """A file's content and declared type. Raises DeliveryFailed, TooLarge."""
        async with self._request("GET", url, headers, DOWNLOAD_TIME_OUT) as answer:
            if answer.status != 200:
                problem = f"{self._platform} gave no file ({answer.status})"
                raise DeliveryFailed(problem, retryable=is_busy(answer.status))
            return await _content(answer, limit), answer.content_type

    async def close(self) -> None:
        """End the connections."""
        if self._client:
            await self._client.close()
            self._client = None

    @asynccontextmanager
    async def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        time_out: aiohttp.ClientTimeout,
        **options: Any,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._client is None:
            self._client = aiohttp.ClientSession(headers={"Accept-Encoding": "identity"})
        options |= {"headers": headers, "timeout": time_out, "allow_redirects": False}
        try:
            async with self._client.request(method, url, **options) as answer:
                yield answer
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            problem = f"{self._platform}: {type(error).__name__}"
            raise DeliveryFailed(problem, retryable=True) from None


def is_allowed(url: str, hosts: Sequence[str]) -> bool:
    """Whether an address from outside may be called: over HTTPS on its usual port, at one of
    the named hosts (`example.com`, `.example.com` for all below it), or at a whole origin that
    is named (`http://127.0.0.1:8000`)."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or "\\" in url:
        return False
    if f"{parts.scheme}://{parts.netloc}" in hosts:
        return True
    if parts.scheme != "https" or port not in (None, 443):
        return False
    return any(host == name or (name[:1] == "." and host.endswith(name)) for name in hosts)


def host_list(setting: str) -> tuple[str, ...]:
    """The entries of a setting with commas."""
    return tuple(item.strip() for item in setting.split(",") if item.strip())


async def _content(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    too_large = TooLarge("attachment", f"is larger than {limit} bytes.")
    if (answer.content_length or 0) > limit:
        raise too_large
    content = bytearray()
    async for chunk in answer.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > limit:
            raise too_large
    return bytes(content)


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
