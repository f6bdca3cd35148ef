"""What agents send besides text, and the signs of the moment, on the customer's side."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

from bot.domain.activity import Activity, Doing
from bot.domain.attachment import InboundAttachment
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Delivery, InboundMessage
from bot.domain.staff import Agent
from bot.services.delivery import Deliverer
from bot.services.replies import Words
from connectors.webhook.outbound import WebhookSender
from tests.boxes import box_over, make_agent
from tests.integration.channels.conftest import Served
from tests.integration.channels.socket_client import SocketClient, connected
from tests.integration.line.callback import SECRET, callback_server

PDF = b"%PDF-1.7 the decision"
LETTER = InboundAttachment("决定.pdf", "application/pdf", PDF)
FILE = {"name": "决定.pdf", "type": "application/pdf", "base64": base64.b64encode(PDF).decode()}


async def _claimed(served: Served, chat: SocketClient) -> tuple[ConversationId, Agent, str]:
    """A customer who has written, in the hands of an agent; and the customer's session."""
    session = (await chat.call("session_request", {}))["session_id"]
    await chat.call("user_uttered", {"message": "你好", "message_id": "a"})
    await chat.hear(1)
    agent = await make_agent(served.box, "li")
    found = await served.box.inspection.conversations("open", agent)
    conversation_id = found.rows[0].conversation.id
    await served.box.handoffs.claim(conversation_id, agent)
    return conversation_id, agent, session


async def _told(chat: SocketClient, *, typing: bool) -> None:
    """Wait until the customer is told so."""
    end = asyncio.get_running_loop().time() + 10
    while True:
        states = [data for name, data in chat.heard if name == "state"]
        if states and states[-1].get("agent_typing", False) is typing:
            return
        assert asyncio.get_running_loop().time() < end, chat.heard
        await asyncio.sleep(0.02)


async def test_a_file_and_a_quotation_reach_the_web_chat(served: Served) -> None:
    async with connected(served.url) as chat:
        conversation_id, agent, session = await _claimed(served, chat)
        upload = await served.box.replies.attach(conversation_id, agent, LETTER)
        words = Words("", "1", (upload.id,), quoted_seq=1)
        sent = await served.box.replies.say(conversation_id, agent, words)
        await chat.hear(3)  # the echo, the notice of the claim, the file
    said = [data for name, data in chat.heard if name == "bot_uttered"][-1]
    assert (said["author"], said["quoted_seq"], said["seq"]) == ("agent", 1, sent.seq)
    (file,) = said["attachments"]
    assert file["name"] == "决定.pdf"
    headers = {"Authorization": f"Bearer {session}"}
    async with served.client.get(
        f"{served.url}/chat/attachments/{file['id']}", headers=headers
    ) as answer:
        assert await answer.read() == PDF


async def test_rest_gets_the_file_in_its_answer(served: Served) -> None:
    async def ask(text: str) -> list[dict[str, Any]]:
        body = {"sender": "a", "message": text}
        async with served.client.post(f"{served.url}/webhooks/rest/webhook", json=body) as answer:
            messages: list[dict[str, Any]] = await answer.json()
            return messages

    await ask("你好")
    conversation_id = await served.box.chat.find("rest", "a")
    assert conversation_id is not None
    agent = await make_agent(served.box, "li")
    await served.box.handoffs.claim(conversation_id, agent)
    upload = await served.box.replies.attach(conversation_id, agent, LETTER)
    await served.box.replies.say(conversation_id, agent, Words("请看", "1", (upload.id,), 1))
    last = (await ask("好的"))[-1]
    assert last == {
        "recipient_id": "a",
        "text": "请看",
        "attachments": [FILE],
        "quoted_seq": 1,
    }


async def test_a_webhook_gets_the_file_and_a_lost_one_is_a_dead_letter(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    async with box_over(url, tmp_path) as box, callback_server() as far_end:
        message = InboundMessage("webhook", "c", "m1", "你好")
        conversation_id = (await box.intake.receive(message)).conversation_id
        agent = await make_agent(box, "li")
        await box.handoffs.claim(conversation_id, agent)
        for number in (1, 2):
            upload = await box.replies.attach(conversation_id, agent, LETTER)
            await box.replies.say(
                conversation_id, agent, Words("", str(number), (upload.id,), quoted_seq=1)
            )
        (lost,) = (box.settings.attachments_folder).rglob(upload.id)
        lost.unlink()
        sender = WebhookSender(far_end.url, SECRET, box.files)
        deliverer = Deliverer(box.store, box.notifier, box.boundary, {"webhook": sender}, box.clock)
        while await deliverer.sweep():
            pass
        await sender.close()
        async with box.store.reading() as tx:
            rows = await tx.messages.transcript(conversation_id)
    told = far_end.messages[-1]
    assert (told["attachments"], told["quoted_seq"]) == ([FILE], 1)
    dead = [row for row in rows if row.author is Author.AGENT][-1]
    assert (dead.delivery, dead.error) == (Delivery.DEAD, "file: not_found")


async def test_the_customer_sees_that_the_agent_types_until_they_stop(served: Served) -> None:
    async with connected(served.url) as chat:
        conversation_id, agent, _ = await _claimed(served, chat)
        await served.box.activity.agent_types(conversation_id, agent)
        await _told(chat, typing=True)
        await served.box.activity.agent_spoke(conversation_id, agent)
        await _told(chat, typing=False)


async def test_a_customer_who_types_is_a_sign_and_no_message(served: Served) -> None:
    async with connected(served.url) as chat:
        no_session = await chat.call("typing", {})
        conversation_id, _, _ = await _claimed(served, chat)
        before = await served.box.feed.last_id()
        assert (await chat.call("typing", {}))["ok"]
        async for doing in served.box.feed.follow(before):
            typing = Activity(Doing.TYPING, conversation_id, "customer")
            assert doing == frozenset({typing})
            break
    assert no_session["error"]["code"] == "no_session"
    assert await served.box.feed.last_id() == before


async def test_what_came_is_delivered_and_what_was_shown_is_read(served: Served) -> None:
    async with connected(served.url) as chat:
        conversation_id, agent, _ = await _claimed(served, chat)
        sent = await served.box.replies.send(conversation_id, agent, "我来了", "1")
        await chat.hear_text("我来了")
        await chat.call("received", {"seq": sent.seq})
        came = await served.box.inspection.conversation(conversation_id)
        assert came.conversation.read_seq == 0
        async with served.box.store.reading() as tx:
            assert await tx.messages.undelivered(conversation_id) == []
        await chat.call("seen", {"seq": sent.seq})
        shown = await served.box.inspection.conversation(conversation_id)
        assert shown.conversation.read_seq == sent.seq
