"""Calls to WeChat: with a token that all processes share, answers mapped to our errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment, AttachmentKind, InboundAttachment
from bot.domain.errors import DeliveryFailed
from connectors.arrivals import RemoteFile
from connectors.bodies import parse_object, text_at, whole_at
from connectors.platform import Answer, Platform, origin_of
from connectors.tokens import AccessToken
from connectors.wechat.errors import STALE_TOKEN, Refused
from connectors.wechat.payloads import CHANNEL

MEDIA: Mapping[AttachmentKind, str] = {
    AttachmentKind.IMAGE: "image",
    AttachmentKind.AUDIO: "voice",
    AttachmentKind.VIDEO: "video",
}
"""What can be sent, by the platform's names; documents cannot."""
VIDEO_HOSTS = (".qq.com", ".wechat.com")
"""Where the platform keeps videos, which it answers with an address; nothing else is fetched."""
_JSON_TYPES = frozenset({"application/json", "text/plain"})


class WeChatApi:
    """One account."""

    def __init__(self, box: Container) -> None:
        self._settings, self._limit = box.settings, box.files.policy.largest_of_all
        self._base = box.settings.wechat_api
        self._platform = Platform("WeChat")
        self.token = AccessToken(box.channel_memory, CHANNEL, self._fetch_token)

    async def call(self, path: str, body: Mapping[str, Any]) -> None:
        """POST; with a fresh token once more where the platform refuses the one in use. Raises
        DeliveryFailed."""
        token = await self.token.get()
        code = _code(await self._post(path, body, token))
        if code in STALE_TOKEN:
            code = _code(await self._post(path, body, await self.token.get(refused=token)))
        if code:
            raise Refused(code)

    async def upload(self, attachment: Attachment, content: bytes) -> str:
        """Bring a file to the platform, which keeps it for three days; returns its media id. Raises
        DeliveryFailed."""
        token = await self.token.get()
        answer = await self._upload(attachment, content, token)
        if _code(answer) in STALE_TOKEN:
            answer = await self._upload(attachment, content, await self.token.get(refused=token))
        media_id = text_at(answer.body, "media_id")
        if not media_id:
            raise Refused(_code(answer) or -1)
        return media_id

    async def fetch(self, file: RemoteFile) -> InboundAttachment:
        """A customer's file. Raises InvalidInput where it can never be had, else DeliveryFailed."""
        token = await self.token.get()
        found = await self._get(file, token)
        if found is None:
            found = await self._get(file, await self.token.get(refused=token))
        if found is None:
            raise Refused(40001)
        return found

    async def close(self) -> None:
        """End the connections."""
        await self._platform.close()

    async def _get(self, file: RemoteFile, token: str) -> InboundAttachment | None:
        """None where the token was refused."""
        params = {"access_token": token, "media_id": file.ref}
        own, url = origin_of(self._base), f"{self._base}/cgi-bin/media/get"
        found = await self._platform.download(url, [own], self._limit, params=params)
        if found.media_type not in _JSON_TYPES:
            return InboundAttachment("", found.media_type, found.content)
        said = parse_object(found.content, "attachment")
        code = whole_at(said, "errcode")
        if code in STALE_TOKEN:
            return None
        if code and Refused(code).retryable:
            raise Refused(code)
        return await self._video(text_at(said, "video_url"), (*VIDEO_HOSTS, own), file)

    async def _video(self, url: str, hosts: Collection[str], file: RemoteFile) -> InboundAttachment:
        """The platform answers with plain addresses of its own; they are called over HTTPS."""
        if url.startswith("http://") and not url.startswith(f"{origin_of(self._base)}/"):
            url = "https://" + url.removeprefix("http://").replace(":80/", "/", 1)
        found = await self._platform.download(url, hosts, self._limit)
        return InboundAttachment("", file.media_type, found.content)

    async def _fetch_token(self, refused: str) -> tuple[str, timedelta]:
        token, lasting = await self._new_token(force=False)
        if token == refused:  # the platform still gives out what it does not take
            return await self._new_token(force=True)
        return token, lasting

    async def _new_token(self, *, force: bool) -> tuple[str, timedelta]:
        body = {
            "grant_type": "client_credential",
            "appid": self._settings.wechat_app_id,
            "secret": self._settings.wechat_secret,
            "force_refresh": force,
        }
        answer = await self._post("/cgi-bin/stable_token", body)
        token, lasting = text_at(answer.body, "access_token"), whole_at(answer.body, "expires_in")
        if not token or not lasting:
            raise Refused(_code(answer))
        return token, timedelta(seconds=lasting)

    async def _post(self, path: str, body: Mapping[str, Any], token: str = "") -> Answer:
        params = {"access_token": token} if token else {}
        return self._read(await self._platform.post(self._base + path, body, params=params))

    async def _upload(self, attachment: Attachment, content: bytes, token: str) -> Answer:
        url = f"{self._base}/cgi-bin/media/upload"
        params = {"access_token": token, "type": MEDIA[attachment.kind]}
        file = ("media", attachment, content)
        return self._read(await self._platform.upload(url, {}, file, params=params))

    def _read(self, answer: Answer) -> Answer:
        """Raises DeliveryFailed."""
        if answer.status != 200:
            raise self._platform.refusal(answer)
        if not answer.body:
            raise DeliveryFailed("WeChat gave no readable answer", retryable=True)
        return answer


def _code(answer: Answer) -> int:
    """Raises DeliveryFailed where there is none that can be read."""
    code = answer.body.get("errcode", 0)
    if not isinstance(code, int):
        raise DeliveryFailed("WeChat gave no readable answer", retryable=True)
    return code
