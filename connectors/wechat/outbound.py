"""Replies by the customer-service API (客服消息)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.bootstrap import Container
from bot.domain.message import Message
from connectors.sending import send_parts
from connectors.wechat.api import WeChatApi
from connectors.wechat.errors import NO_MENU, Refused
from connectors.wechat.payloads import CHANNEL
from connectors.wechat.quota import Quota
from connectors.wechat.text import bodies, without_menu

SEND = "/cgi-bin/message/custom/send"


class WeChatSender:
    """Sends a message, in parts where it is long; a retry goes on where the last try ended."""

    def __init__(self, box: Container) -> None:
        self._api, self._memory = WeChatApi(box), box.channel_memory
        self._quota = Quota(
            box.store,
            box.channel_memory,
            box.clock,
            box.platform_limits.rules.of(CHANNEL).window,
        )

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed; not retryable where the window or the quota is used up."""
        parts = bodies(recipient, text, message.buttons, message.seq)
        await send_parts(self._memory, message, parts, partial(self._send, message))

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()

    async def _send(self, message: Message, body: Mapping[str, Any]) -> None:
        allowance = await self._quota.require(message.conversation_id)
        try:
            await self._api.call(SEND, body)
        except Refused as error:
            if "msgmenu" not in body or error.errcode not in NO_MENU:
                raise
            await self._api.call(SEND, without_menu(body))
        await self._quota.count(allowance)
