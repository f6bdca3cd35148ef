"""What stands in place of Rasa's agent in tests of channels, and looking at what came of it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.bootstrap import Container
from bot.domain.message import Message
from tests.integration.channels.conftest import Served

PAYLOADS = Path(__file__).parent / "payloads"


class Clerk:
    """Answers a complaint with buttons, and fetches a person when asked to."""

    async def handle_message(self, message: UserMessage) -> None:
        out, to = message.output_channel, message.sender_id
        if "转人工" in message.text or "轉人工" in message.text:
            await out.send_text_message(to, "正在为您转接")
            await out.send_custom_json(to, {"handoff": {"reason": "customer_asked"}})
            return
        buttons = [{"title": "没问题", "payload": "/affirm"}, {"title": "修改", "payload": "/deny"}]
        await out.send_text_with_buttons(to, f"记下了：{message.text}", buttons)


class Stuck:
    """A model that is busy for ever."""

    async def handle_message(self, message: UserMessage) -> None:
        await asyncio.Event().wait()


def payload(channel: str, name: str) -> bytes:
    """A post as it was captured; ids in it are invented."""
    return (PAYLOADS / channel / f"{name}.json").read_bytes()


def parsed(channel: str, name: str) -> Any:
    """The same as data."""
    return json.loads(payload(channel, name))


async def transcript(box: Container, channel: str, customer: str) -> list[Message]:
    """All rows of a customer, none where there is no conversation."""
    found = await box.chat.find(channel, customer)
    if found is None:
        return []
    async with box.store.reading() as tx:
        return list(await tx.messages.transcript(found))


async def heard(served: Served, channel: str, customer: str) -> list[Message]:
    """What the customer said."""
    return [row for row in await transcript(served.box, channel, customer) if row.processing]


async def said(served: Served, channel: str, customer: str) -> list[Message]:
    """What was said to the customer."""
    return [row for row in await transcript(served.box, channel, customer) if row.delivery]
