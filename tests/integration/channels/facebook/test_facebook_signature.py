"""Messenger's door: signatures, the set-up, and bodies that nobody should take."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.channels.facebook import FacebookInput as RasasFacebook

from bot.domain.errors import InvalidInput
from connectors.arrivals import Arrival
from connectors.facebook.payloads import parse_events
from connectors.meta import is_signed
from tests.integration.channels.facebook.facebook_page import (
    SECRET,
    WORD,
    facebook,
    post,
    sign,
    transcript,
)
from tests.integration.channels.samples import damaged, payload

RAW = json.dumps(payload("facebook", "text")).encode()


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "nonsense",
        "sha256=",
        sign(RAW, "another"),
        sign(RAW + b" "),
        "sha1=" + hmac.new(SECRET.encode(), RAW, hashlib.sha1).hexdigest(),
        sign(RAW).upper(),
        "sha256=é",
    ],
    ids=["none", "nonsense", "empty", "secret", "body", "sha1", "upper case", "no ascii"],
)
async def test_a_wrong_signature_is_refused_without_a_trace(tmp_path: Path, signature: str) -> None:
    async with facebook(tmp_path) as (served, _):
        assert await post(served, RAW, signature) == 401
        assert await transcript(served) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[]", 422),
        (b'{"object": "user", "entry": []}', 422),
        (RAW[:-5], 422),
        (b"[" * 100_000, 422),
        (b" " * (1024 * 1024 + 1), 413),
        (b'{"object": "page", "entry": [5, {"messaging": {}}]}', 200),
    ],
    ids=["empty", "list", "other object", "truncated", "deep", "oversized", "odd types"],
)
async def test_hostile_bodies_leave_no_trace(tmp_path: Path, body: bytes, status: int) -> None:
    async with facebook(tmp_path) as (served, _):
        assert await post(served, body) == status
        assert await transcript(served) == []


@pytest.mark.parametrize(
    ("mode", "word", "status"),
    [
        ("subscribe", WORD, 200),
        ("subscribe", "other", 403),
        ("", WORD, 403),
        ("subscribe", "", 403),
    ],
)
async def test_the_set_up_is_answered_to_who_knows_the_word(
    tmp_path: Path, mode: str, word: str, status: int
) -> None:
    async with facebook(tmp_path) as (served, _):
        query = {"hub.mode": mode, "hub.verify_token": word, "hub.challenge": "1158201444"}
        url = f"{served.url}/webhooks/facebook/webhook"
        async with served.client.get(url, params=query) as answer:
            assert answer.status == status
            assert (await answer.text() == "1158201444") is (status == 200)
            assert answer.content_type != "text/html"


async def test_without_its_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with facebook(tmp_path, facebook_app_secret="") as (served, _):
        assert await post(served, RAW, sign(RAW, "")) == 404


@given(st.binary(max_size=200), st.text(min_size=1, max_size=20))
def test_our_signature_is_what_rasas_own_channel_takes_for_sha256(body: bytes, secret: str) -> None:
    secret = secret.encode("utf-8", "ignore").decode()
    header = sign(body, secret)
    assert is_signed(secret, body, header)
    assert RasasFacebook.validate_hub_signature(secret, body, header)
    assert not is_signed(secret, body + b"x", header)


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        parse_events(body)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine


@given(damaged("facebook"))
def test_any_shape_of_event_is_parsed_or_refused(body: bytes) -> None:
    try:
        events = parse_events(body)
    except InvalidInput:
        return
    for event in events:
        if isinstance(event, Arrival):
            assert event.message.text.strip() or event.message.refused or event.files
