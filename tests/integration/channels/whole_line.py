"""A complaint from the first word to the end over one channel, whatever the channel is."""

from __future__ import annotations

from typing import Protocol

from tests.boxes import make_agent
from tests.integration.channels.conftest import Served
from tests.integration.channels.saying import settled
from tests.integration.channels.scripted import ASK_HUMAN
from tests.integration.line.working import until


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


async def complain_to_close(served: Served, customer: Customer) -> None:
    """Complaint, person, reply with a number in full, close; the assistant is `Scripted` and has
    the button that asks for a person."""
    box, button = served.box, ASK_HUMAN["title"]
    await customer.say("你们乱扣费，我的电话 13800138000")
    await until(lambda: len(customer.heard()) >= 1)
    assert customer.heard()[0].startswith("回：你们乱扣费，我的电话 138****8000")
    await customer.press(button)
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
    rows = await settled(served, customer.channel, customer.customer)
    assert [row.text for row in rows if row.processing] == [
        "你们乱扣费，我的电话 [手机号1]",
        button,
        "在吗",
    ]
    assert len(customer.heard()) == sum(1 for row in rows if row.delivery)
