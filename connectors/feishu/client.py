"""Feishu's server API as far as the robot needs it: access token, sending, files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import DeliveryFailed
from connectors.calls import Answer, Calls
from connectors.feishu.payloads import CHANNEL
from connectors.fetching import RemoteFile
from connectors.tokens import AccessToken

_TOKEN_REFUSED = frozenset({99991661, 99991663, 99991664, 99991668, 99991671})
_BUSY = frozenset({99991400, 230020, 11232, 1000004, 1000005})
_REASONS: Mapping[object, str] = {
    230002: "the robot is not in the chat",
    230006: "the application's robot is switched off (添加应用能力 > 机器人)",
    230013: "the person is outside the application's availability (可用范围)",
    230025: "the message is too long",
    230027: "the application lacks a permission (权限管理)",
}


class FeishuClient:
    """One process's way to Feishu."""

    def __init__(self, box: Container) -> None:
        self._settings, self._policy = box.settings, box.files.policy
        self._calls = Calls("Feishu")
        self._token = AccessToken(box.channel_memory, CHANNEL, self._fetch_token)

    async def send(self, body: Mapping[str, str]) -> None:
        """Say something to an `open_id`. Raises DeliveryFailed."""
        path = "/open-apis/im/v1/messages?receive_id_type=open_id"
        answer, token = await self._post(path, body)
        if answer.status == 401 or answer.data.get("code") in _TOKEN_REFUSED:
            await self._token.refused(token)
            answer, _ = await self._post(path, body)
        _accepted(answer)

    async def fetch(self, file: RemoteFile) -> InboundAttachment:
        """A file that somebody sent. Raises DeliveryFailed, TooLarge."""
        headers = await self._headers()
        url, limit = self._settings.feishu_api + file.key, self._policy.largest_of_all
        content, declared = await self._calls.download(url, limit, headers)
        if declared == "application/octet-stream":
            declared = f"{file.kind.value}/unknown"
        return InboundAttachment(file.name, declared, content)

    async def close(self) -> None:
        """End the connections."""
        await self._calls.close()

    async def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {await self._token.get()}"}

    async def _post(self, path: str, body: Mapping[str, str]) -> tuple[Answer, str]:
        token = await self._token.get()
        headers = {"Authorization": f"Bearer {token}"}
        return await self._calls.post(self._settings.feishu_api + path, body, headers), token

    async def _fetch_token(self) -> tuple[str, timedelta]:
        body = {
            "app_id": self._settings.feishu_app_id,
            "app_secret": self._settings.feishu_app_secret,
        }
        url = self._settings.feishu_api + "/open-apis/auth/v3/tenant_access_token/internal"
        data = _accepted(await self._calls.post(url, body))
        token, lasting = data.get("tenant_access_token"), data.get("expire")
        if not isinstance(token, str) or not isinstance(lasting, int):
            raise DeliveryFailed("Feishu gave no access token", retryable=True)
        return token, timedelta(seconds=lasting)


def _accepted(answer: Answer) -> Mapping[str, Any]:
    """Feishu says with HTTP 200 or 400 what went wrong in `code`."""
    code = answer.data.get("code")
    if answer.status == 200 and code == 0:
        return answer.data
    reason = _REASONS.get(code)
    problem = f"Feishu answered {answer.status} {code}" + (f": {reason}" if reason else "")
    raise DeliveryFailed(problem, retryable=answer.busy or code in _BUSY)
