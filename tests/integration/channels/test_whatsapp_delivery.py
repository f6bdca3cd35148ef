"""WhatsApp's way out: buttons, parts, retries, the 24-hour window, and what statuses say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.bootstrap import Container
from bot.domain.conversation import Owner
from bot.domain.message import Author, Delivery, Message, Reply
from bot.services.transcript import Outgoing, record_outgoing
from connectors.splitting import split_text
from connectors.whatsapp.payloads import CHANNEL
from connectors.whatsapp.wording import bodies, template, template_language
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served
from tests.integration.channels.saying import Clerk, payload, said, transcript
from tests.integration.channels.test_whatsapp import whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER, Cloud, fails
from tests.integration.line.working import until

TEXT = payload(CHANNEL, "text")


class Shifted:
    """The real clock, some time later."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self.by


class Silent:
    """Stands where Rasa's agent stands and says nothing."""

    async def handle_message(self, message: object) -> None:
        return None


@asynccontextmanager
async def talking(var: Path, **settings: object) -> AsyncIterator[tuple[Served, Cloud, Shifted]]:
    """A customer has written; nothing was answered yet."""
    clock = Shifted()
    async with whatsapp(var, Silent(), clock=clock, **settings) as (served, cloud):
        assert await cloud.deliver(served, TEXT) == 200
        yield served, cloud, clock


async def _tell(box: Container, text: str, *titles: str) -> None:
    found = await box.chat.find(CHANNEL, CUSTOMER)
    assert found
    buttons = tuple({"title": title, "payload": "/affirm"} for title in titles)
    async with box.store.writing() as tx:
        conversation = await tx.conversations.lock(found)
        outgoing = [Outgoing(Author.BOT, Reply(text, buttons))]
        await record_outgoing(tx, conversation, outgoing, box.clock.now())


async def _last(served: Served) -> Message:
    return (await said(served, CHANNEL, CUSTOMER))[-1]


async def _reaches(served: Served, *states: Delivery) -> Message:
    async def reached() -> bool:
        return (await _last(served)).delivery in states

    await until(reached)
    return await _last(served)


async def test_statuses_in_any_order_end_with_the_furthest_state(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        await _tell(served.box, "您好")
        await _reaches(served, Delivery.SENT)
        for state in ("read", "sent", "delivered", "sent", "deleted"):
            assert await cloud.report(served, cloud.sent[0], state) == 200
            assert (await _last(served)).delivery is Delivery.DELIVERED
        assert len(cloud.tried) == 1


async def test_a_status_of_nothing_known_is_acknowledged(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        for tracking in ("", "somebody else's", f"{'0' * 32}:1:1"):
            stray = {"wamid": "wamid.STRAY", "biz_opaque_callback_data": tracking}
            assert await cloud.report(served, stray, "failed", code=131026) == 200
            assert await cloud.report(served, stray, "delivered") == 200
        assert await said(served, CHANNEL, CUSTOMER) == []


async def test_a_status_proves_a_sending_whose_answer_was_lost(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        cloud.answer = lambda _: fails(131000, 500)
        await _tell(served.box, "您好")
        await until(lambda: _tried(cloud, 1))
        taken = {**cloud.tried[0], "wamid": "wamid.TAKEN"}
        await _reaches(served, Delivery.PENDING)
        await cloud.report(served, taken, "sent")
        message = await _last(served)
    assert message.delivery is Delivery.SENT


@pytest.mark.parametrize(
    ("code", "status"), [(130429, 429), (131056, 400), (80007, 400), (0, 503), (190, 401)]
)
async def test_a_passing_refusal_is_tried_again_and_arrives_once(
    tmp_path: Path, code: int, status: int
) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        cloud.answer = lambda number: fails(code, status) if number == 1 else None
        await _tell(served.box, "您好")
        message = await _reaches(served, Delivery.SENT)
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
        await _tell(served.box, "您好")
        message = await _reaches(served, Delivery.DEAD)
    assert len(cloud.tried) == 1
    assert message.error
    assert says in message.error


async def test_a_message_that_failed_after_it_was_taken_is_dealt_with_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        await _tell(served.box, "您好")
        await _reaches(served, Delivery.SENT)
        await cloud.report(served, cloud.sent[0], "failed", code=131000)
        await until(lambda: _tried(cloud, 2))
        await _reaches(served, Delivery.SENT)
        await cloud.report(served, cloud.sent[0], "failed", code=131000)  # delivered again
        assert (await _last(served)).delivery is Delivery.SENT
        await cloud.report(served, cloud.sent[1], "failed", code=131026)
        dead = await _last(served)
        await cloud.report(served, cloud.sent[1], "delivered")
        assert len(cloud.sent) == 2
    assert dead.delivery is Delivery.DEAD


async def test_a_long_message_goes_on_after_the_part_that_failed(tmp_path: Path) -> None:
    long = "我们查过您的保单。" * 400
    async with talking(tmp_path) as (served, cloud, _):
        cloud.answer = lambda number: fails(131000, 500) if number == 3 else None
        await _tell(served.box, long, "没问题")
        await _reaches(served, Delivery.SENT)
        await cloud.report(served, cloud.sent[0], "delivered")
        assert (await _last(served)).delivery is Delivery.SENT
        await cloud.report(served, cloud.sent[-1], "delivered")
        assert (await _last(served)).delivery is Delivery.DELIVERED
    assert "".join(cloud.texts) == long
    assert [body["type"] for body in cloud.sent] == ["text"] * (len(cloud.sent) - 1) + [
        "interactive"
    ]


async def test_after_a_day_of_silence_a_template_carries_the_message(tmp_path: Path) -> None:
    async with talking(tmp_path, whatsapp_template="case_news") as (served, cloud, clock):
        clock.by = timedelta(hours=23, minutes=59)
        await _tell(served.box, "还在处理")
        await _reaches(served, Delivery.SENT)
        clock.by = timedelta(hours=24, minutes=1)
        await _tell(served.box, "处理\n好了")
        await until(lambda: _tried(cloud, 2))
        await cloud.deliver(served, payload(CHANNEL, "location"))
        await _tell(served.box, "谢谢")
        await until(lambda: _tried(cloud, 3))
    assert [body["type"] for body in cloud.sent] == ["text", "template", "text"]
    assert cloud.sent[1]["template"]["name"] == "case_news"
    assert cloud.texts[1] == "处理 好了"


async def test_without_a_template_the_desk_reads_what_to_do(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, clock):
        clock.by = timedelta(hours=25)
        await _tell(served.box, "处理好了")
        message = await _reaches(served, Delivery.DEAD)
    assert cloud.tried == []
    assert message.error
    assert "24 hours" in message.error
    assert "QINGTING_WHATSAPP_TEMPLATE" in message.error


async def test_what_does_not_fit_into_the_template_is_not_cut(tmp_path: Path) -> None:
    async with talking(tmp_path, whatsapp_template="case_news") as (served, cloud, clock):
        clock.by = timedelta(hours=25)
        await _tell(served.box, "长" * 901)
        message = await _reaches(served, Delivery.DEAD)
    assert cloud.tried == []
    assert "shorter" in (message.error or "")


@pytest.mark.parametrize("late", [False, True], ids=["in the answer", "in a status"])
async def test_the_platform_knows_best_whether_the_window_is_closed(
    tmp_path: Path, late: bool
) -> None:
    async with talking(tmp_path, whatsapp_template="case_news") as (served, cloud, _):
        if not late:
            cloud.answer = lambda number: fails(131047) if number == 1 else None
        await _tell(served.box, "处理好了")
        if late:
            await _reaches(served, Delivery.SENT)
            await cloud.report(served, cloud.sent[0], "failed", code=131047)
        await until(lambda: _tried(cloud, 2))
        await _reaches(served, Delivery.SENT)
    assert cloud.sent[-1]["type"] == "template"


async def test_the_whole_line_runs_over_whatsapp(tmp_path: Path) -> None:
    async with whatsapp(tmp_path, Clerk()) as (served, cloud):
        box = served.box
        await cloud.deliver(served, TEXT)
        await until(lambda: _tried(cloud, 1))
        buttons = cloud.sent[0]["interactive"]["action"]["buttons"]
        assert [button["reply"]["id"] for button in buttons] == ["/affirm", "/deny"]
        await cloud.deliver(served, payload(CHANNEL, "button_reply"))
        await until(lambda: _tried(cloud, 2))
        assert cloud.texts[1] == "记下了：/affirm"
        person = TEXT.replace(b"wamid.TEXT1", b"wamid.TEXT2").replace(
            "你们乱扣费，我要投诉".encode(), "转人工".encode()
        )
        await cloud.deliver(served, person)
        await until(lambda: _tried(cloud, 3))
        agent = await make_agent(box, "li")
        found = await box.chat.find(CHANNEL, CUSTOMER)
        assert found
        await box.handoffs.claim(found, agent)
        await box.replies.send(found, agent, "我来处理，今天下午给您答复", "a1")
        await box.handoffs.close(found, agent, "resolved", "")
        rows = await transcript(box, CHANNEL, CUSTOMER)
        waiting = [row for row in rows if row.delivery]
        await until(lambda: _tried(cloud, len(waiting)))
        state = (await box.chat.page(found, 0)).state
    assert state.owner == Owner.CLOSED.value
    assert cloud.texts == [row.text for row in waiting]
    assert "我来处理，今天下午给您答复" in cloud.texts


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


def test_a_template_speaks_the_conversations_language_where_it_is_approved() -> None:
    assert template_language(("zh_CN", "zh_HK", "en_US"), "zh-Hant") == "zh_HK"
    assert template_language(("zh_CN", "zh_HK", "en_US"), "en") == "en_US"
    assert template_language(("zh_CN",), "en") == "zh_CN"
    parameters = template("n", "en", "a\n\nb\tc     d")["template"]["components"][0]["parameters"]
    assert parameters == [{"type": "text", "text": "a b c d"}]


def test_texts_are_cut_where_one_would_pause() -> None:
    assert split_text("一二三。四五六。七八九。", 10) == ["一二三。四五六。", "七八九。"]
    assert split_text("one two three four", 10) == ["one two", "three four"]
    assert split_text("字" * 25, 10) == ["字" * 10, "字" * 10, "字" * 5]
    assert split_text("", 10) == []


async def _tried(cloud: Cloud, count: int) -> bool:
    return len(cloud.tried) >= count


async def test_nothing_is_lost_or_doubled_on_a_bad_day(tmp_path: Path) -> None:
    """Every post comes three times at once, every fifth sending fails."""
    customers = [f"852511{n:05}" for n in range(20)]
    async with whatsapp(tmp_path) as (served, cloud):
        cloud.answer = lambda number: fails(131000, 500) if number % 5 == 0 else None
        for turn in ("一", "二"):
            posts = [_from(customer, turn) for customer in customers] * 3
            statuses = await asyncio.gather(*(cloud.deliver(served, post) for post in posts))
            assert set(statuses) == {200}
        await until(lambda: _all_sent(served, customers, 2))
        for customer in customers:
            rows = await transcript(served.box, CHANNEL, customer)
            assert [row.text for row in rows if row.processing] == ["第一句", "第二句"]
            sent = [body["text"]["body"] for body in cloud.sent if body["to"] == customer]
            assert sent == ["回：第一句", "回：第二句"]
    assert len(cloud.tried) > len(cloud.sent)


def _from(customer: str, turn: str) -> bytes:
    post = TEXT.replace(CUSTOMER.encode(), customer.encode())
    post = post.replace(b"wamid.TEXT1", f"wamid.{customer}.{turn}".encode())
    return post.replace("你们乱扣费，我要投诉".encode(), f"第{turn}句".encode())


async def _all_sent(served: Served, customers: list[str], count: int) -> bool:
    for customer in customers:
        states = [row.delivery for row in await said(served, CHANNEL, customer)]
        if states != [Delivery.SENT] * count:
            return False
    return True
