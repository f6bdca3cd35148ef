"""Sends by `kf/send_msg`, within what WeChat lets through."""

from __future__ import annotations

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed
from bot.domain.message import Message
from connectors.wecom.api import WecomApi, WecomRefused
from connectors.wecom.ids import platform_id, sending_of
from connectors.wecom.merged import Merged
from connectors.wecom.payloads import CHANNEL
from connectors.wecom.quota import Quota
from connectors.wecom.session import Session, explain
from connectors.wecom.texts import bodies

WRONG_MOMENT = frozenset({95013, 95018})
"""The session has ended, or somebody else may speak in it."""
SPENT = {
    95001: "Not sent: WeChat lets five messages through until the customer writes again.",
    95002: "Not sent: the customer's last message is more than 48 hours old.",
}


class WecomSender:
    """Puts messages on WeCom's wire."""

    def __init__(self, box: Container) -> None:
        self._memory, self._api = box.channel_memory, WecomApi(box)
        self._session, self._quota, self._merged = Session(box, self._api), Quota(box), Merged(box)

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        try:
            await self._send(message, text, recipient)
        except DeliveryFailed as error:
            if not error.retryable:  # nothing more is coming: people must get it all the same
                await self._session.lead(message.conversation_id, recipient)
            raise
        await self._session.lead(message.conversation_id, recipient)

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()

    async def _send(self, message: Message, text: str, recipient: str) -> None:
        failed = await self._memory.recall(CHANNEL, f"failed/{message.id}")
        sending = sending_of(failed) + 1 if failed else 0
        parts = {
            platform_id(message.id, sending, n): body
            for n, body in enumerate(bodies(text, message.buttons))
        }
        account, _, customer = recipient.partition(":")
        who = {"touser": customer, "open_kfid": account}
        await self._merged.note(message)
        for msgid in await self._quota.left_to_send(message, list(parts)):
            await self._call({**who, "msgid": msgid, **parts[msgid]}, recipient)
            await self._quota.count(message, msgid)

    async def _call(self, body: dict[str, object], recipient: str) -> None:
        try:
            await self._api.call("kf/send_msg", body)
        except WecomRefused as error:
            if error.errcode in WRONG_MOMENT:
                raise explain(await self._session.state(recipient)) from error
            if error.errcode in SPENT:
                raise DeliveryFailed(SPENT[error.errcode], retryable=False) from error
            raise
