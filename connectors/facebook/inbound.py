"""`/webhooks/facebook/webhook`: the set-up's question, and events, stored before they are
acknowledged."""

from __future__ import annotations

import hmac
from datetime import datetime, timezone

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.bootstrap import Container, current
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import Forbidden, InvalidInput, NotFound, NotSignedIn, QingtingError
from connectors.assistant import OnNewMessage
from connectors.door import take_in
from connectors.facebook.api import GraphApi
from connectors.facebook.manners import Manners
from connectors.facebook.payloads import CHANNEL, FileRef, Incoming, Seen, parse_events
from connectors.facebook.signature import HEADER, is_signed
from connectors.http import failure, read_body
from connectors.line import attach_line

LARGEST_BODY = 1024 * 1024


class FacebookInput(InputChannel):
    """Messenger's way in. Rasa's own channel of this name lets the caller choose the hash, stores
    nothing and takes the first of several events only."""

    def __init__(self) -> None:
        self._api: GraphApi | None = None
        self._manners = Manners()

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("facebook_channel")
        attach_line(routes, on_new_message)

        @routes.get("/webhook")
        async def verify(request: Request) -> HTTPResponse:
            try:
                return text(await _challenge(request))
            except QingtingError as error:
                return failure(error)

        @routes.post("/webhook", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                await self._receive(request)
            except QingtingError as error:
                return failure(error)
            return text("EVENT_RECEIVED")

        async def stop(_: Sanic, __: object) -> None:
            await self._manners.close()
            if self._api:
                await self._api.close()

        routes.listener(stop, "before_server_stop")
        return routes

    async def _receive(self, request: Request) -> None:
        box = await current()
        secret = box.settings.facebook_app_secret
        if not (secret and box.settings.facebook_page_token):
            raise NotFound("channel", CHANNEL)
        body = await read_body(request, LARGEST_BODY)
        if not is_signed(secret, body, request.headers.get(HEADER, "")):
            raise NotSignedIn(f"The {HEADER} header is missing or wrong.")
        for event in parse_events(body):
            if isinstance(event, Seen):
                await _seen(box, event)
            else:
                await self._store(box, event)

    async def _store(self, box: Container, event: Incoming) -> None:
        async def fetch() -> tuple[InboundAttachment, ...]:
            return await self._files(box, event.files)

        receipt = await take_in(box, event.messages, fetch)
        if receipt and not receipt.duplicate:
            customer = event.messages[0].customer_ref
            self._manners.show(self._page(box), box.chat, customer, receipt)

    async def _files(
        self, box: Container, files: tuple[FileRef, ...]
    ) -> tuple[InboundAttachment, ...]:
        policy, page = box.files.policy, self._page(box)
        if len(files) > policy.files_per_message:
            raise InvalidInput("attachments", f"are more than {policy.files_per_message}.")
        contents = [await page.download(file.url, policy.largest_of_all) for file in files]
        return tuple(
            InboundAttachment(file.name, file.media_type, content)
            for file, content in zip(files, contents, strict=True)
        )

    def _page(self, box: Container) -> GraphApi:
        if self._api is None:
            self._api = GraphApi(box.settings)
        return self._api


async def _challenge(request: Request) -> str:
    """What Facebook asks when the webhook is entered in its console."""
    word = (await current()).settings.facebook_verify_token
    if not word:
        raise NotFound("channel", CHANNEL)
    said, mode = request.args.get("hub.verify_token", ""), request.args.get("hub.mode", "")
    if mode != "subscribe" or not hmac.compare_digest(said.encode(), word.encode()):
        raise Forbidden("The verify token is not QINGTING_FACEBOOK_VERIFY_TOKEN.")
    return str(request.args.get("hub.challenge", ""))[:200]


async def _seen(box: Container, event: Seen) -> None:
    conversation_id = await box.chat.find(CHANNEL, event.customer)
    if conversation_id:
        moment = datetime.fromtimestamp(event.up_to / 1000, timezone.utc)
        await box.acknowledgements.read_until(conversation_id, moment)
