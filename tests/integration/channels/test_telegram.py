"""Telegram: its own protocol, against a local server that plays the Bot API."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.attachment import AttachmentKind
from bot.domain.errors import InvalidInput
from bot.domain.message import Delivery, Message
from connectors.arrivals import FILE_SIGN
from connectors.splitting import utf16_units
from connectors.telegram.inbound import HEADER
from connectors.telegram.payloads import MOST_TEXT, Update, parse_update, text_parts
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.far_servers import FarEnd, damaged, far_end, kinds, payload
from tests.integration.channels.whole_line import Scripted, complain_to_close, until

SECRET = "a_secret-for-tests"
CUSTOMER = "5551001"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead" + bytes(60)


@asynccontextmanager
async def _telegram(tmp_path: Path, **settings: Any) -> AsyncIterator[tuple[Served, FarEnd]]:
    async with far_end() as bot_api:
        options = {"telegram_token": "7:token", "telegram_secret": SECRET, **settings}
        async with serving(tmp_path, telegram_api=bot_api.url, **options) as served:
            yield served, bot_api


async def _post(served: Served, body: Any, secret: str = SECRET) -> tuple[int, Any]:
    url = f"{served.url}/webhooks/telegram/webhook"
    how: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with served.client.post(url, headers={HEADER: secret}, **how) as answer:
        return answer.status, await answer.json()


async def _rows(served: Served) -> list[Message]:
    conversation_id = await served.box.chat.find("telegram", CUSTOMER)
    if conversation_id is None:
        return []
    async with served.box.store.reading() as tx:
        return list(await tx.messages.transcript(conversation_id))


async def _said(served: Served) -> list[str]:
    return [row.text for row in await _rows(served) if row.processing]


class Chatting:
    """A customer in a private chat; Telegram delivers everything twice."""

    channel, customer = "telegram", CUSTOMER

    def __init__(self, served: Served, bot_api: FarEnd) -> None:
        self._served, self._bot_api, self._count = served, bot_api, 700001000

    async def say(self, text: str) -> None:
        await self._deliver(payload("telegram/text", message__text=text), "message")

    async def press(self, title: str) -> None:
        keyboard = self._bot_api.bodies("sendMessage")[-1]["reply_markup"]["inline_keyboard"]
        (data,) = [key["callback_data"] for row in keyboard for key in row if key["text"] == title]
        await self._deliver(payload("telegram/button", callback_query__data=data), "")

    def heard(self) -> list[str]:
        return [body["text"] for body in self._bot_api.bodies("sendMessage")]

    async def _deliver(self, update: dict[str, Any], kind: str) -> None:
        self._count += 1
        update["update_id"] = self._count
        if kind:
            update[kind]["message_id"] = self._count
        for _ in range(2):
            status, _answer = await _post(self._served, update)
            assert status == 200


async def test_a_complaint_goes_all_the_way_to_a_person_and_its_end(tmp_path: Path) -> None:
    async with _telegram(tmp_path, agent=Scripted()) as (served, bot_api):
        await complain_to_close(served, Chatting(served, bot_api))
        chats = {body["chat_id"] for body in bot_api.bodies("sendMessage")}
        assert chats == {CUSTOMER}
        assert all("parse_mode" not in body for body in bot_api.bodies("sendMessage"))


async def test_it_is_stored_and_acknowledged_while_the_assistant_still_thinks(
    tmp_path: Path,
) -> None:
    agent = Scripted()
    agent.gate.clear()
    async with _telegram(tmp_path, agent=agent) as (served, bot_api):
        started = time.monotonic()
        status, answer = await _post(served, payload("telegram/text"))
        assert (status, time.monotonic() - started < 1) == (200, True)
        assert answer == {"method": "sendChatAction", "chat_id": CUSTOMER, "action": "typing"}
        assert await _said(served) == ["你们乱扣费"]
        assert not bot_api.calls
        agent.gate.set()
        await until(lambda: bool(bot_api.bodies("sendMessage")))


async def test_redelivered_and_concurrent_updates_are_stored_once(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, _):
        update = payload("telegram/text")
        answers = await asyncio.gather(*(_post(served, update) for _ in range(4)))
        assert {status for status, _ in answers} == {200}
        assert await _said(served) == ["你们乱扣费"]


@pytest.mark.parametrize("secret", ["", "another", SECRET + "x", "é"])
async def test_a_wrong_secret_is_refused_without_a_trace(tmp_path: Path, secret: str) -> None:
    async with _telegram(tmp_path) as (served, _):
        assert (await _post(served, payload("telegram/text"), secret))[0] == 401
        assert await _rows(served) == []


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
    async with _telegram(tmp_path) as (served, _):
        assert (await _post(served, body))[0] == status
        assert await _rows(served) == []


async def test_without_its_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with _telegram(tmp_path, telegram_secret="") as (served, _):
        assert (await _post(served, payload("telegram/text"), ""))[0] == 404


async def test_groups_are_none_of_its_business(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, _):
        assert await _post(served, payload("telegram/group")) == (200, {})
        assert await served.box.chat.find("telegram", "-100200") is None
        assert await _rows(served) == []


async def test_start_greets(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, _):
        await _post(served, payload("telegram/text", message__text="/start ref7"))
        assert (await _rows(served))[0].payload == "/greet"


async def test_a_pressed_button_shows_its_title_means_its_payload_and_stops_waiting(
    tmp_path: Path,
) -> None:
    async with _telegram(tmp_path) as (served, _):
        status, answer = await _post(served, payload("telegram/button"))
        assert status == 200
        assert answer == {"method": "answerCallbackQuery", "callback_query_id": "900100200300"}
        (row, *_) = await _rows(served)
        assert (row.text, row.payload) == ("找专员", "/ask_human")


async def test_a_button_cannot_put_words_into_the_customers_mouth(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, _):
        data = '/inform{"contact": "x"}'
        await _post(served, payload("telegram/button", callback_query__data=data))
        (row, *_) = await _rows(served)
        assert (row.text, row.payload) == (data, None)


async def test_an_edit_is_a_new_message_and_a_place_its_coordinates(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, _):
        for name in ("text", "edited", "location"):
            await _post(served, payload(f"telegram/{name}"))
        assert await _said(served) == ["你们乱扣费", "你们乱扣费两次", "📍 31.2304,121.4737"]


async def test_a_long_message_is_kept_whole_in_parts(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, _):
        text = "你们乱扣费。" * 680
        for _ in range(2):
            await _post(served, payload("telegram/text", message__text=text))
        said = await _said(served)
        assert len(said) == 2
        assert "".join(said) == text


async def test_the_largest_photo_comes_with_its_caption(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, bot_api):
        bot_api.replies["getFile"] = {"ok": True, "result": {"file_path": "photos/file_1.jpg"}}
        bot_api.files["/file/bot7:token/photos/file_1.jpg"] = PNG
        for _ in range(2):
            assert (await _post(served, payload("telegram/photo")))[0] == 200
        (row, *_) = await _rows(served)
        assert row.text == "这是保单"
        assert [item.kind for item in row.attachments] == [AttachmentKind.IMAGE]
        assert bot_api.bodies("getFile") == [{"file_id": "large"}]


async def test_a_voice_message_is_taken_in(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, bot_api):
        bot_api.replies["getFile"] = {"ok": True, "result": {"file_path": "voice/file_2.oga"}}
        bot_api.files["/file/bot7:token/voice/file_2.oga"] = OGG
        await _post(served, payload("telegram/voice"))
        (row, *_) = await _rows(served)
        assert (row.payload, row.attachments[0].kind) == ("/send_attachment", AttachmentKind.AUDIO)


@pytest.mark.parametrize(
    ("name", "changes", "path"),
    [
        ("poll", {}, "-"),
        ("voice", {"message__voice__file_size": 50 * 2**20}, "voice/file_2.oga"),
        ("voice", {}, "voice/gone.oga"),
        ("voice", {}, "../../etc/passwd"),
        ("voice", {}, "http://169.254.169.254/latest"),
        ("voice", {}, "voice/program.exe"),
    ],
    ids=["poll", "too large", "gone", "path", "address", "type"],
)
async def test_what_cannot_be_taken_is_acknowledged_and_the_customer_told_once(
    tmp_path: Path, name: str, changes: dict[str, object], path: str
) -> None:
    async with _telegram(tmp_path) as (served, bot_api):
        bot_api.replies["getFile"] = {"ok": True, "result": {"file_path": path}}
        bot_api.files["/file/bot7:token/voice/program.exe"] = b"MZ\x90\x00" + bytes(50)
        for _ in range(3):
            assert (await _post(served, payload(f"telegram/{name}", **changes)))[0] == 200
        await until(lambda: bool(bot_api.bodies("sendMessage")))
        rows = await _rows(served)
        named = FILE_SIGN if name == "poll" else f"{FILE_SIGN} voice"
        assert [(row.author.value, row.text) for row in rows[:-1]] == [("customer", named)]
        assert (rows[-1].author.value, "pdf" in rows[-1].text) == ("system", True)


async def test_words_beside_an_unusable_file_are_kept(tmp_path: Path) -> None:
    async with _telegram(tmp_path) as (served, bot_api):
        bot_api.replies["getFile"] = {"ok": True, "result": {"file_path": "photos/gone.jpg"}}
        await _post(served, payload("telegram/photo"))
        assert await _said(served) == ["这是保单"]


async def test_a_long_reply_goes_out_in_parts_and_a_failure_repeats_none_of_them(
    tmp_path: Path,
) -> None:
    async with _telegram(tmp_path, agent=Scripted()) as (served, bot_api):
        busy = (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 1}})
        bot_api.answer = lambda attempt: busy if attempt == 2 else None
        text = "😀" * 3000
        await _post(served, payload("telegram/text", message__text=text))
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
    async with _telegram(tmp_path) as (served, bot_api):
        busy = (503, {"ok": False, "error_code": 503})
        bot_api.answer = lambda attempt: busy if attempt % 5 == 0 else None

        async def talk(chat: int) -> None:
            for place in range(3):
                update = payload("telegram/text", message__text=f"第{place}句")
                update["update_id"] = chat * 10 + place
                for holder in ("chat", "from"):
                    update["message"][holder]["id"] = chat
                answers = await asyncio.gather(*(_post(served, update) for _ in range(3)))
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
    ("status", "description", "state", "says"),
    [
        (403, "Forbidden: bot was blocked by the user", Delivery.DEAD, "blocked by the user"),
        (400, "Bad Request: chat not found", Delivery.DEAD, "chat not found"),
        (401, "Unauthorized", Delivery.DEAD, "QINGTING_TELEGRAM_TOKEN"),
        (502, "Bad Gateway", Delivery.PENDING, "telegram 502"),
        (429, "Too Many Requests", Delivery.PENDING, "telegram 429"),
    ],
)
async def test_a_refused_reply_is_dead_or_tried_later_as_the_error_means(
    tmp_path: Path, status: int, description: str, state: Delivery, says: str
) -> None:
    async with _telegram(tmp_path) as (served, bot_api):
        refusal = {"ok": False, "error_code": status, "description": description}
        if status == 429:
            refusal["parameters"] = {"retry_after": 100}
        bot_api.answer = lambda _: (status, refusal)
        await _post(served, payload("telegram/text"))
        await until(lambda: bot_api.tries > 0)
        row = (await _rows(served))[-1]
        while row.delivery is Delivery.SENDING or row.error is None:
            await asyncio.sleep(0.02)
            row = (await _rows(served))[-1]
        assert row.delivery is state
        assert says in (row.error or "")
        assert "7:token" not in (row.error or "")
        if status == 429:
            assert row.next_attempt_at is not None
            assert (row.next_attempt_at - served.box.clock.now()).total_seconds() > 90


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        parse_update(body)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(kinds("telegram")))
def test_any_shape_of_update_is_parsed_or_refused(body: bytes) -> None:
    try:
        update = parse_update(body)
    except InvalidInput:
        return
    assert update is None or _is_something(update)


def _is_something(update: Update) -> bool:
    message = update.arrival.message
    return bool(message.text.strip() or message.refused or update.arrival.files)


@given(st.text(min_size=1, max_size=9000))
def test_parts_fit_and_lose_only_white_space(text: str) -> None:
    parts = text_parts(text)
    assert all(utf16_units(part) <= MOST_TEXT for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
