"""What Messenger's customers send: stored once and in order, acknowledged at once."""

from __future__ import annotations

import time
from pathlib import Path

from connectors.meta import proof
from tests.integration.channels.facebook.facebook_page import (
    CUSTOMER,
    EVENT,
    SECRET,
    TOKEN,
    Messaging,
    facebook,
    heard_texts,
    messages,
    post,
    transcript,
)
from tests.integration.channels.far_servers import FarEnd
from tests.integration.channels.samples import payload
from tests.integration.channels.scripted import ASK_HUMAN, Scripted
from tests.integration.channels.typing_person import person_types
from tests.integration.channels.whole_line import complain_to_close
from tests.integration.line.working import until


async def test_a_complaint_goes_all_the_way_to_a_person_and_its_end(tmp_path: Path) -> None:
    async with facebook(tmp_path, agent=Scripted(ASK_HUMAN)) as (served, graph):
        await complain_to_close(served, Messaging(served, graph))
        sent = [body for body in graph.bodies("messages") if "message" in body]
        assert all(body["messaging_type"] == "RESPONSE" for body in sent)
        assert {body["recipient"]["id"] for body in sent} == {CUSTOMER}
        assert all(headers["Authorization"] == f"Bearer {TOKEN}" for headers in graph.headers)
        assert all(TOKEN not in headers["path"] for headers in graph.headers)
        assert all(proof(SECRET, TOKEN) in headers["path"] for headers in graph.headers)


async def test_it_is_stored_and_acknowledged_while_assistant_and_graph_are_slow(
    tmp_path: Path,
) -> None:
    agent = Scripted()
    agent.gate.clear()
    async with facebook(tmp_path, agent=agent) as (served, graph):
        started = time.monotonic()
        assert await post(served, payload("facebook", "text")) == 200
        assert time.monotonic() - started < 1
        assert await heard_texts(served) == ["你们乱扣费"]
        await until(lambda: len(graph.calls) == 2)
        assert [body["sender_action"] for _, body in graph.calls] == ["mark_seen", "typing_on"]
        agent.gate.set()
        await until(lambda: bool(messages(graph)))


async def test_a_person_who_types_is_seen_to_and_nobody_is_before(tmp_path: Path) -> None:
    agent = Scripted()
    agent.gate.clear()
    async with facebook(tmp_path, agent=agent) as (served, graph):
        await post(served, payload("facebook", "text"))
        await until(lambda: len(graph.calls) == 2)
        await person_types(served, "facebook", CUSTOMER)
        await until(lambda: len(actions(graph)) == 4)
        again = payload("facebook", "text", **{f"{EVENT}__message__mid": "m.again"})
        assert await post(served, again) == 200
        await until(lambda: bool(messages(graph)))  # that somebody has come
        assert actions(graph) == ["mark_seen", "typing_on"] * 2


def actions(graph: FarEnd) -> list[str]:
    """What the customer saw beside messages."""
    return [body["sender_action"] for _, body in graph.calls if "sender_action" in body]


async def test_every_event_of_a_batch_is_stored_in_order_and_once(tmp_path: Path) -> None:
    async with facebook(tmp_path) as (served, _):
        for _ in range(3):
            assert await post(served, payload("facebook", "batch")) == 200
        assert await heard_texts(served) == ["一", "二", "三"]


async def test_what_the_page_itself_said_is_not_heard_as_the_customers(tmp_path: Path) -> None:
    async with facebook(tmp_path) as (served, _):
        assert await post(served, payload("facebook", "echo")) == 200
        assert await served.box.chat.find("facebook", "1000200030") is None


async def test_the_first_button_greets_and_a_place_is_its_name_and_coordinates(
    tmp_path: Path,
) -> None:
    async with facebook(tmp_path) as (served, _):
        await post(served, payload("facebook", "postback"))
        await post(served, payload("facebook", "location"))
        rows = [row for row in await transcript(served) if row.processing]
        assert [(row.text, row.payload) for row in rows] == [
            ("Get Started", "/greet"),
            ("📍 营业厅 31.2304,121.4737", None),
        ]
