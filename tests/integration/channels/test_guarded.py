"""Rasa's own channels behind the guard: Slack and Twilio against local servers that play them."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest
from rasa.core.channels.channel import OutputChannel
from twilio.request_validator import RequestValidator

from bot.domain.errors import SettingsError
from bot.domain.message import Delivery, Message
from bot.serve.credentials import guarded_channels, named_channels
from connectors.slack.inbound import GuardedSlack
from connectors.twilio.inbound import HEADER, GuardedTwilio
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.far_servers import FarEnd, far_end, payload
from tests.integration.channels.whole_line import (
    Scripted,
    complain_to_close,
    settled,
    until,
)

SLACK_SECRET, TWILIO_TOKEN = "a signing secret", "an auth token"
PUBLIC = "https://bot.example.com/webhooks/twilio/webhook"
HERE = "tests.integration.channels.test_guarded"


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
async def _guarded(tmp_path: Path, **options: Any) -> AsyncIterator[tuple[Served, FarEnd]]:
    file = tmp_path / "credentials.yml"
    slack = {"slack_token": "xoxb-1", "slack_signing_secret": SLACK_SECRET}
    twilio = {"account_sid": "AC0001", "auth_token": TWILIO_TOKEN, "twilio_number": "+85261230002"}
    entries = {
        f"{HERE}.LocalSlack": slack,
        f"{HERE}.LocalTwilio": {**twilio, "webhook_url": PUBLIC},
    }
    file.write_text(json.dumps(entries), encoding="utf-8")
    async with far_end() as far:
        far.replies["Messages.json"] = {"sid": "SM9", "status": "queued"}
        LocalSlack.far = LocalTwilio.far = far.url
        async with serving(tmp_path, credentials=file, **options) as served:
            yield served, far


async def _slack(served: Served, body: Any, *, secret: str = SLACK_SECRET, age: int = 0) -> int:
    form = "actions" in body
    raw = urlencode({"payload": json.dumps(body)}) if form else json.dumps(body)
    at = str(int(time.time()) - age)
    digest = hmac.new(secret.encode(), f"v0:{at}:{raw}".encode(), hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}
    headers["Content-Type"] = kind
    url = f"{served.url}/webhooks/slack/webhook"
    async with served.client.post(url, data=raw.encode(), headers=headers) as answer:
        return answer.status


async def _twilio(served: Served, form: dict[str, str], token: str = TWILIO_TOKEN) -> int:
    signature = RequestValidator(token).compute_signature(PUBLIC, form)
    url = f"{served.url}/webhooks/twilio/webhook"
    async with served.client.post(url, data=form, headers={HEADER: signature}) as answer:
        return answer.status


async def _rows(served: Served, channel: str, customer: str) -> list[Message]:
    conversation_id = await served.box.chat.find(channel, customer)
    if conversation_id is None:
        return []
    async with served.box.store.reading() as tx:
        return list(await tx.messages.transcript(conversation_id))


class Slacking:
    """A customer in Slack, which delivers everything twice."""

    channel, customer = "slack", "U0CUSTOMER"

    def __init__(self, served: Served, far: FarEnd) -> None:
        self._served, self._far, self._count = served, far, 0

    async def say(self, text: str) -> None:
        self._count += 1
        for _ in range(2):
            event = payload("slack/text", event__text=text, event_id=f"Ev{self._count}")
            assert await _slack(self._served, event) == 200

    async def press(self, title: str) -> None:
        blocks = self._far.bodies("chat.postMessage")[-1]["blocks"]
        (value,) = [b["value"] for b in blocks[1]["elements"] if b["text"]["text"] == title]
        for _ in range(2):
            assert (
                await _slack(self._served, payload("slack/button", actions__0__value=value)) == 200
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
            form = payload("twilio/text", Body=text, MessageSid=f"SM{self._count}")
            assert await _twilio(self._served, form) == 204

    async def press(self, title: str) -> None:
        assert f"· {title}" in self.heard()[-1]
        await self.say(title)

    def heard(self) -> list[str]:
        return [body["Body"] for body in self._far.bodies("Messages.json")]


@pytest.mark.parametrize("kind", [Slacking, Texting])
async def test_a_complaint_goes_all_the_way_to_a_person_and_its_end(
    tmp_path: Path, kind: type[Slacking] | type[Texting]
) -> None:
    async with _guarded(tmp_path, agent=Scripted()) as (served, far):
        customer = kind(served, far)
        await complain_to_close(served, customer)
        recipients = {body.get("channel") or body.get("To") for _, body in far.calls}
        assert recipients == {customer.customer}


@pytest.mark.parametrize("kind", [Slacking, Texting])
async def test_it_is_stored_and_acknowledged_while_the_assistant_still_thinks(
    tmp_path: Path, kind: type[Slacking] | type[Texting]
) -> None:
    agent = Scripted()
    agent.gate.clear()
    async with _guarded(tmp_path, agent=agent) as (served, far):
        customer = kind(served, far)
        started = time.monotonic()
        await customer.say("你们乱扣费")
        assert time.monotonic() - started < 2
        rows = await _rows(served, customer.channel, customer.customer)
        assert [row.text for row in rows] == ["你们乱扣费"]
        agent.gate.set()
        await until(lambda: bool(customer.heard()))


async def test_forged_and_old_requests_are_refused_without_a_trace(tmp_path: Path) -> None:
    async with _guarded(tmp_path) as (served, _):
        assert await _slack(served, payload("slack/text"), secret="another") == 400
        assert await _slack(served, payload("slack/text"), age=3600) == 400
        assert await _twilio(served, payload("twilio/text"), token="another") == 401
        assert await _slack(served, payload("slack/text", event__text="x" * 200_000)) == 413
        assert await _rows(served, "slack", "U0CUSTOMER") == []
        assert await _rows(served, "twilio", "+85261230001") == []


async def test_a_message_without_an_id_is_refused(tmp_path: Path) -> None:
    async with _guarded(tmp_path) as (served, _):
        form = payload("twilio/text", MessageSid="", SmsSid="")
        assert await _twilio(served, form) == 422
        assert await _rows(served, "twilio", "+85261230001") == []


async def test_a_flood_is_put_off_and_not_acknowledged(tmp_path: Path) -> None:
    async with _guarded(tmp_path) as (served, _):
        seen = [
            await _twilio(served, payload("twilio/text", MessageSid=f"SM{number}"))
            for number in range(41)
        ]
        assert seen == [204] * 40 + [429]


async def test_a_photo_that_rasas_channel_passes_over_is_answered(tmp_path: Path) -> None:
    async with _guarded(tmp_path) as (served, far):
        form = payload("twilio/text", Body="", NumMedia="1", MediaUrl0="https://api.twilio.com/x")
        for _ in range(2):
            assert await _twilio(served, form) == 204
        await until(lambda: bool(far.bodies("Messages.json")))
        assert "pdf" in far.bodies("Messages.json")[0]["Body"]
        rows = await _rows(served, "twilio", "+85261230001")
        assert [(row.author.value, row.text) for row in rows[:-1]] == [("customer", "📎")]
        assert rows[-1].author.value == "system"


@pytest.mark.parametrize(
    ("answer", "state", "says"),
    [
        (
            (400, {"code": 21610, "message": "unsubscribed +85261230001"}),
            Delivery.DEAD,
            "twilio 400",
        ),
        ((404, {}), Delivery.DEAD, "twilio 404"),
    ],
)
async def test_a_permanent_error_is_a_dead_letter_without_the_customers_number(
    tmp_path: Path, answer: tuple[int, dict[str, Any]], state: Delivery, says: str
) -> None:
    async with _guarded(tmp_path) as (served, far):
        far.answer = lambda _: answer
        await _twilio(served, payload("twilio/text"))
        (first, *_) = await _rows(served, "twilio", "+85261230001")
        row = (await settled(served, first.conversation_id))[-1]
        assert row.delivery is state
        assert says in (row.error or "")
        assert "61230001" not in (row.error or "")


@pytest.mark.parametrize(
    ("channel", "busy"),
    [
        ("twilio", (503, {})),
        ("twilio", (429, {})),
        ("slack", (200, {"ok": False})),
        ("slack", (503, {})),
    ],
)
async def test_a_platform_in_trouble_is_asked_again(
    tmp_path: Path, channel: str, busy: tuple[int, dict[str, Any]]
) -> None:
    async with _guarded(tmp_path) as (served, far):
        far.answer = lambda attempt: busy if attempt == 1 else None
        event = payload(f"{channel}/text")
        await (_twilio(served, event) if channel == "twilio" else _slack(served, event))
        customer = {"twilio": "+85261230001", "slack": "U0CUSTOMER"}[channel]
        (first, *_) = await _rows(served, channel, customer)
        row = (await settled(served, first.conversation_id))[-1]
        refused = busy[0] == 200  # Slack's way to say no
        assert row.delivery is (Delivery.DEAD if refused else Delivery.SENT)


def _file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "credentials.yml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("slack:\n  slack_token: x\n", "slack is Rasa's own channel"),
        ("connectors.nowhere.Nobody:\n", "there is no channel"),
        ("rasa.core.channels.slack.SlackInput:\n", "is not guarded"),
        ("connectors.slack.inbound.GuardedSlack:\n  slack_token: x\n", "check its credentials"),
        ("connectors.slack.inbound.GuardedSlack:\n  slack_token: ${NOT_SET_1}\n", "environment"),
        ("[]", "must map channels"),
        ("a: [", "cannot be read"),
    ],
)
def test_unusable_credentials_are_named_with_what_to_do(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        guarded_channels(_file(tmp_path, text))


def test_our_own_channels_in_the_file_are_served_once(tmp_path: Path) -> None:
    file = _file(tmp_path, "connectors.rest.inbound.RestInput:\n")
    assert guarded_channels(file) == []
    assert named_channels(file) == ("connectors.rest.inbound.RestInput",)
