"""A customer side that is set up for WeChat, and one customer of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.bootstrap import Container
from bot.domain.ids import ConversationId
from bot.domain.message import Delivery, Message
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.wechat_platform import (
    APP_ID,
    CUSTOMER,
    TOKEN,
    Platform,
    platform,
    sign,
)
from tests.integration.line.working import transcript, until

BOX_SETTINGS = {"wechat_app_id": APP_ID, "wechat_token": TOKEN, "wechat_secret": "secret"}


class Chatty:
    """Stands where Rasa's agent stands and does what the words say."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle_message(self, message: UserMessage) -> None:
        await self.gate.wait()
        say, to, text = message.output_channel, message.sender_id, message.text
        if "人工" in text or text == "/ask_human":
            await say.send_custom_json(to, {"handoff": {"reason": "customer_asked"}})
            await say.send_text_message(to, "正在为您安排专员")
        elif "评价" in text:
            buttons = [{"title": "满意", "payload": "/satisfied"}]
            await say.send_text_with_buttons(to, "您满意吗", buttons)
        elif "长" in text:
            await say.send_text_message(to, "很长。" * 400)
        else:
            await say.send_text_message(to, f"回：{text}")
            await say.send_text_message(to, "请接着说")


@asynccontextmanager
async def served_world(
    var: Path, agent: object, **settings: Any
) -> AsyncIterator[tuple[Platform, Served]]:
    """The platform and a customer side that is set up for it, with this agent."""
    async with platform() as wechat:
        options = {**BOX_SETTINGS, "wechat_api": wechat.url, **settings}
        async with serving(var, agent, **options) as served:
            wechat.door = f"{served.url}/webhooks/wechat/messages"
            yield wechat, served


@asynccontextmanager
async def world(
    var: Path, agent: Chatty | None = None, **settings: Any
) -> AsyncIterator[tuple[Platform, Container]]:
    """The same, with one that does what the words say."""
    async with served_world(var, agent or Chatty(), **settings) as (wechat, served):
        yield wechat, served.box


async def conversation_of(box: Container) -> ConversationId:
    """The customer's."""
    found = await box.chat.find("wechat", CUSTOMER)
    assert found is not None
    return found


async def rows_of(box: Container) -> list[Message]:
    """The customer's transcript."""
    return await transcript(box, await conversation_of(box))


async def replies_of(wechat: Platform, count: int) -> list[str]:
    """What customers read, once there are so many replies."""
    await until(lambda: len(wechat.sent) >= count)
    return wechat.texts


def all_settled(box: Container) -> Callable[[], Awaitable[bool]]:
    """Whether every reply that there is has been sent or given up."""

    async def look() -> bool:
        rows = [row for row in await rows_of(box) if row.delivery]
        return bool(rows) and all(row.delivery in (Delivery.SENT, Delivery.DEAD) for row in rows)

    return look


def move_clock(box: Container, monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Stop the clock that much later."""
    moment: datetime = box.clock.now() + by
    monkeypatch.setattr(type(box.clock), "now", lambda _: moment)


def plain_query(at: int, token: str = TOKEN) -> dict[str, str]:
    """The query of a post in plain mode."""
    return {"signature": sign(token, str(at), "n"), "timestamp": str(at), "nonce": "n"}
