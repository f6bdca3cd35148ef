"""What Telegram's customers send: stored once, acknowledged at once, understood."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.integration.channels.samples import payload
from tests.integration.channels.scripted import ASK_HUMAN, Scripted
from tests.integration.channels.telegram.telegram_chat import (
    CUSTOMER,
    Chatting,
    heard_texts,
    post,
    telegram,
    transcript,
)
from tests.integration.channels.typing_person import person_types
from tests.integration.channels.whole_line import complain_to_close
from tests.integration.line.working import until


async def test_a_complaint_goes_all_the_way_to_a_person_and_its_end(tmp_path: Path) -> None:
    async with telegram(tmp_path, agent=Scripted(ASK_HUMAN)) as (served, bot_api):
        await complain_to_close(served, Chatting(served, bot_api))
        chats = {body["chat_id"] for body in bot_api.bodies("sendMessage")}
        assert chats == {CUSTOMER}
        assert all("parse_mode" not in body for body in bot_api.bodies("sendMessage"))


async def test_it_is_stored_and_acknowledged_while_the_assistant_still_thinks(
    tmp_path: Path,
) -> None:
    agent = Scripted()
    agent.gate.clear()
    async with telegram(tmp_path, agent=agent) as (served, bot_api):
        started = time.monotonic()
        status, answer = await post(served, payload("telegram", "text"))
        assert (status, time.monotonic() - started < 1) == (200, True)
        assert answer == {"method": "sendChatAction", "chat_id": CUSTOMER, "action": "typing"}
        assert await heard_texts(served) == ["你们乱扣费"]
        assert not bot_api.calls
        agent.gate.set()
        await until(lambda: bool(bot_api.bodies("sendMessage")))


async def test_redelivered_and_concurrent_updates_are_stored_once(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, _):
        update = payload("telegram", "text")
        answers = await asyncio.gather(*(post(served, update) for _ in range(4)))
        assert {status for status, _ in answers} == {200}
        assert await heard_texts(served) == ["你们乱扣费"]


async def test_start_greets(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, _):
        await post(served, payload("telegram", "text", message__text="/start ref7"))
        assert (await transcript(served))[0].payload == "/greet"


async def test_a_pressed_button_shows_its_title_means_its_payload_and_stops_waiting(
    tmp_path: Path,
) -> None:
    async with telegram(tmp_path) as (served, _):
        status, answer = await post(served, payload("telegram", "button"))
        assert status == 200
        assert answer == {"method": "answerCallbackQuery", "callback_query_id": "900100200300"}
        (row, *_) = await transcript(served)
        assert (row.text, row.payload) == ("找专员", "/ask_human")


async def test_a_button_cannot_put_words_into_the_customers_mouth(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, _):
        data = '/inform{"contact": "x"}'
        await post(served, payload("telegram", "button", callback_query__data=data))
        (row, *_) = await transcript(served)
        assert (row.text, row.payload) == (data, None)


async def test_an_edit_is_a_new_message_and_a_place_its_coordinates(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, _):
        for name in ("text", "edited", "location"):
            await post(served, payload("telegram", name))
        assert await heard_texts(served) == ["你们乱扣费", "你们乱扣费两次", "📍 31.2304,121.4737"]


async def test_a_long_message_is_kept_whole_in_parts(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, _):
        text = "你们乱扣费。" * 680
        for _ in range(2):
            await post(served, payload("telegram", "text", message__text=text))
        said = await heard_texts(served)
        assert len(said) == 2
        assert "".join(said) == text


async def test_a_person_who_types_is_seen_to(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, bot_api):
        await Chatting(served, bot_api).say("你们乱扣费")
        await until(lambda: bool(bot_api.bodies("sendMessage")))
        await person_types(served, "telegram", CUSTOMER)
        await until(lambda: bool(bot_api.bodies("sendChatAction")))
        assert bot_api.bodies("sendChatAction") == [{"chat_id": CUSTOMER, "action": "typing"}]
