"""Calls to WeCom: the access token that all processes share, answers mapped to our errors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment, AttachmentKind, InboundAttachment
from bot.domain.errors import DeliveryFailed
from connectors.arrivals import RemoteFile
from connectors.bodies import parse_object, text_at, whole_at
from connectors.platform import Answer, Platform, origin_of
from connectors.tokens import AccessToken
from connectors.wecom.payloads import CHANNEL

STALE = frozenset({40001, 40014, 42001})
"""The token is refused: another process, or another program, has fetched a newer one."""
PASSING = frozenset({-1, 6000, 45009, 45033, *STALE, 40013, 48002, 60020})
"""Busy, too many calls; and settings that a person mends: secret, corp id, rights, trusted IP."""
_UPLOAD = "media/upload"
_MEDIA: Mapping[AttachmentKind, str] = {
    AttachmentKind.IMAGE: "image",
    AttachmentKind.AUDIO: "voice",
    AttachmentKind.VIDEO: "video",
    AttachmentKind.FILE: "file",
}
_PAGE = 16 * 2**20
"""Bytes of an answer: a page has up to 1,000 entries."""


class WecomRefused(DeliveryFailed):
    """The platform's own error code; `errmsg` is left out, as it may repeat what was sent."""

    def __init__(self, path: str, code: int) -> None:
        super().__init__(f"WeCom refused {path}: {code}", retryable=code in PASSING)
        self.errcode = code


class WecomApi:
    """One company's account. Every call has a time-out and goes to the one configured host."""

    def __init__(self, box: Container) -> None:
        self._settings, self._limit = box.settings, box.files.policy.largest_of_all
        self._platform = Platform("WeCom", largest_answer=_PAGE)
        self._token = AccessToken(box.channel_memory, CHANNEL, self._fetch_token)

    async def call(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """POST, once more with a new token where it has gone stale. Raises DeliveryFailed."""
        token = await self._token.get()
        answer = await self._post(path, body, token)
        if _code(answer) in STALE:
            answer = await self._post(path, body, await self._token.get(refused=token))
        if code := _code(answer):
            raise WecomRefused(path, code)
        return answer.body

    async def upload(self, attachment: Attachment, content: bytes) -> dict[str, Any]:
        """Bring a file to the platform, which keeps it for three days; returns what sends it.
        Raises DeliveryFailed."""
        kind = _MEDIA[attachment.kind]
        token = await self._token.get()
        answer = await self._upload(kind, attachment, content, token)
        if _code(answer) in STALE:
            token = await self._token.get(refused=token)
            answer = await self._upload(kind, attachment, content, token)
        media_id = text_at(answer.body, "media_id")
        if not media_id:
            raise WecomRefused(_UPLOAD, _code(answer) or -1)
        return {"msgtype": kind, kind: {"media_id": media_id}}

    async def fetch(self, file: RemoteFile) -> InboundAttachment:
        """A customer's file. Raises TooLarge, InvalidInput, DeliveryFailed."""
        token = await self._token.get()
        params = {"access_token": token, "media_id": file.ref}
        own, url = origin_of(self._settings.wecom_url), self._url("media/get")
        found = await self._platform.download(url, [own], self._limit, params=params)
        if found.media_type not in ("application/json", "text/plain"):
            return InboundAttachment(found.name, found.media_type, found.content)
        # An error instead of a file.
        refused = WecomRefused("media/get", whole_at(parse_object(found.content), "errcode"))
        if refused.errcode in STALE:
            await self._token.get(refused=token)
        raise refused

    async def close(self) -> None:
        """End the connections."""
        await self._platform.close()

    async def _fetch_token(self, _: str) -> tuple[str, timedelta]:
        ids = {
            "corpid": self._settings.wecom_corp_id,
            "corpsecret": self._settings.wecom_secret,
        }
        answer = self._read("gettoken", await self._platform.get(self._url("gettoken"), params=ids))
        token, lasting = text_at(answer.body, "access_token"), whole_at(answer.body, "expires_in")
        if _code(answer) or not token or not lasting:
            raise WecomRefused("gettoken", _code(answer) or -1)
        return token, timedelta(seconds=lasting)

    async def _post(self, path: str, body: Mapping[str, Any], token: str) -> Answer:
        params = {"access_token": token}
        return self._read(path, await self._platform.post(self._url(path), body, params=params))

    async def _upload(
        self, kind: str, attachment: Attachment, content: bytes, token: str
    ) -> Answer:
        params, file = {"access_token": token, "type": kind}, ("media", attachment, content)
        url = self._url(_UPLOAD)
        return self._read(_UPLOAD, await self._platform.upload(url, {}, file, params=params))

    def _read(self, path: str, answer: Answer) -> Answer:
        """Raises DeliveryFailed."""
        if answer.status != 200:
            raise self._platform.refusal(answer, path)
        if not answer.body:
            raise DeliveryFailed(f"WeCom's answer to {path} is no JSON", retryable=True)
        return answer

    def _url(self, path: str) -> str:
        return f"{self._settings.wecom_url}/cgi-bin/{path}"


def _code(answer: Answer) -> int:
    return whole_at(answer.body, "errcode")
