"""DingTalk's robot: our side, DingTalk's, and the agent between them."""

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
from connectors.dingtalk.signature import sign
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.dingtalk_platform import KEY, SECRET, DingTalk
from tests.integration.channels.samples import payload
from tests.integration.channels.saying import rows_of, settled
from tests.integration.channels.scripted import Scripted
from tests.integration.listening import listening

HOUR = 3_600_000


@dataclass
class Robot:
    """Our side, DingTalk's side, and the agent between them."""

    served: Served
    dingtalk: DingTalk
    agent: Scripted
    staff: str = "staff-invented-01"

    async def for_somebody_new(self) -> Robot:
        """The same servers as if nothing had happened, and a new person."""
        install(self.served.box)  # a test with a server of its own takes it away
        url, self.dingtalk.__dict__ = self.dingtalk.url, DingTalk().__dict__
        self.dingtalk.url = url
        self.agent.gate.set()
        await self.served.box.channel_memory.forget("dingtalk", "access token")
        return Robot(self.served, self.dingtalk, self.agent, f"staff-{fresh()[:8]}")

    def body(self, name: str = "text", **changes: Any) -> dict[str, Any]:
        session = f"{self.dingtalk.url}/robot/sendBySession?session=one"
        until_ms = int(time.time() * 1000) + HOUR
        body = payload("dingtalk", name)
        given = {
            "sessionWebhook": session,
            "sessionWebhookExpiredTime": until_ms,
            "senderStaffId": self.staff,
            "senderId": f"$:LWCP_v1:${self.staff}==",
        }
        changes["msgId"] = changes.get("msgId", body["msgId"]) + self.staff
        return {**body, **given, **changes}

    async def rows(self) -> list[Message]:
        return await rows_of(self.served, "dingtalk", self.staff)

    async def settled(self) -> list[Message]:
        return await settled(self.served, "dingtalk", self.staff)

    async def call(self, body: dict[str, Any], secret: str = SECRET, shift: int = 0) -> int:
        timestamp = str(int(time.time() * 1000) + shift)
        headers = {"timestamp": timestamp, "sign": sign(secret, timestamp)}
        return await self.post(json.dumps(body).encode(), headers)

    async def post(self, body: bytes, headers: dict[str, str]) -> int:
        url = f"{self.served.url}/webhooks/dingtalk/callback"
        async with self.served.client.post(url, data=BytesIO(body), headers=headers) as answer:
            return answer.status

    async def say(self, text: str, number: int) -> None:
        body = self.body(msgId=f"msg{number}", text={"content": text})
        assert await self.call(body) == 200


@asynccontextmanager
async def running_robot(
    var: Path, *buttons: dict[str, str], **settings: Any
) -> AsyncIterator[Robot]:
    """Both sides, running; the agent shows these buttons."""
    dingtalk, agent = DingTalk(), Scripted(*buttons)
    async with listening(dingtalk.app()) as url:
        dingtalk.url = url
        options = {
            "dingtalk_app_key": KEY,
            "dingtalk_app_secret": SECRET,
            "dingtalk_api": url,
            "dingtalk_session_hosts": url,
            "dingtalk_file_hosts": url,
            **settings,
        }
        async with serving(var, agent, **options) as served:
            yield Robot(served, dingtalk, agent)
