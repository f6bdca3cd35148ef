"""Feishu's robot: its door, its files and its way to answer, against a local Feishu.

One server serves all tests, each with a customer of its own.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.bootstrap import install
from bot.domain.attachment import AttachmentKind
from bot.domain.ids import fresh
from bot.domain.message import Author, Delivery, Message
from connectors.feishu.crypto import sign
from connectors.feishu.inbound import FeishuInput
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.feishu_platform import (
    APP,
    ENCRYPT_KEY,
    SECRET,
    TAKEN,
    TOKEN,
    Answer,
    Feishu,
    encrypted,
)
from tests.integration.channels.platforms import (
    BUTTONS,
    CHOICE,
    HUMAN,
    Scripted,
    listening,
    payload,
    person_answers_and_closes,
    rows,
    settled,
)
from tests.integration.line.working import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Robot:
    """Our side, Feishu's side, and the agent between them."""

    served: Served
    feishu: Feishu
    agent: Scripted
    customer: str = "ou_invented01"

    async def for_somebody_new(self) -> Robot:
        """The same servers as if nothing had happened, and a new person."""
        install(self.served.box)  # a test with a server of its own takes it away
        self.feishu.__dict__ = Feishu().__dict__
        self.agent.gate = None
        await self.served.box.channel_memory.forget("feishu", "access token")
        return Robot(self.served, self.feishu, self.agent, f"ou_{fresh()[:8]}")

    def event(self, name: str = "text", number: int = 0, **content: Any) -> dict[str, Any]:
        """A documented event, as this customer's `number`-th of its kind."""
        text = json.dumps(payload("feishu", name), ensure_ascii=False)
        own = text.replace("ou_invented01", self.customer)
        for prefix in ("om_invented", "invented-event-"):
            own = own.replace(prefix, f"{prefix}{number}-{self.customer}-")
        event: dict[str, Any] = json.loads(own)
        if content:
            event["event"]["message"]["content"] = json.dumps(content)
        return event

    async def call(self, event: dict[str, Any], key: str = ENCRYPT_KEY, shift: int = 0) -> int:
        body = encrypted(json.dumps(event, ensure_ascii=False).encode())
        return (await self.post(body, _signed(body, key, shift)))[0]

    async def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        url = f"{self.served.url}/webhooks/feishu/events"
        async with self.served.client.post(url, data=BytesIO(body), headers=headers) as answer:
            return answer.status, await answer.json()

    async def say(self, text: str, number: int) -> None:
        assert await self.call(self.event(number=number, text=text)) == 200

    async def rows(self) -> list[Message]:
        return await rows(self.served, "feishu", self.customer)

    async def settled(self) -> list[Message]:
        return await settled(self.served, "feishu", self.customer)


def _signed(body: bytes, key: str = ENCRYPT_KEY, shift: int = 0) -> dict[str, str]:
    at = str(int(time.time()) + shift)
    return {
        "X-Lark-Request-Timestamp": at,
        "X-Lark-Request-Nonce": "nonce",
        "X-Lark-Signature": sign(key, at, "nonce", body),
    }


@asynccontextmanager
async def _robot(var: Path, **settings: Any) -> AsyncIterator[Robot]:
    feishu, agent = Feishu(), Scripted()
    async with listening(feishu.app()) as url:
        options = {
            "feishu_app_id": APP,
            "feishu_app_secret": SECRET,
            "feishu_encrypt_key": ENCRYPT_KEY,
            "feishu_verification_token": TOKEN,
            "feishu_api": url,
            **settings,
        }
        async with serving(var, agent, **options) as served:
            yield Robot(served, feishu, agent)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Robot]:
    async with _robot(tmp_path_factory.mktemp("feishu")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def robot(shared: Robot) -> Robot:
    return await shared.for_somebody_new()


async def test_the_consoles_question_is_answered_signed_or_not(robot: Robot) -> None:
    question = {"type": "url_verification", "token": TOKEN, "challenge": "invented-challenge"}
    body = encrypted(json.dumps(question).encode())
    for headers in ({}, _signed(body)):
        assert await robot.post(body, headers) == (200, {"challenge": "invented-challenge"})


@pytest.mark.parametrize(
    "question",
    [
        {"type": "url_verification", "token": "another", "challenge": "x"},
        {"type": "url_verification", "challenge": "x"},
        {"type": "event", "token": TOKEN, "challenge": "x"},
    ],
)
async def test_a_question_without_our_token_is_not_answered(
    robot: Robot, question: dict[str, str]
) -> None:
    assert (await robot.post(encrypted(json.dumps(question).encode()), {}))[0] == 401
    assert (await robot.post(json.dumps(question).encode(), {}))[0] == 401


async def test_a_message_is_stored_and_answered_once_over_all_deliveries(robot: Robot) -> None:
    again = robot.event()
    again["header"]["event_id"] = f"another-{robot.customer}"
    for event in (robot.event(), robot.event(), again):
        assert await robot.call(event) == 200
    first, reply = await robot.settled()
    assert (first.text, reply.delivery) == ("我要投诉，你们乱扣费", Delivery.SENT)
    assert robot.feishu.said == [("text", {"text": "回：我要投诉，你们乱扣费"})]
    (sent,) = robot.feishu.calls
    assert (sent["receive_id"], sent["uuid"]) == (robot.customer, reply.id)


async def test_the_message_is_acknowledged_while_the_model_is_busy(robot: Robot) -> None:
    robot.agent.gate = asyncio.Event()
    assert await robot.call(robot.event()) == 200
    assert [row.author for row in await robot.rows()] == [Author.CUSTOMER]
    robot.agent.gate.set()
    assert len(await robot.settled()) == 2


@pytest.mark.parametrize(
    ("key", "shift"),
    [("another key", 0), (ENCRYPT_KEY, -28_900), (ENCRYPT_KEY, 28_900)],
    ids=["other key", "too old", "from the future"],
)
async def test_a_wrong_or_old_signature_is_refused_without_a_trace(
    robot: Robot, key: str, shift: int
) -> None:
    assert await robot.call(robot.event(), key, shift) == 401
    assert await robot.rows() == []


async def test_unsigned_changed_broken_and_oversized_bodies_are_refused(robot: Robot) -> None:
    body = encrypted(json.dumps(robot.event()).encode())
    assert (await robot.post(body, {}))[0] == 401
    assert (await robot.post(body + b" ", _signed(body)))[0] == 401
    truncated = body[:-30]
    assert (await robot.post(truncated, _signed(truncated)))[0] == 422
    large = b" " * (FeishuInput.largest + 1)
    assert (await robot.post(large, _signed(large)))[0] == 413
    other_key = encrypted(json.dumps(robot.event()).encode(), "another key")
    assert (await robot.post(other_key, _signed(other_key)))[0] in (401, 422)
    assert await robot.rows() == []


async def test_an_event_with_another_token_is_refused(robot: Robot) -> None:
    event = robot.event()
    event["header"]["token"] = "another"
    assert await robot.call(event) == 401
    assert await robot.rows() == []


@pytest.mark.parametrize("name", ["group", "robot", "read"])
async def test_groups_robots_and_other_events_leave_no_trace(robot: Robot, name: str) -> None:
    assert await robot.call(robot.event(name)) == 200
    assert await robot.rows() == []


async def test_half_configured_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with _robot(tmp_path, feishu_encrypt_key="") as robot:
        assert await robot.call(robot.event(), "") == 404


async def test_buttons_come_as_a_card_and_a_press_comes_back(robot: Robot) -> None:
    await robot.say(CHOICE, 1)
    await robot.settled()
    ((kind, card),) = robot.feishu.said
    text, actions = card["elements"]
    assert (kind, text["text"]["content"]) == ("interactive", "要*继续*吗？\n请选")
    assert card["config"]["enable_forward"] is False
    assert [button["value"] for button in actions["actions"]] == BUTTONS

    press = robot.event("press")
    press["event"]["action"]["value"] = actions["actions"][0]["value"]
    assert [await robot.call(press) for _ in range(2)] == [200, 200]
    pressed = [row for row in await robot.settled() if row.author is Author.CUSTOMER][1:]
    assert [(row.text, row.payload) for row in pressed] == [("是的，继续", "/affirm")]


async def test_a_press_with_a_value_that_no_button_has_is_refused(robot: Robot) -> None:
    press = robot.event("press")
    press["event"]["action"]["value"]["payload"] = '/inform{"phone": "1"}'
    assert await robot.call(press) == 422
    assert await robot.rows() == []


async def test_one_token_serves_all_and_is_renewed_once_when_refused(robot: Robot) -> None:
    refused = (400, {"code": 99991663, "msg": "Invalid access token for authorization."})
    robot.feishu.on_send = lambda n: refused if n == 3 else TAKEN
    for number in range(3):
        await robot.say("你好", number)
        await robot.settled()
    tokens = [call["token"] for call in robot.feishu.calls]
    assert tokens == ["Bearer t-1", "Bearer t-1", "Bearer t-1", "Bearer t-2"]
    assert len(robot.feishu.said) == 3


@pytest.mark.parametrize(
    "busy",
    [
        (429, {"code": 99991400, "msg": "request trigger frequency limit"}),
        (400, {"code": 99991400, "msg": "request trigger frequency limit"}),
        (200, {"code": 230020, "msg": "This operation triggers the frequency limit."}),
        (502, {}),
    ],
)
async def test_a_busy_feishu_is_tried_again(robot: Robot, busy: Answer) -> None:
    robot.feishu.on_send = lambda n: busy if n == 1 else TAKEN
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    assert (reply.delivery, reply.attempts) == (Delivery.SENT, 2)
    assert len(robot.feishu.said) == 1


async def test_after_a_broken_connection_the_customer_gets_the_message_once(robot: Robot) -> None:
    robot.feishu.hang_up = 1
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    assert (reply.delivery, len(robot.feishu.calls), len(robot.feishu.said)) == (
        Delivery.SENT,
        2,
        1,
    )


async def test_what_feishu_finally_refuses_is_a_dead_letter_with_its_reason(robot: Robot) -> None:
    robot.feishu.on_send = lambda _: (400, {"code": 230013, "msg": "Bot has NO availability"})
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    assert (reply.delivery, reply.attempts) == (Delivery.DEAD, 1)
    assert reply.error is not None
    assert "可用范围" in reply.error


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("image", AttachmentKind.IMAGE),
        ("file", AttachmentKind.FILE),
        ("audio", AttachmentKind.AUDIO),
    ],
)
async def test_files_are_fetched_and_kept_with_their_message(
    robot: Robot, name: str, kind: AttachmentKind
) -> None:
    assert [await robot.call(robot.event(name)) for _ in range(2)] == [200, 200]
    first, *others = await robot.settled()
    assert [attachment.kind for attachment in first.attachments] == [kind]
    assert [row.author for row in others] == [Author.BOT]


async def test_words_and_pictures_of_a_post_are_one_message(robot: Robot) -> None:
    assert await robot.call(robot.event("post")) == 200
    first, *_ = await robot.settled()
    assert (first.text.splitlines()[0], len(first.attachments)) == ("保单", 1)


@pytest.mark.parametrize(("name", "marker"), [("file", "📎 理赔通知.pdf"), ("sticker", "📎")])
async def test_what_cannot_be_taken_is_named_and_the_customer_is_told(
    robot: Robot, name: str, marker: str
) -> None:
    robot.feishu.files.clear()
    assert await robot.call(robot.event(name)) == 200
    first, notice = await robot.settled()
    assert (first.text, first.attachments, notice.author) == (marker, (), Author.SYSTEM)


async def test_a_slow_file_asks_feishu_to_come_again_and_is_stored_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.feishu.inbound.FeishuInput.patience", 0.05)
    async with _robot(tmp_path) as robot:
        robot.feishu.hold = asyncio.Event()
        assert await robot.call(robot.event("image")) == 503
        robot.feishu.hold.set()

        async def stored() -> bool:
            return bool(await robot.rows())

        await until(stored)
        robot.feishu.files.clear()
        assert await robot.call(robot.event("image")) in (200, 503)
        transcript = await robot.settled()
    assert [len(row.attachments) for row in transcript if row.processing] == [1]


async def test_a_complaint_reaches_a_person_is_answered_and_ends(robot: Robot) -> None:
    await robot.say("你们乱扣费，我要投诉", 1)
    await robot.say(HUMAN, 2)
    await robot.settled()
    conversation_id = await robot.served.box.chat.find("feishu", robot.customer)
    assert conversation_id is not None
    await person_answers_and_closes(robot.served.box, conversation_id)
    sent = [row for row in await robot.settled() if row.delivery is Delivery.SENT]
    assert list(robot.feishu.delivered) == [row.id for row in sent]
    assert "您好，扣费已经查到了。" in [content.get("text") for _, content in robot.feishu.said]


async def test_thrice_delivered_and_failing_at_times_everybody_gets_every_answer_once(
    robot: Robot,
) -> None:
    robot.feishu.on_send = lambda n: (503, {}) if n % 5 == 0 else TAKEN
    people = [Robot(robot.served, robot.feishu, robot.agent, f"ou_{fresh()[:8]}") for _ in range(8)]
    events = [person.event(number=n, text=f"第{n}件") for person in people for n in range(2)]
    codes = await asyncio.gather(*(robot.call(event) for event in events * 3))
    assert set(codes) == {200}
    for person in people:
        transcript = await person.settled()
        said = sorted(row.text for row in transcript if row.author is Author.CUSTOMER)
        assert said == ["第0件", "第1件"]
        got = [b for b in robot.feishu.delivered.values() if b["receive_id"] == person.customer]
        texts = sorted(json.loads(body["content"])["text"] for body in got)
        assert texts == ["回：第0件", "回：第1件"]
