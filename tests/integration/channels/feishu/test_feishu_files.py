"""Files of Feishu's customers: fetched, kept with their words, or named."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.attachment import AttachmentKind
from bot.domain.message import Author
from tests.integration.channels.feishu.feishu_robot import Robot, running_robot
from tests.integration.line.working import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("image", AttachmentKind.IMAGE),
        ("file", AttachmentKind.FILE),
        ("audio", AttachmentKind.AUDIO),
    ],
)
async def test_files_are_fetched_and_kept_with_their_message(
    robot: Robot, name: str, kind: AttachmentKind
) -> None:
    assert [await robot.call(robot.event(name)) for _ in range(2)] == [200, 200]
    first, *others = await robot.settled()
    assert [attachment.kind for attachment in first.attachments] == [kind]
    assert [row.author for row in others] == [Author.BOT]


async def test_words_and_pictures_of_a_post_are_one_message(robot: Robot) -> None:
    assert await robot.call(robot.event("post")) == 200
    first, *_ = await robot.settled()
    assert (first.text.splitlines()[0], len(first.attachments)) == ("保单", 1)


@pytest.mark.parametrize(("name", "marker"), [("file", "📎 理赔通知.pdf"), ("sticker", "📎")])
async def test_what_cannot_be_taken_is_named_and_the_customer_is_told(
    robot: Robot, name: str, marker: str
) -> None:
    robot.feishu.files.clear()
    assert await robot.call(robot.event(name)) == 200
    first, notice = await robot.settled()
    assert (first.text, first.attachments, notice.author) == (marker, (), Author.SYSTEM)


async def test_a_slow_file_keeps_nobody_waiting_and_is_stored_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.feishu.inbound.FeishuInput.patience", 0.05)
    async with running_robot(tmp_path) as robot:
        robot.feishu.hold = asyncio.Event()
        assert [await robot.call(robot.event("image")) for _ in range(2)] == [200, 200]
        assert await robot.rows() == []
        robot.feishu.hold.set()

        async def stored() -> bool:
            return bool(await robot.rows())

        await until(stored)
        robot.feishu.files.clear()
        assert await robot.call(robot.event("image")) == 200
        transcript = await robot.settled()
    assert [len(row.attachments) for row in transcript if row.processing] == [1]
