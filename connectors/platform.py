"""Calls to a platform: time-outs, sizes and hosts under control, errors in our family."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL  # as aiohttp reads addresses, so that what is checked is what is called

from bot.domain.attachment import Attachment
from bot.domain.errors import DeliveryFailed, InvalidInput, TooLarge
from bot.domain.failure import of_status
from connectors.bodies import parse_object

CALL = aiohttp.ClientTimeout(total=8)
UPLOAD = aiohttp.ClientTimeout(total=9)
"""Below what the outbox waits for a sender."""
DOWNLOAD = aiohttp.ClientTimeout(total=15)
LARGEST_ANSWER = 256 * 1024
_LATER = (202, 401, 403)
"""Statuses of a download after which it may come later: made ready still, or our token renewed."""

Values = Mapping[str, str]
_NONE: Values = {}


@dataclass(frozen=True)
class Answer:
    """A platform's answer; `body` is empty where it was no JSON object. `retry_after`: the pause
    in seconds that it asks for."""

    status: int
    body: Mapping[str, Any]
    retry_after: float = 0.0

    @property
    def fine(self) -> bool:
        """Whether the platform did it."""
        return 200 <= self.status < 300

    @property
    def passing(self) -> bool:
        """Whether the same call may succeed later."""
        return is_passing(self.status)


@dataclass(frozen=True)
class Download:
    """A file, with what the platform says of it."""

    content: bytes
    media_type: str
    name: str


class Platform:
    """One platform's API, named in errors; redirects are never followed. Addresses may hold
    secrets, so no error names one."""

    def __init__(self, name: str, token: str = "", *, largest_answer: int = LARGEST_ANSWER) -> None:
        self._name, self._largest_answer = name, largest_answer
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client: aiohttp.ClientSession | None = None

    async def post(
        self,
        url: str,
        body: Mapping[str, Any] | bytes,
        *,
        headers: Values = _NONE,
        params: Values = _NONE,
    ) -> Answer:
        """JSON; bytes go out as they were signed. Raises DeliveryFailed, retryable, where there is
        no answer."""
        options = {
            "data": body if isinstance(body, bytes) else _written(body),
            "params": params,
            "headers": {"Content-Type": "application/json", **headers},
        }
        async with self._call("POST", url, CALL, options) as answer:
            return await self._read(answer)

    async def upload(
        self,
        url: str,
        fields: Values,
        file: tuple[str, Attachment, bytes],
        *,
        headers: Values = _NONE,
        params: Values = _NONE,
    ) -> Answer:
        """A form with one file, given with the name of its field. Raises DeliveryFailed."""
        field, attachment, content = file
        form = aiohttp.FormData(quote_fields=False)  # names of files as people wrote them
        for name, value in fields.items():
            form.add_field(name, value)
        form.add_field(
            field, content, filename=attachment.file_name, content_type=attachment.media_type
        )
        options = {"data": form, "headers": headers, "params": params}
        async with self._call("POST", url, UPLOAD, options) as answer:
            return await self._read(answer)

    async def get(self, url: str, *, params: Values = _NONE) -> Answer:
        """Raises DeliveryFailed, retryable, where there is no answer."""
        async with self._call("GET", url, CALL, {"params": params}) as answer:
            return await self._read(answer)

    async def download(
        self,
        url: str,
        hosts: Collection[str],
        limit: int,
        *,
        headers: Values = _NONE,
        params: Values = _NONE,
    ) -> Download:
        """A file of at most `limit` bytes from one of the platform's own hosts, or from below
        one that begins with a dot. Raises InvalidInput, TooLarge and DeliveryFailed."""
        if not is_allowed(url, hosts):
            raise InvalidInput("attachment", f"lies on no host of {self._name}.")
        options = {"headers": headers, "params": params}
        async with self._call("GET", url, DOWNLOAD, options) as answer:
            if answer.status in _LATER or is_passing(answer.status):
                raise DeliveryFailed(f"{self._name}: file not ready yet", retryable=True)
            if answer.status != 200:
                raise InvalidInput("attachment", f"is gone at {self._name}.")
            disposition = answer.content_disposition
            name = (disposition and disposition.filename) or ""
            return Download(await _limited(answer, limit), answer.content_type, name)

    def refusal(self, answer: Answer, why: str = "") -> DeliveryFailed:
        """The error for an answer that is not fine and of which no more is known."""
        problem = f"{self._name} answered {answer.status}" + (f": {why}" if why else ".")
        return DeliveryFailed(
            problem,
            retryable=answer.passing,
            retry_after=answer.retry_after,
            failure=of_status(answer.status),
        )

    async def close(self) -> None:
        """End the connections."""
        if self._client:
            await self._client.close()

    @asynccontextmanager
    async def _call(
        self, method: str, url: str, time_out: aiohttp.ClientTimeout, options: Mapping[str, Any]
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._client is None:
            self._client = aiohttp.ClientSession(headers=self._headers)
        try:
            async with self._client.request(
                method, url, timeout=time_out, allow_redirects=False, **options
            ) as answer:
                yield answer
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            problem = f"{self._name}: {type(error).__name__}"
            raise DeliveryFailed(problem, retryable=True) from None

    async def _read(self, answer: aiohttp.ClientResponse) -> Answer:
        try:
            body = parse_object(await _limited(answer, self._largest_answer))
        except InvalidInput:
            body = {}
        pause = answer.headers.get("Retry-After", "")
        return Answer(answer.status, body, float(pause) if pause.isdecimal() else 0.0)


def _written(body: Mapping[str, Any]) -> bytes:
    """WeChat shows escapes as they are."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def is_passing(status: int) -> bool:
    """Whether a platform that answered so may do it later."""
    return status in (408, 425, 429) or status >= 500


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    """Whether a file may be fetched from there. Over plain HTTP only where the list says so, as
    `http://host:port` (a proxy or a test on the same machine)."""
    try:
        parts = URL(url)
        origin, host = str(parts.origin()), parts.host or ""
    except ValueError:
        return False
    if parts.user or parts.password or "\\" in url:
        return False
    plain = [item for item in hosts if "//" not in item]
    named = any(host == item or (item[0] == "." and host.endswith(item)) for item in plain)
    return origin in hosts or (parts.scheme == "https" and parts.port == 443 and named)


def origin_of(url: str) -> str:
    """Scheme, host and port, as `is_allowed` compares them."""
    return str(URL(url).origin())


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
