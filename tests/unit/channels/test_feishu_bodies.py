"""Feishu's signature, encryption and events: as published, and whatever else may come."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput, NotSignedIn
from connectors.arrivals import Arrival
from connectors.feishu.crypto import decrypt, is_signed, sign
from connectors.feishu.payloads import open_event, parse_event
from tests.integration.channels.feishu_platform import ENCRYPT_KEY, TOKEN, encrypted
from tests.integration.channels.samples import json_values, payload

_ANYTHING = json_values(st.text(max_size=12))

AT = 1_700_000_000
NAMES = ("text", "post", "image", "file", "audio", "location", "sticker", "press", "group")


def _now(at: float) -> datetime:
    return datetime.fromtimestamp(at, timezone.utc)


def test_the_vector_of_feishus_documentation_is_decrypted() -> None:
    assert decrypt("test key", "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=") == b"hello world"


def test_the_signature_is_the_one_that_sha256sum_makes() -> None:
    # printf '1700000000nonceinvented-key{"encrypt":"abc"}' | sha256sum
    expected = "dbe05e650db1ce4c417468d3788ce7718be2924e81db09e321eae1bee6e03c11"
    assert sign("invented-key", str(AT), "nonce", b'{"encrypt":"abc"}') == expected


def test_signature_and_encryption_are_those_that_lark_oapi_takes() -> None:
    # lark-oapi 1.7.5: EventDispatcherHandler._verify_sign and ._decrypt take this body with these
    # headers, and refuse another signature
    sealed = "AAECAwQFBgcICQoLDA0OD/phxtcRPx/b7gFTWPlxoR6Qa6I2TuR82FGShRVMMUsY"
    body = f'{{"encrypt": "{sealed}"}}'.encode()
    made = "92d799e2ebbddc23b97144771bd2fa959d5510087d38f75cec41bb6585db8c39"
    assert is_signed("invented-key", (str(AT), "nonce", made), body, _now(AT), 300)
    assert not is_signed("invented-key", (str(AT), "nonce", made), body + b" ", _now(AT), 300)
    assert decrypt("invented-key", sealed).decode() == '{"type": "你们乱扣费"}'


@given(st.binary(max_size=50), st.integers(-600, 600), st.integers(60, 300))
def test_a_signature_holds_for_its_body_within_the_window_only(
    body: bytes, age: int, window: int
) -> None:
    headers = (str(AT), "nonce", sign("key", str(AT), "nonce", body))
    fresh = abs(age) <= window
    assert is_signed("key", headers, body, _now(AT + age), window) is fresh
    assert not is_signed("key", headers, body + b"x", _now(AT), window)
    assert not is_signed("other", headers, body, _now(AT), window)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=70))
def test_no_header_breaks_the_check(timestamp: str, nonce: str, signature: str) -> None:
    assert not is_signed("key", (timestamp, nonce, signature), b"{}", _now(AT), 300)


@given(st.binary(max_size=200))
def test_what_was_not_encrypted_for_us_is_refused(content: bytes) -> None:
    with pytest.raises((InvalidInput, NotSignedIn)):
        open_event(content, ENCRYPT_KEY, TOKEN)
    body = json.dumps({"encrypt": base64.b64encode(content).decode()}).encode()
    with pytest.raises((InvalidInput, NotSignedIn)):
        open_event(body, ENCRYPT_KEY, TOKEN)


@given(st.binary(max_size=200))
def test_whatever_is_encrypted_with_our_key_still_needs_our_token(content: bytes) -> None:
    with pytest.raises((InvalidInput, NotSignedIn)):
        open_event(encrypted(content), ENCRYPT_KEY, TOKEN)


@given(_ANYTHING)
def test_no_other_token_is_ours(token: Any) -> None:
    event = {**payload("feishu", "text"), "header": {"token": token}}
    with pytest.raises(NotSignedIn):
        open_event(encrypted(json.dumps(event).encode()), ENCRYPT_KEY, TOKEN)


@pytest.mark.parametrize(
    ("name", "text", "files"),
    [
        ("text", "我要投诉，你们乱扣费", []),
        ("location", "📍 人民广场 31.23,121.47", []),
        ("post", "保单\n这是链接 https://example.com/p \n请看", ["img_png?type=image"]),
        ("image", "", ["img_png?type=image"]),
        ("file", "", ["file_pdf?type=file"]),
        ("audio", "", ["file_ogg?type=file"]),
        ("sticker", "", []),
        ("press", "对", []),
    ],
)
def test_every_kind_of_message_is_read(name: str, text: str, files: list[str]) -> None:
    incoming = parse_event(payload("feishu", name))
    assert incoming is not None
    assert incoming.message.text == text
    assert bool(incoming.message.refused) is (name == "sticker")
    assert [file.ref.rpartition("/")[2] for file in incoming.files] == files


@pytest.mark.parametrize("name", ["group", "robot", "read"])
def test_groups_robots_and_other_events_are_left_alone(name: str) -> None:
    assert parse_event(payload("feishu", name)) is None


@pytest.mark.parametrize("key", ["../../other", "img?type=x", "图片", "", "a/b"])
def test_a_key_cannot_lead_to_another_address(key: str) -> None:
    event = payload("feishu", "image")
    event["event"]["message"]["content"] = json.dumps({"image_key": key})
    with pytest.raises(InvalidInput):
        parse_event(event)


@given(st.sampled_from(NAMES), st.data())
def test_any_change_of_a_real_event_is_parsed_or_refused_by_name(
    name: str, data: st.DataObject
) -> None:
    event = payload("feishu", name)
    part = event
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [value for value in part.values() if isinstance(value, dict)]
        part = data.draw(st.sampled_from(inner)) if inner else part
    part[data.draw(st.sampled_from(sorted(part)))] = data.draw(_ANYTHING)
    _parse(event)


@given(st.sampled_from(["text", "post", "image", "file", "location"]), _ANYTHING)
def test_any_content_is_parsed_or_refused_by_name(kind: str, content: Any) -> None:
    event = payload("feishu", "text")
    event["event"]["message"] |= {"message_type": kind, "content": json.dumps(content)}
    _parse(event)


def _parse(event: dict[str, Any]) -> None:
    try:
        incoming = parse_event(event)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine
    else:
        assert incoming is None or _is_something(incoming) or _is_press(event)


def _is_something(arrival: Arrival) -> bool:
    return bool(arrival.message.text or arrival.message.refused or arrival.files)


def _is_press(event: dict[str, Any]) -> bool:
    """A button without a title is refused by intake."""
    return bool(event["header"]["event_type"] == "card.action.trigger")
