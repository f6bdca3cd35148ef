"""What the guard lets in: signed, identified, not too much, of any shape."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given

from bot.domain.events import EventKind
from bot.domain.ids import EventId
from bot.domain.message import Author
from tests.integration.channels.conftest import Served
from tests.integration.channels.guarded.guarded_channels import (
    deliver_slack,
    deliver_twilio,
    guarded,
)
from tests.integration.channels.samples import damaged, payload
from tests.integration.channels.saying import rows_of


async def test_forged_and_old_requests_are_refused_without_a_trace(tmp_path: Path) -> None:
    async with guarded(tmp_path) as (served, _):
        assert await deliver_slack(served, payload("slack", "text"), secret="another") == 401
        assert await deliver_slack(served, payload("slack", "text"), age=3600) == 401
        assert await deliver_twilio(served, payload("twilio", "text"), token="another") == 401
        assert (
            await deliver_slack(served, payload("slack", "text", event__text="x" * 200_000)) == 413
        )
        assert await rows_of(served, "slack", "U0CUSTOMER") == []
        assert await rows_of(served, "twilio", "+85261230001") == []


async def test_a_message_without_an_id_is_refused(tmp_path: Path) -> None:
    async with guarded(tmp_path) as (served, _):
        form = payload("twilio", "text", MessageSid="", SmsSid="")
        assert await deliver_twilio(served, form) == 422
        assert await rows_of(served, "twilio", "+85261230001") == []


async def test_a_flood_is_put_off_and_not_acknowledged(tmp_path: Path) -> None:
    async with guarded(tmp_path) as (served, _):
        seen = [
            await deliver_twilio(served, payload("twilio", "text", MessageSid=f"SM{number}"))
            for number in range(41)
        ]
        assert seen == [204] * 40 + [429]


@pytest.mark.parametrize("channel", ["slack", "twilio"])
def test_whatever_stands_in_a_signed_request_is_stored_or_refused(
    tmp_path: Path, channel: str
) -> None:
    """Through Rasa's own parsers, which were not written for it: where they break, we refuse."""
    loop = asyncio.new_event_loop()
    running = guarded(tmp_path)
    served, _ = loop.run_until_complete(running.__aenter__())
    seen: set[int] = set()

    @given(damaged(channel))
    def deliver(body: bytes) -> None:
        data = json.loads(body)
        before = loop.run_until_complete(_stored(served))
        if channel == "slack":
            status = loop.run_until_complete(deliver_slack(served, data))
        else:
            form = {str(key): _as_field(value) for key, value in data.items()}
            status = loop.run_until_complete(deliver_twilio(served, form))
        seen.add(status)
        assert status in (200, 204, 400, 413, 422, 429)
        if status >= 400:
            assert loop.run_until_complete(_stored(served)) == before

    try:
        deliver()
    finally:
        loop.run_until_complete(running.__aexit__(None, None, None))
        loop.close()
    assert seen & {200, 204}  # some of it was what it should be


def _as_field(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode()[:2000]


async def _stored(served: Served) -> int:
    """How many messages of customers there are in all; answers come when they come."""
    events = await served.box.feed.page(EventId(0), None, 5000)
    said = [event for event in events if event.kind is EventKind.MESSAGE_RECORDED]
    return sum(event.actor == Author.CUSTOMER.value for event in said)
