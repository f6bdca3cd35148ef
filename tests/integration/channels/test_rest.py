"""Rasa's REST contract, with our guarantees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.boxes import make_agent
from tests.integration.channels.conftest import Served, serving

PATH = "/webhooks/rest/webhook"


async def _post(served: Served, body: object, **headers: str) -> tuple[int, Any]:
    async with served.client.post(served.url + PATH, json=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_the_answer_is_rasas_list_of_messages(served: Served) -> None:
    status, answer = await _post(served, {"sender": "a", "message": "你好"})
    assert (status, answer) == (200, [{"recipient_id": "a", "text": "回：你好"}])


async def test_the_same_message_id_is_answered_with_the_same_words_and_stored_once(
    served: Served,
) -> None:
    body = {"sender": "a", "message": "你好", "message_id": "m1"}
    answers = [await _post(served, body) for _ in range(3)]
    assert answers == [(200, [{"recipient_id": "a", "text": "回：你好"}])] * 3
    conversation_id = await served.box.chat.find("rest", "a")
    assert conversation_id is not None
    page = await served.box.chat.page(conversation_id, 0)
    assert [item.author for item in page.messages] == ["customer", "bot"]


async def test_message_ids_of_different_senders_do_not_meet(served: Served) -> None:
    await _post(served, {"sender": "a", "message": "甲", "message_id": "m1"})
    _, answer = await _post(served, {"sender": "b", "message": "乙", "message_id": "m1"})
    assert answer == [{"recipient_id": "b", "text": "回：乙"}]


async def test_personal_values_reach_the_assistant_as_tokens_and_the_customer_as_masks(
    served: Served,
) -> None:
    _, answer = await _post(served, {"sender": "a", "message": "电话 138-0013-8000"})
    assert answer[0]["text"] == "回：电话 138****8000"
    conversation_id = await served.box.chat.find("rest", "a")
    assert conversation_id is not None
    async with served.box.store.reading() as tx:
        rows = await tx.messages.transcript(conversation_id)
    assert [row.text for row in rows] == ["电话 [手机号1]", "回：电话 [手机号1]"]


async def test_what_an_agent_said_meanwhile_comes_with_the_next_answer(served: Served) -> None:
    await _post(served, {"sender": "a", "message": "你好"})
    conversation_id = await served.box.chat.find("rest", "a")
    assert conversation_id is not None
    agent = await make_agent(served.box, "wang")
    await served.box.handoffs.claim(conversation_id, agent)
    await served.box.replies.send(conversation_id, agent, "我打 13800138000 找您", "r1")
    _, answer = await _post(served, {"sender": "a", "message": "好"})
    assert [item["text"] for item in answer][-1] == "我打 13800138000 找您"
    _, again = await _post(served, {"sender": "a", "message": "还在吗"})
    assert again == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"message": "你好"}, "sender"),
        ({"sender": "a"}, "message"),
        ({"sender": "a", "message": 5}, "message"),
        ({"sender": "a", "message": " "}, "message"),
        ({"sender": "a", "message": "x", "message_id": ""}, "message_id"),
        (["a"], "body"),
    ],
)
async def test_a_bad_body_is_refused_naming_the_field(
    served: Served, body: object, field: str
) -> None:
    status, answer = await _post(served, body)
    assert status == 422
    assert answer["error"]["details"]["field"] == field


async def test_a_message_over_4000_characters_is_refused_and_not_stored(served: Served) -> None:
    status, _ = await _post(served, {"sender": "a", "message": "啊" * 4001})
    assert status == 413
    assert await served.box.chat.find("rest", "a") is None


async def test_a_flood_is_slowed_down_with_the_time_to_come_back(served: Served) -> None:
    for number in range(40):
        await _post(served, {"sender": "a", "message": f"{number}"})
    status, answer = await _post(served, {"sender": "a", "message": "41"})
    assert status == 429
    assert int(answer["error"]["details"]["retry_after"]) > 0


async def test_a_slash_in_a_message_cannot_set_slots(served: Served) -> None:
    _, answer = await _post(served, {"sender": "a", "message": '/inform{"contact": "x"}'})
    assert answer[0]["text"] == '回：／inform{"contact": "x"}'


async def test_without_a_key_a_proxied_caller_is_refused(served: Served) -> None:
    body = {"sender": "a", "message": "你好"}
    status, _ = await _post(served, body, **{"X-Forwarded-For": "203.0.113.9"})
    assert status == 403


async def test_with_a_key_only_its_bearer_is_served(tmp_path: Path) -> None:
    async with serving(tmp_path, rest_key="a key for tests") as served:
        body = {"sender": "a", "message": "你好"}
        assert (await _post(served, body))[0] == 401
        assert (await _post(served, body, Authorization="Bearer wrong"))[0] == 401
        assert (await _post(served, body, Authorization="Bearer a key for tests"))[0] == 200
