"""Files of DingTalk's customers: fetched from DingTalk's hosts, kept, or named."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.attachment import AttachmentKind
from bot.domain.message import Author
from tests.integration.channels.dingtalk.dingtalk_robot import Robot, running_robot
from tests.integration.line.working import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("picture", "", AttachmentKind.IMAGE),
        ("file", "", AttachmentKind.FILE),
        ("audio", "你们凭什么拒赔", AttachmentKind.AUDIO),
    ],
)
async def test_files_are_fetched_and_kept_with_their_message(
    robot: Robot, name: str, text: str, kind: AttachmentKind
) -> None:
    assert [await robot.call(robot.body(name)) for _ in range(2)] == [200, 200]
    first, *others = await robot.settled()
    assert (first.text, [a.kind for a in first.attachments]) == (text, [kind])
    assert [row.author for row in others] == [Author.BOT]


async def test_of_rich_text_the_words_and_good_files_are_kept_and_of_the_rest_the_customer_is_told(
    robot: Robot,
) -> None:
    assert await robot.call(robot.body("rich_text")) == 200
    transcript = await robot.settled()
    said = [row for row in transcript if row.author is Author.CUSTOMER]
    assert [(row.text, len(row.attachments)) for row in said] == [("这是保单和收据", 1)]
    assert [row for row in transcript if row.author is Author.SYSTEM]


@pytest.mark.parametrize("code", ["huge", "missing"])
async def test_a_file_that_cannot_be_taken_is_named_and_the_customer_is_told(
    robot: Robot, code: str
) -> None:
    body = robot.body("file", content={"fileName": "a.pdf", "downloadCode": code})
    assert await robot.call(body) == 200
    marker, notice = await robot.settled()
    assert (marker.text, notice.author) == ("📎 a.pdf", Author.SYSTEM)
    assert "20 MB" in notice.text


async def test_a_file_at_a_foreign_host_is_not_fetched(robot: Robot) -> None:
    robot.dingtalk.download_url = "http://169.254.169.254/latest/meta-data"
    assert await robot.call(robot.body("picture")) == 200
    marker, _ = await robot.settled()
    assert (marker.text, marker.attachments) == ("📎", ())


async def test_a_slow_file_keeps_nobody_waiting_and_is_stored_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.dingtalk.inbound.DingTalkInput.patience", 0.05)
    async with running_robot(tmp_path) as robot:
        robot.dingtalk.hold = asyncio.Event()
        assert [await robot.call(robot.body("picture")) for _ in range(2)] == [200, 200]
        assert await robot.rows() == []
        robot.dingtalk.hold.set()

        async def stored() -> bool:
            return bool(await robot.rows())

        await until(stored)
        robot.dingtalk.files.clear()
        assert await robot.call(robot.body("picture")) == 200
        transcript = await robot.settled()
    assert [len(row.attachments) for row in transcript if row.processing] == [1]
