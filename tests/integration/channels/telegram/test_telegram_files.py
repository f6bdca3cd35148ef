"""Files of Telegram's customers: fetched, kept with their words, or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.attachment import AttachmentKind
from connectors.arrivals import FILE_SIGN
from tests.integration.channels.samples import OGG, PNG, payload
from tests.integration.channels.telegram.telegram_chat import (
    heard_texts,
    post,
    telegram,
    transcript,
)
from tests.integration.line.working import until


async def test_the_largest_photo_comes_with_its_caption(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, bot_api):
        bot_api.replies["getFile"] = {"ok": True, "result": {"file_path": "photos/file_1.jpg"}}
        bot_api.files["/file/bot7:token/photos/file_1.jpg"] = PNG
        for _ in range(2):
            assert (await post(served, payload("telegram", "photo")))[0] == 200
        (row, *_) = await transcript(served)
        assert row.text == "这是保单"
        assert [item.kind for item in row.attachments] == [AttachmentKind.IMAGE]
        assert bot_api.bodies("getFile") == [{"file_id": "large"}]


async def test_a_voice_message_is_taken_in(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, bot_api):
        bot_api.replies["getFile"] = {"ok": True, "result": {"file_path": "voice/file_2.oga"}}
        bot_api.files["/file/bot7:token/voice/file_2.oga"] = OGG
        await post(served, payload("telegram", "voice"))
        (row, *_) = await transcript(served)
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
    async with telegram(tmp_path) as (served, bot_api):
        bot_api.replies["getFile"] = {"ok": True, "result": {"file_path": path}}
        bot_api.files["/file/bot7:token/voice/program.exe"] = b"MZ\x90\x00" + bytes(50)
        for _ in range(3):
            assert (await post(served, payload("telegram", name, **changes)))[0] == 200
        await until(lambda: bool(bot_api.bodies("sendMessage")))
        rows = await transcript(served)
        named = FILE_SIGN if name == "poll" else f"{FILE_SIGN} voice"
        assert [(row.author.value, row.text) for row in rows[:-1]] == [("customer", named)]
        assert (rows[-1].author.value, "pdf" in rows[-1].text) == ("system", True)


async def test_words_beside_an_unusable_file_are_kept(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (served, bot_api):
        bot_api.replies["getFile"] = {"ok": True, "result": {"file_path": "photos/gone.jpg"}}
        await post(served, payload("telegram", "photo"))
        assert await heard_texts(served) == ["这是保单"]
