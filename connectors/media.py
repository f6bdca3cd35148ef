"""Fetching customers' files from a platform: from known hosts, up to a size, within a time."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import aiohttp

from bot.domain.errors import InvalidInput, TooLarge

TIME_OUT = aiohttp.ClientTimeout(total=6)
"""The platform waits for our acknowledgement meanwhile."""


class Unfetched(InvalidInput):
    """The file could not be fetched; the customer has to send it again."""

    code = "unfetched"

    def __init__(self, why: str) -> None:
        super().__init__("attachment", f"could not be fetched: {why}.")


async def fetch(client: aiohttp.ClientSession, url: str, limit: int) -> bytes:
    """The content at an address that was checked. Redirects are not followed: they could lead
    anywhere. Raises TooLarge, Unfetched."""
    try:
        async with client.get(url, timeout=TIME_OUT, allow_redirects=False) as answer:
            if answer.status != 200:
                raise Unfetched(f"status {answer.status}")
            return await _read(answer.content, limit)
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
        raise Unfetched(type(error).__name__) from None  # addresses may contain secrets


async def _read(content: aiohttp.StreamReader, limit: int) -> bytes:
    body = bytearray()
    async for chunk in content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > limit:
            raise TooLarge("attachment", f"is larger than {limit} bytes.")
    return bytes(body)


def is_from(url: str, origin: str, domains: tuple[str, ...]) -> bool:
    """Whether the address is the origin's, or a plain HTTPS one of these domains or below."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if f"{parts.scheme}://{parts.netloc}" == origin:
        return True
    known = any(host == domain or host.endswith(f".{domain}") for domain in domains)
    return parts.scheme == "https" and port in (None, 443) and known
