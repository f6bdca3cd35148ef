"""Feishu's server API as far as the robot needs it: access token, sending, files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment, AttachmentKind, InboundAttachment
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure, of_status
from connectors.arrivals import RemoteFile
from connectors.bodies import text_at, whole_at
from connectors.feishu.payloads import CHANNEL
from connectors.platform import Answer, Platform, origin_of
from connectors.tokens import AccessToken

_TOKEN_REFUSED = frozenset({99991661, 99991663, 99991664, 99991668, 99991671})
_BUSY = frozenset({99991400, 230020, 11232, 1000004, 1000005})
_PICTURE = {"image_type": "message"}
_REASONS: Mapping[object, str] = {
    230002: "the robot is not in the chat",
    230006: "the application's robot is switched off (添加应用能力 > 机器人)",
    230013: "the person is outside the application's availability (可用范围)",
    230025: "the message is too long",
    234006: "the file is larger than Feishu takes",
    234010: "the file is empty",
    234011: "Feishu does not know this kind of picture",
    230027: "the application lacks a permission (权限管理)",
}
_WHY: Mapping[object, Failure] = {
    **dict.fromkeys(_BUSY, Failure.BUSY),
    **dict.fromkeys((230002, 230013), Failure.CUSTOMER_GONE),
    **dict.fromkeys((230006, 230027), Failure.ACCESS),
    **dict.fromkeys((230025, 234006, 234010, 234011), Failure.CONTENT),
}


class FeishuClient:
    """One process's way to Feishu."""

    def __init__(self, box: Container) -> None:
        self._settings, self._policy = box.settings, box.files.policy
        self._platform = Platform("Feishu")
        self._token = AccessToken(box.channel_memory, CHANNEL, self._fetch_token)

    async def send(self, body: Mapping[str, str]) -> str:
        """Say something to an `open_id`; the id of the message. Raises DeliveryFailed."""
        path = "/open-apis/im/v1/messages?receive_id_type=open_id"
        token = await self._token.get()
        answer = await self._post(path, body, token)
        if _is_token_refused(answer):
            answer = await self._post(path, body, await self._token.get(refused=token))
        return text_at(_accepted(answer), "data", "message_id")

    async def upload(self, attachment: Attachment, content: bytes) -> tuple[str, dict[str, str]]:
        """Bring a file to Feishu; returns kind and content of the message that shows it. Raises
        DeliveryFailed."""
        picture = attachment.kind is AttachmentKind.IMAGE
        kind, key = ("image", "image_key") if picture else ("file", "file_key")
        fields = _PICTURE if picture else {"file_type": "stream", "file_name": attachment.file_name}
        url = f"{self._settings.feishu_api}/open-apis/im/v1/{kind}s"
        file, token = (kind, attachment, content), await self._token.get()
        answer = await self._platform.upload(url, fields, file, headers=_bearer(token))
        if _is_token_refused(answer):
            token = await self._token.get(refused=token)
            answer = await self._platform.upload(url, fields, file, headers=_bearer(token))
        found = text_at(_accepted(answer), "data", key)
        if not found:
            raise DeliveryFailed("Feishu gave no key for the file", retryable=True)
        return kind, {key: found}

    async def fetch(self, file: RemoteFile) -> InboundAttachment:
        """A file that somebody sent. Raises DeliveryFailed, InvalidInput, TooLarge."""
        api, limit = self._settings.feishu_api, self._policy.largest_of_all
        found = await self._platform.download(
            api + file.ref, [origin_of(api)], limit, headers=_bearer(await self._token.get())
        )
        declared = found.media_type
        if declared == "application/octet-stream":
            declared = file.media_type
        return InboundAttachment(file.name, declared, found.content)

    async def close(self) -> None:
        """End the connections."""
        await self._platform.close()

    async def _post(self, path: str, body: Mapping[str, str], token: str) -> Answer:
        url = self._settings.feishu_api + path
        return await self._platform.post(url, body, headers=_bearer(token))

    async def _fetch_token(self, _: str) -> tuple[str, timedelta]:
        body = {
            "app_id": self._settings.feishu_app_id,
            "app_secret": self._settings.feishu_app_secret,
        }
        url = self._settings.feishu_api + "/open-apis/auth/v3/tenant_access_token/internal"
        data = _accepted(await self._platform.post(url, body))
        token, lasting = text_at(data, "tenant_access_token"), whole_at(data, "expire")
        if not token or not lasting:
            raise DeliveryFailed("Feishu gave no access token", retryable=True)
        return token, timedelta(seconds=lasting)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _is_token_refused(answer: Answer) -> bool:
    return answer.status == 401 or answer.body.get("code") in _TOKEN_REFUSED


def _accepted(answer: Answer) -> Mapping[str, Any]:
    """Feishu says with HTTP 200 or 400 what went wrong in `code`."""
    code = answer.body.get("code")
    if answer.status == 200 and code == 0:
        return answer.body
    reason = _REASONS.get(code)
    problem = f"Feishu answered {answer.status} {code}" + (f": {reason}" if reason else "")
    retryable = answer.passing or code in _BUSY
    why = _WHY.get(code) or of_status(answer.status)
    raise DeliveryFailed(problem, retryable=retryable, retry_after=answer.retry_after, failure=why)
