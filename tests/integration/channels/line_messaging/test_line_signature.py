"""LINE's door: signatures, and events of any shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from connectors.arrivals import Arrival
from connectors.line_messaging.payloads import CHANNEL, is_signed, parse_events
from tests.integration.channels.line_messaging.line_chat import TEXT, line_chat
from tests.integration.channels.line_platform import CUSTOMER, signature
from tests.integration.channels.samples import json_values, raw
from tests.integration.channels.saying import heard


def test_signatures_agree_with_the_vendors_library_and_with_openssls() -> None:
    # line-bot-sdk 3.27.0: linebot.v3.webhook.SignatureValidator(secret).validate(body, made)
    # printf '%s' "$body" | openssl dgst -sha256 -hmac "line channel secret" -binary | base64
    body = (
        '{"destination":"U0","events":[{"type":"message","message":'
        '{"type":"text","text":"你们乱扣费"}}]}'
    )
    made = "9DK3Ekt3FkkZv1UNqcu3E9OPdRuAClJpT5iD/oW4PLI="
    assert is_signed("line channel secret", body.encode(), made)
    assert not is_signed("line channel secret", body.encode() + b" ", made)


@pytest.mark.parametrize(
    ("body", "signed"),
    [
        (TEXT, ""),
        (TEXT, signature(TEXT, "another secret")),
        (TEXT + b" ", signature(TEXT)),
        (TEXT[:-9], signature(TEXT)),
        (TEXT, "ö"),
    ],
    ids=["none", "other secret", "changed", "truncated", "not ascii"],
)
async def test_what_is_not_signed_is_refused_without_a_trace(
    tmp_path: Path, body: bytes, signed: str
) -> None:
    async with line_chat(tmp_path) as (served, line):
        assert await line.deliver(served, body, signed) == 401
        assert await heard(served, CHANNEL, CUSTOMER) == []


async def test_hostile_and_empty_bodies_have_the_right_status_and_no_effect(
    tmp_path: Path,
) -> None:
    async with line_chat(tmp_path) as (served, line):
        assert await line.deliver(served, b" " * (3 * 2**20 + 1)) == 413
        assert await line.deliver(served, TEXT[:-9]) == 422
        assert await line.deliver(served, raw(CHANNEL, "verify")) == 200
        assert await line.deliver(served, raw(CHANNEL, "others")) == 200
        assert await heard(served, CHANNEL, CUSTOMER) == []


async def test_without_its_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with line_chat(tmp_path, line_channel_token="") as (served, line):
        assert await line.deliver(served, TEXT) == 404


@given(st.binary(max_size=300))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        parse_events(body)
    except InvalidInput as error:
        assert error.field == "body"  # noqa: PT017 — either outcome is fine


_KEYS = ["id", "type", "text", "data", "latitude", "title", "userId", "fileName"]
_JSON = json_values(st.sampled_from(_KEYS), 15)
_KINDS = ["text", "image", "file", "location", "sticker", "other", ""]


@given(_JSON, st.sampled_from(["message", "postback", "x"]), st.sampled_from(_KINDS))
def test_whatever_stands_in_an_event_becomes_one_that_can_be_stored_or_none(
    inner: Any, kind: str, message: str
) -> None:
    content = {**(inner if isinstance(inner, dict) else {"text": inner}), "type": message}
    source = {"type": "user", "userId": CUSTOMER}
    event = {"type": kind, "webhookEventId": "01H", "source": source}
    events = [{**event, "message": content, "postback": inner}, {**event, "message": inner}, inner]
    found = parse_events(json.dumps({"events": events}).encode())
    assert all(_is_something(arrival) for arrival, _ in found)


def _is_something(arrival: Arrival) -> bool:
    message = arrival.message
    return bool(message.text.strip() or message.refused or arrival.files)
