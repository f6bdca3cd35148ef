"""WhatsApp's door: verified on raw bytes, and posts of any shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from connectors.meta import is_signed, sign
from connectors.whatsapp.payloads import CHANNEL, parse_delivery
from tests.integration.channels.samples import raw
from tests.integration.channels.whatsapp.whatsapp_chat import TEXT, heard_texts, whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER, NUMBER, SECRET, VERIFY


def test_signatures_agree_with_published_ones_pywas_and_openssls() -> None:
    # GitHub signs as Meta does and publishes an example ("Validating webhook deliveries").
    assert is_signed(
        "It's a Secret to Everybody",
        b"Hello, World!",
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    )
    # pywa 4.5.0: pywa.utils.webhook_updates_validator(secret, body, made) takes it, as does
    # printf '%s' "$body" | openssl dgst -sha256 -hmac "whatsapp app secret"
    body = (
        '{"destination":"U0","events":[{"type":"message","message":'
        '{"type":"text","text":"你们乱扣费"}}]}'
    )
    assert sign("whatsapp app secret", body.encode()) == (
        "sha256=b1b866a4641b6defd23037a5f4d5622ab80ae4ccd7b97c3c6bc4a5286bfcf7bc"
    )


async def test_the_address_is_confirmed_to_who_knows_the_word(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, _):
        url = f"{served.url}/webhooks/whatsapp/events"
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
        known = {**asked, "hub.verify_token": VERIFY}
        async with served.client.get(url, params=known) as answer:
            assert (answer.status, await answer.text()) == (200, "1158201444")
            assert answer.content_type == "text/plain"
        for token in ("", "something else", "验证"):
            async with served.client.get(url, params={**asked, "hub.verify_token": token}) as wrong:
                assert wrong.status == 403


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (TEXT, ""),
        (TEXT, "sha256="),
        (TEXT, "sha1=" + "0" * 40),
        (TEXT, sign("another secret", TEXT)),
        (TEXT + b" ", sign(SECRET, TEXT)),
        (TEXT[:-20], sign(SECRET, TEXT)),
        (TEXT, "sha256=ö"),
    ],
    ids=["none", "empty", "old kind", "other secret", "changed", "truncated", "not ascii"],
)
async def test_what_is_not_signed_is_refused_without_a_trace(
    tmp_path: Path, body: bytes, signature: str
) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, body, signature) == 401
        assert await heard_texts(served) == []


async def test_hostile_bodies_have_the_right_status_and_no_effect(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, b" " * (3 * 2**20 + 1)) == 413
        assert await cloud.deliver(served, TEXT[:-20]) == 422
        assert await cloud.deliver(served, b"[" * 100_000) == 422
        assert await cloud.deliver(served, b"[]") == 422
        assert await cloud.deliver(served, raw(CHANNEL, "other_number")) == 200
        assert await heard_texts(served) == []


async def test_without_its_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with whatsapp(tmp_path, whatsapp_token="") as (served, cloud):
        async with served.client.get(f"{served.url}/webhooks/whatsapp/events") as answer:
            assert answer.status == 404
        assert await cloud.deliver(served, TEXT) == 404


@given(st.binary(max_size=300))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        parse_delivery(body, NUMBER)
    except InvalidInput as error:
        assert error.field == "body"  # noqa: PT017 — either outcome is fine


_KEYS = [
    "from",
    "id",
    "type",
    "text",
    "body",
    "image",
    "interactive",
    "button_reply",
    "title",
    "location",
    "contacts",
    "phones",
    "errors",
    "code",
    "status",
    "caption",
    "unknown",
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(_KEYS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(_JSON, st.sampled_from(["text", "image", "interactive", "location", "contacts", "x", ""]))
def test_whatever_stands_in_a_message_becomes_one_that_can_be_stored_or_none(
    inner: Any, kind: str
) -> None:
    extra = inner if isinstance(inner, dict) else {kind: inner}
    message = {**extra, "from": CUSTOMER, "id": "wamid.X", "type": kind}
    value = {
        "metadata": {"phone_number_id": NUMBER},
        "messages": [message, inner],
        "statuses": [inner, {**extra, "id": "wamid.Y"}],
    }
    data = {"entry": [{"changes": [{"value": value}, inner]}, inner]}
    delivery = parse_delivery(json.dumps(data).encode(), NUMBER)
    for arrival in delivery.arrivals:
        assert arrival.message.text.strip() or arrival.message.refused or arrival.files
