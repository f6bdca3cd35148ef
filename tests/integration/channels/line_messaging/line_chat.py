"""A customer side that is set up for LINE, and its customer's posts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.message import Delivery
from connectors.line_messaging.payloads import CHANNEL
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.line_platform import CUSTOMER, Line, line_server
from tests.integration.channels.samples import payload, raw
from tests.integration.channels.saying import said

TEXT = raw(CHANNEL, "text")


@asynccontextmanager
async def line_chat(
    var: Path, agent: object | None = None, **settings: object
) -> AsyncIterator[tuple[Served, Line]]:
    """A customer side that is set up for it, and the Messaging API."""
    async with line_server() as line:
        options = {**line.settings, **settings}
        async with serving(var, agent, **options) as served:
            yield served, line


def saying(text: str, event_id: str, token: str = "another token") -> bytes:
    """The post of a text."""
    data = payload(CHANNEL, "text")
    event = data["events"][0]
    event["webhookEventId"], event["replyToken"] = event_id, token
    event["message"]["text"] = text
    return json.dumps(data).encode()


async def last_is(served: Served, state: Delivery) -> bool:
    """Whether what was said last has got so far."""
    rows = await said(served, CHANNEL, CUSTOMER)
    return bool(rows) and rows[-1].delivery is state
