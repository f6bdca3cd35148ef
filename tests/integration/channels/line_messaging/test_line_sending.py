"""LINE's two ways to answer: a free reply first, then pushes; and the whole line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import Delivery
from connectors.line_messaging.payloads import CHANNEL
from connectors.splitting import split_text, utf16_units
from tests.boxes import make_agent
from tests.integration.channels.line_messaging.line_chat import TEXT, last_is, line_chat, saying
from tests.integration.channels.line_platform import CUSTOMER
from tests.integration.channels.samples import raw
from tests.integration.channels.saying import rows_of, said
from tests.integration.channels.scripted import BUTTONS, Scripted
from tests.integration.line.working import until


async def test_the_first_answer_is_a_free_reply_and_further_ones_are_pushed(
    tmp_path: Path,
) -> None:
    async with line_chat(tmp_path) as (served, line):
        await line.deliver(served, TEXT)
        await until(lambda: len(line.said) >= 1)
        found = await served.box.chat.find(CHANNEL, CUSTOMER)
        assert found
        agent = await make_agent(served.box, "li")
        await served.box.handoffs.claim(found, agent)
        await until(lambda: len(line.said) >= 2)
    assert line.calls == ["reply", "push"]


async def test_an_expired_reply_token_gives_way_to_a_push(tmp_path: Path) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.used.add("0f3779fba3b349968c5d07db31eab56f")
        await line.deliver(served, TEXT)
        await until(lambda: len(line.said) >= 1)
    assert line.calls == ["reply", "push"]


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
async def test_a_reply_whose_answer_failed_arrives_once(tmp_path: Path, taken: bool) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.answer = lambda number: (500, "invented", taken) if number == 1 else None
        await line.deliver(served, TEXT)
        await until(lambda: last_is(served, Delivery.SENT))
    assert len(line.said) == 1
    assert line.calls == ["reply", "reply"]


@pytest.mark.parametrize(
    ("refusal", "state", "says"),
    [
        ((429, "The API rate limit has been exceeded.", False), Delivery.SENT, ""),
        ((500, "invented", True), Delivery.SENT, ""),
        ((429, "You have reached your monthly limit.", False), Delivery.DEAD, "used up"),
        ((400, "The property, 'to', is invalid", False), Delivery.DEAD, "answered 400"),
    ],
    ids=["too fast", "answer lost", "month used up", "invalid"],
)
async def test_a_push_is_tried_again_or_given_up_as_the_refusal_says(
    tmp_path: Path, refusal: tuple[int, str, bool], state: Delivery, says: str
) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.used.add("0f3779fba3b349968c5d07db31eab56f")
        line.answer = lambda number: refusal if number == 2 else None
        await line.deliver(served, TEXT)
        await until(lambda: last_is(served, state))
        error = (await said(served, CHANNEL, CUSTOMER))[-1].error
    assert len(line.said) == (state is Delivery.SENT)
    assert says in (error or "")


async def test_the_whole_line_runs_over_line(tmp_path: Path) -> None:
    async with line_chat(tmp_path, Scripted(*BUTTONS)) as (served, line):
        box = served.box
        await line.deliver(served, TEXT)
        await until(lambda: len(line.said) >= 1)
        actions = [item["action"] for item in line.said[0]["quickReply"]["items"]]
        assert [action["data"] for action in actions] == ["/affirm|是的，继续", "/deny|不用了"]
        await line.deliver(served, raw(CHANNEL, "postback"))
        await until(lambda: len(line.said) >= 2)
        await line.deliver(served, saying("轉人工", "01HHUMAN"))
        await until(lambda: len(line.said) >= 3)
        found = await box.chat.find(CHANNEL, CUSTOMER)
        assert found
        agent = await make_agent(box, "li")
        await box.handoffs.claim(found, agent)
        await box.replies.send(found, agent, "我來處理，今天下午答覆您", "a1")
        await box.handoffs.close(found, agent, "resolved", "")
        waiting = [row for row in await rows_of(served, CHANNEL, CUSTOMER) if row.delivery]
        await until(lambda: len(line.said) >= len(waiting))
    assert line.texts == [row.text for row in waiting]
    assert "我來處理，今天下午答覆您" in line.texts


@given(st.text(max_size=300), st.integers(min_value=2, max_value=40))
def test_parts_are_short_enough_and_lose_nothing_but_white_space(text: str, most: int) -> None:
    parts = split_text(text, most, utf16_units)
    assert all(0 < utf16_units(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
