"""`/webhooks/whatsapp/events`: Meta's check of the address, messages and statuses."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.bootstrap import Container
from bot.config import Settings
from bot.domain.attachment import InboundAttachment
from bot.domain.conversation import Owner
from bot.domain.errors import QingtingError
from bot.domain.message import Receipt
from connectors.arrivals import RemoteFile
from connectors.assistant import OnNewMessage
from connectors.http import failure
from connectors.meta import HEADER, challenge, is_signed
from connectors.push import PushInput
from connectors.whatsapp.graph import Graph
from connectors.whatsapp.payloads import CHANNEL, parse_delivery
from connectors.whatsapp.tracking import Tracking


class WhatsAppInput(PushInput):
    """Customers who write to the business number."""

    channel, header = CHANNEL, HEADER
    largest = 3 * 2**20
    _graph: Graph

    def is_signed(self, settings: Settings, body: bytes, signature: str) -> bool:
        return is_signed(settings.whatsapp_app_secret, body, signature)

    async def open(self, box: Container) -> None:
        self._graph = Graph(box.settings)

    async def close(self) -> None:
        await self._graph.close()

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = super().blueprint(on_new_message)

        @routes.get("/events")
        async def verify(request: Request) -> HTTPResponse:
            try:
                settings = (await self.configured()).settings
                return text(challenge(request, settings.whatsapp_verify_token))
            except QingtingError as error:
                return failure(error)

        return routes

    async def fetch(self, box: Container, file: RemoteFile) -> InboundAttachment:
        return await self._graph.fetch(file, limit=box.files.policy.largest_of_all)

    async def take(self, box: Container, _: Request, body: bytes) -> None:
        delivery = parse_delivery(body, box.settings.whatsapp_phone_number_id)
        tracking = Tracking(box)
        for status in delivery.statuses:
            await tracking.report(status)
        receipts = await self.take_in(delivery.arrivals)
        # Of each conversation the newest: that marks those before it too.
        newest = {item.conversation_id: item for item in receipts if not item.duplicate}
        for receipt in newest.values():
            self.later(self._mark_read(box, receipt))

    async def _mark_read(self, box: Container, receipt: Receipt) -> None:
        async with box.store.reading() as tx:
            message = await tx.messages.get(receipt.message_id)
            conversation = await tx.conversations.get(receipt.conversation_id)
        if conversation.owner is Owner.BOT:  # a person has yet to look
            await self._graph.mark_read((message.external_id or "").partition("#")[0])
