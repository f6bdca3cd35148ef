"""A customer side that is set up for WhatsApp, and what its customer said."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from connectors.whatsapp.payloads import CHANNEL
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.samples import payload, raw
from tests.integration.channels.saying import heard
from tests.integration.channels.whatsapp_platform import CUSTOMER, Cloud, cloud_server

TEXT = raw(CHANNEL, "text")


@asynccontextmanager
async def whatsapp(
    var: Path, agent: object | None = None, **settings: object
) -> AsyncIterator[tuple[Served, Cloud]]:
    """A customer side that is set up for it, and the Cloud API."""
    async with cloud_server() as cloud:
        options = {**cloud.settings, **settings}
        async with serving(var, agent, **options) as served:
            yield served, cloud


async def heard_texts(served: Served, customer: str = CUSTOMER) -> list[str]:
    """What the customer said."""
    return [row.text for row in await heard(served, CHANNEL, customer)]


def saying(text: str, wamid: str) -> bytes:
    """The post of a text."""
    data = payload(CHANNEL, "text")
    message = data["entry"][0]["changes"][0]["value"]["messages"][0]
    message["id"], message["text"] = wamid, {"body": text}
    return json.dumps(data).encode()
