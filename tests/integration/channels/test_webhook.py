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
from connectors.webhook.payloads import SOURCES, parse_inbound
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.whole_line import until
from tests.integration.line.callback import SECRET, callback_server

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


@pytest.mark.parametrize("source", SOURCES)
async def test_where_a_complaint_comes_from_is_its_channel(served: Served, source: str) -> None:
    body = json.dumps({**json.loads(BODY), "source": source}).encode()
    assert await _post(served, body, sign(SECRET, body, int(time.time()))) == 202
    assert await served.box.chat.find(source, "+85261234567") is not None
    assert await served.box.chat.find("webhook", "+85261234567") is None


@pytest.mark.parametrize("source", ["telegram", "", 5, ["hotline"]])
def test_a_source_cannot_pretend_to_be_another_channel(source: object) -> None:
    with pytest.raises(InvalidInput, match="source: must be one of hotline"):
        parse_inbound(json.dumps({**json.loads(BODY), "source": source}).encode())


async def test_replies_to_a_hotlines_complaint_go_to_the_callback(tmp_path: Path) -> None:
    async with (
        callback_server() as far_end,
        serving(tmp_path, webhook_callback=far_end.url) as served,
    ):
        body = json.dumps({**json.loads(BODY), "source": "hotline"}).encode()
        await _post(served, body, sign(SECRET, body, int(time.time())))
        await until(lambda: bool(far_end.messages))
        said = far_end.messages[0]
        assert (said["channel"], said["recipient"]) == ("hotline", "+85261234567")


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
