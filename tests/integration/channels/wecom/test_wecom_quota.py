"""How many messages WeCom takes, and for how long after the customer's last word."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.message import Author, Delivery, Reply
from bot.domain.staff import Role
from tests.boxes import make_agent
from tests.integration.channels.wecom.wecom_world import World, world
from tests.integration.channels.wecom_platform import entry


async def test_the_sixth_message_waits_for_the_customer_as_a_dead_letter_that_says_why(
    wecom: World,
) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    replies = [Reply(f"通知{n}") for n in range(5)]
    *sent, refused = await wecom.say(*replies, author=Author.AGENT)
    assert [(await wecom.delivered(item)).delivery for item in sent] == [Delivery.SENT] * 4
    row = await wecom.delivered(refused)
    assert row.delivery is Delivery.DEAD
    assert "5 messages through until the customer writes again" in str(row.error)
    await wecom.happens(entry("text", msgid="again", content="喂"))
    await wecom.answered("回：喂")
    supervisor = await make_agent(wecom.box, "zhao", Role.SUPERVISOR)
    await wecom.box.acknowledgements.retry(refused.id, supervisor)
    await wecom.answered("通知4")


async def test_nothing_goes_out_48_hours_after_the_last_word(tmp_path: Path) -> None:
    async with world(tmp_path) as wecom:
        await wecom.happens(entry("text"))
        await wecom.answered("你们凭什么拒赔")
        clock: Any = wecom.box.clock
        now = clock.now()
        clock.now = lambda: now + timedelta(hours=49)
        (message,) = await wecom.say(Reply("还在处理"), author=Author.SYSTEM)
        row = await wecom.delivered(message)
    assert "48 hours" in str(row.error)
