"""`/webhooks/facebook/webhook`: the set-up's question, and events, stored before they are
acknowledged."""

from __future__ import annotations

from datetime import datetime, timezone

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.bootstrap import Container
from bot.config import Settings
from bot.domain.attachment import InboundAttachment
from bot.domain.conversation import Owner
from bot.domain.errors import QingtingError
from bot.domain.message import Receipt
from connectors.arrivals import Arrival, RemoteFile
from connectors.assistant import OnNewMessage
from connectors.facebook.api import GraphApi
from connectors.facebook.payloads import CHANNEL, Seen, parse_events
from connectors.http import failure
from connectors.meta import HEADER, challenge, is_signed
from connectors.push import PushInput


class FacebookInput(PushInput):
    """Messenger's way in. Rasa's own channel of this name lets the caller choose the hash, stores
    nothing and takes the first of several events only."""

    channel, path, header = CHANNEL, "/webhook", HEADER
    _api: GraphApi

    def is_signed(self, settings: Settings, body: bytes, signature: str) -> bool:
        return is_signed(settings.facebook_app_secret, body, signature)

    async def open(self, box: Container) -> None:
        self._api = GraphApi(box.settings)

    async def close(self) -> None:
        await self._api.close()

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = super().blueprint(on_new_message)

        @routes.get(self.path)
        async def verify(request: Request) -> HTTPResponse:
            try:
                settings = (await self.configured()).settings
                return text(challenge(request, settings.facebook_verify_token))
            except QingtingError as error:
                return failure(error)

        return routes

    async def fetch(self, box: Container, file: RemoteFile) -> InboundAttachment:
        return await self._api.fetch(file, limit=box.files.policy.largest_of_all)

    async def take(self, box: Container, _: Request, body: bytes) -> HTTPResponse:
        events = parse_events(body)
        arrivals = [event for event in events if isinstance(event, Arrival)]
        receipts = await self.take_in(arrivals)
        for event in events:
            if isinstance(event, Seen):
                await _seen(box, event)
        newest = {item.conversation_id: item for item in receipts if not item.duplicate}
        for receipt in newest.values():
            self.later(self._show(box, receipt))
        return text("EVENT_RECEIVED")

    async def _show(self, box: Container, receipt: Receipt) -> None:
        """“Seen” and “is typing”, while the bot is about to answer; a person has yet to look."""
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(receipt.conversation_id)
        if conversation.owner is not Owner.BOT:
            return
        recipient = {"recipient": {"id": box.boundary.address(conversation)}}
        for action in ("mark_seen", "typing_on"):
            await self._api.send({**recipient, "sender_action": action})


async def _seen(box: Container, event: Seen) -> None:
    conversation_id = await box.chat.find(CHANNEL, event.customer)
    if conversation_id:
        moment = datetime.fromtimestamp(event.up_to / 1000, timezone.utc)
        await box.acknowledgements.read_until(conversation_id, moment)
