"""A customer side that is set up for Telegram, and a customer in a private chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.domain.message import Message
from connectors.telegram.inbound import HEADER
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.far_servers import FarEnd, far_end
from tests.integration.channels.samples import payload
from tests.integration.channels.saying import rows_of

SECRET = "a_secret-for-tests"
CUSTOMER = "5551001"


@asynccontextmanager
async def telegram(tmp_path: Path, **settings: Any) -> AsyncIterator[tuple[Served, FarEnd]]:
    """A customer side that is set up for it, and the Bot API."""
    async with far_end() as bot_api:
        options = {"telegram_token": "7:token", "telegram_secret": SECRET, **settings}
        async with serving(tmp_path, telegram_api=bot_api.url, **options) as served:
            yield served, bot_api


async def post(served: Served, body: Any, secret: str = SECRET) -> tuple[int, Any]:
    """Deliver an update as Telegram does; status and body of the answer."""
    url = f"{served.url}/webhooks/telegram/webhook"
    how: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with served.client.post(url, headers={HEADER: secret}, **how) as answer:
        return answer.status, await answer.json()


async def transcript(served: Served) -> list[Message]:
    """The customer's transcript."""
    return await rows_of(served, "telegram", CUSTOMER)


async def heard_texts(served: Served) -> list[str]:
    """What the customer said."""
    return [row.text for row in await transcript(served) if row.processing]


class Chatting:
    """A customer in a private chat; Telegram delivers everything twice."""

    channel, customer = "telegram", CUSTOMER

    def __init__(self, served: Served, bot_api: FarEnd) -> None:
        self._served, self._bot_api, self._count = served, bot_api, 700001000

    async def say(self, text: str) -> None:
        await self._deliver(payload("telegram", "text", message__text=text), "message")

    async def press(self, title: str) -> None:
        keyboard = self._bot_api.bodies("sendMessage")[-1]["reply_markup"]["inline_keyboard"]
        (data,) = [key["callback_data"] for row in keyboard for key in row if key["text"] == title]
        await self._deliver(payload("telegram", "button", callback_query__data=data), "")

    def heard(self) -> list[str]:
        return [body["text"] for body in self._bot_api.bodies("sendMessage")]

    async def _deliver(self, update: dict[str, Any], kind: str) -> None:
        self._count += 1
        update["update_id"] = self._count
        if kind:
            update[kind]["message_id"] = self._count
        for _ in range(2):
            status, _answer = await post(self._served, update)
            assert status == 200
