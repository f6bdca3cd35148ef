"""What LINE's customers send: stored once, acknowledged at once, files waited for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.message import Delivery
from connectors.line_messaging.payloads import CHANNEL
from tests.integration.channels.line_messaging.line_chat import TEXT, last_is, line_chat, saying
from tests.integration.channels.line_platform import CUSTOMER
from tests.integration.channels.samples import PNG, raw
from tests.integration.channels.saying import heard
from tests.integration.channels.scripted import stuck
from tests.integration.channels.typing_person import person_types
from tests.integration.line.working import until


async def test_a_message_and_its_redelivery_are_stored_and_answered_once(tmp_path: Path) -> None:
    async with line_chat(tmp_path) as (served, line):
        again = raw(CHANNEL, "redelivered")
        statuses = await asyncio.gather(
            line.deliver(served, TEXT), line.deliver(served, again), line.deliver(served, again)
        )
        assert set(statuses) == {200}
        (row,) = await heard(served, CHANNEL, CUSTOMER)
        await until(lambda: last_is(served, Delivery.SENT))
    assert row.text == "我要投訴，保單被扣錯錢"
    assert line.texts == ["回：我要投訴，保單被扣錯錢"]


async def test_it_is_acknowledged_while_the_model_is_busy(tmp_path: Path) -> None:
    async with line_chat(tmp_path, stuck()) as (served, line):
        await line.deliver(served, TEXT)
        assert await asyncio.wait_for(line.deliver(served, saying("還在嗎", "01H2")), 1) == 200
        assert len(await heard(served, CHANNEL, CUSTOMER)) == 2


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
        assert await line.deliver(served, raw(CHANNEL, name)) == 200
        (row,) = await heard(served, CHANNEL, CUSTOMER)
    assert (row.text, row.payload) == (text, button)


async def test_files_are_fetched_or_named(tmp_path: Path) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.content["400000000000000002"] = PNG
        assert await line.deliver(served, raw(CHANNEL, "image")) == 200
        assert await line.deliver(served, raw(CHANNEL, "file")) == 200  # gone
        photo, named = await heard(served, CHANNEL, CUSTOMER)
    assert [file.media_type for file in photo.attachments] == ["image/png"]
    assert (named.text, named.attachments) == ("📎 保單.pdf", ())


async def test_typing_shows_where_the_bot_answers_or_a_person_types(tmp_path: Path) -> None:
    async with line_chat(tmp_path, stuck()) as (served, line):
        await line.deliver(served, TEXT)
        await until(lambda: len(line.typing) >= 1)
        await line.deliver(served, raw(CHANNEL, "redelivered"))
        await person_types(served, CHANNEL, CUSTOMER)
        await until(lambda: len(line.typing) >= 2)
        await line.deliver(served, saying("還在嗎", "01HTHERE"))
        await until(lambda: len(line.said) >= 1)
    assert line.typing == [CUSTOMER] * 2
