"""WhatsApp's way out: buttons, parts, retries, lasting refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.message import Delivery
from connectors.splitting import split_text
from connectors.whatsapp.wording import bodies
from tests.integration.channels.whatsapp.whatsapp_outgoing import last_of, reaches, talking, tell
from tests.integration.channels.whatsapp_platform import fails


@pytest.mark.parametrize(
    ("code", "status"), [(130429, 429), (131056, 400), (80007, 400), (0, 503), (190, 401)]
)
async def test_a_passing_refusal_is_tried_again_and_arrives_once(
    tmp_path: Path, code: int, status: int
) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        cloud.answer = lambda number: fails(code, status) if number == 1 else None
        await tell(served.box, "您好")
        message = await reaches(served, Delivery.SENT)
    assert cloud.texts == ["您好"]
    assert message.attempts == 2


@pytest.mark.parametrize(
    ("code", "says"), [(131026, "blocked"), (131042, "payment"), (999, "error 999")]
)
async def test_a_lasting_refusal_becomes_a_dead_letter_with_its_reason(
    tmp_path: Path, code: int, says: str
) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        cloud.answer = lambda _: fails(code)
        await tell(served.box, "您好")
        message = await reaches(served, Delivery.DEAD)
    assert len(cloud.tried) == 1
    assert message.error
    assert says in message.error


async def test_a_long_message_goes_on_after_the_part_that_failed(tmp_path: Path) -> None:
    long = "我们查过您的保单。" * 400
    async with talking(tmp_path) as (served, cloud, _):
        cloud.answer = lambda number: fails(131000, 500) if number == 3 else None
        await tell(served.box, long, "没问题")
        await reaches(served, Delivery.SENT)
        await cloud.report(served, cloud.sent[0], "delivered")
        assert (await last_of(served)).delivery is Delivery.SENT
        await cloud.report(served, cloud.sent[-1], "delivered")
        assert (await last_of(served)).delivery is Delivery.DELIVERED
    assert "".join(cloud.texts) == long
    assert [body["type"] for body in cloud.sent] == ["text"] * (len(cloud.sent) - 1) + [
        "interactive"
    ]


def test_few_short_choices_are_buttons_and_more_are_a_list_and_too_many_are_words() -> None:
    def choices(count: int, title: str = "选{}") -> list[dict[str, str]]:
        return [{"title": title.format(n), "payload": f"/choice_{n}"} for n in range(count)]

    (three,) = bodies("请选", choices(3), "选择")
    (four,) = bodies("请选", choices(4), "选择")
    (long,) = bodies("Choose", choices(1, "I would like a call at another time {}"), "Choose")
    (eleven,) = bodies("请选", choices(11), "选择")
    assert three["interactive"]["type"] == "button"
    assert four["interactive"]["action"]["button"] == "选择"
    rows = long["interactive"]["action"]["sections"][0]["rows"]
    assert rows == [
        {
            "id": "/choice_0",
            "title": "I would like a call at …",
            "description": "I would like a call at another time 0",
        }
    ]
    assert eleven["text"]["body"].endswith("\n· 选9\n· 选10")


def test_texts_are_cut_where_one_would_pause() -> None:
    assert split_text("一二三。四五六。七八九。", 10) == ["一二三。四五六。", "七八九。"]
    assert split_text("one two three four", 10) == ["one two", "three four"]
    assert split_text("字" * 25, 10) == ["字" * 10, "字" * 10, "字" * 5]
    assert split_text("", 10) == []
