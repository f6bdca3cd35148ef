"""Says things to people on Feishu: text, a card where there are buttons, files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.message import Message
from connectors.attachments import content_to_send
from connectors.feishu.client import FeishuClient
from connectors.sending import send_parts

LONGEST_TEXT = 150 * 1024
LONGEST_CARD = 30 * 1024
"""Bytes of a request's content."""


class FeishuSender:
    """ports.Sender. `uuid` makes Feishu send each part of a message once within an hour, however
    often it is tried."""

    def __init__(self, box: Container) -> None:
        self._client, self._memory, self._files = FeishuClient(box), box.channel_memory, box.files
        self._quotations = box.quotations

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        said: list[str | Attachment] = [text] if text or not message.attachments else []
        parts = list(enumerate([*said, *message.attachments]))

        async def send(numbered: tuple[int, str | Attachment]) -> None:
            number, part = numbered
            if isinstance(part, Attachment):
                kind, shown = await self._client.upload(
                    part, await content_to_send(self._files, part)
                )
                content = json.dumps(shown)
            else:
                kind, content = _content(part, message.buttons)
            once = f"{message.id}-{number}" if number else message.id
            body = {"receive_id": recipient, "msg_type": kind, "content": content, "uuid": once}
            await self._quotations.sent_as(message, await self._client.send(body))

        await send_parts(self._memory, message, parts, send)

    async def close(self) -> None:
        """End the connections."""
        await self._client.close()


def _content(text: str, buttons: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    kind = "interactive" if buttons else "text"
    content: dict[str, Any] = card(text, buttons) if buttons else {"text": _without_tags(text)}
    written = json.dumps(content, ensure_ascii=False)
    limit = LONGEST_CARD if buttons else LONGEST_TEXT
    if len(written.encode()) > limit:
        problem = f"longer than Feishu takes ({limit // 1024} KB); send it in parts"
        raise DeliveryFailed(problem, retryable=False, failure=Failure.CONTENT)
    return kind, written


def card(text: str, buttons: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """A card that cannot be passed on, as its buttons speak in the customer's name."""
    return {
        "config": {"wide_screen_mode": True, "enable_forward": False},
        "elements": [
            {"tag": "div", "text": {"tag": "plain_text", "content": text}},
            {"tag": "action", "actions": [_button(button) for button in buttons]},
        ],
    }


def _button(button: Mapping[str, str]) -> dict[str, Any]:
    title = str(button["title"])
    return {
        "tag": "button",
        "type": "default",
        "text": {"tag": "plain_text", "content": title},
        "value": {"payload": str(button["payload"]), "title": title},
    }


def _without_tags(text: str) -> str:
    """Feishu reads `<at …>` in a text as calling somebody."""
    return text.replace("<at ", "＜at ").replace("</at>", "＜/at>")
