"""Files of WhatsApp's customers: fetched, kept with their words, or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.whatsapp.payloads import CHANNEL
from tests.integration.channels.samples import PNG, raw
from tests.integration.channels.saying import heard, said
from tests.integration.channels.whatsapp.whatsapp_chat import heard_texts, whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER
from tests.integration.line.working import until


async def test_files_are_fetched_and_kept_with_their_words(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        cloud.media["300000000000003"] = ("image/png", PNG)
        cloud.media["300000000000004"] = ("audio/ogg", b"OggS" + bytes(50))
        cloud.media["300000000000005"] = ("application/pdf", b"%PDF-1.7 a policy")
        for name in ("image", "voice", "document", "image"):
            assert await cloud.deliver(served, raw(CHANNEL, name)) == 200
        rows = await heard(served, CHANNEL, CUSTOMER)
    assert [row.text for row in rows] == ["这是扣款短信", "", ""]
    files = [attachment for row in rows for attachment in row.attachments]
    assert [file.media_type for file in files] == ["image/png", "audio/ogg", "application/pdf"]
    assert files[2].file_name == "保单.pdf"


@pytest.mark.parametrize("trouble", ["gone", "too large", "a program", "elsewhere", "inside"])
async def test_a_file_that_cannot_be_taken_is_named_and_the_customer_told(
    tmp_path: Path, trouble: str
) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        cloud.media["300000000000005"] = ("application/pdf", b"%PDF-1.7 a policy")
        if trouble == "gone":
            cloud.media.clear()
        elif trouble == "too large":
            cloud.media["300000000000005"] = ("application/pdf", b"%PDF" + bytes(21 * 2**20))
        elif trouble == "a program":
            cloud.media["300000000000005"] = ("application/pdf", b"MZ" + bytes(50))
        elif trouble == "elsewhere":
            cloud.media_url = "https://lookaside.fbsbx.com.example.com/whatsapp"
        else:
            cloud.media_url = "http://127.0.0.1:1/latest/meta-data"
        assert await cloud.deliver(served, raw(CHANNEL, "document")) == 200
        (row,) = await heard(served, CHANNEL, CUSTOMER)
        (notice, *_) = await said(served, CHANNEL, CUSTOMER)
    assert (row.text, row.attachments) == ("📎 保单.pdf", ())
    assert "pdf" in notice.text


async def test_words_that_came_with_a_refused_file_are_answered(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, raw(CHANNEL, "image")) == 200
        await until(lambda: len(cloud.sent) >= 2)
    assert cloud.texts[1] == "回：这是扣款短信"


async def test_what_cannot_be_shown_is_not_passed_over(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, raw(CHANNEL, "unsupported")) == 200
        assert await heard_texts(served) == ["📎"]
        (notice, *_) = await said(served, CHANNEL, CUSTOMER)
    assert "文件" in notice.text
