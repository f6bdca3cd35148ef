"""A WeChat Official Account's customers: in, answered, handed over, closed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.bootstrap import Container, install
from bot.domain.attachment import AttachmentKind
from bot.domain.case import FactName
from bot.domain.conversation import Owner
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import ConversationId
from bot.domain.message import Delivery, InboundMessage, Message
from bot.serve.assistant import make_assistant_app, serve_app, stop_app
from connectors import arrivals
from connectors.tencent import TOLERANCE, Envelope
from connectors.wechat.api import WeChatApi
from connectors.wechat.inbound import WeChatInput
from connectors.wechat.quota import ACT, Quota, Rule
from connectors.xml import MOST_BYTES, parse_xml
from tests.boxes import box_over, make_agent
from tests.integration.channels.wechat_platform import (
    AES_KEY,
    APP_ID,
    CUSTOMER,
    TOKEN,
    Platform,
    payload,
    platform,
    seal,
    sign,
)
from tests.integration.line.working import transcript, until
from tests.servers import free_port

Sanic.test_mode = True
JPEG = b"\xff\xd8\xff\xe0" + bytes(200)
AMR = b"#!AMR\n" + bytes(50)
BOX_SETTINGS = {"wechat_app_id": APP_ID, "wechat_token": TOKEN, "wechat_secret": "secret"}


class Scripted:
    """Stands where Rasa's agent stands and does what the words say."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle_message(self, message: UserMessage) -> None:
        await self.gate.wait()
        say, to, text = message.output_channel, message.sender_id, message.text
        if "人工" in text or text == "/ask_human":
            await say.send_custom_json(to, {"handoff": {"reason": "customer_asked"}})
            await say.send_text_message(to, "正在为您安排专员")
        elif "评价" in text:
            buttons = [{"title": "满意", "payload": "/satisfied"}]
            await say.send_text_with_buttons(to, "您满意吗", buttons)
        elif "长" in text:
            await say.send_text_message(to, "很长。" * 400)
        else:
            await say.send_text_message(to, f"回：{text}")
            await say.send_text_message(to, "请接着说")


@asynccontextmanager
async def world(
    var: Path, agent: Scripted | None = None, **settings: Any
) -> AsyncIterator[tuple[Platform, Container]]:
    """The platform and a customer side that is set up for it."""
    port = free_port()
    async with platform() as wechat:
        options: dict[str, Any] = {
            **BOX_SETTINGS,
            "wechat_api": wechat.url,
            "assistant_port": port,
            **settings,
        }
        async with box_over(f"sqlite:///{var / 'wechat.db'}", var, **options) as box:
            install(box)
            app = make_assistant_app(box, agent or Scripted())
            server, task = await serve_app(app, "127.0.0.1", port)
            wechat.door = f"http://127.0.0.1:{port}/webhooks/wechat/messages"
            try:
                yield wechat, box
            finally:
                await stop_app(server, task)
                install(None)


async def _conversation(box: Container) -> ConversationId:
    found = await box.chat.find("wechat", CUSTOMER)
    assert found is not None
    return found


async def _rows(box: Container) -> list[Message]:
    return await transcript(box, await _conversation(box))


async def _replies(wechat: Platform, count: int) -> list[str]:
    async def there() -> bool:
        return len(wechat.sent) >= count

    await until(there)
    return wechat.texts


def _settled(box: Container) -> Callable[[], Awaitable[bool]]:
    """Whether every reply that there is has been sent or given up."""

    async def look() -> bool:
        rows = [row for row in await _rows(box) if row.delivery]
        return bool(rows) and all(row.delivery in (Delivery.SENT, Delivery.DEAD) for row in rows)

    return look


def _later(box: Container, monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment: datetime = box.clock.now() + by
    monkeypatch.setattr(type(box.clock), "now", lambda _: moment)


@pytest.mark.parametrize("key", ["", AES_KEY], ids=["plain", "encrypted"])
async def test_a_message_that_comes_three_times_is_stored_and_answered_once(
    tmp_path: Path, key: str
) -> None:
    async with world(tmp_path, wechat_aes_key=key) as (wechat, box):
        body = payload("text")
        for _ in range(3):
            assert await wechat.post(body, sealed=bool(key)) == (200, "success")
        await _replies(wechat, 1)
        await until(_settled(box))
        rows = await _rows(box)
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(rows[0].conversation_id)
    assert [row.text for row in rows if row.processing] == ["你们乱扣费，我要投诉"]
    assert wechat.texts == ["回：你们乱扣费，我要投诉\n\n请接着说"]
    assert wechat.sent[0]["touser"] == CUSTOMER
    assert {row.delivery for row in rows if row.delivery} == {Delivery.SENT}
    assert wechat.typing == ["Typing"]
    assert CUSTOMER not in conversation.customer_ref
    assert CUSTOMER.encode() not in conversation.address


async def test_it_is_acknowledged_at_once_while_the_model_is_busy(tmp_path: Path) -> None:
    agent = Scripted()
    agent.gate.clear()
    async with world(tmp_path, agent) as (wechat, box):
        began = time.monotonic()
        assert await wechat.post(payload("text")) == (200, "success")
        assert time.monotonic() - began < 1
        assert [row.text for row in await _rows(box)] == ["你们乱扣费，我要投诉"]
        agent.gate.set()
        await _replies(wechat, 1)


async def test_a_complaint_reaches_a_person_and_the_answer_comes_back(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        person = await make_agent(box, "lin")
        await wechat.post(payload("text"))
        await _replies(wechat, 1)
        await wechat.post(payload("text", MsgId="2", Content="转人工"))
        await _replies(wechat, 2)
        found = await _conversation(box)
        await box.handoffs.claim(found, person)
        await box.replies.send(found, person, "您好，我来处理", "c1")
        await wechat.post(payload("text", MsgId="3", Content="谢谢，我等着"))
        await box.handoffs.close(found, person, "resolved", "已退费")
        await until(_settled(box))
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(found)
        rows = await _rows(box)
    assert conversation.owner is Owner.CLOSED
    assert "您好，我来处理" in wechat.texts
    assert "谢谢，我等着" in [row.text for row in rows]
    assert not any(text.startswith("回：谢谢") for text in wechat.texts)
    assert {row.delivery for row in rows if row.delivery} == {Delivery.SENT}


async def test_the_address_is_proved_by_the_echo(tmp_path: Path) -> None:
    async with world(tmp_path, wechat_aes_key=AES_KEY) as (wechat, _):
        at = str(int(time.time()))
        query = {"timestamp": at, "nonce": "n", "echostr": "5913"}
        async with aiohttp.ClientSession() as client:
            right = {**query, "signature": sign(TOKEN, at, "n")}
            async with client.get(wechat.door, params=right) as answer:
                assert (answer.status, await answer.text()) == (200, "5913")
            async with client.get(wechat.door, params={**query, "signature": "0"}) as answer:
                assert answer.status == 401


def _plain(at: int, token: str = TOKEN) -> dict[str, str]:
    return {"signature": sign(token, str(at), "n"), "timestamp": str(at), "nonce": "n"}


@pytest.mark.parametrize(
    "query",
    [
        lambda _: {},
        lambda now: {**_plain(now), "signature": "é"},
        lambda now: _plain(now, "another token"),
        lambda now: {**_plain(now), "nonce": "m"},
        lambda now: _plain(now - TOLERANCE - 5),
        lambda now: _plain(now + TOLERANCE + 60),
    ],
    ids=["none", "not ascii", "other token", "other nonce", "too old", "from the future"],
)
async def test_a_wrong_or_old_signature_is_refused_without_a_trace(
    tmp_path: Path, query: Callable[[int], dict[str, str]]
) -> None:
    async with world(tmp_path) as (wechat, box):
        status, _ = await wechat.knock(payload("text").encode(), query(int(time.time())))
        assert status == 401
        assert await box.chat.find("wechat", CUSTOMER) is None


async def test_in_encrypted_mode_nothing_else_comes_in(tmp_path: Path) -> None:
    async with world(tmp_path, wechat_aes_key=AES_KEY) as (wechat, box):
        now = int(time.time())
        at, body = str(now), payload("text")
        other = seal(body.encode(), "wx-somebody-else")
        signed = {**_plain(now), "msg_signature": sign(TOKEN, at, "n", other)}
        sealed = f"<xml><Encrypt>{other}</Encrypt></xml>".encode()
        changed = sealed.replace(other[:4].encode(), b"AAAA")
        assert (await wechat.post(body))[0] == 401
        assert (await wechat.knock(sealed, signed))[0] == 422
        assert (await wechat.knock(changed, signed))[0] == 401
        assert (await wechat.knock(sealed, _plain(now)))[0] == 401
        assert await box.chat.find("wechat", CUSTOMER) is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" " * (MOST_BYTES + 1), 413),
        (b"", 422),
        (payload("text").encode()[:-20], 422),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Content>&a;</Content></xml>', 422),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>', 422),
        (b"<a>" * 1000, 422),
        (payload("text", FromUserName="../../x y").encode(), 422),
        (payload("text", MsgId="").encode(), 422),
        (b"\xff\xfe<xml/>", 422),
    ],
    ids=["large", "empty", "cut", "entity", "outside", "deep", "sender", "no id", "encoding"],
)
async def test_hostile_bodies_are_refused_without_a_trace(
    tmp_path: Path, body: bytes, status: int
) -> None:
    async with world(tmp_path) as (wechat, box):
        assert (await wechat.knock(body, _plain(int(time.time()))))[0] == status
        async with box.store.reading() as tx:
            assert not await tx.conversations.list(owners=list(Owner))


async def test_without_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with world(tmp_path, wechat_token="") as (wechat, _):
        assert (await wechat.post(payload("text")))[0] == 404


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("image", "", AttachmentKind.IMAGE),
        ("voice", "你们乱扣费。", AttachmentKind.AUDIO),
        ("video", "", AttachmentKind.VIDEO),
        ("shortvideo", "", AttachmentKind.VIDEO),
        ("location", "📍 天河区营业部 23.137466,113.352425", None),
        ("link", "产品宣传页\n保证收益\nhttps://example.com/page?a=1&b=2", None),
        ("unknown", "📎", None),
    ],
)
async def test_whatever_a_customer_sends_stands_in_the_transcript(
    tmp_path: Path, name: str, text: str, kind: AttachmentKind | None
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.files = {
            "media-image-1": ("image/jpeg", JPEG),
            "media-voice-1": ("audio/amr", AMR),
            "media-video-1": ("elsewhere", f"{wechat.url}/video".encode()),
            "media-video-2": ("video/mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(40)),
        }
        for _ in range(2):
            assert await wechat.post(payload(name)) == (200, "success")
        rows = [row for row in await _rows(box) if row.processing]
    assert [row.text for row in rows] == [text]
    assert [item.kind for item in rows[0].attachments] == ([kind] if kind else [])
    assert len(wechat.downloads) == (1 if kind else 0)


@pytest.mark.parametrize(
    ("name", "text", "intent"),
    [
        ("subscribe", "你好", "/greet"),
        ("scan", "你好", "/greet"),
        ("click", "转人工", "/ask_human"),
    ],
)
async def test_following_and_the_menu_are_understood_once(
    tmp_path: Path, name: str, text: str, intent: str
) -> None:
    async with world(tmp_path) as (wechat, box):
        for _ in range(3):
            assert await wechat.post(payload(name)) == (200, "success")
        await _replies(wechat, 1)
        rows = [row for row in await _rows(box) if row.processing]
    assert [(row.text, row.payload) for row in rows] == [(text, intent)]


@pytest.mark.parametrize(
    "name", ["unsubscribe", "view", "click_unlisted", "scancode", "kf_create_session"]
)
async def test_other_events_are_acknowledged_and_nothing_more(tmp_path: Path, name: str) -> None:
    async with world(tmp_path) as (wechat, box):
        assert await wechat.post(payload(name)) == (200, "success")
        assert await box.chat.find("wechat", CUSTOMER) is None


async def test_the_same_event_of_two_customers_is_two_events(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        await wechat.post(payload("subscribe"))
        await wechat.post(payload("subscribe", FromUserName="oOTHER"))
        assert await box.chat.find("wechat", "oOTHER") != await _conversation(box)


async def test_a_tap_on_a_menu_says_what_the_button_stands_for(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        await wechat.post(payload("text", Content="评价"))
        await _replies(wechat, 1)
        menu = wechat.sent[0]["msgmenu"]
        choice = {"bizmsgmenuid": menu["list"][0]["id"]}
        await wechat.post(payload("menu_choice", MsgId="2", **choice))
        await wechat.post(payload("menu_choice", MsgId="3", Content="别的", **choice))
        await wechat.post(payload("menu_choice", MsgId="4", bizmsgmenuid="99999900"))
        rows = [row for row in await _rows(box) if row.processing]
    assert (menu["head_content"], menu["list"][0]["content"]) == ("您满意吗", "满意")
    assert [row.payload for row in rows] == [None, "/satisfied", None, None]


async def test_an_account_that_may_not_send_menus_sends_their_titles(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, _):
        wechat.trouble = [40200]
        await wechat.post(payload("text", Content="评价"))
        assert await _replies(wechat, 1) == ["您满意吗\n· 满意"]


async def test_a_long_answer_comes_in_parts_and_a_retry_goes_on_in_the_middle(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.trouble = [0, 503]
        await wechat.post(payload("text", Content="长"))
        parts = await _replies(wechat, 2)
        await until(_settled(box))
    assert "".join(parts) == "很长。" * 400
    assert max(len(part.encode()) for part in parts) <= 2048
    assert wechat.calls == 3


async def test_after_five_replies_the_desk_learns_that_wechat_takes_no_more(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as (wechat, box):
        person = await make_agent(box, "lin")
        await wechat.post(payload("text"))
        await _replies(wechat, 1)
        found = await _conversation(box)
        await box.handoffs.claim(found, person)  # one notice
        for number in range(4):
            await box.replies.send(found, person, f"第{number}句", f"c{number}")
        await until(_settled(box))
        dead = [row for row in await _rows(box) if row.delivery is Delivery.DEAD]
        assert [row.text for row in dead] == ["第3句"]
        assert "5 replies to a customer's message" in (dead[0].error or "")
        assert wechat.calls == 5
        await wechat.post(payload("text", MsgId="2"))
        await box.replies.send(found, person, "又可以了", "c9")
        await _replies(wechat, 6)
    assert wechat.texts[-1] == "又可以了"


async def test_after_48_hours_nothing_is_sent_that_would_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as (wechat, box):
        person = await make_agent(box, "lin")
        await wechat.post(payload("text", Content="人工"))
        await _replies(wechat, 1)
        found = await _conversation(box)
        _later(box, monkeypatch, timedelta(hours=48, seconds=1))
        await box.handoffs.claim(found, person)
        await until(_settled(box))
        errors = [row.error for row in await _rows(box) if row.delivery is Delivery.DEAD]
    assert len(wechat.sent) == 1
    assert all("48 hours" in (error or "") for error in errors)
    assert errors


@pytest.mark.parametrize(
    ("code", "says"),
    [(45015, "48 hours"), (45047, "5 replies"), (40003, "OpenID"), (45002, "longer"), (1, "1:")],
)
async def test_a_refusal_becomes_a_dead_letter_in_words_and_is_not_tried_again(
    tmp_path: Path, code: int, says: str
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.trouble = [code]
        await wechat.post(payload("text"))
        await until(_settled(box))
        rows = [row for row in await _rows(box) if row.delivery]
    assert {row.delivery for row in rows} == {Delivery.DEAD}
    assert says in (rows[0].error or "")
    assert wechat.calls == 1


@pytest.mark.parametrize("trouble", [-1, 45011, 429, 500])
async def test_passing_trouble_is_tried_again(tmp_path: Path, trouble: int) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.trouble = [trouble]
        await wechat.post(payload("text"))
        await _replies(wechat, 1)
        await until(_settled(box))
    assert (len(wechat.sent), wechat.calls) == (1, 2)


async def test_one_token_serves_until_it_is_refused_and_is_renewed_once(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        await wechat.post(payload("text"))
        await _replies(wechat, 1)
        assert wechat.tokens == [False]
        kept = await box.channel_memory.recall("wechat", "access token")
        wechat.token = "given out to somebody else"
        await wechat.post(payload("text", MsgId="2"))
        await _replies(wechat, 2)
        assert await box.channel_memory.recall("wechat", "access token") != kept
        assert wechat.tokens == [False, False]


async def test_a_wrong_secret_is_named_for_who_can_mend_it(tmp_path: Path) -> None:
    async with world(tmp_path, wechat_secret="wrong") as (wechat, box):
        await wechat.post(payload("text"))

        async def tried() -> bool:
            return any(row.error for row in await _rows(box))

        await until(tried)
        rows = [row for row in await _rows(box) if row.error]
    assert "QINGTING_WECHAT_SECRET" in (rows[0].error or "")
    assert rows[0].delivery is not Delivery.DEAD


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image/jpeg", b"no picture"),
        ("image/jpeg", JPEG + bytes(21 * 2**20)),
        ("elsewhere", b"http://169.254.169.254/latest/meta-data"),
        ("elsewhere", b"http://evil-qq.com/"),
        ("elsewhere", b"file:///etc/passwd"),
        ("elsewhere", b"http://[broken"),
    ],
    ids=["no picture", "too large", "inside", "look-alike", "a file", "no address"],
)
async def test_a_file_that_cannot_be_taken_is_answered_with_what_to_do(
    tmp_path: Path, kind: str, content: bytes
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.files = {"media-image-1": (kind, content)}
        for _ in range(2):
            assert await wechat.post(payload("image")) == (200, "success")
        (text,) = await _replies(wechat, 1)
        await until(_settled(box))
        rows = await _rows(box)
    assert [row.text for row in rows if row.processing] == ["📎"]
    assert len(wechat.sent) == 1
    assert "文件" in text


async def test_a_recording_without_its_file_still_says_what_was_said(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        assert await wechat.post(payload("voice")) == (200, "success")
        assert [row.text for row in await _rows(box) if row.processing] == ["你们乱扣费。"]


async def test_a_redirect_of_a_download_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "PAUSES", (0.0,))
    async with world(tmp_path) as (wechat, box):
        wechat.files = {"media-image-1": ("elsewhere", f"{wechat.url}/away".encode())}
        assert await wechat.post(payload("image")) == (200, "success")
        rows = [row for row in await _rows(box) if row.processing]
    assert not rows[0].attachments


async def test_a_slow_file_is_acknowledged_when_it_is_stored_and_fetched_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WeChatInput, "patience", 0.2)
    async with world(tmp_path) as (wechat, box):
        wechat.files = {"media-image-1": ("image/jpeg", JPEG)}
        wechat.slow = asyncio.Event()
        for _ in range(2):
            assert (await wechat.post(payload("image")))[0] == 503
        assert await box.chat.find("wechat", CUSTOMER) is None
        wechat.slow.set()
        assert await wechat.post(payload("image")) == (200, "success")
        rows = [row for row in await _rows(box) if row.processing]
    assert [len(row.attachments) for row in rows] == [1]
    assert len(wechat.downloads) == 1


@pytest.mark.parametrize("key", ["", AES_KEY], ids=["plain", "encrypted"])
async def test_a_waiting_customer_with_a_filed_case_goes_to_the_platforms_agents(
    tmp_path: Path, key: str
) -> None:
    async with world(tmp_path, wechat_transfer=True, wechat_aes_key=key) as (wechat, box):
        sealed = bool(key)
        assert await wechat.post(payload("text"), sealed=sealed) == (200, "success")
        await _replies(wechat, 1)
        found, message = await _conversation(box), (await _rows(box))[0].id
        facts = {FactName.WHAT_HAPPENED: "乱扣费"}
        await box.complaints.note(found, message, complaint=True, facts=facts, signals=())
        asked = payload("text", MsgId="2", Content="人工")
        assert await wechat.post(asked, sealed=sealed) == (200, "success")
        await _replies(wechat, 2)
        waiting = payload("text", MsgId="3", Content="人呢")
        assert await wechat.post(waiting, sealed=sealed) == (200, "success")
        await box.complaints.file(found)
        status, answer = await wechat.post(waiting, sealed=sealed)
    fields = parse_xml(answer.encode())
    if key:
        assert fields["MsgSignature"] == sign(
            TOKEN, fields["TimeStamp"], fields["Nonce"], fields["Encrypt"]
        )
        fields = parse_xml(Envelope(key, APP_ID).open(fields["Encrypt"]))
    assert status == 200
    assert fields["MsgType"] == "transfer_customer_service"
    assert (fields["ToUserName"], fields["FromUserName"]) == (CUSTOMER, "gh_000000000001")


async def test_all_processes_share_a_token_and_force_a_new_one_only_if_need_be(
    tmp_path: Path,
) -> None:
    async with (
        platform() as wechat,
        box_over(
            f"sqlite:///{tmp_path / 'a.db'}",
            tmp_path,
            wechat_api=wechat.url,
            wechat_app_id=APP_ID,
            wechat_secret="secret",
        ) as box,
    ):
        one, other = WeChatApi(box), WeChatApi(box)
        first = await one.token.get()
        assert {first, await other.token.get()} == {first}
        assert wechat.tokens == [False]
        second = await one.token.get(refused=first)
        assert second != first
        assert await other.token.get(refused=first) == second
        assert wechat.tokens == [False, False, True]
        await one.close()
        await other.close()


async def test_following_allows_three_replies_for_a_minute_and_a_message_five(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with box_over(f"sqlite:///{tmp_path / 'a.db'}", tmp_path) as box:
        window = box.platform_limits.rules.of("wechat").window
        quota = Quota(box.store, box.channel_memory, box.clock, window)
        said = Rule(5, timedelta(hours=48))
        act = InboundMessage("wechat", CUSTOMER, "event:1:subscribe", "你好", scoped=True)
        found = (await box.intake.receive(act)).conversation_id
        for number in range(ACT.most):
            allowance = await quota.require(found)
            assert (allowance.rule, allowance.used) == (ACT, number)
            await quota.count(allowance)
        with pytest.raises(DeliveryFailed, match="5 replies"):
            await quota.require(found)
        await box.intake.receive(InboundMessage("wechat", CUSTOMER, "1", "我要投诉"))
        assert (await quota.require(found)).rule == said
        _later(box, monkeypatch, timedelta(hours=1))
        tap = InboundMessage("wechat", CUSTOMER, "event:2:CLICK", "转人工", scoped=True)
        await box.intake.receive(tap)
        for number in range(said.most + ACT.most):
            allowance = await quota.require(found)
            assert allowance.rule == (said if number < said.most else ACT)
            await quota.count(allowance)
        _later(box, monkeypatch, timedelta(hours=48))
        with pytest.raises(DeliveryFailed, match="48 hours"):
            await quota.require(found)


async def test_many_customers_on_a_bad_day_are_each_heard_and_answered_once(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.trouble = [503 if n % 5 == 0 else 0 for n in range(200)]
        people = [f"oTEST-{n:03d}" for n in range(12)]
        posts = [
            wechat.post(
                payload("text", FromUserName=who, MsgId=f"{n}{who[-3:]}", Content=f"第{n}句")
            )
            for n in (1, 2)
            for who in people
            for _ in range(3)
        ]
        assert {status for status, _ in await asyncio.gather(*posts)} == {200}

        async def quiet() -> bool:
            async with box.store.reading() as tx:
                waiting = [
                    row
                    for owner in await tx.conversations.list(owners=list(Owner))
                    for row in await tx.messages.transcript(owner.id)
                    if "pending" in (row.processing, row.delivery) or row.delivery == "sending"
                ]
            return not waiting

        await until(quiet)
        for who in people:
            found = await box.chat.find("wechat", who)
            assert found is not None
            rows = await transcript(box, found)
            said = sorted(row.text for row in rows if row.processing)
            assert said == ["第1句", "第2句"]
            got = "\n\n".join(
                text
                for body, text in zip(wechat.sent, wechat.texts, strict=True)
                if body["touser"] == who
            )
            expected = [row.text for row in rows if row.delivery]
            assert got.split("\n\n") == expected
            assert len(expected) == 4
