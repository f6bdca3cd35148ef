"""The 24 hours after a customer's word, and the template that carries a message past them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.message import Delivery
from connectors.whatsapp.payloads import CHANNEL
from connectors.whatsapp.wording import template, template_language
from tests.integration.channels.samples import raw
from tests.integration.channels.whatsapp.whatsapp_outgoing import reaches, talking, tell
from tests.integration.channels.whatsapp_platform import fails
from tests.integration.line.working import until


async def test_after_a_day_of_silence_a_template_carries_the_message(tmp_path: Path) -> None:
    async with talking(tmp_path, whatsapp_template="case_news") as (served, cloud, clock):
        clock.by = timedelta(hours=23, minutes=59)
        await tell(served.box, "还在处理")
        await reaches(served, Delivery.SENT)
        clock.by = timedelta(hours=24, minutes=1)
        await tell(served.box, "处理\n好了")
        await until(lambda: len(cloud.tried) >= 2)
        await cloud.deliver(served, raw(CHANNEL, "location"))
        await tell(served.box, "谢谢")
        await until(lambda: len(cloud.tried) >= 3)
    assert [body["type"] for body in cloud.sent] == ["text", "template", "text"]
    assert cloud.sent[1]["template"]["name"] == "case_news"
    assert cloud.texts[1] == "处理 好了"


async def test_without_a_template_the_desk_reads_what_to_do(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, clock):
        clock.by = timedelta(hours=25)
        await tell(served.box, "处理好了")
        message = await reaches(served, Delivery.DEAD)
    assert cloud.tried == []
    assert message.error
    assert "24 hours" in message.error
    assert "QINGTING_WHATSAPP_TEMPLATE" in message.error


async def test_what_does_not_fit_into_the_template_is_not_cut(tmp_path: Path) -> None:
    async with talking(tmp_path, whatsapp_template="case_news") as (served, cloud, clock):
        clock.by = timedelta(hours=25)
        await tell(served.box, "长" * 901)
        message = await reaches(served, Delivery.DEAD)
    assert cloud.tried == []
    assert "shorter" in (message.error or "")


@pytest.mark.parametrize("late", [False, True], ids=["in the answer", "in a status"])
async def test_the_platform_knows_best_whether_the_window_is_closed(
    tmp_path: Path, late: bool
) -> None:
    async with talking(tmp_path, whatsapp_template="case_news") as (served, cloud, _):
        if not late:
            cloud.answer = lambda number: fails(131047) if number == 1 else None
        await tell(served.box, "处理好了")
        if late:
            await reaches(served, Delivery.SENT)
            await cloud.report(served, cloud.sent[0], "failed", code=131047)
        await until(lambda: len(cloud.tried) >= 2)
        await reaches(served, Delivery.SENT)
    assert cloud.sent[-1]["type"] == "template"


def test_a_template_speaks_the_conversations_language_where_it_is_approved() -> None:
    assert template_language(("zh_CN", "zh_HK", "en_US"), "zh-Hant") == "zh_HK"
    assert template_language(("zh_CN", "zh_HK", "en_US"), "en") == "en_US"
    assert template_language(("zh_CN",), "en") == "zh_CN"
    parameters = template("n", "en", "a\n\nb\tc     d")["template"]["components"][0]["parameters"]
    assert parameters == [{"type": "text", "text": "a b c d"}]
