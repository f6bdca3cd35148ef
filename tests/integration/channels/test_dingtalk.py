"""DingTalk's robot: its door, its files and its ways to answer, against a local DingTalk.

One server serves all tests, each with a customer of its own.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from aiohttp import web

from bot.bootstrap import install
from bot.domain.attachment import AttachmentKind
from bot.domain.ids import fresh
from bot.domain.message import Author, Delivery, Message
from connectors.dingtalk.inbound import DingTalkInput
from connectors.dingtalk.signature import sign
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.platforms import (
    AMR,
    BUTTONS,
    CHOICE,
    HUMAN,
    PDF,
    PNG,
    Scripted,
    listening,
    payload,
    person_answers_and_closes,
    rows,
    settled,
)
from tests.integration.line.working import until

KEY, SECRET = "dinginvented0robot", "an invented secret"
HOUR = 3_600_000
Answer = tuple[int, dict[str, Any]]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class DingTalk:
    """What it got, and what it answers to each kind of call by the number of the call."""

    url: str = ""
    session: list[dict[str, Any]] = field(default_factory=list)
    api: list[dict[str, Any]] = field(default_factory=list)
    tokens: int = 0
    on_session: Callable[[int], Answer] = lambda _: (200, {"errcode": 0, "errmsg": "ok"})
    on_api: Callable[[int], Answer] = lambda _: (200, {"processQueryKey": "key"})
    files: dict[str, bytes] = field(
        default_factory=lambda: {"png": PNG, "pdf": PDF, "amr": AMR, "huge": bytes(21 * 2**20)}
    )
    download_url: str = ""
    hold: asyncio.Event | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/robot/sendBySession", self._session)
        app.router.add_post("/v1.0/oauth2/accessToken", self._token)
        app.router.add_post("/v1.0/robot/oToMessages/batchSend", self._batch_send)
        app.router.add_post("/v1.0/robot/messageFiles/download", self._download)
        app.router.add_get("/files/{name}", self._file)
        return app

    async def _session(self, request: web.Request) -> web.Response:
        self.session.append(await request.json())
        status, body = self.on_session(len(self.session))
        return web.json_response(body, status=status)

    async def _token(self, request: web.Request) -> web.Response:
        assert await request.json() == {"appKey": KEY, "appSecret": SECRET}
        self.tokens += 1
        return web.json_response({"accessToken": f"token {self.tokens}", "expireIn": 7200})

    async def _batch_send(self, request: web.Request) -> web.Response:
        self.api.append({**await request.json(), "token": _token_of(request)})
        status, body = self.on_api(len(self.api))
        return web.json_response(body, status=status)

    async def _download(self, request: web.Request) -> web.Response:
        assert _token_of(request).startswith("token")
        code = (await request.json())["downloadCode"]
        url = self.download_url or f"{self.url}/files/{code}"
        return web.json_response({"downloadUrl": url})

    async def _file(self, request: web.Request) -> web.Response:
        if self.hold:
            await self.hold.wait()
        content = self.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)


def _token_of(request: web.Request) -> str:
    return request.headers["x-acs-dingtalk-access-token"]


@dataclass
class Robot:
    """Our side, DingTalk's side, and the agent between them."""

    served: Served
    dingtalk: DingTalk
    agent: Scripted
    staff: str = "staff-invented-01"

    async def for_somebody_new(self) -> Robot:
        """The same servers as if nothing had happened, and a new person."""
        install(self.served.box)  # a test with a server of its own takes it away
        url, self.dingtalk.__dict__ = self.dingtalk.url, DingTalk().__dict__
        self.dingtalk.url, self.agent.gate = url, None
        await self.served.box.channel_memory.forget("dingtalk", "access token")
        return Robot(self.served, self.dingtalk, self.agent, f"staff-{fresh()[:8]}")

    def body(self, name: str = "text", **changes: Any) -> dict[str, Any]:
        session = f"{self.dingtalk.url}/robot/sendBySession?session=one"
        until_ms = int(time.time() * 1000) + HOUR
        body = payload("dingtalk", name)
        given = {
            "sessionWebhook": session,
            "sessionWebhookExpiredTime": until_ms,
            "senderStaffId": self.staff,
            "senderId": f"$:LWCP_v1:${self.staff}==",
        }
        changes["msgId"] = changes.get("msgId", body["msgId"]) + self.staff
        return {**body, **given, **changes}

    async def rows(self) -> list[Message]:
        return await rows(self.served, "dingtalk", self.staff)

    async def settled(self) -> list[Message]:
        return await settled(self.served, "dingtalk", self.staff)

    async def call(self, body: dict[str, Any], secret: str = SECRET, shift: int = 0) -> int:
        timestamp = str(int(time.time() * 1000) + shift)
        headers = {"timestamp": timestamp, "sign": sign(secret, timestamp)}
        return await self.post(json.dumps(body).encode(), headers)

    async def post(self, body: bytes, headers: dict[str, str]) -> int:
        url = f"{self.served.url}/webhooks/dingtalk/callback"
        async with self.served.client.post(url, data=BytesIO(body), headers=headers) as answer:
            return answer.status

    async def say(self, text: str, number: int) -> None:
        body = self.body(msgId=f"msg{number}", text={"content": text})
        assert await self.call(body) == 200


@asynccontextmanager
async def _robot(var: Path, **settings: Any) -> AsyncIterator[Robot]:
    dingtalk, agent = DingTalk(), Scripted()
    async with listening(dingtalk.app()) as url:
        dingtalk.url = url
        options = {
            "dingtalk_app_key": KEY,
            "dingtalk_app_secret": SECRET,
            "dingtalk_api": url,
            "dingtalk_session_hosts": url,
            "dingtalk_file_hosts": url,
            **settings,
        }
        async with serving(var, agent, **options) as served:
            yield Robot(served, dingtalk, agent)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Robot]:
    async with _robot(tmp_path_factory.mktemp("dingtalk")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def robot(shared: Robot) -> Robot:
    return await shared.for_somebody_new()


async def test_a_message_is_stored_and_answered_once_over_three_deliveries(robot: Robot) -> None:
    body = robot.body()
    assert [await robot.call(body) for _ in range(3)] == [200, 200, 200]
    first, reply = await robot.settled()
    assert (first.text, reply.delivery) == ("我要投诉，你们乱扣费", Delivery.SENT)
    said = {"msgtype": "text", "text": {"content": "回：我要投诉，你们乱扣费"}}
    assert robot.dingtalk.session == [said]


async def test_the_message_is_acknowledged_while_the_model_is_busy(robot: Robot) -> None:
    robot.agent.gate = asyncio.Event()
    assert await robot.call(robot.body()) == 200
    assert [row.author for row in await robot.rows()] == [Author.CUSTOMER]
    robot.agent.gate.set()
    assert len(await robot.settled()) == 2


@pytest.mark.parametrize(
    ("secret", "shift"),
    [("another secret", 0), (SECRET, -301_000), (SECRET, 360_000)],
    ids=["other secret", "too old", "from the future"],
)
async def test_a_wrong_or_old_signature_is_refused_without_a_trace(
    robot: Robot, secret: str, shift: int
) -> None:
    assert await robot.call(robot.body(), secret, shift) == 401
    assert await robot.rows() == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"timestamp": "now", "sign": "x"}, {"timestamp": "1" * 40, "sign": "签"}],
)
async def test_headers_that_sign_nothing_are_refused(robot: Robot, headers: dict[str, str]) -> None:
    raw = json.dumps(robot.body()).encode()
    assert await robot.post(raw, {k: quote(v) for k, v in headers.items()}) == 401


async def test_broken_oversized_and_foreign_bodies_are_refused(robot: Robot) -> None:
    timestamp = str(int(time.time() * 1000))
    headers = {"timestamp": timestamp, "sign": sign(SECRET, timestamp)}
    raw = json.dumps(robot.body()).encode()
    assert await robot.post(raw[:-20], headers) == 422
    assert await robot.post(b" " * (DingTalkInput.largest + 1), headers) == 413
    assert await robot.call(robot.body(robotCode="anotherRobot")) == 401
    assert await robot.rows() == []


async def test_what_is_said_in_a_group_is_left_there(robot: Robot) -> None:
    assert await robot.call(robot.body("group")) == 200
    assert await robot.rows() == []


async def test_without_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with _robot(tmp_path, dingtalk_app_secret="") as robot:
        assert await robot.call(robot.body(), "") == 404


async def test_a_choice_is_shown_as_links_that_say_its_words(robot: Robot) -> None:
    await robot.say(CHOICE, 1)
    await robot.settled()
    (said,) = robot.dingtalk.session
    text = said["markdown"]["text"]
    link = f"dtmd://dingtalkclient/sendMessage?content={quote(BUTTONS[0]['title'], safe='')}"
    assert said["msgtype"] == "markdown"
    assert text.startswith("要＊继续＊吗？\n\n请选")
    assert f"[{BUTTONS[0]['title']}]({link})" in text


async def test_after_the_session_the_api_is_used_with_one_token_for_all(robot: Robot) -> None:
    over = int(time.time() * 1000) - 1
    for number in range(2):
        body = robot.body(msgId=f"m{number}", sessionWebhookExpiredTime=over)
        assert await robot.call(body) == 200
        await robot.settled()
    first, second = robot.dingtalk.api
    assert (first["robotCode"], first["userIds"], first["msgKey"]) == (
        KEY,
        [robot.staff],
        "sampleText",
    )
    assert json.loads(first["msgParam"]) == {"content": "回：我要投诉，你们乱扣费"}
    assert (first["token"], second["token"], robot.dingtalk.tokens) == ("token 1", "token 1", 1)
    assert robot.dingtalk.session == []


async def test_a_session_that_dingtalk_ended_early_is_followed_by_the_api(robot: Robot) -> None:
    robot.dingtalk.on_session = lambda _: (200, {"errcode": 310000, "errmsg": "session is over"})
    await robot.say("你好", 1)
    await robot.settled()
    assert (len(robot.dingtalk.session), len(robot.dingtalk.api)) == (1, 1)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example.com/robot/sendBySession?session=x",
        "http://127.0.0.1:1/robot/sendBySession?session=x",
        "http://169.254.169.254/robot/sendBySession",
        "file:///etc/passwd",
        "https://oapi.dingtalk.com@evil.example.com/robot/sendBySession",
    ],
)
async def test_a_foreign_reply_address_is_never_called(robot: Robot, address: str) -> None:
    assert await robot.call(robot.body(sessionWebhook=address)) == 200
    await robot.settled()
    assert len(robot.dingtalk.api) == 1


async def test_another_path_at_an_allowed_host_is_not_called_either(robot: Robot) -> None:
    address = f"{robot.dingtalk.url}/v1.0/oauth2/accessToken"
    assert await robot.call(robot.body(sessionWebhook=address)) == 200
    await robot.settled()
    assert (robot.dingtalk.tokens, len(robot.dingtalk.api)) == (1, 1)


async def test_a_refused_token_is_renewed_once(robot: Robot) -> None:
    refused = (401, {"code": "InvalidAuthentication", "message": "token expired"})
    robot.dingtalk.on_api = lambda n: refused if n == 1 else (200, {"processQueryKey": "key"})
    assert await robot.call(robot.body(sessionWebhook="")) == 200
    _, reply = await robot.settled()
    assert reply.delivery is Delivery.SENT
    assert [call["token"] for call in robot.dingtalk.api] == ["token 1", "token 2"]


@pytest.mark.parametrize(
    "busy",
    [
        (429, {"code": "Throttling"}),
        (503, {}),
        (403, {"code": "Forbidden.AccessDenied.QpsLimitForApi"}),
        (200, {"flowControlledStaffIdList": ["$staff"]}),
    ],
)
async def test_a_busy_dingtalk_is_tried_again(robot: Robot, busy: Answer) -> None:
    busy = json.loads(json.dumps(busy).replace("$staff", robot.staff))
    robot.dingtalk.on_api = lambda n: busy if n == 1 else (200, {"processQueryKey": "key"})
    assert await robot.call(robot.body(sessionWebhook="")) == 200
    _, reply = await robot.settled()
    assert (reply.delivery, reply.attempts) == (Delivery.SENT, 2)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, {"invalidStaffIdList": ["$staff"]}), "does not reach this person"),
        ((400, {"code": "param.error"}), "DingTalk answered 400 param.error"),
    ],
)
async def test_what_dingtalk_finally_refuses_is_a_dead_letter_with_its_reason(
    robot: Robot, answer: Answer, why: str
) -> None:
    answer = json.loads(json.dumps(answer).replace("$staff", robot.staff))
    robot.dingtalk.on_api = lambda _: answer
    assert await robot.call(robot.body(sessionWebhook="")) == 200
    _, reply = await robot.settled()
    assert (reply.delivery, reply.attempts) == (Delivery.DEAD, 1)
    assert reply.error is not None
    assert why in reply.error
    assert len(robot.dingtalk.api) == 1


async def test_a_busy_session_is_tried_again_where_it_was(robot: Robot) -> None:
    busy = (200, {"errcode": 130101, "errmsg": "send too fast"})
    robot.dingtalk.on_session = lambda n: busy if n == 1 else (200, {"errcode": 0})
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    assert (reply.delivery, len(robot.dingtalk.session), robot.dingtalk.api) == (
        Delivery.SENT,
        2,
        [],
    )


async def test_somebody_without_a_staff_id_is_answered_in_the_session_only(robot: Robot) -> None:
    sender = f"$:LWCP_v1:${robot.staff}=="
    assert await robot.call(robot.body(senderStaffId="", msgId="m1")) == 200
    await settled(robot.served, "dingtalk", sender)
    assert len(robot.dingtalk.session) == 1
    robot.dingtalk.on_session = lambda _: (200, {"errcode": 310000})
    assert await robot.call(robot.body(senderStaffId="", msgId="m2")) == 200
    last = (await settled(robot.served, "dingtalk", sender))[-1]
    assert (last.delivery, robot.dingtalk.api) == (Delivery.DEAD, [])
    assert last.error is not None
    assert "no staff id" in last.error


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("picture", "", AttachmentKind.IMAGE),
        ("file", "", AttachmentKind.FILE),
        ("audio", "你们凭什么拒赔", AttachmentKind.AUDIO),
    ],
)
async def test_files_are_fetched_and_kept_with_their_message(
    robot: Robot, name: str, text: str, kind: AttachmentKind
) -> None:
    assert [await robot.call(robot.body(name)) for _ in range(2)] == [200, 200]
    first, *others = await robot.settled()
    assert (first.text, [a.kind for a in first.attachments]) == (text, [kind])
    assert [row.author for row in others] == [Author.BOT]


async def test_of_rich_text_the_words_and_good_files_are_kept_and_of_the_rest_the_customer_is_told(
    robot: Robot,
) -> None:
    assert await robot.call(robot.body("rich_text")) == 200
    transcript = await robot.settled()
    said = [row for row in transcript if row.author is Author.CUSTOMER]
    assert [(row.text, len(row.attachments)) for row in said] == [("这是保单和收据", 1)]
    assert [row for row in transcript if row.author is Author.SYSTEM]


@pytest.mark.parametrize("code", ["huge", "missing"])
async def test_a_file_that_cannot_be_taken_is_named_and_the_customer_is_told(
    robot: Robot, code: str
) -> None:
    body = robot.body("file", content={"fileName": "a.pdf", "downloadCode": code})
    assert await robot.call(body) == 200
    marker, notice = await robot.settled()
    assert (marker.text, notice.author) == ("📎 a.pdf", Author.SYSTEM)
    assert "20 MB" in notice.text


async def test_a_file_at_a_foreign_host_is_not_fetched(robot: Robot) -> None:
    robot.dingtalk.download_url = "http://169.254.169.254/latest/meta-data"
    assert await robot.call(robot.body("picture")) == 200
    marker, _ = await robot.settled()
    assert (marker.text, marker.attachments) == ("📎", ())


async def test_a_kind_that_nobody_knows_is_still_in_the_transcript(robot: Robot) -> None:
    assert await robot.call(robot.body(msgtype="chatRecord", content={})) == 200
    marker, notice = await robot.settled()
    assert (marker.text, notice.author) == ("📎", Author.SYSTEM)


async def test_a_slow_file_asks_dingtalk_to_come_again_and_is_stored_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.dingtalk.inbound.DingTalkInput.patience", 0.05)
    async with _robot(tmp_path) as robot:
        robot.dingtalk.hold = asyncio.Event()
        assert await robot.call(robot.body("picture")) == 503
        robot.dingtalk.hold.set()

        async def stored() -> bool:
            return bool(await robot.rows())

        await until(stored)
        robot.dingtalk.files.clear()
        await robot.call(robot.body("picture"))
        transcript = await robot.settled()
    assert [len(row.attachments) for row in transcript if row.processing] == [1]


async def test_a_long_message_is_kept_in_parts(robot: Robot) -> None:
    await robot.say("长" * 9000, 1)
    transcript = await robot.settled()
    said = [row.text for row in transcript if row.author is Author.CUSTOMER]
    assert [len(text) for text in said] == [4000, 4000, 1000]


async def test_a_complaint_reaches_a_person_is_answered_and_ends(robot: Robot) -> None:
    await robot.say("你们乱扣费，我要投诉", 1)
    await robot.say(HUMAN, 2)
    await robot.settled()
    conversation_id = await robot.served.box.chat.find("dingtalk", robot.staff)
    assert conversation_id is not None
    await person_answers_and_closes(robot.served.box, conversation_id)
    transcript = await robot.settled()
    sent = [row.text for row in transcript if row.delivery is Delivery.SENT]
    got = [
        said["text"]["content"] if "text" in said else said["markdown"]["text"]
        for said in robot.dingtalk.session
    ]
    assert "您好，扣费已经查到了。" in sent
    assert len(got) == len(sent) == len([row for row in transcript if row.delivery])
    assert [text for text in got if text in sent] == [text for text in sent if text in got]
