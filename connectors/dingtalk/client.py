"""DingTalk's OpenAPI as far as the robot needs it: access token, sending, files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.bootstrap import Container
from bot.channel_settings import listed
from bot.domain.attachment import Attachment, AttachmentKind, InboundAttachment
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure, of_status
from connectors.arrivals import RemoteFile
from connectors.bodies import text_at, whole_at
from connectors.dingtalk.payloads import CHANNEL, shown
from connectors.platform import Answer, Platform
from connectors.tokens import AccessToken

_TOKEN_REFUSED = frozenset({"InvalidAuthentication", "40014", "40001", "42001", "88"})


class DingTalkClient:
    """One process's way to DingTalk."""

    def __init__(self, box: Container) -> None:
        self._settings, self._policy = box.settings, box.files.policy
        self.platform = Platform("DingTalk")
        self._token = AccessToken(box.channel_memory, CHANNEL, self._fetch_token)

    @property
    def robot(self) -> str:
        """The robot's code; for most applications the same as their key."""
        return self._settings.dingtalk_robot_code or self._settings.dingtalk_app_key

    async def call(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """POST with the access token, renewed once where it is refused. Raises DeliveryFailed."""
        token = await self._token.get()
        answer = await self._post(path, body, token)
        if _is_token_refused(answer):
            answer = await self._post(path, body, await self._token.get(refused=token))
        return _accepted(answer)

    async def upload(self, attachment: Attachment, content: bytes) -> dict[str, str]:
        """Bring a picture or a document to DingTalk; returns `msgKey` and `msgParam` of the message
        that shows it. Raises DeliveryFailed."""
        kind = "image" if attachment.kind is AttachmentKind.IMAGE else "file"
        token = await self._token.get()
        answer = await self._upload(kind, attachment, content, token)
        if _is_token_refused(answer) or str(answer.body.get("errcode")) in _TOKEN_REFUSED:
            token = await self._token.get(refused=token)
            answer = await self._upload(kind, attachment, content, token)
        media_id = text_at(_accepted(answer), "media_id")
        if not media_id:
            code = whole_at(answer.body, "errcode")
            raise DeliveryFailed(f"DingTalk did not take the file ({code})", retryable=code == -1)
        return shown(attachment, media_id)

    async def fetch(self, file: RemoteFile) -> InboundAttachment:
        """A file that somebody sent. Raises DeliveryFailed, InvalidInput, TooLarge."""
        body = {"downloadCode": file.ref, "robotCode": self.robot}
        found = await self.call("/v1.0/robot/messageFiles/download", body)
        hosts, limit = listed(self._settings.dingtalk_file_hosts), self._policy.largest_of_all
        download = await self.platform.download(text_at(found, "downloadUrl"), hosts, limit)
        declared = download.media_type
        if declared == "application/octet-stream":
            declared = file.media_type
        return InboundAttachment(file.name, declared, download.content)

    async def close(self) -> None:
        """End the connections."""
        await self.platform.close()

    async def _post(self, path: str, body: Mapping[str, Any], token: str) -> Answer:
        url, headers = self._settings.dingtalk_api + path, {"x-acs-dingtalk-access-token": token}
        return await self.platform.post(url, body, headers=headers)

    async def _upload(
        self, kind: str, attachment: Attachment, content: bytes, token: str
    ) -> Answer:
        url, file = (
            f"{self._settings.dingtalk_media_api}/media/upload",
            ("media", attachment, content),
        )
        params = {"access_token": token, "type": kind}
        return await self.platform.upload(url, {}, file, params=params)

    async def _fetch_token(self, _: str) -> tuple[str, timedelta]:
        body = {
            "appKey": self._settings.dingtalk_app_key,
            "appSecret": self._settings.dingtalk_app_secret,
        }
        url = self._settings.dingtalk_api + "/v1.0/oauth2/accessToken"
        data = _accepted(await self.platform.post(url, body))
        token, lasting = text_at(data, "accessToken"), whole_at(data, "expireIn")
        if not token or not lasting:
            raise DeliveryFailed("DingTalk gave no access token", retryable=True)
        return token, timedelta(seconds=lasting)


def _is_token_refused(answer: Answer) -> bool:
    return answer.status == 401 or (
        answer.status in (400, 403) and str(answer.body.get("code")) in _TOKEN_REFUSED
    )


def _accepted(answer: Answer) -> Mapping[str, Any]:
    if answer.fine:
        return answer.body
    code = str(answer.body.get("code", ""))[:80]
    limited = "Qps" in code or "Throttl" in code or "FlowControl" in code
    problem = f"DingTalk answered {answer.status} {code}".rstrip()
    retryable = answer.passing or limited
    why = Failure.BUSY if limited else of_status(answer.status)
    raise DeliveryFailed(problem, retryable=retryable, retry_after=answer.retry_after, failure=why)
