"""Calls to people on call: written with the handoff, repeated until somebody comes."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import EventKind
from tests.boxes import box_over, make_agent
from tests.integration.people.calling import calling, events_of, in_danger, notices_of, queue_up
from tests.integration.people.far_ends import SECRET, mailbox, pager


async def test_a_handoff_writes_its_calls_and_they_name_no_person(
    database_url: str, tmp_path: Path
) -> None:
    desk = "https://desk.example.com/"
    async with box_over(database_url, tmp_path, desk_url=desk) as box, pager() as far_end:
        conversation_id = await in_danger(box)
        assert len(await notices_of(box, conversation_id)) == 3
        async with calling(box, far_end) as (sender, _):
            assert await sender.sweep() == 2  # the first by each way
            assert await sender.sweep() == 0
        (told,) = await events_of(box, EventKind.ON_CALL_NOTIFIED)
    (call,) = far_end.calls
    assert (call["reason"], call["level"], call["reminder"]) == ("self_harm", "major", 1)
    assert call["link"] == f"https://desk.example.com/#/c/{conversation_id}"
    assert call["since"].endswith("+08:00")
    text = json.dumps(call, ensure_ascii=False)
    assert not any(word in text for word in ("张伟", "1381234", "不想活", "手机号"))
    assert told.data == {
        "notice_id": call["id"],
        "kind": "webhook",
        "reason": "self_harm",
        "reminder": 1,
    }


async def test_the_settings_say_which_ways_are_used(database_url: str, tmp_path: Path) -> None:
    async with pager() as far_end, mailbox() as letters:
        settings: dict[str, Any] = {
            "on_call_url": far_end.url,
            "on_call_secret": SECRET,
            "smtp_url": letters.url,
            "on_call_mail_to": "a@example.com, b@example.com",
        }
        async with box_over(database_url, tmp_path, **settings) as box:
            conversation_id = await in_danger(box)
            await box.notices.sweep()
    assert [call["conversation_id"] for call in far_end.calls] == [conversation_id]
    (letter,) = letters.letters
    assert letter["To"] == "a@example.com, b@example.com"
    assert "self_harm" in letter["Subject"]
    assert conversation_id in letter.get_content()


async def test_calls_are_repeated_until_somebody_takes_the_conversation(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        conversation_id = await in_danger(box)
        agent = await make_agent(box, "wang")
        async with calling(box, far_end) as (sender, clock):
            await sender.sweep()
            clock.ahead = timedelta(minutes=10)
            await sender.sweep()
            await box.handoffs.claim(conversation_id, agent)
            clock.ahead = timedelta(minutes=20)
            await sender.sweep()
        rows = await notices_of(box, conversation_id)
    assert [call["reminder"] for call in far_end.calls] == [1, 2]
    assert len({call["id"] for call in far_end.calls}) == 2
    assert [row.state.value for row in rows] == ["sent", "sent", "dropped"]


async def test_who_comes_back_to_the_queue_is_called_for_anew(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        conversation_id = await in_danger(box)
        agent = await make_agent(box, "wang")
        await box.handoffs.claim(conversation_id, agent)
        await box.handoffs.transfer(conversation_id, agent, None, "下班")
        async with calling(box, far_end) as (sender, _):
            while await sender.sweep():
                pass
        rows = await notices_of(box, conversation_id)
    assert [call["reminder"] for call in far_end.calls] == [1]
    assert sorted(row.state.value for row in rows) == ["dropped", *["pending"] * 4, "sent"]


async def test_a_failed_handoff_calls_nobody(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await in_danger(box)
        agent = await make_agent(box, "wang")
        await box.handoffs.claim(conversation_id, agent)
        before = await notices_of(box, conversation_id)
        with pytest.raises(ZeroDivisionError):
            await queue_up(box, conversation_id, fail=True)
        assert await notices_of(box, conversation_id) == before
