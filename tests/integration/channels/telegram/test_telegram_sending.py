"""Replies over Telegram: parts, a bad line, and refusals."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import Delivery
from connectors.splitting import utf16_units
from connectors.telegram.payloads import MOST_TEXT, text_parts
from tests.integration.channels.samples import payload
from tests.integration.channels.scripted import ASK_HUMAN, Scripted
from tests.integration.channels.telegram.telegram_chat import post, telegram, transcript
from tests.integration.line.working import until


async def test_a_long_reply_goes_out_in_parts_and_a_failure_repeats_none_of_them(
    tmp_path: Path,
) -> None:
    async with telegram(tmp_path, agent=Scripted(ASK_HUMAN)) as (served, bot_api):
        busy = (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 1}})
        bot_api.answer = lambda attempt: busy if attempt == 2 else None
        text = "😀" * 3000
        await post(served, payload("telegram", "text", message__text=text))
        await until(lambda: len(bot_api.bodies("sendMessage")) == 2)
        sent = [body["text"] for body in bot_api.bodies("sendMessage")]
        assert "".join(sent) == f"回：{text}"
        assert all(utf16_units(part) <= MOST_TEXT for part in sent)
        assert ["reply_markup" in body for body in bot_api.bodies("sendMessage")] == [False, True]
        assert bot_api.tries == 3


async def test_forty_conversations_over_a_bad_line_come_through_once_and_in_order(
    tmp_path: Path,
) -> None:
    """Every update comes three times at once; one send in five fails."""
    async with telegram(tmp_path) as (served, bot_api):
        busy = (503, {"ok": False, "error_code": 503})
        bot_api.answer = lambda attempt: busy if attempt % 5 == 0 else None

        async def talk(chat: int) -> None:
            for place in range(3):
                update = payload("telegram", "text", message__text=f"第{place}句")
                update["update_id"] = chat * 10 + place
                for holder in ("chat", "from"):
                    update["message"][holder]["id"] = chat
                answers = await asyncio.gather(*(post(served, update) for _ in range(3)))
                assert {status for status, _ in answers} == {200}

        chats = range(9000, 9040)
        await asyncio.gather(*(talk(chat) for chat in chats))
        await until(lambda: len(bot_api.bodies("sendMessage")) >= 3 * len(chats))
        for chat in chats:
            heard = [
                body["text"]
                for body in bot_api.bodies("sendMessage")
                if body["chat_id"] == str(chat)
            ]
            assert heard == ["回：第0句", "回：第1句", "回：第2句"]
        assert bot_api.tries > 3 * len(chats)


@pytest.mark.parametrize(
    ("status", "description", "state", "says", "failure"),
    [
        (
            403,
            "Forbidden: bot was blocked by the user",
            Delivery.DEAD,
            "blocked by",
            "customer_gone",
        ),
        (400, "Bad Request: chat not found", Delivery.DEAD, "chat not found", "customer_gone"),
        (400, "Bad Request: wrong text", Delivery.DEAD, "wrong text", "refused"),
        (401, "Unauthorized", Delivery.DEAD, "QINGTING_TELEGRAM_TOKEN", "access"),
        (502, "Bad Gateway", Delivery.PENDING, "telegram 502", "unreachable"),
        (429, "Too Many Requests", Delivery.PENDING, "telegram 429", "busy"),
    ],
)
async def test_a_refused_reply_is_dead_or_tried_later_as_the_error_means(
    tmp_path: Path, status: int, description: str, state: Delivery, says: str, failure: str
) -> None:
    async with telegram(tmp_path) as (served, bot_api):
        refusal = {"ok": False, "error_code": status, "description": description}
        if status == 429:
            refusal["parameters"] = {"retry_after": 100}
        bot_api.answer = lambda _: (status, refusal)
        await post(served, payload("telegram", "text"))
        await until(lambda: bot_api.tries > 0)
        row = (await transcript(served))[-1]
        while row.delivery is Delivery.SENDING or row.error is None:
            await asyncio.sleep(0.02)
            row = (await transcript(served))[-1]
        assert row.delivery is state
        assert says in (row.error or "")
        assert row.failure == failure
        assert "7:token" not in (row.error or "")
        if status == 429:
            assert row.next_attempt_at is not None
            assert (row.next_attempt_at - served.box.clock.now()).total_seconds() > 90


@given(st.text(min_size=1, max_size=9000))
def test_parts_fit_and_lose_only_white_space(text: str) -> None:
    parts = text_parts(text)
    assert all(utf16_units(part) <= MOST_TEXT for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
