"""The webhook channel's door: verified on raw bytes, no side effect where it is not."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.signature import HEADER, TOLERANCE, is_signed, sign
from connectors.attachments import body_limit
from connectors.webhook.payloads import parse_inbound
from tests.integration.channels.conftest import Served, serving
from tests.integration.line.callback import SECRET

BODY = json.dumps({"sender": "+85261234567", "message_id": "m1", "text": "你们乱扣费"}).encode()


async def _post(served: Served, body: bytes, signature: str) -> int:
    url = f"{served.url}/webhooks/webhook/messages"
    async with served.client.post(url, data=BytesIO(body), headers={HEADER: signature}) as answer:
        return answer.status


async def test_a_signed_message_is_stored_and_acknowledged_once(served: Served) -> None:
    signature = sign(SECRET, BODY, int(time.time()))
    assert [await _post(served, BODY, signature) for _ in range(3)] == [202, 202, 202]
    conversation_id = await served.box.chat.find("webhook", "+85261234567")
    assert conversation_id is not None
    async with served.box.store.reading() as tx:
        rows = await tx.messages.transcript(conversation_id)
        conversation = await tx.conversations.get(conversation_id)
    assert [row.text for row in rows if row.processing] == ["你们乱扣费"]
    assert "61234567" not in conversation.customer_ref
    assert b"61234567" not in conversation.address


@pytest.mark.parametrize(
    "make",
    [
        lambda _: "",
        lambda _: "nonsense",
        lambda now: sign("another secret", BODY, now),
        lambda now: sign(SECRET, BODY + b" ", now),
        lambda now: sign(SECRET, BODY, now - TOLERANCE - 5),
        lambda now: sign(SECRET, BODY, now + TOLERANCE + 60),
    ],
    ids=["none", "nonsense", "other secret", "other body", "too old", "from the future"],
)
async def test_a_wrong_or_old_signature_is_refused_without_a_trace(
    served: Served, make: Callable[[int], str]
) -> None:
    assert await _post(served, BODY, make(int(time.time()))) == 401
    assert await served.box.chat.find("webhook", "+85261234567") is None


async def test_an_oversized_body_is_refused(served: Served) -> None:
    body = b" " * (body_limit(served.box.files.policy) + 1)
    assert await _post(served, body, sign(SECRET, body, int(time.time()))) == 413


async def test_without_a_secret_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with serving(tmp_path, webhook_secret="") as served:
        assert await _post(served, BODY, sign("", BODY, int(time.time()))) == 404


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        message = parse_inbound(body)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine
    else:
        assert message.text


@given(st.binary(max_size=100), st.integers(min_value=0, max_value=2**33))
def test_a_signature_holds_for_its_body_within_the_tolerance_only(body: bytes, at: int) -> None:
    header = sign(SECRET, body, at)
    assert is_signed(SECRET, body, header, at + TOLERANCE)
    assert not is_signed(SECRET, body, header, at + TOLERANCE + 1)
    assert not is_signed(SECRET, body + b"x", header, at)
