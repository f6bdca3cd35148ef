"""The web chat's protocol (docs/web-chat.md), spoken over a real WebSocket."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

import pytest

from bot.domain.conversation import HandoffReason, Owner
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Reply
from bot.services.transcript import Outgoing, record_outgoing
from connectors.web import rooms
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served
from tests.integration.channels.socket_client import PATIENCE, SocketClient, connected


def chatting(served: Served) -> AbstractAsyncContextManager[SocketClient]:
    """One socket to the customer side."""
    return connected(served.url)


async def test_the_server_issues_the_session_and_never_takes_a_chosen_one(served: Served) -> None:
    async with chatting(served) as chat:
        chosen = await chat.call("session_request", {"session_id": "i-am-somebody-else"})
    assert chosen["session_id"] != "i-am-somebody-else"
    assert chosen["state"] == {"owner": "none", "last_seq": 0}
    assert ("session_confirm", chosen["session_id"]) in chat.heard


async def test_a_message_is_acknowledged_with_its_seq_and_answered(served: Served) -> None:
    async with chatting(served) as chat:
        await chat.call("session_request", {})
        ack = await chat.call("user_uttered", {"message": "你好", "message_id": "a"})
        assert (ack["ok"], ack["seq"], ack["duplicate"]) == (True, 1, False)
        assert await chat.hear(1) == ["回：你好"]


async def test_a_message_sent_again_under_its_id_is_stored_and_answered_once(
    served: Served,
) -> None:
    async with chatting(served) as chat:
        await chat.call("session_request", {})
        first = await chat.call("user_uttered", {"message": "你好", "message_id": "a"})
        await chat.hear(1)
        second = await chat.call("user_uttered", {"message": "你好", "message_id": "a"})
        page = await chat.call("resume", {"after": 0})
    assert (second["seq"], second["duplicate"]) == (first["seq"], True)
    assert [item["author"] for item in page["messages"]] == ["customer", "bot"]


async def test_a_client_that_comes_back_gets_what_it_missed(served: Served) -> None:
    async with chatting(served) as chat:
        session = (await chat.call("session_request", {}))["session_id"]
        await chat.call("user_uttered", {"message": "你好", "message_id": "a"})
        await chat.hear(1)
    found = await served.box.inspection.conversations("open", await make_agent(served.box, "li"))
    conversation_id = found.rows[0].conversation.id
    agent = await make_agent(served.box, "wang")
    await served.box.handoffs.claim(conversation_id, agent)
    await served.box.replies.send(conversation_id, agent, "我来了", "r1")
    async with chatting(served) as chat:
        back = await chat.call("session_request", {"session_id": session})
        page = await chat.call("resume", {"after": 2})
    assert back["session_id"] == session
    assert back["state"]["owner"] == "agent"
    assert page["messages"][-1]["text"] == "我来了"
    assert page["messages"][-1]["name"] == agent.display_name
    assert not page["more"]


async def test_what_was_seen_counts_as_delivered(served: Served) -> None:
    async with chatting(served) as chat:
        await chat.call("session_request", {})
        ack = await chat.call("user_uttered", {"message": "你好", "message_id": "a"})
        await chat.hear(1)
        await chat.call("seen", {"seq": ack["seq"] + 1})
        delivered = await served.box.inspection.deliveries("delivered")
    assert [view.messages[0].text for view in delivered] == ["回：你好"]


async def test_rasas_own_widget_can_talk_without_any_of_our_events(served: Served) -> None:
    async with chatting(served) as chat:
        await chat.emit("user_uttered", {"message": "你好", "session_id": "x"})
        await chat.hear(1)
        await chat.emit("user_uttered", {"message": "/affirm"})
        assert await chat.hear(2) == ["回：你好", "回：/affirm"]
        session = next(data for event, data in chat.heard if event == "session_confirm")
    conversation_id = (
        (await served.box.inspection.deliveries("delivered"))[0].messages[0].conversation_id
    )
    agent = await make_agent(served.box, "wang")
    await served.box.handoffs.claim(conversation_id, agent)
    await served.box.replies.send(conversation_id, agent, "我来了", "r1")
    async with chatting(served) as chat:
        await chat.emit("session_request", {"session_id": session})
        await chat.hear_text("我来了")


async def test_two_windows_of_one_customer_show_the_same(served: Served) -> None:
    async with chatting(served) as one, chatting(served) as two:
        session = (await one.call("session_request", {}))["session_id"]
        await one.call("user_uttered", {"message": "第一句", "message_id": "a"})
        await two.call("session_request", {"session_id": session})
        await two.call("resume", {"after": 0})
        await two.call("user_uttered", {"message": "第二句", "message_id": "b"})
        assert (await one.hear(2))[-1] == "回：第二句"
        assert "第二句" in await one.hear(1, "customer_uttered")


async def test_bad_input_is_refused_by_name_and_the_line_stays_open(served: Served) -> None:
    async with chatting(served) as chat:
        no_session = await chat.call("resume", {"after": 0})
        await chat.call("session_request", {})
        empty = await chat.call("user_uttered", {"message": "  ", "message_id": "a"})
        wrong = await chat.call("user_uttered", {"message": 7})
        slots = await chat.call(
            "user_uttered", {"message": "x", "payload": '/inform{"a":1}', "message_id": "c"}
        )
        fine = await chat.call("user_uttered", {"message": "好", "message_id": "d"})
    assert no_session["error"]["code"] == "no_session"
    assert empty["error"]["field"] == "message"
    assert wrong["error"]["field"] == "message"
    assert slots["error"]["field"] == "payload"
    assert fine["ok"]


async def _waiting(served: Served, chat: SocketClient, text: str) -> ConversationId:
    """Somebody who waits, and whose page follows."""
    await chat.call("session_request", {})
    await chat.call("user_uttered", {"message": text, "message_id": "a"})
    await chat.call("resume", {"after": 0})
    await chat.hear(1)
    async with served.box.store.writing() as tx:
        found = await tx.conversations.list(owners=[Owner.BOT])
        locked = await tx.conversations.lock(found[0].id)
        await served.box.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
    return locked.id


async def _state(chat: SocketClient, **wanted: object) -> None:
    """Wait until this was told."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while not any(
        name == "state" and all(data.get(key) == value for key, value in wanted.items())
        for name, data in chat.heard
    ):
        assert asyncio.get_running_loop().time() < end, chat.heard
        await asyncio.sleep(0.01)


async def test_who_waits_is_told_when_the_queue_moves_on(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "TYPING_LOOK", 0.05)
    monkeypatch.setattr(rooms, "LOOK", 0.1)
    agent = await make_agent(served.box, "li")
    async with chatting(served) as first, chatting(served) as second:
        conversation = await _waiting(served, first, "先来的")
        await _waiting(served, second, "后来的")
        await _state(first, owner="queue", ahead=0)
        await _state(second, owner="queue", ahead=1)
        await served.box.handoffs.claim(conversation, agent)
        await _state(second, owner="queue", ahead=0)
        await _state(first, owner="agent")


async def test_what_no_hint_told_comes_with_the_next_look(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "TYPING_LOOK", 0.05)
    monkeypatch.setattr(rooms, "LOOK", 0.1)
    async with chatting(served) as chat:
        conversation = await _waiting(served, chat, "有人吗")
        await _state(chat, owner="queue")
        before = len(chat.texts())
        monkeypatch.setattr(served.box.notifier, "publish", _nobody_hears)
        async with served.box.store.writing() as tx:
            locked = await tx.conversations.lock(conversation)
            said = Outgoing(Author.SYSTEM, Reply("没有提示的一句"))
            await record_outgoing(tx, locked, [said], served.box.clock.now())
        assert (await chat.hear(before + 1))[-1] == "没有提示的一句"


async def test_the_sign_of_typing_ends_with_the_typing(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "TYPING_LOOK", 0.05)
    agent = await make_agent(served.box, "li")
    async with chatting(served) as chat:
        conversation = await _waiting(served, chat, "有人吗")
        await served.box.handoffs.claim(conversation, agent)
        await _state(chat, owner="agent", agent_typing=None)
        await served.box.activity.agent_types(conversation, agent)
        await _state(chat, agent_typing=True)
        chat.heard.clear()
        await served.box.activity.agent_spoke(conversation, agent)
        await _state(chat, agent_typing=None)


async def _nobody_hears(_: Sequence[str]) -> None:
    """In place of a notifier whose hints get lost."""
