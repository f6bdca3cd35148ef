"""Files that come late: acknowledged before, in the transcript after, through crashes too."""

from __future__ import annotations

import asyncio
import json
from dataclasses import fields, replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.domain.message import InboundMessage, Message, Receipt
from bot.services.intake import Intake
from bot.tasks import end_tasks
from connectors import arrivals, receiver
from connectors.arrivals import Arrival, RemoteFile
from connectors.line_messaging.inbound import LineInput
from connectors.line_messaging.payloads import CHANNEL
from connectors.receiver import Receiver
from connectors.whatsapp.inbound import WhatsAppInput
from tests.integration.channels.conftest import Served
from tests.integration.channels.line_messaging.line_chat import line_chat
from tests.integration.channels.line_platform import CUSTOMER
from tests.integration.channels.samples import PNG, payload, raw
from tests.integration.channels.saying import heard, said
from tests.integration.channels.whatsapp.whatsapp_chat import saying, whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER as CALLER
from tests.integration.line.working import until

PHOTO, REF = raw(CHANNEL, "image"), "400000000000000002"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for files, and all that is late is looked for soon."""
    for channel in (LineInput, WhatsAppInput):
        monkeypatch.setattr(channel, "patience", 0.05)
    monkeypatch.setattr(arrivals, "PAUSES", ())
    monkeypatch.setattr(receiver, "LOOK", 0.05)


async def _rows(served: Served, count: int) -> list[Message]:
    async def there() -> bool:
        return len(await heard(served, CHANNEL, CUSTOMER)) >= count

    await until(there)
    return await heard(served, CHANNEL, CUSTOMER)


async def test_a_file_being_made_ready_is_acknowledged_and_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "LATER", (0.05,) * 1000)
    async with line_chat(tmp_path) as (served, line):
        line.content[REF], line.content_status = PNG, 202
        assert [await line.deliver(served, PHOTO) for _ in range(3)] == [200] * 3
        assert await heard(served, CHANNEL, CUSTOMER) == []
        line.content_status = 200
        (row,) = await _rows(served, 1)
        assert await line.deliver(served, PHOTO) == 200
        assert len(await heard(served, CHANNEL, CUSTOMER)) == 1
        assert await served.box.channel_memory.keys(CHANNEL, "files:") == []
    assert [file.media_type for file in row.attachments] == ["image/png"]


async def test_words_do_not_wait_for_a_file_that_is_not_to_be_had_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "LATER", (0.05,) * 1000)
    async with whatsapp(tmp_path) as (served, cloud):
        cloud.media["300000000000003"], cloud.media_status = ("image/png", PNG), 503
        post = payload("whatsapp", "image")
        post["entry"].append(json.loads(saying("后来的话", "wamid.LATER"))["entry"][0])
        body = json.dumps(post).encode()

        async def has(rows: int) -> bool:
            return len(await heard(served, "whatsapp", CALLER)) == rows

        assert await cloud.deliver(served, body) == 200
        await until(lambda: has(2))
        cloud.media_status = 200
        await until(lambda: has(3))
        assert await cloud.deliver(served, body) == 200
        rows = await heard(served, "whatsapp", CALLER)
    assert [row.text for row in rows] == ["这是扣款短信", "后来的话", ""]
    assert [len(row.attachments) for row in rows] == [0, 0, 1]


async def test_what_never_comes_is_named_at_last_and_the_customer_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "LATER", (0.0, 0.0))
    async with line_chat(tmp_path) as (served, line):
        line.content_status = 202
        assert await line.deliver(served, PHOTO) == 200
        (row,) = await _rows(served, 1)
        (notice, *_) = await said(served, CHANNEL, CUSTOMER)
    assert (row.text, row.attachments) == ("📎", ())
    assert "文件" in notice.text or "檔案" in notice.text


async def _die(self: Receiver) -> None:
    """As a process that is killed: nothing is put in order."""
    await end_tasks(task for task in (*self._tasks.values(), self._looking) if task)


@pytest.mark.parametrize("killed", [False, True])
async def test_a_file_outlives_the_process_that_was_fetching_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, killed: bool
) -> None:
    if killed:
        monkeypatch.setattr(Receiver, "close", _die)
        monkeypatch.setattr(receiver, "LEASE", receiver.LEASE * 0)
    async with line_chat(tmp_path) as (served, line):
        line.content[REF], line.content_status = PNG, 202
        assert await line.deliver(served, PHOTO) == 200
        assert await heard(served, CHANNEL, CUSTOMER) == []
    async with line_chat(tmp_path) as (served, line):
        line.content[REF] = PNG
        (row,) = await _rows(served, 1)
    assert len(row.attachments) == 1


async def test_what_somebody_else_fetches_is_acknowledged_and_left_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def fetch(*_: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(LineInput, "fetch", fetch)
    monkeypatch.setattr(Receiver, "close", _die)
    async with line_chat(tmp_path) as (served, line):
        assert await line.deliver(served, PHOTO) == 200
        await asked.wait()
    asked.clear()
    async with line_chat(tmp_path) as (served, line):
        assert await line.deliver(served, PHOTO) == 200
        assert not asked.is_set()


async def test_what_cannot_be_stored_now_is_stored_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "AGAIN", 0.0)
    receive, tries = Intake.receive, list[str]()

    async def fails_once(self: Intake, inbound: InboundMessage) -> Receipt:
        tries.append(inbound.external_id)
        if len(tries) == 1:
            raise OSError("the database is away")
        return await receive(self, inbound)

    monkeypatch.setattr(Intake, "receive", fails_once)
    async with line_chat(tmp_path) as (served, line):
        line.content[REF] = PNG
        assert await line.deliver(served, PHOTO) == 200
        (row,) = await _rows(served, 1)
    assert len(row.attachments) == 1
    assert len(tries) == 2


def test_all_that_a_message_says_is_kept_until_its_files_are_there() -> None:
    """Contents lie with the platform, and the others come from a page of ours only."""
    elsewhere = {"attachments", "uploads", "site_customer", "quoted_seq"}
    assert {field.name for field in fields(InboundMessage)} - elsewhere == set(receiver._FIELDS)
    message = InboundMessage(
        "line", "c", "1", "看图", "/deny", "zh-Hans", True, refused="🗺", quoted_id="w1"
    )
    arrival = Arrival(replace(message, platform_order=7), (RemoteFile("ref", "a.png"),))
    kept = receiver._Kept((arrival,), 1, datetime(2026, 11, 22, tzinfo=timezone.utc))
    assert receiver._from_text(receiver._as_text(kept)) == kept
