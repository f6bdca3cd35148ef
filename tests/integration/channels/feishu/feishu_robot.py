"""Feishu's robot: our side, Feishu's, and the agent between them."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.bootstrap import install
from bot.domain.ids import fresh
from bot.domain.message import Message
from connectors.feishu.crypto import sign
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.feishu_platform import (
    APP,
    ENCRYPT_KEY,
    SECRET,
    TOKEN,
    Feishu,
    encrypted,
)
from tests.integration.channels.samples import payload
from tests.integration.channels.saying import rows_of, settled
from tests.integration.channels.scripted import Scripted
from tests.integration.listening import listening


@dataclass
class Robot:
    """Our side, Feishu's side, and the agent between them."""

    served: Served
    feishu: Feishu
    agent: Scripted
    customer: str = "ou_invented01"

    async def for_somebody_new(self) -> Robot:
        """The same servers as if nothing had happened, and a new person."""
        install(self.served.box)  # a test with a server of its own takes it away
        self.feishu.__dict__ = Feishu().__dict__
        self.agent.gate.set()
        await self.served.box.channel_memory.forget("feishu", "access token")
        return Robot(self.served, self.feishu, self.agent, f"ou_{fresh()[:8]}")

    def event(self, name: str = "text", number: int = 0, **content: Any) -> dict[str, Any]:
        """A documented event, as this customer's `number`-th of its kind."""
        text = json.dumps(payload("feishu", name), ensure_ascii=False)
        own = text.replace("ou_invented01", self.customer)
        for prefix in ("om_invented", "invented-event-"):
            own = own.replace(prefix, f"{prefix}{number}-{self.customer}-")
        event: dict[str, Any] = json.loads(own)
        if content:
            event["event"]["message"]["content"] = json.dumps(content)
        return event

    async def call(self, event: dict[str, Any], key: str = ENCRYPT_KEY, shift: int = 0) -> int:
        body = encrypted(json.dumps(event, ensure_ascii=False).encode())
        return (await self.post(body, signed(body, key, shift)))[0]

    async def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        url = f"{self.served.url}/webhooks/feishu/events"
        async with self.served.client.post(url, data=BytesIO(body), headers=headers) as answer:
            return answer.status, await answer.json()

    async def say(self, text: str, number: int) -> None:
        assert await self.call(self.event(number=number, text=text)) == 200

    async def rows(self) -> list[Message]:
        return await rows_of(self.served, "feishu", self.customer)

    async def settled(self) -> list[Message]:
        return await settled(self.served, "feishu", self.customer)


def signed(body: bytes, key: str = ENCRYPT_KEY, shift: int = 0) -> dict[str, str]:
    """The headers of a post, of now or so many seconds later."""
    at = str(int(time.time()) + shift)
    return {
        "X-Lark-Request-Timestamp": at,
        "X-Lark-Request-Nonce": "nonce",
        "X-Lark-Signature": sign(key, at, "nonce", body),
    }


@asynccontextmanager
async def running_robot(
    var: Path, *buttons: dict[str, str], **settings: Any
) -> AsyncIterator[Robot]:
    """Both sides, running; the agent shows these buttons."""
    feishu, agent = Feishu(), Scripted(*buttons)
    async with listening(feishu.app()) as url:
        options = {
            "feishu_app_id": APP,
            "feishu_app_secret": SECRET,
            "feishu_encrypt_key": ENCRYPT_KEY,
            "feishu_verification_token": TOKEN,
            "feishu_api": url,
            **settings,
        }
        async with serving(var, agent, **options) as served:
            yield Robot(served, feishu, agent)
