"""Fetches a customer's file from the platform, within limits."""

from __future__ import annotations

from urllib.parse import urlsplit

import aiohttp

from bot.domain.attachment import InboundAttachment
from bot.domain.errors import DeliveryFailed, TooLarge
from connectors.wechat.api import WeChatApi, parse_answer
from connectors.wechat.errors import STALE_TOKEN, Refused
from connectors.wechat.payloads import Media

VIDEO_HOSTS = (".qq.com", ".wechat.com")
"""Where the platform keeps videos, which it answers with an address; nothing else is fetched."""
_JSON_BYTES = 16 * 1024
_CHUNK = 64 * 1024
_JSON_TYPES = frozenset({"application/json", "text/plain"})


class MediaGone(DeliveryFailed):
    """The platform does not have the file (any more), or what it has is not to be fetched."""

    def __init__(self) -> None:
        super().__init__("WeChat does not give this file out", retryable=False)


async def fetch(api: WeChatApi, media: Media, most_bytes: int) -> InboundAttachment:
    """Raises TooLarge, MediaGone, other DeliveryFailed where it may succeed later."""
    token = await api.token()
    found = await _get(api, media, most_bytes, token)
    if found is None:
        found = await _get(api, media, most_bytes, await api.token(refused=token))
    if found is None:
        raise Refused(40001)
    return found


async def _get(
    api: WeChatApi, media: Media, most_bytes: int, token: str
) -> InboundAttachment | None:
    """None where the token was refused."""
    address = f"{api.base}/cgi-bin/media/get"
    async with api.get(address, access_token=token, media_id=media.media_id) as answer:
        if answer.content_type not in _JSON_TYPES:
            return InboundAttachment("", answer.content_type, await _read(answer, most_bytes))
        said = parse_answer(await _read(answer, _JSON_BYTES))
    if said["errcode"] in STALE_TOKEN:
        return None
    async with api.get(_video_address(api, said)) as video:
        return InboundAttachment("", media.declared, await _read(video, most_bytes))


def _video_address(api: WeChatApi, said: dict[str, object]) -> str:
    if said["errcode"]:
        error = Refused(int(str(said["errcode"])))
        raise error if error.retryable else MediaGone()
    address = str(said.get("video_url", ""))
    try:
        parts, own = urlsplit(address), urlsplit(api.base)
        allowed = (parts.hostname or "").endswith(VIDEO_HOSTS) and parts.port in (None, 80, 443)
        own_host = (parts.hostname, parts.port) == (own.hostname, own.port)
    except ValueError:
        raise MediaGone from None
    if parts.scheme not in ("http", "https") or not (allowed or own_host):
        raise MediaGone
    return address


async def _read(answer: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    too_large = TooLarge("attachment", f"is larger than {most_bytes} bytes.")
    if (answer.content_length or 0) > most_bytes:
        raise too_large
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > most_bytes:
            raise too_large
    return bytes(content)
