"""`POST /webhooks/webhook/messages`: verified on the raw bytes, stored, then acknowledged."""

from __future__ import annotations

import time
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container, current
from bot.domain.errors import InvalidInput, NotFound, NotSignedIn, QingtingError
from bot.domain.message import InboundMessage, Receipt
from bot.domain.signature import HEADER, is_signed
from connectors.arrivals import Arrival, parts_of
from connectors.assistant import OnNewMessage
from connectors.attachments import body_limit
from connectors.http import failure, read_body
from connectors.line import attach_line
from connectors.webhook.payloads import CHANNEL, parse_inbound

MAILBOX = "email"
"""Replies on this channel leave by SMTP where our own mailbox is on (connectors/email)."""


class WebhookInput(InputChannel):
    """Any system's way in."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("webhook_channel")
        attach_line(routes, on_new_message)

        @routes.post("/messages", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                return json(await _receive(request), status=202)
            except QingtingError as error:
                return failure(error)

        return routes


async def _receive(request: Request) -> dict[str, Any]:
    box = await current()
    secret = box.settings.webhook_secret
    if not secret:
        raise NotFound("channel", CHANNEL)
    body = await read_body(request, body_limit(box.files.policy))
    if not is_signed(secret, body, request.headers.get(HEADER, ""), int(time.time())):
        raise NotSignedIn(f"The {HEADER} header is missing, wrong or too old.")
    handed = parse_inbound(body)
    message = handed.message
    if message.channel == MAILBOX and box.settings.is_on(MAILBOX):
        raise InvalidInput("source", "email is the mailbox's (QINGTING_EMAIL_FROM): send it there.")
    parts = parts_of(Arrival(message), box.files.policy.files_per_message)
    take = _said_by_agent if handed.by_agent else _said_by_customer
    receipt, *_ = [await take(box, part.message) for part in parts]
    return {"message_id": receipt.message_id, "seq": receipt.seq, "duplicate": receipt.duplicate}


async def _said_by_customer(box: Container, message: InboundMessage) -> Receipt:
    return await box.intake.receive(message)


async def _said_by_agent(box: Container, message: InboundMessage) -> Receipt:
    """The customer has heard it already. Whoever speaks has the conversation."""
    agent = await box.elsewhere.account(box.settings.webhook_agent)
    if agent is None:
        raise InvalidInput("speaker", "agent needs the desk account of QINGTING_WEBHOOK_AGENT.")
    conversation = await box.elsewhere.find(message.channel, message.customer_ref)
    if conversation is None:
        raise InvalidInput("speaker", "is an agent before the customer has said anything.")
    return await box.elsewhere.said(conversation.id, agent, message.text, message.external_id)
