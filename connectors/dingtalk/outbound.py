"""Says things to people on DingTalk: at their session's address, later over the OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.message import Message
from connectors.attachments import content_to_send
from connectors.dingtalk.client import DingTalkClient
from connectors.dingtalk.payloads import Speech
from connectors.dingtalk.sessions import Sessions
from connectors.sending import send_parts
from connectors.splitting import split_text, utf8_bytes

LONGEST = 20_000
"""Bytes of one message."""
_BUSY = frozenset({-1, 88, 90018, 130101, 410100})
"""Codes that say “too fast” or “busy”."""


class DingTalkSender:
    """ports.Sender. Files go over the OpenAPI. DingTalk has no idempotency key: after a time-out a
    part of a message may come twice."""

    def __init__(self, box: Container) -> None:
        self._client, self._sessions = DingTalkClient(box), Sessions(box)
        self._memory, self._files = box.channel_memory, box.files

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        said = _speeches(text, message.buttons) if text or not message.attachments else []
        parts: list[Speech | Attachment] = [*said, *message.attachments]

        async def send(part: Speech | Attachment) -> None:
            if isinstance(part, Attachment):
                self._require_staff(recipient)
                content = await content_to_send(self._files, part)
                await self._by_api(await self._client.upload(part, content), recipient)
            elif not await self._by_session(part, recipient):
                self._require_staff(recipient)
                await self._by_api(part.for_api(), recipient)

        await send_parts(self._memory, message, parts, send)

    async def close(self) -> None:
        """End the connections."""
        await self._client.close()

    async def _by_session(self, speech: Speech, recipient: str) -> bool:
        """False where there is no address, or DingTalk takes nothing there any more."""
        url = await self._sessions.current(recipient)
        if url is None:
            return False
        answer = await self._client.platform.post(url, speech.for_session())
        code = answer.body.get("errcode")
        if answer.passing or code in _BUSY:
            problem = f"DingTalk is busy ({answer.status} {code})"
            raise DeliveryFailed(problem, retryable=True, failure=Failure.BUSY)
        if answer.status == 200 and code == 0:
            return True
        await self._sessions.forget(recipient)
        return False

    def _require_staff(self, recipient: str) -> None:
        if recipient.startswith("$"):
            problem = (
                "DingTalk's reply address has expired or takes no files, and the person has no "
                "staff id: they must write again, or publish the robot to them"
            )
            raise DeliveryFailed(problem, retryable=False, failure=Failure.WINDOW_CLOSED)

    async def _by_api(self, shown: Mapping[str, str], recipient: str) -> None:
        body = {"robotCode": self._client.robot, "userIds": [recipient], **shown}
        answer = await self._client.call("/v1.0/robot/oToMessages/batchSend", body)
        if _names(answer.get("flowControlledStaffIdList"), recipient):
            problem = "DingTalk sends to this person more slowly"
            raise DeliveryFailed(problem, retryable=True, failure=Failure.BUSY)
        for field in ("invalidStaffIdList", "filteredStaffIdList"):
            if _names(answer.get(field), recipient):
                problem = f"DingTalk does not reach this person ({field})"
                raise DeliveryFailed(problem, retryable=False, failure=Failure.CUSTOMER_GONE)


def _speeches(text: str, buttons: Sequence[Mapping[str, str]]) -> list[Speech]:
    """As long as DingTalk takes; the last one has the buttons."""
    *first, last = split_text(text, LONGEST, utf8_bytes) or [text]
    return [*(Speech(part, ()) for part in first), Speech(last, buttons)]


def _names(people: Any, person: str) -> bool:
    return isinstance(people, list) and person in people
