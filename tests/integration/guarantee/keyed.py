"""Platforms that tell a second copy of a send by its key: WeCom, Feishu, WhatsApp, LINE, and the
webhook. Half of the sends that fail were taken all the same."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.domain.signature import HEADER, sign
from connectors.feishu.crypto import sign as feishu_sign
from connectors.meta import HEADER as META_HEADER
from connectors.meta import sign as meta_sign
from tests.integration.channels import wecom_platform as wecom
from tests.integration.channels import whatsapp_platform as whatsapp
from tests.integration.channels.conftest import Served
from tests.integration.channels.feishu_platform import (
    APP,
    ENCRYPT_KEY,
    SECRET,
    TOKEN,
    Feishu,
    encrypted,
)
from tests.integration.channels.line_platform import line_server, signature
from tests.integration.channels.samples import payload
from tests.integration.guarantee.bad_line import BadLine, Call, Chance, bad_line
from tests.integration.guarantee.player import Far, Plain
from tests.integration.guarantee.recorded import posted
from tests.integration.guarantee.schedule import Said
from tests.integration.line.callback import SECRET as WEBHOOK_SECRET
from tests.integration.line.callback import Callback, callback_server
from tests.integration.listening import listening


class Keyed(Plain):
    """The bad line loses answers too."""

    keyed = True


class WeCom(Keyed):
    """A log in order; the platform calls in any order, and repeats pages."""

    channel = "wecom"
    far: wecom.Platform

    def customer(self, index: int) -> str:
        return f"wm{index:016d}"

    def ref(self, customer: str) -> str:
        return f"{wecom.ACCOUNT}:{customer}"

    @asynccontextmanager
    async def play(self, chance: Chance, folder: Path) -> AsyncIterator[Far]:
        async with wecom.platform_server() as self.far:
            self.far.replays = 2
            async with bad_line(BadLine(self.far.url, self._addressee, chance)) as line:
                yield Far(chance, wecom.settings(line.url))

    def _addressee(self, call: Call) -> str | None:
        return call[2]["touser"] if call[0].endswith("kf/send_msg") else None

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        """The log has everything up to here; the call says only that there is something."""
        for item in self.all_said[len(self.far.entries) : said.place]:
            words = {"msgid": f"m{item.place}", "content": item.text}
            self.far.entries.append(wecom.entry("text", item.customer, **words))
        sealed = wecom.callback()
        query = wecom.signed(sealed, int(now.timestamp()))
        return await posted(served, "wecom/callback", wecom.body_of(sealed), {}, params=query)

    def read(self, customer: str) -> list[str]:
        return [
            bubble
            for item in self.far.sent
            if item["touser"] == customer
            for bubble in item["text"]["content"].split("\n\n")
        ]


class FeishuRobot(Keyed):
    """Times in milliseconds; knows `uuid`."""

    channel = "feishu"
    far: Feishu

    def customer(self, index: int) -> str:
        return f"ou_{index:08d}"

    @asynccontextmanager
    async def play(self, chance: Chance, folder: Path) -> AsyncIterator[Far]:
        self.far = Feishu()
        async with (
            listening(self.far.app()) as url,
            bad_line(BadLine(url, self._addressee, chance)) as line,
        ):
            options = {
                "feishu_app_id": APP,
                "feishu_app_secret": SECRET,
                "feishu_encrypt_key": ENCRYPT_KEY,
                "feishu_verification_token": TOKEN,
                "feishu_api": line.url,
            }
            yield Far(chance, options)

    def _addressee(self, call: Call) -> str | None:
        return call[2].get("receive_id")

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        event = payload("feishu", "text", event__message__message_id=f"om_{said.place}")
        event["header"]["event_id"] = f"event-{said.place}"
        event["event"]["sender"]["sender_id"]["open_id"] = said.customer
        event["event"]["message"]["create_time"] = str(int(said.at.timestamp() * 1000))
        event["event"]["message"]["content"] = json.dumps({"text": said.text})
        body, at = encrypted(json.dumps(event).encode()), str(int(now.timestamp()))
        headers = {
            "X-Lark-Request-Timestamp": at,
            "X-Lark-Request-Nonce": "nonce",
            "X-Lark-Signature": feishu_sign(ENCRYPT_KEY, at, "nonce", body),
        }
        return await posted(served, "feishu/events", body, headers)

    def read(self, customer: str) -> list[str]:
        got = (body for body in self.far.delivered.values() if body["receive_id"] == customer)
        return [json.loads(body["content"])["text"] for body in got]


class WhatsApp(Keyed):
    """Times in seconds; where an answer is lost, the status tells of the message."""

    channel, gap = "whatsapp", 1.0
    far: whatsapp.Cloud

    def customer(self, index: int) -> str:
        return f"8525{index:07d}"

    @asynccontextmanager
    async def play(self, chance: Chance, folder: Path) -> AsyncIterator[Far]:
        async with whatsapp.cloud_server() as self.far:
            line = BadLine(self.far.url, self._addressee, chance, self._tell)
            async with bad_line(line):
                api = f"{line.url}/v23.0"
                yield Far(chance, {**self.far.settings, "whatsapp_api": api})

    def _addressee(self, call: Call) -> str | None:
        return call[2].get("to")

    async def _tell(self, customer: str) -> None:
        sent = [body for body in self.far.sent if body["to"] == customer][-1]
        assert await self.far.report(self.served, sent, "sent") == 200

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        self.served = served
        message = "entry__0__changes__0__value__messages__0__"
        changes = {
            f"{message}from": said.customer,
            f"{message}id": f"wamid.IN{said.place}",
            f"{message}timestamp": str(int(said.at.timestamp())),
            f"{message}text__body": said.text,
        }
        body = json.dumps(payload("whatsapp", "text", **changes)).encode()
        headers = {META_HEADER: meta_sign(whatsapp.SECRET, body)}
        return await posted(served, "whatsapp/events", body, headers)

    def read(self, customer: str) -> list[str]:
        return [body["text"]["body"] for body in self.far.sent if body["to"] == customer]


class Line(Keyed):
    """Times in milliseconds; a reply token holds once, a push knows its retry key."""

    channel = "line"
    line: BadLine

    def customer(self, index: int) -> str:
        return f"U{index:032x}"

    @asynccontextmanager
    async def play(self, chance: Chance, folder: Path) -> AsyncIterator[Far]:
        async with (
            line_server() as far,
            bad_line(BadLine(far.url, self._addressee, chance)) as self.line,
        ):
            api = {"line_api": self.line.url, "line_data_api": self.line.url}
            yield Far(chance, {**far.settings, **api})

    def _addressee(self, call: Call) -> str | None:
        return call[2].get("to") or call[2].get("replyToken", "").partition(":")[0] or None

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        changes = {
            "events__0__source__userId": said.customer,
            "events__0__timestamp": int(said.at.timestamp() * 1000),
            "events__0__webhookEventId": f"01H{said.place:023d}",
            "events__0__replyToken": f"{said.customer}:{said.number}",
            "events__0__message__text": said.text,
        }
        body = json.dumps(payload("line", "text", **changes)).encode()
        return await posted(served, "line/events", body, {"X-Line-Signature": signature(body)})

    def read(self, customer: str) -> list[str]:
        taken = self.line.taken.get(customer, [])
        return [str(message["text"]) for call in taken for message in call[2]["messages"]]


class Webhook(Keyed):
    """Neither numbers nor times; knows `Idempotency-Key`."""

    channel, by_platform = "webhook", False
    far: Callback

    def customer(self, index: int) -> str:
        return f"+8526{index:07d}"

    @asynccontextmanager
    async def play(self, chance: Chance, folder: Path) -> AsyncIterator[Far]:
        async with callback_server() as self.far:
            host, _, path = self.far.url.rpartition("/")
            async with bad_line(BadLine(host, self._addressee, chance)) as line:
                yield Far(chance, {"webhook_callback": f"{line.url}/{path}"})

    def _addressee(self, call: Call) -> str | None:
        return call[2].get("recipient")

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        message = {"sender": said.customer, "message_id": f"m{said.place}", "text": said.text}
        body = json.dumps(message).encode()
        headers = {HEADER: sign(WEBHOOK_SECRET, body, int(time.time()))}
        return await posted(served, "webhook/messages", body, headers)

    def read(self, customer: str) -> list[str]:
        return [item["text"] for item in self.far.messages if item["recipient"] == customer]
