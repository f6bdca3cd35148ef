"""`/webhooks/wechat/messages`: verified, stored, then answered with `success`."""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw, text

from bot.bootstrap import Container, current
from bot.domain.case import CaseState
from bot.domain.conversation import Owner
from bot.domain.errors import DeliveryFailed, QingtingError
from bot.domain.message import Receipt
from bot.services.tasks import end_tasks
from connectors.assistant import OnNewMessage
from connectors.http import failure, read_body
from connectors.line import attach_line
from connectors.wechat.account import Account
from connectors.wechat.payloads import CHANNEL, Incoming, parse_incoming
from connectors.wechat.xml import MOST_BYTES

log = structlog.get_logger(__name__)

TYPING = "/cgi-bin/message/custom/typing"


class WeChatInput(InputChannel):
    """The way in for an Official Account's customers."""

    def __init__(self) -> None:
        self._account: Account | None = None
        self._typing: set[asyncio.Task[None]] = set()

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("wechat_channel")
        attach_line(routes, on_new_message)
        routes.listener(self._stop, "before_server_stop")

        @routes.get("/messages")
        async def prove(request: Request) -> HTTPResponse:
            try:
                account = await self._of(await current())
                return text(account.door.echo(_query(request), _now(account.box)))
            except QingtingError as error:
                return failure(error)

        @routes.post("/messages", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                return await self._receive(request)
            except QingtingError as error:
                return failure(error)

        return routes

    async def _receive(self, request: Request) -> HTTPResponse:
        account = await self._of(await current())
        body = await read_body(request, MOST_BYTES)
        fields = account.door.open(_query(request), body, _now(account.box))
        incoming = parse_incoming(fields, account.box.wordless)
        if incoming is None:
            return text("success")
        receipt = await account.arrivals.take(incoming)
        if receipt is None:  # nobody hears this: the platform has hung up and comes again
            return text("", status=503)
        if await _goes_to_platform(account.box, incoming, receipt):
            return _transfer(account, fields)
        if not receipt.duplicate:
            self._show_typing(account, incoming, receipt)
        return text("success")

    async def _of(self, box: Container) -> Account:
        if self._account is None or self._account.box is not box:
            self._account = Account.of(box)
        return self._account

    async def _stop(self, _: Sanic, __: object) -> None:
        account, self._account = self._account, None
        await end_tasks(self._typing)
        if account:
            await account.close()

    def _show_typing(self, account: Account, incoming: Incoming, receipt: Receipt) -> None:
        if account.box.settings.wechat_secret:
            task = asyncio.create_task(_typing(account, incoming, receipt))
            self._typing.add(task)
            task.add_done_callback(self._typing.discard)


async def _typing(account: Account, incoming: Incoming, receipt: Receipt) -> None:
    """“对方正在输入”, while the bot is about to answer. That it is not shown harms nobody."""
    async with account.box.store.reading() as tx:
        conversation = await tx.conversations.get(receipt.conversation_id)
    if conversation.owner is Owner.BOT:
        with contextlib.suppress(DeliveryFailed):
            await account.api.call(TYPING, {"touser": incoming.customer, "command": "Typing"})


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


def _transfer(account: Account, fields: dict[str, str]) -> HTTPResponse:
    now = _now(account.box)
    answer = {
        "ToUserName": fields["FromUserName"],
        "FromUserName": fields.get("ToUserName", ""),
        "CreateTime": str(now),
        "MsgType": "transfer_customer_service",
    }
    return raw(account.door.answer(answer, now), content_type="application/xml; charset=utf-8")


def _query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in request.args.items() if values}


def _now(box: Container) -> int:
    return int(box.clock.now().timestamp())
