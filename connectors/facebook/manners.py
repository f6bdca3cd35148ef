"""“Seen” and “is typing”: nice to have, so they never hold up or fail a message."""

from __future__ import annotations

import asyncio

from bot.domain.errors import DeliveryFailed
from bot.domain.message import Receipt
from bot.services.chat import CustomerChat
from bot.services.tasks import end_tasks
from connectors.facebook.api import GraphApi

AT_ONCE = 50
"""When more are under way the platform is slow, and nobody needs more of them."""


class Manners:
    """Shows customers, beside the acknowledgement, that their message arrived."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def show(self, api: GraphApi, chat: CustomerChat, customer: str, receipt: Receipt) -> None:
        """Begin; returns at once."""
        if len(self._tasks) < AT_ONCE:
            task = asyncio.create_task(_show(api, chat, customer, receipt))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End what is under way."""
        await end_tasks(list(self._tasks))


async def _show(api: GraphApi, chat: CustomerChat, customer: str, receipt: Receipt) -> None:
    page = await chat.page(receipt.conversation_id, receipt.seq)
    actions = ["mark_seen", *(["typing_on"] if page.state.owner == "bot" else [])]
    for action in actions:
        try:
            await api.send({"recipient": {"id": customer}, "sender_action": action})
        except DeliveryFailed:
            return
