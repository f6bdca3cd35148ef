"""Platforms that know no key by which a second copy of a send could be told: WeChat, DingTalk,
Telegram, Messenger."""

from __future__ import annotations

import json
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from connectors.dingtalk.signature import sign as dingtalk_sign
from connectors.meta import HEADER as META_HEADER
from connectors.meta import sign as meta_sign
from tests.integration.channels import wechat_platform
from tests.integration.channels.conftest import Served
from tests.integration.channels.samples import payload
from tests.integration.guarantee.bad_line import Call
from tests.integration.guarantee.recorded import SECRET, Played, Recorded, posted
from tests.integration.guarantee.schedule import Said


class WeChat(Recorded):
    """Times in seconds; bubbles that wait go out as one."""

    channel, gap = "wechat", 1.0

    def customer(self, index: int) -> str:
        return f"oTEST-{index:022d}"

    def addressee(self, call: Call) -> str | None:
        return call[2]["touser"] if call[0].endswith("/custom/send") else None

    def words(self, call: Call) -> str:
        return str(call[2]["text"]["content"])

    def settings(self, url: str, folder: Path) -> dict[str, Any]:
        return {
            "wechat_app_id": wechat_platform.APP_ID,
            "wechat_secret": "secret",
            "wechat_token": wechat_platform.TOKEN,
            "wechat_aes_key": wechat_platform.AES_KEY,
            "wechat_api": url,
        }

    def far(self) -> AbstractAsyncContextManager[Played]:
        return wechat_platform.platform()

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        fields = {
            "FromUserName": said.customer,
            "CreateTime": str(int(said.at.timestamp())),
            "Content": said.text,
            "MsgId": f"{24681357900000000 + said.place}",
        }
        at, nonce = str(int(now.timestamp())), f"{said.place}"
        inside = wechat_platform.seal(wechat_platform.payload("text", **fields).encode())
        signed = wechat_platform.sign(wechat_platform.TOKEN, at, nonce, inside)
        query = {"encrypt_type": "aes", "msg_signature": signed, "timestamp": at, "nonce": nonce}
        body = f"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{inside}]]></Encrypt></xml>"
        return await posted(served, "wechat/messages", body.encode(), {}, params=query)


class DingTalk(Recorded):
    """Times in milliseconds; answered at the address of the session."""

    channel = "dingtalk"
    answers: ClassVar = {"sendBySession": {"errcode": 0, "errmsg": "ok"}}

    def customer(self, index: int) -> str:
        return f"staff-{index:06d}"

    def addressee(self, call: Call) -> str | None:
        return call[1].get("session")

    def words(self, call: Call) -> str:
        return str(call[2]["text"]["content"])

    def settings(self, url: str, folder: Path) -> dict[str, Any]:
        return {
            "dingtalk_app_key": "dinginvented0robot",
            "dingtalk_app_secret": SECRET,
            "dingtalk_api": url,
            "dingtalk_session_hosts": url,
        }

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        at = str(int(now.timestamp() * 1000))
        session = f"{self.line.url}/robot/sendBySession?session={said.customer}"
        body = payload(
            "dingtalk",
            "text",
            msgId=f"msg{said.place}",
            senderStaffId=said.customer,
            createAt=int(said.at.timestamp() * 1000),
            text={"content": said.text},
            sessionWebhook=session,
            sessionWebhookExpiredTime=int(at) + 3_600_000,
        )
        headers = {"timestamp": at, "sign": dingtalk_sign(SECRET, at)}
        return await posted(served, "dingtalk/callback", json.dumps(body).encode(), headers)


class Telegram(Recorded):
    """Numbers its updates."""

    channel = "telegram"

    def customer(self, index: int) -> str:
        return str(5551000 + index)

    def addressee(self, call: Call) -> str | None:
        return call[2]["chat_id"] if call[0].endswith("/sendMessage") else None

    def words(self, call: Call) -> str:
        return str(call[2]["text"])

    def settings(self, url: str, folder: Path) -> dict[str, Any]:
        return {"telegram_token": "1:x", "telegram_secret": "s-s", "telegram_api": url}

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        body = payload(
            "telegram",
            "text",
            update_id=700000000 + said.place,
            message__message_id=10 + said.number,
            message__text=said.text,
            message__chat__id=int(said.customer),
        )
        body["message"]["from"]["id"] = int(said.customer)
        headers = {"X-Telegram-Bot-Api-Secret-Token": "s-s"}
        return await posted(served, "telegram/webhook", json.dumps(body).encode(), headers)


class Messenger(Recorded):
    """Times in milliseconds."""

    channel = "facebook"

    def customer(self, index: int) -> str:
        return f"24{index:09d}"

    def addressee(self, call: Call) -> str | None:
        return call[2]["recipient"]["id"] if "message" in call[2] else None

    def words(self, call: Call) -> str:
        return str(call[2]["message"]["text"])

    def settings(self, url: str, folder: Path) -> dict[str, Any]:
        return {
            "facebook_app_secret": SECRET,
            "facebook_verify_token": "word",
            "facebook_page_token": "EAAtoken",
            "facebook_api": url,
        }

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        event = "entry__0__messaging__0__"
        changes = {
            f"{event}sender__id": said.customer,
            f"{event}timestamp": int(said.at.timestamp() * 1000),
            f"{event}message__mid": f"m_{said.place}",
            f"{event}message__text": said.text,
        }
        body = json.dumps(payload("facebook", "text", **changes)).encode()
        headers = {META_HEADER: meta_sign(SECRET, body)}
        return await posted(served, "facebook/webhook", body, headers)
