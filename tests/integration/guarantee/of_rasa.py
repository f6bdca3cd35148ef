"""The channels that Rasa brings along, Slack and Twilio, in its credentials file."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from connectors.twilio.inbound import HEADER as TWILIO_HEADER
from tests.integration.channels.conftest import Served
from tests.integration.channels.guarded.guarded_channels import PUBLIC, LocalSlack, LocalTwilio
from tests.integration.channels.samples import payload
from tests.integration.guarantee.bad_line import Call
from tests.integration.guarantee.recorded import SECRET, Recorded, posted
from tests.integration.guarantee.schedule import Said


class Slack(Recorded):
    """Times in microseconds."""

    channel = "slack"
    answers: ClassVar = {"chat.postMessage": {"ok": True}}

    def customer(self, index: int) -> str:
        return f"U{index:08d}"

    def addressee(self, call: Call) -> str | None:
        return call[2].get("channel")

    def words(self, call: Call) -> str:
        return str(call[2]["text"])

    def settings(self, url: str, folder: Path) -> dict[str, Any]:
        LocalSlack.far = url
        keys = {"slack_token": "xoxb-1", "slack_signing_secret": SECRET}
        return _credentials(folder, LocalSlack, keys)

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        body = payload(
            "slack",
            "text",
            event_id=f"Ev{said.place}",
            event__user=said.customer,
            event__text=said.text,
            event__ts=f"{said.at.timestamp():.6f}",
        )
        raw, at = json.dumps(body), str(int(time.time()))  # Rasa's check has a clock of its own
        digest = hmac.new(SECRET.encode(), f"v0:{at}:{raw}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={digest}",
            "Content-Type": "application/json",
        }
        return await posted(served, "slack/webhook", raw.encode(), headers)


class Twilio(Recorded):
    """Neither numbers nor times."""

    channel, by_platform = "twilio", False
    answers: ClassVar = {"Messages.json": {"sid": "SM9", "status": "queued"}}

    def customer(self, index: int) -> str:
        return f"+8526{index:07d}"

    def addressee(self, call: Call) -> str | None:
        return call[2].get("To")

    def words(self, call: Call) -> str:
        return str(call[2]["Body"])

    def settings(self, url: str, folder: Path) -> dict[str, Any]:
        LocalTwilio.far = url
        keys = {"account_sid": "AC0001", "auth_token": SECRET, "twilio_number": "+85261230002"}
        return _credentials(folder, LocalTwilio, {**keys, "webhook_url": PUBLIC})

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        changes = {"MessageSid": f"SM{said.place}", "From": said.customer, "Body": said.text}
        form = payload("twilio", "text", SmsSid=f"SM{said.place}", **changes)
        headers = {
            TWILIO_HEADER: RequestValidator(SECRET).compute_signature(PUBLIC, form),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return await posted(served, "twilio/webhook", urlencode(form).encode(), headers)


def _credentials(folder: Path, channel: type, keys: dict[str, str]) -> dict[str, Any]:
    file = folder / "credentials.yml"
    file.write_text(
        json.dumps({f"{channel.__module__}.{channel.__qualname__}": keys}), encoding="utf-8"
    )
    return {"credentials": file}
