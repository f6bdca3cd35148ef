"""Says things to people on DingTalk: at their session's address, later over the OpenAPI."""

from __future__ import annotations

from typing import Any

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed
from bot.domain.message import Message
from connectors.dingtalk.client import DingTalkClient
from connectors.dingtalk.payloads import Speech
from connectors.dingtalk.sessions import Sessions

LONGEST = 20_000
"""Bytes of one message."""
_BUSY = frozenset({-1, 88, 90018, 130101, 410100})
"""Codes that say “too fast” or “busy”."""


class DingTalkSender:
    """ports.Sender. DingTalk has no idempotency key: after a time-out a message may come twice."""

    def __init__(self, box: Container) -> None:
        self._client, self._sessions = DingTalkClient(box), Sessions(box)

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        if len(text.encode()) > LONGEST:
            problem = f"longer than DingTalk takes ({LONGEST} bytes); send it in parts"
            raise DeliveryFailed(problem, retryable=False)
        speech = Speech(text, message.buttons)
        if not await self._by_session(speech, recipient):
            await self._by_api(speech, recipient)

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
            raise DeliveryFailed(f"DingTalk is busy ({answer.status} {code})", retryable=True)
        if answer.status == 200 and code == 0:
            return True
        await self._sessions.forget(recipient)
        return False

    async def _by_api(self, speech: Speech, recipient: str) -> None:
        if recipient.startswith("$"):
            problem = (
                "DingTalk's reply address has expired, and the person has no staff id: "
                "they must write again, or publish the robot to them"
            )
            raise DeliveryFailed(problem, retryable=False)
        body = {"robotCode": self._client.robot, "userIds": [recipient], **speech.for_api()}
        answer = await self._client.call("/v1.0/robot/oToMessages/batchSend", body)
        if _names(answer.get("flowControlledStaffIdList"), recipient):
            raise DeliveryFailed("DingTalk sends to this person more slowly", retryable=True)
        for field in ("invalidStaffIdList", "filteredStaffIdList"):
            if _names(answer.get(field), recipient):
                problem = f"DingTalk does not reach this person ({field})"
                raise DeliveryFailed(problem, retryable=False)


def _names(people: Any, person: str) -> bool:
    return isinstance(people, list) and person in people
