"""The webhook channel's door: verified on raw bytes, no side effect where it is not."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import ROOT
from bot.domain.errors import InvalidInput
from bot.domain.message import Author
from bot.domain.signature import HEADER, TOLERANCE, is_signed, sign
from connectors.attachments import body_limit
from connectors.webhook.payloads import SOURCES, parse_inbound
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.samples import PNG
from tests.integration.channels.saying import heard, settled
from tests.integration.line.callback import SECRET, callback_server
from tests.integration.line.working import until

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


async def test_an_agents_words_in_a_transcript_are_theirs_and_the_bot_listens(
    tmp_path: Path,
) -> None:
    async with (
        callback_server() as far_end,
        serving(tmp_path, webhook_agent="hotline", webhook_callback=far_end.url) as served,
    ):
        agent = await make_agent(served.box, "hotline")

        async def hand(text: str, message_id: str, **more: object) -> int:
            said = {"sender": "4001", "message_id": message_id, "source": "hotline", "text": text}
            body = json.dumps({**said, **more}).encode()
            return await _post(served, body, sign(SECRET, body, int(time.time())))

        assert await hand("您好，这里是客服", "c0", speaker="agent") == 422
        assert await hand("你们乱扣费", "c1") == 202
        await settled(served, "hotline", "4001")
        for _ in range(2):
            assert await hand("我查一下，您的电话是 13800138000 吗", "c2", speaker="agent") == 202
        assert await hand("对", "c3", speaker="customer") == 202
        assert await hand("对", "c4", speaker="robot") == 422
        rows = await settled(served, "hotline", "4001")
        conversation = await served.box.elsewhere.find("hotline", "4001")
    said = [(row.author, row.text) for row in rows if row.author is not Author.BOT]
    assert said == [
        (Author.CUSTOMER, "你们乱扣费"),
        (Author.AGENT, "我查一下，您的电话是 [手机号1] 吗"),
        (Author.CUSTOMER, "对"),
    ]
    assert not any(row.text == "回：对" for row in rows)
    assert conversation is not None
    assert conversation.agent_id == agent.id


async def test_without_an_account_nobody_speaks_for_the_company(served: Served) -> None:
    body = json.dumps({**json.loads(BODY), "speaker": "agent"}).encode()
    assert await _post(served, body, sign(SECRET, body, int(time.time()))) == 422


async def test_mail_is_not_taken_past_our_own_mailbox(tmp_path: Path) -> None:
    mailbox = {
        "email_from": "service@company.example",
        "email_imap_url": "imaps://user:password@127.0.0.1:1",
        "email_smtp_url": "smtps://user:password@127.0.0.1:1",
    }
    async with serving(tmp_path, **mailbox) as served:
        body = json.dumps({**json.loads(BODY), "source": "email"}).encode()
        assert await _post(served, body, sign(SECRET, body, int(time.time()))) == 422
        assert await served.box.chat.find("email", "+85261234567") is None


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


async def test_a_long_text_is_kept_in_parts_and_known_when_it_comes_again(served: Served) -> None:
    scan = {"name": "a.png", "type": "image/png", "base64": base64.b64encode(PNG).decode()}
    long = {**json.loads(BODY), "text": "长" * 9000, "attachments": [scan]}
    body = json.dumps(long).encode()
    for _ in range(2):
        assert await _post(served, body, sign(SECRET, body, int(time.time()))) == 202
    rows = await heard(served, "webhook", "+85261234567")
    assert [len(row.text) for row in rows] == [4000, 4000, 1000]
    assert [len(row.attachments) for row in rows] == [1, 0, 0]


async def test_what_comes_late_is_put_where_it_was_said(tmp_path: Path) -> None:
    async with serving(tmp_path, policies=ROOT / "data" / "policy") as served:
        for number, moment in ((2, 1_790_000_002_000), (1, 1_790_000_001_000)):
            said = {"message_id": f"m{number}", "text": f"第{number}句", "at": moment}
            body = json.dumps({**json.loads(BODY), **said}).encode()
            assert await _post(served, body, sign(SECRET, body, int(time.time()))) == 202
        rows = await heard(served, "webhook", "+85261234567")
    assert [row.text for row in rows] == ["第1句", "第2句"]


@pytest.mark.parametrize("at", ["yesterday", -1, 1.5, [], True])
def test_a_time_that_is_none_is_refused_by_name(at: object) -> None:
    with pytest.raises(InvalidInput, match="at: must be a time"):
        parse_inbound(json.dumps({**json.loads(BODY), "at": at}).encode())


async def test_an_oversized_body_is_refused(served: Served) -> None:
    body = b" " * (body_limit(served.box.files.policy) + 1)
    assert await _post(served, body, sign(SECRET, body, int(time.time()))) == 413


async def test_without_a_secret_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with serving(tmp_path, webhook_secret="") as served:
        assert await _post(served, BODY, sign("", BODY, int(time.time()))) == 404


@pytest.mark.parametrize("digit", ["٣", "²"])
def test_a_signature_in_other_digits_is_refused(digit: str) -> None:
    header = sign(SECRET, BODY, int(time.time()))
    assert not is_signed(SECRET, BODY, header.replace("1", digit), int(time.time()))


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        message = parse_inbound(body).message
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
