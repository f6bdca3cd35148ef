"""LINE: in and out, and the whole line over it."""

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

from bot.config import ROOT
from bot.domain.errors import InvalidInput
from bot.domain.message import Delivery
from connectors.arrivals import Arrival
from connectors.line_messaging.payloads import CHANNEL, is_signed, parse_events
from connectors.splitting import split_text, utf16_units
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.line_platform import CUSTOMER, Line, line_server, signature
from tests.integration.channels.saying import (
    Clerk,
    Stuck,
    heard,
    parsed,
    payload,
    said,
    transcript,
)
from tests.integration.line.working import until

TEXT = payload(CHANNEL, "text")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@asynccontextmanager
async def line_chat(
    var: Path, agent: object | None = None, **settings: object
) -> AsyncIterator[tuple[Served, Line]]:
    async with line_server() as line:
        options = {**line.settings, **settings}
        async with serving(var, agent, **options) as served:
            yield served, line


def _event(text: str, event_id: str, token: str = "another token") -> bytes:
    data = parsed(CHANNEL, "text")
    event = data["events"][0]
    event["webhookEventId"], event["replyToken"] = event_id, token
    event["message"]["text"] = text
    return json.dumps(data).encode()


async def _said(line: Line, count: int) -> bool:
    return len(line.said) >= count


async def _typing(line: Line, count: int) -> bool:
    return len(line.typing) >= count


async def _last_is(served: Served, state: Delivery) -> bool:
    rows = await said(served, CHANNEL, CUSTOMER)
    return bool(rows) and rows[-1].delivery is state


def test_signatures_agree_with_openssls() -> None:
    # printf '%s' "$body" | openssl dgst -sha256 -hmac "line channel secret" -binary | base64
    body = (
        '{"destination":"U0","events":[{"type":"message","message":'
        '{"type":"text","text":"你们乱扣费"}}]}'
    )
    made = "9DK3Ekt3FkkZv1UNqcu3E9OPdRuAClJpT5iD/oW4PLI="
    assert is_signed("line channel secret", body.encode(), made)
    assert not is_signed("line channel secret", body.encode() + b" ", made)


async def test_a_message_and_its_redelivery_are_stored_and_answered_once(tmp_path: Path) -> None:
    async with line_chat(tmp_path) as (served, line):
        again = payload(CHANNEL, "redelivered")
        statuses = await asyncio.gather(
            line.deliver(served, TEXT), line.deliver(served, again), line.deliver(served, again)
        )
        assert set(statuses) == {200}
        (row,) = await heard(served, CHANNEL, CUSTOMER)
        await until(lambda: _last_is(served, Delivery.SENT))
    assert row.text == "我要投訴，保單被扣錯錢"
    assert line.texts == ["回：我要投訴，保單被扣錯錢"]


async def test_it_is_acknowledged_while_the_model_is_busy(tmp_path: Path) -> None:
    async with line_chat(tmp_path, Stuck()) as (served, line):
        await line.deliver(served, TEXT)
        assert await asyncio.wait_for(line.deliver(served, _event("還在嗎", "01H2")), 1) == 200
        assert len(await heard(served, CHANNEL, CUSTOMER)) == 2


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
        assert await line.deliver(served, payload(CHANNEL, "verify")) == 200
        assert await line.deliver(served, payload(CHANNEL, "others")) == 200
        assert await heard(served, CHANNEL, CUSTOMER) == []


async def test_without_its_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with line_chat(tmp_path, line_channel_token="") as (served, line):
        assert await line.deliver(served, TEXT) == 404


@pytest.mark.parametrize(
    ("name", "text", "button"),
    [
        ("postback", "沒問題", "/affirm"),
        ("location", "📍 信義分行 台北市信義路 25.03,121.56", None),
        ("sticker", "🙂", None),
    ],
)
async def test_every_kind_of_message_becomes_text(
    tmp_path: Path, name: str, text: str, button: str | None
) -> None:
    async with line_chat(tmp_path) as (served, line):
        assert await line.deliver(served, payload(CHANNEL, name)) == 200
        (row,) = await heard(served, CHANNEL, CUSTOMER)
    assert (row.text, row.payload) == (text, button)


async def test_files_are_fetched_or_named_and_those_being_made_ready_are_waited_for(
    tmp_path: Path,
) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.content["400000000000000002"] = PNG
        line.content_status = 202
        assert await line.deliver(served, payload(CHANNEL, "image")) == 502
        line.content_status = 200
        assert await line.deliver(served, payload(CHANNEL, "image")) == 200
        assert await line.deliver(served, payload(CHANNEL, "file")) == 200  # gone
        photo, named = await heard(served, CHANNEL, CUSTOMER)
    assert [file.media_type for file in photo.attachments] == ["image/png"]
    assert (named.text, named.attachments) == ("📎 保單.pdf", ())


async def test_typing_shows_only_where_the_bot_answers(tmp_path: Path) -> None:
    async with line_chat(tmp_path, Stuck()) as (served, line):
        await line.deliver(served, TEXT)
        await until(lambda: _typing(line, 1))
        await line.deliver(served, payload(CHANNEL, "redelivered"))
        found = await served.box.chat.find(CHANNEL, CUSTOMER)
        assert found
        await served.box.handoffs.claim(found, await make_agent(served.box, "li"))
        await line.deliver(served, _event("還在嗎", "01HTHERE"))
        await until(lambda: _said(line, 1))
    assert line.typing == [CUSTOMER]


async def test_the_first_answer_is_a_free_reply_and_further_ones_are_pushed(
    tmp_path: Path,
) -> None:
    async with line_chat(tmp_path) as (served, line):
        await line.deliver(served, TEXT)
        await until(lambda: _said(line, 1))
        found = await served.box.chat.find(CHANNEL, CUSTOMER)
        assert found
        agent = await make_agent(served.box, "li")
        await served.box.handoffs.claim(found, agent)
        await until(lambda: _said(line, 2))
    assert line.calls == ["reply", "push"]


async def test_an_expired_reply_token_gives_way_to_a_push(tmp_path: Path) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.used.add("0f3779fba3b349968c5d07db31eab56f")
        await line.deliver(served, TEXT)
        await until(lambda: _said(line, 1))
    assert line.calls == ["reply", "push"]


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
async def test_a_reply_whose_answer_failed_arrives_once(tmp_path: Path, taken: bool) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.answer = lambda number: (500, "invented", taken) if number == 1 else None
        await line.deliver(served, TEXT)
        await until(lambda: _last_is(served, Delivery.SENT))
    assert len(line.said) == 1
    assert line.calls == ["reply", "reply"]


@pytest.mark.parametrize(
    ("refusal", "state", "says"),
    [
        ((429, "The API rate limit has been exceeded.", False), Delivery.SENT, ""),
        ((500, "invented", True), Delivery.SENT, ""),
        ((429, "You have reached your monthly limit.", False), Delivery.DEAD, "used up"),
        ((400, "The property, 'to', is invalid", False), Delivery.DEAD, "answered 400"),
    ],
    ids=["too fast", "answer lost", "month used up", "invalid"],
)
async def test_a_push_is_tried_again_or_given_up_as_the_refusal_says(
    tmp_path: Path, refusal: tuple[int, str, bool], state: Delivery, says: str
) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.used.add("0f3779fba3b349968c5d07db31eab56f")
        line.answer = lambda number: refusal if number == 2 else None
        await line.deliver(served, TEXT)
        await until(lambda: _last_is(served, state))
        error = (await said(served, CHANNEL, CUSTOMER))[-1].error
    assert len(line.said) == (state is Delivery.SENT)
    assert says in (error or "")


async def test_the_whole_line_runs_over_line(tmp_path: Path) -> None:
    async with line_chat(tmp_path, Clerk()) as (served, line):
        box = served.box
        await line.deliver(served, TEXT)
        await until(lambda: _said(line, 1))
        actions = [item["action"] for item in line.said[0]["quickReply"]["items"]]
        assert [action["data"] for action in actions] == ["/affirm|没问题", "/deny|修改"]
        await line.deliver(served, payload(CHANNEL, "postback"))
        await until(lambda: _said(line, 2))
        await line.deliver(served, _event("轉人工", "01HHUMAN"))
        await until(lambda: _said(line, 3))
        found = await box.chat.find(CHANNEL, CUSTOMER)
        assert found
        agent = await make_agent(box, "li")
        await box.handoffs.claim(found, agent)
        await box.replies.send(found, agent, "我來處理，今天下午答覆您", "a1")
        await box.handoffs.close(found, agent, "resolved", "")
        waiting = [row for row in await transcript(box, CHANNEL, CUSTOMER) if row.delivery]
        await until(lambda: _said(line, len(waiting)))
    assert line.texts == [row.text for row in waiting]
    assert "我來處理，今天下午答覆您" in line.texts


@given(st.binary(max_size=300))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        parse_events(body)
    except InvalidInput as error:
        assert error.field == "body"  # noqa: PT017 — either outcome is fine


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "type", "text", "data", "latitude", "title", "userId", "fileName"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=15,
)
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


@given(st.text(max_size=300), st.integers(min_value=2, max_value=40))
def test_parts_are_short_enough_and_lose_nothing_but_white_space(text: str, most: int) -> None:
    parts = split_text(text, most, utf16_units)
    assert all(0 < utf16_units(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_the_page_on_adding_channels_tells_the_truth_about_lines_size() -> None:
    folder = ROOT / "connectors" / "line_messaging"
    lines = [line for file in folder.glob("*.py") for line in file.read_text().splitlines()]
    count = sum(bool(line.strip()) for line in lines)
    page = (ROOT / "docs" / "add-a-channel.md").read_text(encoding="utf-8")
    assert f"with {count} lines of code" in page
    assert count < 150
