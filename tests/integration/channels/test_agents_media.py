"""Files and quotations of agents on platforms that take them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.attachment import InboundAttachment
from bot.domain.errors import TooLarge, UnsupportedMedia
from bot.domain.ids import ConversationId
from bot.domain.message import Message
from bot.domain.platform_refusals import ReplyWindowClosed
from bot.domain.staff import Agent
from bot.services.replies import Words
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served
from tests.integration.channels.far_servers import FarEnd
from tests.integration.channels.samples import PDF, PNG, payload
from tests.integration.channels.saying import heard, said, settled
from tests.integration.channels.telegram.telegram_chat import post, telegram
from tests.integration.channels.whatsapp.whatsapp_chat import TEXT, whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER, Cloud

GIF = b"GIF89a" + bytes(100)


async def _claimed(served: Served, channel: str, customer: str) -> tuple[Agent, Message]:
    """In the hands of an agent: the customer's first message, once the bot has answered it."""
    (row,) = await heard(served, channel, customer)
    await settled(served, channel, customer)
    agent = await make_agent(served.box, "li")
    await served.box.handoffs.claim(row.conversation_id, agent)
    await settled(served, channel, customer)
    return agent, row


async def _say(
    served: Served,
    conversation_id: ConversationId,
    agent: Agent,
    text: str,
    files: dict[str, tuple[str, bytes]],
    quoted: int | None,
) -> Message:
    replies = served.box.replies
    uploads = [
        await replies.attach(conversation_id, agent, InboundAttachment(name, kind, content))
        for name, (kind, content) in files.items()
    ]
    words = Words(text, f"{text}{quoted}", [one.id for one in uploads], quoted)
    return await replies.say(conversation_id, agent, words)


@asynccontextmanager
async def _telegram(var: Path) -> AsyncIterator[tuple[Served, FarEnd]]:
    async with telegram(var) as (served, far):
        assert (await post(served, payload("telegram", "text")))[0] == 200
        yield served, far


def _telegram_customer() -> tuple[str, int]:
    message = payload("telegram", "text")["message"]
    return str(message["chat"]["id"]), message["message_id"]


async def test_telegram_shows_pictures_documents_and_what_is_quoted(tmp_path: Path) -> None:
    customer, message_id = _telegram_customer()
    async with _telegram(tmp_path) as (served, far):
        agent, row = await _claimed(served, "telegram", customer)
        files = {"图.png": ("image/png", PNG), "决定.pdf": ("application/pdf", PDF)}
        await _say(served, row.conversation_id, agent, "请看", files, row.seq)
        await settled(served, "telegram", customer)
        await _say(served, row.conversation_id, agent, "", {"a.gif": ("image/gif", GIF)}, row.seq)
        await settled(served, "telegram", customer)
    last = far.calls[-4:]
    assert [method for method, _ in last] == [
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "sendDocument",
    ]
    assert last[0][1]["reply_parameters"]["message_id"] == message_id
    assert last[1][1]["photo"] == ("图.png", "image/png", PNG)
    assert last[2][1]["document"] == ("决定.pdf", "application/pdf", PDF)
    assert "reply_parameters" not in last[2][1]
    assert json.loads(last[3][1]["reply_parameters"])["message_id"] == message_id


async def test_a_file_that_failed_goes_out_again_without_what_arrived(tmp_path: Path) -> None:
    customer, _ = _telegram_customer()
    async with _telegram(tmp_path) as (served, far):
        agent, row = await _claimed(served, "telegram", customer)
        fails_at = far.tries + 2
        far.answer = lambda number: (502, {}) if number == fails_at else None
        files = {"图.png": ("image/png", PNG)}
        await _say(served, row.conversation_id, agent, "请看", files, None)
        await settled(served, "telegram", customer)
    assert [method for method, _ in far.calls[-2:]] == ["sendMessage", "sendPhoto"]
    assert [body.get("text") for _, body in far.calls].count("请看") == 1


async def test_what_we_said_is_quoted_in_words(tmp_path: Path) -> None:
    customer, _ = _telegram_customer()
    async with _telegram(tmp_path) as (served, far):
        agent, row = await _claimed(served, "telegram", customer)
        (first, *_) = await said(served, "telegram", customer)
        await _say(served, row.conversation_id, agent, "是这样", {}, first.seq)
        await settled(served, "telegram", customer)
    assert far.calls[-1][1]["text"] == f"> {first.text}\n\n是这样"
    assert "reply_parameters" not in far.calls[-1][1]


@asynccontextmanager
async def _whatsapp(var: Path, **settings: str) -> AsyncIterator[tuple[Served, Cloud]]:
    async with whatsapp(var, **settings) as (served, cloud):
        assert await cloud.deliver(served, TEXT) == 200
        yield served, cloud


async def test_whatsapp_gets_files_by_their_id_and_the_message_that_is_answered(
    tmp_path: Path,
) -> None:
    async with _whatsapp(tmp_path) as (served, cloud):
        agent, row = await _claimed(served, "whatsapp", CUSTOMER)
        files = {"图.png": ("image/png", PNG), "决定.pdf": ("application/pdf", PDF)}
        await _say(served, row.conversation_id, agent, "请看", files, row.seq)
        await settled(served, "whatsapp", CUSTOMER)
    text, picture, document = cloud.sent[-3:]
    assert text["context"] == {"message_id": row.external_id}
    assert cloud.uploaded == {"200": ("image/png", PNG), "201": ("application/pdf", PDF)}
    assert (picture["type"], picture["image"]) == ("image", {"id": "200"})
    assert document["document"] == {"id": "201", "filename": "决定.pdf"}
    assert "context" not in picture


async def test_what_whatsapp_would_refuse_is_refused_at_the_desk(tmp_path: Path) -> None:
    async with _whatsapp(tmp_path, whatsapp_template="complaint") as (served, _):
        agent, row = await _claimed(served, "whatsapp", CUSTOMER)
        attach = served.box.replies.attach
        with pytest.raises(UnsupportedMedia, match="png"):
            await attach(row.conversation_id, agent, InboundAttachment("a.gif", "image/gif", GIF))
        large = InboundAttachment("a.png", "image/png", PNG + bytes(5 * 2**20))
        with pytest.raises(TooLarge, match="5 MB"):
            await attach(row.conversation_id, agent, large)
        rules = served.box.platform_limits.rules
        limits = rules.of("whatsapp").carries(served.box.files.policy)
        assert "image/gif" not in limits.kinds
        assert limits.largest_of_all == 20 * 2**20


async def test_a_template_carries_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with _whatsapp(tmp_path, whatsapp_template="complaint") as (served, _):
        agent, row = await _claimed(served, "whatsapp", CUSTOMER)
        limits = served.box.platform_limits
        later = served.box.clock.now() + limits.rules.of("whatsapp").window.lasts  # type: ignore[union-attr]  # it has one

        class Later:
            def now(self) -> object:
                return later

        monkeypatch.setattr(limits, "_clock", Later())
        await _say(served, row.conversation_id, agent, "还在处理", {}, None)
        files = {"图.png": ("image/png", PNG)}
        with pytest.raises(ReplyWindowClosed):
            await _say(served, row.conversation_id, agent, "", files, None)
