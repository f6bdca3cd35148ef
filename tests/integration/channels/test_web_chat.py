"""The web chat's protocol (docs/web-chat.md), spoken over a real WebSocket."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from tests.boxes import make_agent
from tests.integration.channels.conftest import Served
from tests.integration.channels.socket_client import SocketClient, connected


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
    conversation_id = (
        await served.box.inspection.conversations("open", await make_agent(served.box, "li"))
    )[0].conversation.id
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
