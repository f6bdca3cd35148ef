"""`/webhooks/wechat/messages`: verified, stored, then answered with `success`."""

from __future__ import annotations

from dataclasses import replace

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw, text

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.case import CaseState
from bot.domain.conversation import Owner
from bot.domain.errors import QingtingError
from bot.domain.message import Receipt
from connectors.arrivals import RemoteFile
from connectors.assistant import OnNewMessage
from connectors.http import failure
from connectors.push import PushInput
from connectors.tencent import Door, query_of
from connectors.wechat.api import WeChatApi
from connectors.wechat.choices import chosen
from connectors.wechat.payloads import CHANNEL, Incoming, parse_incoming
from connectors.xml import MOST_BYTES

TYPING = "/cgi-bin/message/custom/typing"


class WeChatInput(PushInput):
    """The way in for an Official Account's customers. The platform waits five seconds, three times:
    who answers later is not heard."""

    channel, path, largest = CHANNEL, "/messages", MOST_BYTES
    _api: WeChatApi

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = super().blueprint(on_new_message)

        @routes.get(self.path)
        async def prove(request: Request) -> HTTPResponse:
            try:
                box = await self.configured()
                return text(_door(box).echo(query_of(request), _now(box)))
            except QingtingError as error:
                return failure(error)

        return routes

    def check(self, box: Container, request: Request, body: bytes) -> None:
        _door(box).open(query_of(request), body, _now(box))

    async def open(self, box: Container) -> None:
        self._api = WeChatApi(box)

    async def close(self) -> None:
        await self._api.close()

    async def take(self, box: Container, request: Request, body: bytes) -> HTTPResponse:
        fields = _door(box).open(query_of(request), body, _now(box))
        incoming = parse_incoming(fields, box.wordless)
        if incoming is None:
            return text("success")
        incoming = replace(incoming, said=await chosen(box, incoming))
        receipts = await self.take_in([incoming.arrival])
        if not receipts:
            return text("success")
        receipt = receipts[0]
        if await _goes_to_platform(box, incoming, receipt):
            return _transfer(box, fields)
        if not receipt.duplicate:
            self.later(self._show_typing(box, incoming, receipt))
        return text("success")

    async def fetch(self, _: Container, file: RemoteFile) -> InboundAttachment:
        return await self._api.fetch(file)

    async def _show_typing(self, box: Container, incoming: Incoming, receipt: Receipt) -> None:
        """“对方正在输入”, while the bot is about to answer. That it is not shown harms nobody."""
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(receipt.conversation_id)
        if conversation.owner is Owner.BOT:
            await self._api.call(TYPING, {"touser": incoming.customer, "command": "Typing"})


async def _goes_to_platform(box: Container, incoming: Incoming, receipt: Receipt) -> bool:
    """Where set: who waits for a person and whose case is filed is passed to the platform's own
    agents with their next message."""
    if not box.settings.wechat_transfer or incoming.is_event:
        return False
    async with box.store.reading() as tx:
        conversation = await tx.conversations.get(receipt.conversation_id)
    if conversation.owner is not Owner.QUEUE:
        return False
    case = await box.complaints.of_conversation(conversation.id)
    return case is not None and case.state is CaseState.FILED


def _transfer(box: Container, fields: dict[str, str]) -> HTTPResponse:
    answer = {
        "ToUserName": fields["FromUserName"],
        "FromUserName": fields.get("ToUserName", ""),
        "CreateTime": str(_now(box)),
        "MsgType": "transfer_customer_service",
    }
    body = _door(box).answer(answer, _now(box))
    return raw(body, content_type="application/xml; charset=utf-8")


def _door(box: Container) -> Door:
    settings = box.settings
    return Door(settings.wechat_token, settings.wechat_app_id, settings.wechat_aes_key)


def _now(box: Container) -> int:
    return int(box.clock.now().timestamp())
