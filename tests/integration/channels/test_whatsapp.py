"""WhatsApp's way in: verified on raw bytes, stored before it is acknowledged, each message once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.message import MAX_TEXT
from connectors.meta import is_signed, sign
from connectors.whatsapp.payloads import CHANNEL, parse_delivery
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.saying import Clerk, Stuck, heard, parsed, payload, said
from tests.integration.channels.whatsapp_platform import (
    CUSTOMER,
    NUMBER,
    SECRET,
    VERIFY,
    Cloud,
    cloud_server,
)
from tests.integration.line.working import until

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
TEXT = payload(CHANNEL, "text")


@asynccontextmanager
async def whatsapp(
    var: Path, agent: object | None = None, **settings: object
) -> AsyncIterator[tuple[Served, Cloud]]:
    async with cloud_server() as cloud:
        options = {**cloud.settings, **settings}
        async with serving(var, agent, **options) as served:
            yield served, cloud


async def _texts(served: Served, customer: str = CUSTOMER) -> list[str]:
    return [row.text for row in await heard(served, CHANNEL, customer)]


def test_signatures_agree_with_published_ones_and_with_openssls() -> None:
    # GitHub signs as Meta does and publishes an example ("Validating webhook deliveries").
    assert is_signed(
        "It's a Secret to Everybody",
        b"Hello, World!",
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    )
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


async def test_a_message_is_stored_once_however_often_it_is_delivered(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        statuses = await asyncio.gather(*(cloud.deliver(served, TEXT) for _ in range(3)))
        assert statuses == [200, 200, 200]
        assert await _texts(served) == ["你们乱扣费，我要投诉"]
        await until(lambda: _are(cloud, 1))
    assert cloud.texts == ["回：你们乱扣费，我要投诉"]
    assert cloud.sent[0]["to"] == CUSTOMER


async def test_it_is_acknowledged_while_the_model_is_busy(tmp_path: Path) -> None:
    async with whatsapp(tmp_path, Stuck()) as (served, cloud):
        await cloud.deliver(served, TEXT)
        answers = [
            asyncio.wait_for(cloud.deliver(served, _said(f"第{n}句", f"w{n}")), 1) for n in (1, 2)
        ]
        assert [await answer for answer in answers] == [200, 200]
        assert await _texts(served) == ["你们乱扣费，我要投诉", "第1句", "第2句"]


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
        assert await _texts(served) == []


async def test_hostile_bodies_have_the_right_status_and_no_effect(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, b" " * (3 * 2**20 + 1)) == 413
        assert await cloud.deliver(served, TEXT[:-20]) == 422
        assert await cloud.deliver(served, b"[" * 100_000) == 422
        assert await cloud.deliver(served, b"[]") == 422
        assert await cloud.deliver(served, payload(CHANNEL, "other_number")) == 200
        assert await _texts(served) == []


async def test_without_its_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with whatsapp(tmp_path, whatsapp_token="") as (served, cloud):
        async with served.client.get(f"{served.url}/webhooks/whatsapp/events") as answer:
            assert answer.status == 404
        assert await cloud.deliver(served, TEXT) == 404


async def test_a_batch_is_stored_by_customer_and_in_order(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, payload(CHANNEL, "batch")) == 200
        assert await _texts(served) == ["第一句", "第二句", "第三句"]
        assert await _texts(served, "85259876543") == ["另一个人"]


@pytest.mark.parametrize(
    ("name", "text", "button"),
    [
        ("button_reply", "没问题", "/affirm"),
        ("list_reply", "联系方式", '/correct{"field": "contact"}'),
        ("template_button", "好的", None),
        ("location", "📍 中环分行 皇后大道中 1 号 22.28,114.15", None),
        ("contacts", "👤 李代理 [手机号1]", None),
    ],
)
async def test_every_kind_of_message_becomes_text(
    tmp_path: Path, name: str, text: str, button: str | None
) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, payload(CHANNEL, name)) == 200
        (row,) = await heard(served, CHANNEL, CUSTOMER)
    assert (row.text, row.payload) == (text, button)


async def test_a_reaction_is_no_message(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, payload(CHANNEL, "reaction")) == 200
        assert await _texts(served) == []


async def test_a_customer_with_a_hidden_number_is_answered_by_id(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        await cloud.deliver(served, payload(CHANNEL, "hidden_number"))
        await until(lambda: _are(cloud, 1))
    assert cloud.sent[0]["recipient"] == "HK.1000000000000001"
    assert "to" not in cloud.sent[0]


async def test_a_longer_text_than_ours_may_be_comes_in_parts(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        long = "我的经历很长。" * (MAX_TEXT // 6)
        assert await cloud.deliver(served, _said(long, "wamid.LONG")) == 200
        assert await cloud.deliver(served, _said(long, "wamid.LONG")) == 200
        assert "".join(await _texts(served)) == long


async def test_files_are_fetched_and_kept_with_their_words(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        cloud.media["300000000000003"] = ("image/png", PNG)
        cloud.media["300000000000004"] = ("audio/ogg", b"OggS" + bytes(50))
        cloud.media["300000000000005"] = ("application/pdf", b"%PDF-1.7 a policy")
        for name in ("image", "voice", "document", "image"):
            assert await cloud.deliver(served, payload(CHANNEL, name)) == 200
        rows = await heard(served, CHANNEL, CUSTOMER)
    assert [row.text for row in rows] == ["这是扣款短信", "", ""]
    files = [attachment for row in rows for attachment in row.attachments]
    assert [file.media_type for file in files] == ["image/png", "audio/ogg", "application/pdf"]
    assert files[2].file_name == "保单.pdf"


@pytest.mark.parametrize("trouble", ["gone", "too large", "a program", "elsewhere", "inside"])
async def test_a_file_that_cannot_be_taken_is_named_and_the_customer_told(
    tmp_path: Path, trouble: str
) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        cloud.media["300000000000005"] = ("application/pdf", b"%PDF-1.7 a policy")
        if trouble == "gone":
            cloud.media.clear()
        elif trouble == "too large":
            cloud.media["300000000000005"] = ("application/pdf", b"%PDF" + bytes(21 * 2**20))
        elif trouble == "a program":
            cloud.media["300000000000005"] = ("application/pdf", b"MZ" + bytes(50))
        elif trouble == "elsewhere":
            cloud.media_url = "https://lookaside.fbsbx.com.example.com/whatsapp"
        else:
            cloud.media_url = "http://127.0.0.1:1/latest/meta-data"
        assert await cloud.deliver(served, payload(CHANNEL, "document")) == 200
        (row,) = await heard(served, CHANNEL, CUSTOMER)
        (notice, *_) = await said(served, CHANNEL, CUSTOMER)
    assert (row.text, row.attachments) == ("📎 保单.pdf", ())
    assert "pdf" in notice.text


async def test_words_that_came_with_a_refused_file_are_answered(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, payload(CHANNEL, "image")) == 200
        await until(lambda: _are(cloud, 2))
    assert cloud.texts[1] == "回：这是扣款短信"


async def test_what_cannot_be_shown_is_not_passed_over(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, payload(CHANNEL, "unsupported")) == 200
        assert await _texts(served) == ["📎"]
        (notice, *_) = await said(served, CHANNEL, CUSTOMER)
    assert "文件" in notice.text


async def test_a_file_that_is_not_to_be_had_yet_leaves_the_post_unacknowledged(
    tmp_path: Path,
) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        cloud.media["300000000000003"] = ("image/png", PNG)
        cloud.media_status = 503
        post = parsed(CHANNEL, "image")
        post["entry"].append(json.loads(_said("后来的话", "wamid.LATER"))["entry"][0])
        assert await cloud.deliver(served, json.dumps(post).encode()) == 502
        assert await _texts(served) == []  # what came later waits, so that order holds
        cloud.media_status = 200
        assert await cloud.deliver(served, json.dumps(post).encode()) == 200
        rows = await heard(served, CHANNEL, CUSTOMER)
    assert [row.text for row in rows] == ["这是扣款短信", "后来的话"]
    assert len(rows[0].attachments) == 1


async def test_it_is_marked_read_and_typing_shows_only_where_the_bot_answers(
    tmp_path: Path,
) -> None:
    async with whatsapp(tmp_path, Clerk()) as (served, cloud):
        await cloud.deliver(served, TEXT)
        await until(lambda: _read(cloud, 1))
        await cloud.deliver(served, _said("转人工", "wamid.HUMAN"))
        await until(lambda: _read(cloud, 2))
        await until(lambda: _owned_by(served, "queue"))
        await cloud.deliver(served, _said("还在吗", "wamid.WAITING"))
        await until(lambda: _read(cloud, 3))
    assert cloud.read[0]["message_id"] == "wamid.TEXT1"
    assert cloud.read[0]["typing_indicator"] == {"type": "text"}
    assert "typing_indicator" not in cloud.read[2]


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


def _said(text: str, wamid: str) -> bytes:
    data = parsed(CHANNEL, "text")
    message = data["entry"][0]["changes"][0]["value"]["messages"][0]
    message["id"], message["text"] = wamid, {"body": text}
    return json.dumps(data).encode()


async def _are(cloud: Cloud, count: int) -> bool:
    return len(cloud.sent) >= count


async def _read(cloud: Cloud, count: int) -> bool:
    return len(cloud.read) >= count


async def _owned_by(served: Served, owner: str) -> bool:
    found = await served.box.chat.find(CHANNEL, CUSTOMER)
    assert found
    return (await served.box.chat.page(found, 0)).state.owner == owner
