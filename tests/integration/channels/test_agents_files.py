"""Files of agents on WeChat, WeCom, DingTalk, Feishu and Messenger: uploaded, then shown."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.domain.attachment import InboundAttachment
from bot.domain.errors import TooLarge, UnsupportedMedia
from bot.domain.ids import ConversationId
from bot.domain.message import Delivery, InboundMessage, Message
from bot.domain.platform_refusals import FilesNotCarried, RepliesUsedUp
from bot.domain.staff import Agent
from bot.services.replies import Words
from tests.boxes import make_agent
from tests.integration.channels import wechat_platform, wecom_platform
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.far_servers import far_end
from tests.integration.channels.feishu_platform import (
    APP,
    ENCRYPT_KEY,
    SECRET,
    TOKEN,
    Feishu,
)
from tests.integration.channels.samples import AMR, PDF, PNG
from tests.integration.channels.saying import said
from tests.integration.line.working import until
from tests.integration.listening import listening

MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(40)
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(40)
PICTURE = InboundAttachment("图.png", "image/png", PNG)
VOICE = InboundAttachment("话.amr", "audio/amr", AMR)
FILM = InboundAttachment("片.mp4", "video/mp4", MP4)
LETTER = InboundAttachment("决定.pdf", "application/pdf", PDF)


class Desk:
    """An agent who has the conversation of a customer of one channel."""

    def __init__(self, served: Served, channel: str, customer: str) -> None:
        self.served, self.channel, self.customer = served, channel, customer
        self.agent: Agent
        self.conversation_id: ConversationId

    async def open(self) -> None:
        box = self.served.box
        message = InboundMessage(self.channel, self.customer, "m1", "你们乱扣费")
        self.conversation_id = (await box.intake.receive(message)).conversation_id
        await self.settled()
        self.agent = await make_agent(box, "li")
        await box.handoffs.claim(self.conversation_id, self.agent)
        await self.settled()

    async def attach(self, file: InboundAttachment) -> str:
        replies = self.served.box.replies
        await replies.admit(self.conversation_id, self.agent)
        return (await replies.attach(self.conversation_id, self.agent, file)).id

    async def say(self, text: str, *files: InboundAttachment) -> Message:
        """Send, and wait until it has arrived or never will."""
        uploads: Any = [await self.attach(file) for file in files]
        words = Words(text, f"{text}{len(files)}", uploads)
        await self.served.box.replies.say(self.conversation_id, self.agent, words)
        return (await self.settled())[-1]

    async def settled(self) -> list[Message]:
        async def done() -> bool:
            rows = await said(self.served, self.channel, self.customer)
            ended = (Delivery.SENT, Delivery.DEAD)
            return bool(rows) and all(row.delivery in ended for row in rows)

        await until(done)
        return await said(self.served, self.channel, self.customer)


@asynccontextmanager
async def _desk(
    var: Path, channel: str, customer: str, settings: dict[str, Any]
) -> AsyncIterator[Desk]:
    async with serving(var, **settings) as served:
        desk = Desk(served, channel, customer)
        await desk.open()
        yield desk


@asynccontextmanager
async def _wechat(var: Path) -> AsyncIterator[tuple[Desk, wechat_platform.Platform]]:
    async with wechat_platform.platform() as wechat:
        options = {
            "wechat_app_id": wechat_platform.APP_ID,
            "wechat_token": wechat_platform.TOKEN,
            "wechat_secret": "secret",
            "wechat_api": wechat.url,
        }
        async with _desk(var, "wechat", wechat_platform.CUSTOMER, options) as desk:
            yield desk, wechat


@asynccontextmanager
async def _wecom(var: Path) -> AsyncIterator[tuple[Desk, wecom_platform.Platform]]:
    async with wecom_platform.platform_server() as wecom:
        options = wecom_platform.settings(wecom.url)
        async with _desk(var, "wecom", wecom_platform.REF, options) as desk:
            yield desk, wecom


@asynccontextmanager
async def _feishu(var: Path) -> AsyncIterator[tuple[Desk, Feishu]]:
    feishu = Feishu()
    async with listening(feishu.app()) as url:
        options = {
            "feishu_app_id": APP,
            "feishu_app_secret": SECRET,
            "feishu_encrypt_key": ENCRYPT_KEY,
            "feishu_verification_token": TOKEN,
            "feishu_api": url,
        }
        async with _desk(var, "feishu", "ou_invented01", options) as desk:
            yield desk, feishu


async def test_wechat_shows_pictures_recordings_and_videos(tmp_path: Path) -> None:
    async with _wechat(tmp_path) as (desk, wechat):
        wechat.token = "somebody else's"  # ours is stale at the first upload
        row = await desk.say("", PICTURE, VOICE, FILM)
    assert row.delivery is Delivery.SENT
    assert wechat.uploads == [
        ("image", ("图.png", "image/png", PNG)),
        ("voice", ("话.amr", "audio/amr", AMR)),
        ("video", ("片.mp4", "video/mp4", MP4)),
    ]
    assert [body["msgtype"] for body in wechat.sent[-3:]] == ["image", "voice", "video"]
    assert wechat.sent[-3]["image"] == {"media_id": "media-1"}
    assert wechat.sent[-1]["video"] == {"media_id": "media-3", "title": "片.mp4"}


async def test_wechat_counts_files_and_the_desk_refuses_what_does_not_fit(tmp_path: Path) -> None:
    async with _wechat(tmp_path) as (desk, wechat):
        with pytest.raises(UnsupportedMedia):
            await desk.attach(LETTER)
        with pytest.raises(UnsupportedMedia):
            await desk.attach(InboundAttachment("a.ogg", "audio/ogg", b"OggS" + bytes(50)))
        with pytest.raises(TooLarge, match="2 MB"):
            await desk.attach(InboundAttachment("a.mp3", "audio/mpeg", MP3 + bytes(2 * 2**20)))
        with pytest.raises(RepliesUsedUp):
            await desk.say("请看", PICTURE, PICTURE, PICTURE, PICTURE)
        assert wechat.uploads == []


async def test_a_file_that_failed_on_wechat_comes_once_and_its_text_not_again(
    tmp_path: Path,
) -> None:
    async with _wechat(tmp_path) as (desk, wechat):
        before = len(wechat.sent)
        wechat.trouble = [0, 503]
        row = await desk.say("请看", PICTURE)
    assert row.delivery is Delivery.SENT
    assert [body["msgtype"] for body in wechat.sent[before:]] == ["text", "image"]


async def test_wecom_takes_documents_too_and_tells_a_second_copy_by_its_id(tmp_path: Path) -> None:
    async with _wecom(tmp_path) as (desk, wecom):
        wecom.forgetful, wecom.tries = 2, 0  # the file is taken, and the answer lost
        row = await desk.say("请看", LETTER)
        row = await desk.say("", PICTURE)
    assert row.delivery is Delivery.SENT
    assert wecom.uploads[0] == ("file", ("决定.pdf", "application/pdf", PDF))
    assert [item["msgtype"] for item in wecom.sent[-3:]] == ["text", "file", "image"]
    assert wecom.sent[-2]["file"]["media_id"] == "media-1"


async def test_feishu_shows_pictures_and_files(tmp_path: Path) -> None:
    async with _feishu(tmp_path) as (desk, feishu):
        feishu.hang_up = len(feishu.calls) + 2  # the picture is taken, and the connection breaks
        row = await desk.say("请看", PICTURE, LETTER, FILM)
    assert row.delivery is Delivery.SENT
    first, *_, last = feishu.uploads
    assert first == {"image_type": "message", "image": ("图.png", "image/png", PNG)}
    assert last["file_type"] == "stream"
    assert [kind for kind, _ in feishu.said[-4:]] == ["text", "image", "file", "file"]
    assert feishu.said[-3][1] == {"image_key": "key-1"}


@pytest.mark.parametrize("customer", ["staff-1", "$:stranger"])
async def test_dingtalk_shows_pictures_and_documents_to_staff(
    tmp_path: Path, customer: str
) -> None:
    async with far_end() as dingtalk:
        dingtalk.replies["accessToken"] = {"accessToken": "t", "expireIn": 7200}
        dingtalk.replies["upload"] = {"errcode": 0, "media_id": "@media"}
        dingtalk.replies["batchSend"] = {"processQueryKey": "key"}
        options = {
            "dingtalk_app_key": "robot",
            "dingtalk_app_secret": "secret",
            "dingtalk_api": dingtalk.url,
            "dingtalk_media_api": dingtalk.url,
        }
        async with _desk(tmp_path, "dingtalk", customer, options) as desk:
            row = await desk.say("", PICTURE, LETTER)
            with pytest.raises(UnsupportedMedia):
                await desk.attach(VOICE)
    shown = [(body["msgKey"], body["msgParam"]) for body in dingtalk.bodies("batchSend")[-2:]]
    if customer.startswith("$"):
        assert (row.delivery, shown) == (Delivery.DEAD, [])
        assert "staff id" in str(row.error)
        return
    assert row.delivery is Delivery.SENT
    uploaded = [body["media"] for body in dingtalk.bodies("upload")]
    assert uploaded == [("图.png", "image/png", PNG), ("决定.pdf", "application/pdf", PDF)]
    assert [key for key, _ in shown] == ["sampleImageMsg", "sampleFile"]
    assert json.loads(shown[0][1]) == {"photoURL": "@media"}
    assert json.loads(shown[1][1])["fileType"] == "pdf"


async def test_messenger_gets_the_file_with_the_message(tmp_path: Path) -> None:
    async with far_end() as graph:
        options = {
            "facebook_app_secret": "secret",
            "facebook_verify_token": "word",
            "facebook_page_token": "token",
            "facebook_api": graph.url,
        }
        async with _desk(tmp_path, "facebook", "24001234567", options) as desk:
            fails_at = graph.tries + 2
            graph.answer = lambda number: (502, {}) if number == fails_at else None
            row = await desk.say("请看", LETTER)
            with pytest.raises(TooLarge, match="8 MB"):
                await desk.attach(InboundAttachment("a.png", "image/png", PNG + bytes(8 * 2**20)))
    assert row.delivery is Delivery.SENT
    text, file = graph.bodies("messages")[-2:]
    assert text["message"] == {"text": "请看"}
    assert json.loads(file["recipient"]) == {"id": "24001234567"}
    assert json.loads(file["message"]) == {"attachment": {"type": "file", "payload": {}}}
    assert file["filedata"] == ("决定.pdf", "application/pdf", PDF)


@pytest.mark.parametrize(
    "refuse",
    [
        lambda wechat: setattr(wechat, "trouble", [45001]),
        lambda wechat: setattr(wechat, "trouble", [40004]),
    ],
    ids=["too large", "unknown kind"],
)
async def test_what_wechat_refuses_all_the_same_is_a_dead_letter_in_words(
    tmp_path: Path, refuse: Callable[[wechat_platform.Platform], None]
) -> None:
    async with _wechat(tmp_path) as (desk, wechat):
        refuse(wechat)
        row = await desk.say("", PICTURE)
    assert row.delivery is Delivery.DEAD
    assert "WeChat" in str(row.error)
    assert "see WeChat's return codes" not in str(row.error)


@pytest.mark.parametrize("channel", ["line", "slack", "twilio"])
async def test_a_channel_without_a_way_says_so_before_anything_is_sent(
    tmp_path: Path, channel: str
) -> None:
    async with serving(tmp_path) as served:
        desk = Desk(served, channel, "c")
        message = InboundMessage(channel, "c", "m1", "你们乱扣费")
        desk.conversation_id = (await served.box.intake.receive(message)).conversation_id
        desk.agent = await make_agent(served.box, "li")
        await served.box.handoffs.claim(desk.conversation_id, desk.agent)
        with pytest.raises(FilesNotCarried):
            await desk.attach(PICTURE)
