"""Sends by `kf/send_msg`: a turn's bubbles as one message, within what WeChat lets through."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed
from bot.domain.message import Author, Delivery, Message
from bot.services.delivery import change_delivery
from connectors.wecom.api import WecomApi, WecomRefused
from connectors.wecom.ids import platform_id, sending_of
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

    def __init__(self, box: Container, api: WecomApi | None = None) -> None:
        self._box, self._api = box, api or WecomApi(box)
        self._session, self._quota = Session(box, self._api), Quota(box)

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
        turn = await self._bubbles(message)
        async with self._box.store.reading() as tx:
            more = [await self._box.boundary.for_customer(tx, row) for row in turn]
        last = turn[-1] if turn else message
        failed = await self._box.channel_memory.recall(CHANNEL, f"failed/{message.id}")
        sending = sending_of(failed) + 1 if failed else 0
        parts = {
            platform_id(message.id, sending, n): body
            for n, body in enumerate(bodies("\n".join([text, *more]), last.buttons))
        }
        account, _, customer = recipient.partition(":")
        who = {"touser": customer, "open_kfid": account}
        for msgid in await self._quota.left_to_send(message, list(parts)):
            await self._call({**who, "msgid": msgid, **parts[msgid]}, recipient)
            await self._quota.count(message, msgid)
        await self._mark(turn)

    async def _bubbles(self, message: Message) -> Sequence[Message]:
        """The later bubbles of the same turn, up to the first with buttons."""
        found: list[Message] = []
        if message.author is not Author.BOT or message.in_reply_to is None or message.buttons:
            return found
        async with self._box.store.reading() as tx:
            turn = await tx.messages.replies_to(message.in_reply_to)
        for row in turn:
            if row.seq > message.seq and row.author is Author.BOT:
                if row.delivery is not Delivery.PENDING or row.attempts:
                    break
                found.append(row)
                if row.buttons:
                    break
        return found

    async def _call(self, body: dict[str, object], recipient: str) -> None:
        try:
            await self._api.call("kf/send_msg", body)
        except WecomRefused as error:
            if error.errcode in WRONG_MOMENT:
                raise explain(await self._session.state(recipient)) from error
            if error.errcode in SPENT:
                raise DeliveryFailed(SPENT[error.errcode], retryable=False) from error
            raise

    async def _mark(self, turn: Sequence[Message]) -> None:
        if not turn:
            return
        async with self._box.store.writing() as tx:
            for row in turn:
                await change_delivery(tx, row, Delivery.SENT, self._box.clock.now())
