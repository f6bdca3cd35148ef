"""A complaint from the first word to the end over one channel, whatever the channel is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from rasa.core.channels.channel import UserMessage

from bot.domain.ids import ConversationId
from bot.domain.message import Delivery, Message, Processing
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served

PATIENCE = 60.0
BUTTON = "找专员"
SETTLED = (Delivery.SENT, Delivery.DELIVERED, Delivery.DEAD)


class Scripted:
    """Stands where Rasa's agent stands: says back what it heard beside a button, and fetches a
    person when that is pressed. `gate` holds every answer back until it is set."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle_message(self, message: UserMessage) -> None:
        await self.gate.wait()
        out, sender = message.output_channel, message.sender_id
        if message.text in ("/ask_human", BUTTON):
            await out.send_custom_json(sender, {"handoff": {"reason": "customer_asked"}})
            await out.send_text_message(sender, "好的，马上请专员")
            return
        buttons = [{"title": BUTTON, "payload": "/ask_human"}]
        await out.send_text_with_buttons(sender, f"回：{message.text}", buttons)


class Customer(Protocol):
    """Somebody on a platform."""

    channel: str
    customer: str

    async def say(self, text: str) -> None:
        """Write; the platform has delivered it to us when this returns."""

    async def press(self, title: str) -> None:
        """Use the button, as far as the platform has one."""

    def heard(self) -> list[str]:
        """Every text that arrived, in order."""


async def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition; fails after a long while."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while not holds():
        assert asyncio.get_running_loop().time() < end, "waited in vain"
        await asyncio.sleep(0.02)


async def complain_to_close(served: Served, customer: Customer) -> None:
    """Complaint, person, reply with a number in full, close."""
    box = served.box
    await customer.say("你们乱扣费，我的电话 13800138000")
    await until(lambda: len(customer.heard()) >= 1)
    assert customer.heard()[0].startswith("回：你们乱扣费，我的电话 138****8000")
    await customer.press(BUTTON)
    await until(lambda: "好的，马上请专员" in customer.heard())
    conversation_id = await box.chat.find(customer.channel, customer.customer)
    assert conversation_id is not None
    agent = await make_agent(box, "wang")
    await box.handoffs.claim(conversation_id, agent)
    before = len(customer.heard())
    await customer.say("在吗")
    await box.replies.send(conversation_id, agent, "在的，我打 13800138000 找您", "r1")
    await until(lambda: "在的，我打 13800138000 找您" in customer.heard())
    assert not any(text.startswith("回：在吗") for text in customer.heard()[before:])
    await box.handoffs.close(conversation_id, agent, "resolved", "")
    rows = await settled(served, conversation_id)
    assert [row.text for row in rows if row.processing] == [
        "你们乱扣费，我的电话 [手机号1]",
        BUTTON,
        "在吗",
    ]
    assert len(customer.heard()) == sum(1 for row in rows if row.delivery)


async def settled(served: Served, conversation_id: ConversationId) -> Sequence[Message]:
    """The transcript, once nothing of it is on its way any more."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while True:
        async with served.box.store.reading() as tx:
            rows = await tx.messages.transcript(conversation_id)
        waiting = any(row.processing is Processing.PENDING for row in rows)
        if not waiting and {row.delivery for row in rows} <= {None, *SETTLED}:
            return rows
        assert asyncio.get_running_loop().time() < end, "waited in vain"
        await asyncio.sleep(0.02)
