"""`POST /webhooks/feishu/events`, for events and for cards: verified, stored, acknowledged."""

from __future__ import annotations

from datetime import datetime

from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container
from bot.config import Settings
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import InvalidInput, NotSignedIn
from connectors.arrivals import RemoteFile
from connectors.feishu.client import FeishuClient
from connectors.feishu.crypto import is_signed
from connectors.feishu.payloads import CHANNEL, challenge_of, open_event, parse_event, parse_read
from connectors.push import PushInput


class FeishuInput(PushInput):
    """The robot's ear. Feishu waits for three seconds, and comes again 15 seconds later."""

    channel = CHANNEL
    _client: FeishuClient

    def check(self, box: Container, request: Request, body: bytes) -> None:
        """The question by which the console checks the address is the only thing that may come
        unsigned; it is encrypted and has our token."""
        settings, headers = box.settings, request.headers
        names = ("X-Lark-Request-Timestamp", "X-Lark-Request-Nonce", "X-Lark-Signature")
        timestamp, nonce, signature = (headers.get(name, "") for name in names)
        given, now = (timestamp, nonce, signature), box.clock.now()
        if is_signed(settings.feishu_encrypt_key, given, body, now, settings.feishu_window):
            return
        if not _is_challenge(settings, body):
            raise NotSignedIn("The X-Lark-Signature header is missing, wrong or too old.")

    async def open(self, box: Container) -> None:
        self._client = FeishuClient(box)

    async def close(self) -> None:
        await self._client.close()

    async def take(self, box: Container, _: Request, body: bytes) -> HTTPResponse | None:
        settings = box.settings
        event = open_event(body, settings.feishu_encrypt_key, settings.feishu_verification_token)
        if challenge := challenge_of(event):
            return json({"challenge": challenge})
        if read := parse_read(event):
            await _read(box, *read)
            return None
        arrival = parse_event(event)
        if arrival:
            await self.take_in([arrival])
        return None

    async def fetch(self, _: Container, file: RemoteFile) -> InboundAttachment:
        return await self._client.fetch(file)


async def _read(box: Container, customer: str, moment: datetime) -> None:
    if conversation_id := await box.chat.find(CHANNEL, customer):
        await box.acknowledgements.read_until(conversation_id, moment)


def _is_challenge(settings: Settings, body: bytes) -> bool:
    try:
        event = open_event(body, settings.feishu_encrypt_key, settings.feishu_verification_token)
        return challenge_of(event) is not None
    except (InvalidInput, NotSignedIn):
        return False
