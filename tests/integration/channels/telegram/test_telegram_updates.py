"""Telegram's door: the secret, and updates of any shape."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from connectors.telegram.payloads import Update, parse_update
from tests.integration.channels.samples import damaged, payload
from tests.integration.channels.telegram.telegram_chat import SECRET, post, telegram, transcript


@pytest.mark.parametrize("secret", ["", "another", SECRET + "x", "é"])
async def test_a_wrong_secret_is_refused_without_a_trace(tmp_path: Path, secret: str) -> None:
    async with telegram(tmp_path) as (served, _):
        assert (await post(served, payload("telegram", "text"), secret))[0] == 401
        assert await transcript(served) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"update_id": 1, "message"', 422),
        (b'{"update_id":' + b"[" * 50_000, 422),
        (b" " * 300_000, 413),
        (b'{"update_id": 1, "message": {"chat": 5, "from": []}}', 200),
    ],
    ids=["empty", "list", "no id", "truncated", "deep", "oversized", "odd types"],
)
async def test_hostile_bodies_leave_no_trace(tmp_path: Path, body: bytes, status: int) -> None:
    async with telegram(tmp_path) as (served, _):
        assert (await post(served, body))[0] == status
        assert await transcript(served) == []


async def test_without_its_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with telegram(tmp_path, telegram_secret="") as (served, _):
        assert (await post(served, payload("telegram", "text"), ""))[0] == 404


async def test_groups_are_none_of_its_business(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, _):
        assert await post(served, payload("telegram", "group")) == (200, {})
        assert await served.box.chat.find("telegram", "-100200") is None
        assert await transcript(served) == []


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        parse_update(body)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine


@given(damaged("telegram"))
def test_any_shape_of_update_is_parsed_or_refused(body: bytes) -> None:
    try:
        update = parse_update(body)
    except InvalidInput:
        return
    assert update is None or _is_something(update)


def _is_something(update: Update) -> bool:
    message = update.arrival.message
    return bool(message.text.strip() or message.refused or update.arrival.files)
