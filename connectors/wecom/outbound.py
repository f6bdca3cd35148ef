"""Sends by `kf/send_msg`, within what WeChat lets through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.message import Message
from connectors.attachments import content_to_send
from connectors.wecom.api import WecomApi, WecomRefused
from connectors.wecom.ids import platform_id, sending_of
from connectors.wecom.merged import Merged
from connectors.wecom.payloads import CHANNEL
from connectors.wecom.quota import Quota
from connectors.wecom.session import Session, explain
from connectors.wecom.texts import bodies

WRONG_MOMENT = frozenset({95013, 95018})
"""The session has ended, or somebody else may speak in it."""
Part = Mapping[str, Any] | Attachment
SPENT = {
    95001: (
        "Not sent: WeChat lets five messages through until the customer writes again.",
        Failure.USED_UP,
    ),
    95002: (
        "Not sent: the customer's last message is more than 48 hours old.",
        Failure.WINDOW_CLOSED,
    ),
}


class WecomSender:
    """Puts messages on WeCom's wire."""

    def __init__(self, box: Container) -> None:
        self._memory, self._api, self._files = box.channel_memory, WecomApi(box), box.files
        self._session, self._quota, self._merged = Session(box, self._api), Quota(box), Merged(box)

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        try:
            await self._send(message, text, recipient)
        except DeliveryFailed as error:
            if not error.retryable:  # nothing more is coming: people must get it all the same
                await self._session.lead(message, recipient)
            raise
        await self._session.lead(message, recipient)

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()

    async def _send(self, message: Message, text: str, recipient: str) -> None:
        failed = await self._memory.recall(CHANNEL, f"failed/{message.id}")
        sending = sending_of(failed) + 1 if failed else 0
        said: list[Part] = [*bodies(text, message.buttons), *message.attachments]
        parts = {platform_id(message.id, sending, n): part for n, part in enumerate(said)}
        account, _, customer = recipient.partition(":")
        who = {"touser": customer, "open_kfid": account}
        await self._merged.note(message)
        for msgid in await self._quota.left_to_send(message, list(parts)):
            body = await self._body(parts[msgid])
            await self._call({**who, "msgid": msgid, **body}, recipient)
            await self._quota.count(message, msgid)

    async def _body(self, part: Part) -> Mapping[str, Any]:
        """A file is uploaded anew at every try, which harms nobody: only what is sent is seen."""
        if not isinstance(part, Attachment):
            return part
        return await self._api.upload(part, await content_to_send(self._files, part))

    async def _call(self, body: dict[str, object], recipient: str) -> None:
        try:
            await self._api.call("kf/send_msg", body)
        except WecomRefused as error:
            if error.errcode in WRONG_MOMENT:
                raise explain(await self._session.follow(recipient)) from error
            if error.errcode in SPENT:
                problem, failure = SPENT[error.errcode]
                raise DeliveryFailed(problem, retryable=False, failure=failure) from error
            raise
