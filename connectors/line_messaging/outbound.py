"""Delivers replies: with the reply token while it lasts, which is free, else by push."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from bot.bootstrap import Container
from bot.domain.message import Message
from connectors.bodies import text_at
from connectors.line_messaging.payloads import CHANNEL, TOKEN_LASTS
from connectors.line_messaging.quota import MonthlyQuota
from connectors.platform import Platform
from connectors.splitting import split_text, utf16_units
from connectors.tokens import ReplyTokens


class LineSender:
    """One LINE Official Account's way out."""

    def __init__(self, box: Container) -> None:
        self._tokens = ReplyTokens(box, CHANNEL, TOKEN_LASTS)
        bot = f"{box.settings.line_api}/v2/bot"
        self._api, self._loading = f"{bot}/message", f"{bot}/chat/loading/start"
        self._line = Platform("LINE", box.settings.line_channel_token)
        self._quota = MonthlyQuota(box, self._line)

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """All parts in one call, so that none arrives twice. Raises DeliveryFailed."""
        body = {"messages": _messages(message, text)}
        if await self._replied(message, recipient, body):
            return
        once = {"X-Line-Retry-Key": str(UUID(message.id))}
        answer = await self._line.post(f"{self._api}/push", {"to": recipient, **body}, headers=once)
        if not answer.fine and answer.status != 409:  # 409: taken at an earlier try
            raise await self._quota.refusal(answer)
        if answer.fine:
            await self._quota.spent()

    async def typing(self, recipient: str, _: str) -> None:
        """Until the next message, for 20 seconds at most. Raises DeliveryFailed."""
        await self._line.post(self._loading, {"chatId": recipient, "loadingSeconds": 20})

    async def close(self) -> None:
        """End the connections."""
        await self._line.close()

    async def _replied(self, message: Message, recipient: str, body: Mapping[str, object]) -> bool:
        token, before = await self._tokens.take(recipient, message)
        if not token:
            return False
        answer = await self._line.post(f"{self._api}/reply", {"replyToken": token, **body})
        if answer.passing:
            raise self._line.refusal(answer)
        await self._tokens.spent(message)
        taken = before and "reply token" in text_at(answer.body, "message").lower()
        return answer.fine or taken


def _messages(message: Message, text: str) -> list[dict[str, object]]:
    parts = split_text(text, 5000, utf16_units)
    said: list[dict[str, object]] = [{"type": "text", "text": part} for part in parts]
    items = [{"type": "action", "action": _action(**button)} for button in message.buttons[:13]]
    return [*said[:-1], {**said[-1], "quickReply": {"items": items}}] if items else said


def _action(title: str, payload: str) -> dict[str, str]:
    label, data = title[:20], f"{payload}|{title}"[:300]
    return {"type": "postback", "label": label, "data": data, "displayText": title}
