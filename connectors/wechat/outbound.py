"""Replies by the customer-service API (客服消息): text, menus, pictures, recordings, videos."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.message import Message
from connectors.attachments import content_to_send
from connectors.sending import send_parts
from connectors.wechat.api import MEDIA, WeChatApi
from connectors.wechat.errors import NO_MENU, Refused
from connectors.wechat.payloads import CHANNEL
from connectors.wechat.quota import Quota
from connectors.wechat.text import bodies, without_menu

SEND = "/cgi-bin/message/custom/send"
Part = Mapping[str, Any] | Attachment


class WeChatSender:
    """Sends a message, in parts where it is long or has files; a retry goes on where the last try
    ended."""

    def __init__(self, box: Container) -> None:
        self._api, self._memory, self._files = WeChatApi(box), box.channel_memory, box.files
        self._quota = Quota(
            box.store,
            box.channel_memory,
            box.clock,
            box.platform_limits.rules.of(CHANNEL).window,
        )

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed; not retryable where the window or the quota is used up."""
        said = bodies(recipient, text, message.buttons, message.seq)
        parts: list[Part] = [*said, *message.attachments]
        await send_parts(self._memory, message, parts, partial(self._send, message, recipient))

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()

    async def _send(self, message: Message, recipient: str, part: Part) -> None:
        allowance = await self._quota.require(message.conversation_id)
        body = await self._media(recipient, part) if isinstance(part, Attachment) else part
        try:
            await self._api.call(SEND, body)
        except Refused as error:
            if "msgmenu" not in body or error.errcode not in NO_MENU:
                raise
            await self._api.call(SEND, without_menu(body))
        await self._quota.count(allowance)

    async def _media(self, recipient: str, attachment: Attachment) -> dict[str, Any]:
        """Uploaded anew at every try, which harms nobody: only what is sent is seen."""
        kind = MEDIA.get(attachment.kind)
        if kind is None:  # the desk refuses it; the policy was another one then
            problem = "WeChat takes no documents; send a picture"
            raise DeliveryFailed(problem, retryable=False, failure=Failure.CONTENT)
        content = await content_to_send(self._files, attachment)
        media: dict[str, Any] = {"media_id": await self._api.upload(attachment, content)}
        if kind == "video":
            media["title"] = attachment.file_name
        return {"touser": recipient, "msgtype": kind, kind: media}
