"""Replies over Messenger: what errors mean, and what the customer has read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.message import Delivery
from bot.domain.platform_refusals import ReplyWindowClosed
from connectors.facebook.api import failure
from connectors.platform import Answer
from tests.boxes import make_agent
from tests.integration.channels.facebook.facebook_page import (
    CUSTOMER,
    facebook,
    messages,
    post,
    transcript,
)
from tests.integration.channels.samples import payload
from tests.integration.channels.saying import settled
from tests.integration.line.working import until


async def test_what_the_customer_has_read_becomes_delivered(tmp_path: Path) -> None:
    async with facebook(tmp_path) as (served, graph):
        await post(served, payload("facebook", "text"))
        await until(lambda: bool(messages(graph)))
        assert (await settled(served, "facebook", CUSTOMER))[-1].delivery is Delivery.SENT
        assert await post(served, payload("facebook", "read")) == 200
        assert (await transcript(served))[-1].delivery is Delivery.DELIVERED


@pytest.mark.parametrize(
    ("status", "error", "retryable", "says"),
    [
        (400, {"code": 10, "error_subcode": 2018278}, False, "24 hours"),
        (400, {"code": 551, "error_subcode": 1545041}, False, "cannot be reached"),
        (400, {"code": 190}, False, "QINGTING_FACEBOOK_PAGE_TOKEN"),
        (400, {"code": 100, "message": "(#100) No matching user 24001234567"}, False, "error 100"),
        (400, {"code": 613}, True, "error 613"),
        (400, {"code": 1200}, True, "error 1200"),
        (400, {"code": 99, "is_transient": True}, True, "error 99"),
        (429, {}, True, "facebook 429"),
        (503, {}, True, "facebook 503"),
    ],
)
def test_errors_say_what_they_mean_and_whether_to_try_again(
    status: int, error: dict[str, Any], retryable: bool, says: str
) -> None:
    failed = failure(Answer(status, {"error": error}))
    assert failed.retryable is retryable
    assert says in str(failed)
    assert CUSTOMER not in str(failed)


async def test_a_reply_after_the_window_is_a_dead_letter_with_its_reason(tmp_path: Path) -> None:
    async with facebook(tmp_path) as (served, graph):
        error = {"error": {"code": 10, "error_subcode": 2018278, "message": "(#10) outside"}}
        graph.answer = lambda _: (400, error)
        await post(served, payload("facebook", "text"))
        row = (await settled(served, "facebook", CUSTOMER))[-1]
        assert row.delivery is Delivery.DEAD
        assert "24 hours" in (row.error or "")


async def test_an_overloaded_graph_is_asked_again(tmp_path: Path) -> None:
    async with facebook(tmp_path) as (served, graph):
        graph.answer = lambda attempt: (500, {}) if attempt <= 2 else None
        await post(served, payload("facebook", "text"))
        await until(lambda: bool(messages(graph)))
        assert [message["text"] for message in messages(graph)] == ["回：你们乱扣费"]


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_person_may_answer_for_seven_days_where_meta_allows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    async with facebook(tmp_path, facebook_human_agent=allowed) as (served, graph):
        await post(served, payload("facebook", "text"))
        await settled(served, "facebook", CUSTOMER)
        found = await served.box.chat.find("facebook", CUSTOMER)
        assert found is not None
        agent = await make_agent(served.box, "li")
        await served.box.handoffs.claim(found, agent)
        await served.box.replies.send(found, agent, "您好", "c1")
        await settled(served, "facebook", CUSTOMER)
        later = served.box.clock.now() + timedelta(hours=25)
        monkeypatch.setattr(type(served.box.clock), "now", lambda _: later)
        if not allowed:
            with pytest.raises(ReplyWindowClosed):
                await served.box.replies.send(found, agent, "查到了", "c2")
            return
        await served.box.replies.send(found, agent, "查到了", "c2")
        await until(lambda: messages(graph)[-1].get("text") == "查到了")
        *before, last = [body for body in graph.bodies("messages") if "message" in body]
        assert (last["messaging_type"], last["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
        assert {body["messaging_type"] for body in before} == {"RESPONSE"}
