"""Slack and Twilio behind the guard, against local servers that play them."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from rasa.core.channels.channel import OutputChannel
from slack_sdk.signature import SignatureVerifier
from twilio.request_validator import RequestValidator

from connectors.slack.inbound import GuardedSlack
from connectors.twilio.inbound import HEADER, GuardedTwilio
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.far_servers import FarEnd, far_end
from tests.integration.channels.samples import payload

SLACK_SECRET, TWILIO_TOKEN = "a signing secret", "an auth token"
CUSTOMERS = {"slack": "U0CUSTOMER", "twilio": "+85261230001"}
PUBLIC = "https://bot.example.com/webhooks/twilio/webhook"


class LocalSlack(GuardedSlack):
    """Sends to the server of the test."""

    far: ClassVar[str] = ""

    def output(self) -> OutputChannel:
        made = super().output()
        made.client.base_url = f"{self.far}/"
        return made


class LocalTwilio(GuardedTwilio):
    """Sends to the server of the test."""

    far: ClassVar[str] = ""

    def output(self) -> OutputChannel:
        made = super().output()
        made.api.base_url = self.far
        return made


@asynccontextmanager
async def guarded(tmp_path: Path, **options: Any) -> AsyncIterator[tuple[Served, FarEnd]]:
    """A customer side with both in its credentials file, and the server that plays both."""
    file = tmp_path / "credentials.yml"
    slack = {"slack_token": "xoxb-1", "slack_signing_secret": SLACK_SECRET}
    twilio = {"account_sid": "AC0001", "auth_token": TWILIO_TOKEN, "twilio_number": "+85261230002"}
    entries = {
        f"{__name__}.LocalSlack": slack,
        f"{__name__}.LocalTwilio": {**twilio, "webhook_url": PUBLIC},
    }
    file.write_text(json.dumps(entries), encoding="utf-8")
    async with far_end() as far:
        far.replies["Messages.json"] = {"sid": "SM9", "status": "queued"}
        LocalSlack.far = LocalTwilio.far = far.url
        async with serving(tmp_path, credentials=file, **options) as served:
            yield served, far


async def deliver_slack(
    served: Served, body: Any, *, secret: str = SLACK_SECRET, age: int = 0
) -> int:
    """Deliver as Slack does; the status of the answer."""
    form = "actions" in body
    raw = urlencode({"payload": json.dumps(body)}) if form else json.dumps(body)
    at = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=raw)
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature or ""}
    headers["Content-Type"] = kind
    url = f"{served.url}/webhooks/slack/webhook"
    async with served.client.post(url, data=raw.encode(), headers=headers) as answer:
        return answer.status


async def deliver_twilio(served: Served, form: dict[str, str], token: str = TWILIO_TOKEN) -> int:
    """Deliver as Twilio does; the status of the answer."""
    signature = RequestValidator(token).compute_signature(PUBLIC, form)
    url = f"{served.url}/webhooks/twilio/webhook"
    async with served.client.post(url, data=form, headers={HEADER: signature}) as answer:
        return answer.status


async def deliver(served: Served, channel: str, body: dict[str, Any]) -> int:
    """Deliver as either of them does."""
    if channel == "slack":
        return await deliver_slack(served, body)
    return await deliver_twilio(served, body)


class Slacking:
    """A customer in Slack, which delivers everything twice."""

    channel, customer = "slack", "U0CUSTOMER"

    def __init__(self, served: Served, far: FarEnd) -> None:
        self._served, self._far, self._count = served, far, 0

    async def say(self, text: str) -> None:
        self._count += 1
        for _ in range(2):
            event = payload("slack", "text", event__text=text, event_id=f"Ev{self._count}")
            assert await deliver_slack(self._served, event) == 200

    async def press(self, title: str) -> None:
        blocks = self._far.bodies("chat.postMessage")[-1]["blocks"]
        (value,) = [b["value"] for b in blocks[1]["elements"] if b["text"]["text"] == title]
        for _ in range(2):
            assert (
                await deliver_slack(
                    self._served, payload("slack", "button", actions__0__value=value)
                )
                == 200
            )

    def heard(self) -> list[str]:
        return [body["text"] for body in self._far.bodies("chat.postMessage")]


class Texting:
    """A customer who writes SMS: buttons are lines that can be typed."""

    channel, customer = "twilio", "+85261230001"

    def __init__(self, served: Served, far: FarEnd) -> None:
        self._served, self._far, self._count = served, far, 0

    async def say(self, text: str) -> None:
        self._count += 1
        for _ in range(2):
            form = payload("twilio", "text", Body=text, MessageSid=f"SM{self._count}")
            assert await deliver_twilio(self._served, form) == 204

    async def press(self, title: str) -> None:
        assert f"· {title}" in self.heard()[-1]
        await self.say(title)

    def heard(self) -> list[str]:
        return [body["Body"] for body in self._far.bodies("Messages.json")]
