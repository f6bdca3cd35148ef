"""DingTalk's OpenAPI as far as the robot needs it: access token, sending, files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import DeliveryFailed
from connectors.calls import Answer, Calls, host_list, is_allowed
from connectors.dingtalk.payloads import CHANNEL
from connectors.fetching import RemoteFile
from connectors.tokens import AccessToken

_TOKEN_REFUSED = frozenset({"InvalidAuthentication", "40014", "40001", "42001", "88"})


class DingTalkClient:
    """One process's way to DingTalk."""

    def __init__(self, box: Container) -> None:
        self._settings, self._policy = box.settings, box.files.policy
        self.calls = Calls("DingTalk")
        self._token = AccessToken(box.channel_memory, CHANNEL, self._fetch_token)

    @property
    def robot(self) -> str:
        """The robot's code; for most applications the same as their key."""
        return self._settings.dingtalk_robot_code or self._settings.dingtalk_app_key

    async def call(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """POST with the access token, renewed once where it is refused. Raises DeliveryFailed."""
        answer, token = await self._post(path, body)
        if _is_token_refused(answer):
            await self._token.refused(token)
            answer, _ = await self._post(path, body)
        return _accepted(answer)

    async def fetch(self, file: RemoteFile) -> InboundAttachment:
        """A file that somebody sent. Raises DeliveryFailed, TooLarge."""
        body = {"downloadCode": file.key, "robotCode": self.robot}
        found = await self.call("/v1.0/robot/messageFiles/download", body)
        url = found.get("downloadUrl")
        if not isinstance(url, str) or not is_allowed(
            url, host_list(self._settings.dingtalk_file_hosts)
        ):
            problem = "DingTalk names a file outside QINGTING_DINGTALK_FILE_HOSTS"
            raise DeliveryFailed(problem, retryable=False)
        content, declared = await self.calls.download(url, self._policy.largest_of_all)
        if declared == "application/octet-stream":
            declared = f"{file.kind.value}/unknown"
        return InboundAttachment(file.name, declared, content)

    async def close(self) -> None:
        """End the connections."""
        await self.calls.close()

    async def _post(self, path: str, body: Mapping[str, Any]) -> tuple[Answer, str]:
        token = await self._token.get()
        headers = {"x-acs-dingtalk-access-token": token}
        return await self.calls.post(self._settings.dingtalk_api + path, body, headers), token

    async def _fetch_token(self) -> tuple[str, timedelta]:
        body = {
            "appKey": self._settings.dingtalk_app_key,
            "appSecret": self._settings.dingtalk_app_secret,
        }
        url = self._settings.dingtalk_api + "/v1.0/oauth2/accessToken"
        data = _accepted(await self.calls.post(url, body))
        token, lasting = data.get("accessToken"), data.get("expireIn")
        if not isinstance(token, str) or not isinstance(lasting, int):
            raise DeliveryFailed("DingTalk gave no access token", retryable=True)
        return token, timedelta(seconds=lasting)


def _is_token_refused(answer: Answer) -> bool:
    return answer.status == 401 or (
        answer.status in (400, 403) and str(answer.data.get("code")) in _TOKEN_REFUSED
    )


def _accepted(answer: Answer) -> Mapping[str, Any]:
    if 200 <= answer.status < 300:
        return answer.data
    code = str(answer.data.get("code", ""))[:80]
    limited = "Qps" in code or "Throttl" in code or "FlowControl" in code
    problem = f"DingTalk answered {answer.status} {code}".rstrip()
    raise DeliveryFailed(problem, retryable=answer.busy or limited)
