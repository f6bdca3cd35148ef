"""A customer side that is set up for Messenger, and a customer who writes to the page."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.domain.message import Message
from connectors.meta import HEADER
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.far_servers import FarEnd, far_end
from tests.integration.channels.samples import payload
from tests.integration.channels.saying import rows_of

SECRET, WORD, TOKEN = "an app's secret", "a word", "EAAtoken"
CUSTOMER = "24001234567"
EVENT = "entry__0__messaging__0"


@asynccontextmanager
async def facebook(tmp_path: Path, **changes: Any) -> AsyncIterator[tuple[Served, FarEnd]]:
    """A customer side that is set up for it, and the Graph API."""
    async with far_end() as graph:
        options = {
            "facebook_app_secret": SECRET,
            "facebook_verify_token": WORD,
            "facebook_page_token": TOKEN,
            "facebook_api": f"{graph.url}/v21.0",
            **changes,
        }
        async with serving(tmp_path, **options) as served:
            yield served, graph


def sign(body: bytes, secret: str = SECRET) -> str:
    """As Meta's documentation says."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def post(served: Served, body: Any, signature: str | None = None) -> int:
    """Deliver events as Facebook does; the status of the answer."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {HEADER: sign(raw) if signature is None else signature}
    url = f"{served.url}/webhooks/facebook/webhook"
    async with served.client.post(url, data=BytesIO(raw), headers=headers) as answer:
        return answer.status


async def transcript(served: Served) -> list[Message]:
    """The customer's transcript."""
    return await rows_of(served, "facebook", CUSTOMER)


async def heard_texts(served: Served) -> list[str]:
    """What the customer said."""
    return [row.text for row in await transcript(served) if row.processing]


def messages(graph: FarEnd) -> list[dict[str, Any]]:
    """What the customer got."""
    return [body["message"] for body in graph.bodies("messages") if "message" in body]


class Messaging:
    """A customer in Messenger; Facebook delivers everything twice."""

    channel, customer = "facebook", CUSTOMER

    def __init__(self, served: Served, graph: FarEnd) -> None:
        self._served, self._graph, self._count = served, graph, 0

    async def say(self, text: str) -> None:
        await self._deliver("text", text=text)

    async def press(self, title: str) -> None:
        (choice,) = [c for c in messages(self._graph)[-1]["quick_replies"] if c["title"] == title]
        await self._deliver("quick_reply", text=title, quick_reply={"payload": choice["payload"]})

    def heard(self) -> list[str]:
        return [message["text"] for message in messages(self._graph)]

    async def _deliver(self, name: str, **message: object) -> None:
        self._count += 1
        message["mid"] = f"m_{self._count}"
        for _ in range(2):
            event = payload("facebook", name, **{f"{EVENT}__message": message})
            assert await post(self._served, event) == 200
