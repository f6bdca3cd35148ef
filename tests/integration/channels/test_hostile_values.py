"""What no honest platform sends, signed as if one did: halves of characters, overlong texts, deep
nests. Every channel that reads JSON takes it as far as it can, or says what is wrong with it."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.domain import signature as webhook
from bot.services import intake
from connectors import arrivals, meta
from connectors.dingtalk.signature import sign as dingtalk_sign
from connectors.feishu.crypto import sign as feishu_sign
from connectors.push import PushInput
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.dingtalk_platform import KEY as ROBOT
from tests.integration.channels.feishu_platform import encrypted
from tests.integration.channels.line_platform import signature as line_sign
from tests.integration.channels.samples import PAYLOADS, payload, places
from tests.integration.channels.whatsapp_platform import NUMBER
from tests.integration.line.callback import SECRET

KEY = "one for all"
NOWHERE = "http://127.0.0.1:9"
HALF, LONG = "a\ud800", "x" * 5000
DEEP: list[Any] = []
for _ in range(300):
    DEEP = [DEEP]
Headers = Mapping[str, str]


def _now() -> str:
    return str(int(time.time()))


def _feishu(body: bytes) -> Headers:
    at = _now()
    return {
        "X-Lark-Request-Timestamp": at,
        "X-Lark-Request-Nonce": "n",
        "X-Lark-Signature": feishu_sign(KEY, at, "n", body),
    }


def _dingtalk(_: bytes) -> Headers:
    at = str(int(time.time() * 1000))
    return {"timestamp": at, "sign": dingtalk_sign(KEY, at)}


def _slack(body: bytes) -> Headers:
    at = _now()
    signed = hmac.new(KEY.encode(), f"v0:{at}:".encode() + body, "sha256").hexdigest()
    return {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={signed}",
        "Content-Type": "application/json",
    }


def _meta(body: bytes) -> Headers:
    return {meta.HEADER: meta.sign(KEY, body)}


DOORS: Mapping[str, tuple[str, Callable[[bytes], Headers]]] = {
    "line": ("line/events", lambda body: {"X-Line-Signature": line_sign(body, KEY)}),
    "whatsapp": ("whatsapp/events", _meta),
    "facebook": ("facebook/webhook", _meta),
    "telegram": ("telegram/webhook", lambda _: {"X-Telegram-Bot-Api-Secret-Token": "one"}),
    "dingtalk": ("dingtalk/callback", _dingtalk),
    "feishu": ("feishu/events", _feishu),
    "slack": ("slack/webhook", _slack),
    "webhook": (
        "webhook/messages",
        lambda body: {webhook.HEADER: webhook.sign(SECRET, body, int(time.time()))},
    ),
    "rest": ("rest/webhook", lambda _: {}),
}
OURS: Mapping[str, dict[str, Any]] = {
    "webhook": {"sender": "a", "message_id": "m", "text": "你们乱扣费", "source": "hotline"},
    "rest": {"sender": "a", "message_id": "m", "message": "你们乱扣费"},
}
SETTINGS: Mapping[str, str] = {
    "line_channel_secret": KEY,
    "line_channel_token": KEY,
    "line_api": NOWHERE,
    "line_data_api": NOWHERE,
    "whatsapp_phone_number_id": NUMBER,
    "whatsapp_token": KEY,
    "whatsapp_app_secret": KEY,
    "whatsapp_verify_token": KEY,
    "whatsapp_api": NOWHERE,
    "facebook_app_secret": KEY,
    "facebook_verify_token": KEY,
    "facebook_page_token": KEY,
    "facebook_api": NOWHERE,
    "telegram_token": KEY,
    "telegram_secret": "one",
    "telegram_api": NOWHERE,
    "dingtalk_app_key": ROBOT,
    "dingtalk_app_secret": KEY,
    "dingtalk_api": NOWHERE,
    "feishu_app_id": "cli_invented",
    "feishu_app_secret": KEY,
    "feishu_encrypt_key": KEY,
    "feishu_verification_token": "invented-token",
    "feishu_api": NOWHERE,
}


@asynccontextmanager
async def _all_channels(var: Path) -> AsyncIterator[Served]:
    file = var / "credentials.yml"
    slack = {"slack_token": "xoxb-1", "slack_signing_secret": KEY}
    entries = {"connectors.slack.inbound.GuardedSlack": slack}
    file.write_text(json.dumps(entries), encoding="utf-8")
    async with serving(var, credentials=file, **SETTINGS) as served:
        yield served


async def _post(served: Served, channel: str, body: bytes) -> tuple[int, str]:
    path, sign = DOORS[channel]
    body = encrypted(body, KEY) if channel == "feishu" else body
    url = f"{served.url}/webhooks/{path}"
    async with served.client.post(url, data=BytesIO(body), headers=sign(body)) as answer:
        return answer.status, await answer.text()


def _posts(channel: str) -> list[dict[str, Any]]:
    if channel in OURS:
        return [OURS[channel]]
    files = sorted((PAYLOADS / channel).glob("*.json"))
    return [item for file in files if "actions" not in (item := payload(channel, file.stem))]


@pytest.mark.parametrize("channel", sorted(DOORS))
async def test_no_value_breaks_a_channel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    monkeypatch.setattr(intake, "MESSAGES_PER_MINUTE", 10**6)
    monkeypatch.setattr(PushInput, "patience", 0.0)
    monkeypatch.setattr(arrivals, "PAUSES", ())
    taken = refused = 0
    async with _all_channels(tmp_path) as served:
        for number, body in enumerate(_posts(channel)):
            for place, (holder, key) in enumerate(list(places(body))):
                was = holder[key]
                for value in (HALF, LONG, DEEP):
                    holder[key] = value
                    status, said = await _post(served, channel, json.dumps(body).encode())
                    where = (channel, number, place, key, str(value)[:9].encode("ascii", "replace"))
                    assert status < 500, (where, said)
                    taken, refused = taken + (status < 400), refused + (status >= 400)
                    assert status < 400 or json.loads(said)["error"]["message"], (where, said)
                holder[key] = was
    assert taken


@pytest.mark.parametrize("channel", sorted(DOORS))
async def test_what_is_nested_without_end_or_no_text_is_refused_by_name(
    tmp_path: Path, channel: str
) -> None:
    async with _all_channels(tmp_path) as served:
        for body in (b"[" * 50_000, b'{"a":' * 10_000, b'{"a": "\xff\xfe"}', b"\xed\xa0\x80", b""):
            status, said = await _post(served, channel, body)
            assert 400 <= status < 500, (channel, body[:9], said)
            assert json.loads(said)["error"]["message"]
