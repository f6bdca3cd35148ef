"""What WeCom's customers send: every kind, files, and their first step in."""

from __future__ import annotations

import time

from bot.domain.message import Author
from tests.integration.channels.samples import PNG
from tests.integration.channels.wecom.wecom_world import World
from tests.integration.channels.wecom_platform import entry
from tests.integration.line.working import until


async def test_every_kind_of_message_stands_in_the_transcript(wecom: World) -> None:
    kinds = ("menu", "menu_of_others", "location", "link", "card", "unknown", "recalled")
    await wecom.happens(*(entry(kind) for kind in kinds))
    await wecom.hears("📎")
    await wecom.answered("20 MB")
    rows = [row for row in await wecom.rows() if row.author is Author.CUSTOMER]
    assert [(row.text, row.payload) for row in rows] == [
        ("是的", "/affirm"),
        ("满意", None),
        ("📍 某营业部 示例路1号 23.1,113.5", None),
        ("条款\n说明\nhttps://example.com/a", None),
        ("📎", None),
        ("📎", None),
    ]


async def test_a_picture_is_taken_in_and_a_program_is_refused_with_a_word(wecom: World) -> None:
    wecom.platform.files = {
        "picture": ("保单.png", PNG),
        "program": ("a.exe", b"MZ" + b"0" * 64),
    }
    wecom.platform.refuse["media/get"] = [502]
    await wecom.happens(
        entry("image"), entry("image", msgid="bad", media_id="program"), entry("voice")
    )
    await wecom.answered("20 MB")

    async def all_there() -> bool:
        return len(await wecom.heard()) == 3

    await until(all_there)
    rows = [row for row in await wecom.rows() if row.author is Author.CUSTOMER]
    assert [[file.media_type for file in row.attachments] for row in rows] == [
        ["image/png"],
        [],
        [],
    ]
    assert [row.text for row in rows] == ["", "📎", "📎"]


async def test_a_newcomer_is_greeted_once_and_only_in_time(wecom: World) -> None:
    late = entry("entered", msgid="late", welcome_code="LATE", send_time=int(time.time()) - 60)
    await wecom.happens(late, entry("entered"), entry("text"))
    await wecom.answered("你们凭什么拒赔")
    assert [item["code"] for item in wecom.platform.greeted] == ["WELCOME1"]
    assert "AI" in wecom.platform.greeted[0]["text"]["content"]
