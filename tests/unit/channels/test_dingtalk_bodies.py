"""DingTalk's signature and bodies: as documented, and whatever else may come."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from connectors.arrivals import Arrival
from connectors.dingtalk.payloads import Speech, parse_callback
from connectors.dingtalk.signature import is_signed, sign
from tests.integration.channels.samples import json_values, payload

_ANYTHING = json_values(st.text(max_size=12))

AT = 1_700_000_000
NAMES = ("text", "rich_text", "audio", "file", "picture", "group")


def _now(at: float) -> datetime:
    return datetime.fromtimestamp(at, timezone.utc)


def test_the_signature_is_the_one_that_openssl_makes() -> None:
    # printf '1700000000000\nsecret' | openssl dgst -sha256 -hmac secret -binary | base64
    assert sign("secret", f"{AT}000") == "OuzzJR5+xZ4/EYwqtNt6sMYZQMTa/HEGvc9miJe7XzY="


@given(st.integers(-600, 600), st.integers(1, 300))
def test_a_signature_holds_within_the_window_only(age: int, window: int) -> None:
    header = sign("secret", f"{AT}000")
    fresh = abs(age) <= window
    assert is_signed("secret", f"{AT}000", header, _now(AT + age), window) is fresh
    assert not is_signed("other", f"{AT}000", header, _now(AT), window)


@given(st.text(max_size=40), st.text(max_size=60))
def test_no_header_breaks_the_check(timestamp: str, signature: str) -> None:
    assert not is_signed("secret", timestamp, signature, _now(AT), 300)


def test_a_callback_names_its_sender_message_and_reply_address() -> None:
    callback = parse_callback(json.dumps(payload("dingtalk", "text")).encode())
    assert callback is not None
    message = callback.arrival.message
    assert (message.customer_ref, message.external_id) == ("staff-invented-01", "msgInvented0001==")
    assert message.text == "我要投诉，你们乱扣费"
    assert callback.reply_to.startswith("https://oapi.dingtalk.com/robot/sendBySession")
    assert callback.reply_until == 1_800_000_000_000


@pytest.mark.parametrize("buttons", [[], [{"title": "a](b)`*", "payload": "/affirm"}]])
def test_what_looks_like_formatting_is_said_as_it_is(buttons: list[dict[str, str]]) -> None:
    said = Speech("[点我](https://evil.example) # *x*", buttons).for_session()
    text = said["markdown"]["text"] if buttons else said["text"]["content"]
    assert ("[点我](" in text) is (not buttons)
    assert "*x*" not in text or not buttons


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    _parse(body)


@given(st.sampled_from(NAMES), st.data())
def test_any_change_of_a_real_body_is_parsed_or_refused_by_name(
    name: str, data: st.DataObject
) -> None:
    body = payload("dingtalk", name)
    field = data.draw(st.sampled_from(sorted(body)))
    inner = body[field]
    if isinstance(inner, dict) and data.draw(st.booleans()):
        inner[data.draw(st.sampled_from(sorted(inner)))] = data.draw(_ANYTHING)
    else:
        body[field] = data.draw(_ANYTHING)
    _parse(json.dumps(body).encode())


def _parse(body: bytes) -> None:
    try:
        callback = parse_callback(body)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine
    else:
        assert callback is None or _is_something(callback.arrival)


def _is_something(arrival: Arrival) -> bool:
    return bool(arrival.message.text or arrival.message.refused or arrival.files)
