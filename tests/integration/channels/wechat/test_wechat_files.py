"""Files of WeChat's customers: fetched once, and only from where they may lie."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.attachment import AttachmentKind
from connectors import arrivals, receiver
from connectors.wechat.inbound import WeChatInput
from tests.integration.channels.samples import AMR
from tests.integration.channels.wechat.wechat_world import all_settled, replies_of, rows_of, world
from tests.integration.channels.wechat_platform import CUSTOMER, payload
from tests.integration.line.working import until

JPEG = b"\xff\xd8\xff\xe0" + bytes(200)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("image", "", AttachmentKind.IMAGE),
        ("voice", "你们乱扣费。", AttachmentKind.AUDIO),
        ("video", "", AttachmentKind.VIDEO),
        ("shortvideo", "", AttachmentKind.VIDEO),
        ("location", "📍 天河区营业部 23.137466,113.352425", None),
        ("link", "产品宣传页\n保证收益\nhttps://example.com/page?a=1&b=2", None),
        ("unknown", "📎", None),
    ],
)
async def test_whatever_a_customer_sends_stands_in_the_transcript(
    tmp_path: Path, name: str, text: str, kind: AttachmentKind | None
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.files = {
            "media-image-1": ("image/jpeg", JPEG),
            "media-voice-1": ("audio/amr", AMR),
            "media-video-1": ("elsewhere", f"{wechat.url}/video".encode()),
            "media-video-2": ("video/mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(40)),
        }
        for _ in range(2):
            assert await wechat.post(payload(name)) == (200, "success")
        rows = [row for row in await rows_of(box) if row.processing]
    assert [row.text for row in rows] == [text]
    assert [item.kind for item in rows[0].attachments] == ([kind] if kind else [])
    assert len(wechat.downloads) == (1 if kind else 0)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image/jpeg", b"no picture"),
        ("image/jpeg", JPEG + bytes(21 * 2**20)),
        ("elsewhere", b"http://169.254.169.254/latest/meta-data"),
        ("elsewhere", b"http://evil-qq.com/"),
        ("elsewhere", b"file:///etc/passwd"),
        ("elsewhere", b"http://[broken"),
    ],
    ids=["no picture", "too large", "inside", "look-alike", "a file", "no address"],
)
async def test_a_file_that_cannot_be_taken_is_answered_with_what_to_do(
    tmp_path: Path, kind: str, content: bytes
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.files = {"media-image-1": (kind, content)}
        for _ in range(2):
            assert await wechat.post(payload("image")) == (200, "success")
        (text,) = await replies_of(wechat, 1)
        await until(all_settled(box))
        rows = await rows_of(box)
    assert [row.text for row in rows if row.processing] == ["📎"]
    assert len(wechat.sent) == 1
    assert "文件" in text


async def test_a_recording_without_its_file_still_says_what_was_said(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        assert await wechat.post(payload("voice")) == (200, "success")
        assert [row.text for row in await rows_of(box) if row.processing] == ["你们乱扣费。"]


async def test_a_redirect_of_a_download_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "PAUSES", ())
    monkeypatch.setattr(receiver, "LATER", ())
    async with world(tmp_path) as (wechat, box):
        wechat.files = {"media-image-1": ("elsewhere", f"{wechat.url}/away".encode())}
        assert await wechat.post(payload("image")) == (200, "success")
        rows = [row for row in await rows_of(box) if row.processing]
    assert not rows[0].attachments


async def test_a_slow_file_keeps_nobody_waiting_and_is_fetched_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WeChatInput, "patience", 0.1)
    async with world(tmp_path) as (wechat, box):
        wechat.files = {"media-image-1": ("image/jpeg", JPEG)}
        wechat.slow = asyncio.Event()
        for _ in range(3):
            assert await wechat.post(payload("image")) == (200, "success")
        assert await box.chat.find("wechat", CUSTOMER) is None
        wechat.slow.set()

        async def stored() -> bool:
            return await box.chat.find("wechat", CUSTOMER) is not None

        await until(stored)
        assert await wechat.post(payload("image")) == (200, "success")
        rows = [row for row in await rows_of(box) if row.processing]
    assert [len(row.attachments) for row in rows] == [1]
    assert len(wechat.downloads) == 1
