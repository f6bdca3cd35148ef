"""Somebody at the desk who takes a conversation and types."""

from __future__ import annotations

from tests.boxes import make_agent
from tests.integration.channels.conftest import Served


async def person_types(served: Served, channel: str, customer: str) -> None:
    """They press several keys; the platform is to be told once."""
    found = await served.box.chat.find(channel, customer)
    assert found is not None
    agent = await make_agent(served.box, "li")
    await served.box.handoffs.claim(found, agent)
    for _ in range(3):
        await served.box.activity.agent_types(found, agent)
