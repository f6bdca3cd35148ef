"""What the tests of messaging platforms share: a local server, a scripted agent, waiting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage

from bot.bootstrap import Container
from bot.domain.ids import ConversationId
from bot.domain.message import Message
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served
from tests.integration.line.working import transcript, until

PAYLOADS = Path(__file__).parent / "payloads"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PDF = b"%PDF-1.7 a policy"
AMR = b"#!AMR\n" + bytes(50)
OGG = b"OggS" + bytes(50)

HUMAN, CHOICE = "转人工", "选什么"
BUTTONS = [{"title": "是的，继续", "payload": "/affirm"}, {"title": "不用了", "payload": "/deny"}]


class Scripted:
    """Stands where Rasa's agent stands: says back what it was given, offers a choice, or asks
    for a person. It waits while `gate` is set up and not set."""

    def __init__(self) -> None:
        self.gate: asyncio.Event | None = None

    async def handle_message(self, message: UserMessage) -> None:
        if self.gate:
            await self.gate.wait()
        channel, sender = message.output_channel, message.sender_id
        if message.text == HUMAN:
            handoff = {"handoff": {"reason": "customer_asked"}}
            await channel.send_custom_json(sender, handoff)
        elif message.text == CHOICE:
            await channel.send_text_with_buttons(sender, "要*继续*吗？\n请选", BUTTONS)
        else:
            await channel.send_text_message(sender, f"回：{message.text}")


@asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[str]:
    """The address at which the application is served while the block runs."""
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server: Any = site._server
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        await runner.cleanup()


def payload(channel: str, name: str) -> dict[str, Any]:
    """A body of the platform, invented after its documentation."""
    text = (PAYLOADS / channel / f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


async def rows(served: Served, channel: str, customer: str) -> list[Message]:
    """The customer's transcript; nothing where they never wrote."""
    found = await served.box.chat.find(channel, customer)
    return await transcript(served.box, found) if found else []


async def settled(served: Served, channel: str, customer: str) -> list[Message]:
    """The transcript once nothing in it waits any more."""

    async def done() -> bool:
        states = [
            (row.processing and row.processing.value, row.delivery and row.delivery.value)
            for row in await rows(served, channel, customer)
        ]
        return not any(p == "pending" or d in ("pending", "sending") for p, d in states)

    await until(done)
    return await rows(served, channel, customer)


async def person_answers_and_closes(box: Container, conversation_id: ConversationId) -> None:
    """An agent takes the conversation from the queue, says one thing and ends it."""
    agent = await make_agent(box, "wang")
    await box.handoffs.claim(conversation_id, agent)
    await box.replies.send(conversation_id, agent, "您好，扣费已经查到了。", "one")
    await box.handoffs.close(conversation_id, agent, "resolved", "说明了扣费")


JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)
