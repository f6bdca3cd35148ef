"""`POST /webhooks/line/events`."""

from __future__ import annotations

from sanic.request import Request

from bot.bootstrap import Container
from bot.config import Settings
from bot.domain.attachment import InboundAttachment
from bot.domain.conversation import Owner
from connectors.arrivals import RemoteFile
from connectors.line_messaging.payloads import CHANNEL, TOKEN_LASTS, is_signed, parse_events
from connectors.line_messaging.quota import MonthlyQuota
from connectors.platform import Platform, origin_of
from connectors.push import PushInput
from connectors.tokens import ReplyTokens


class LineInput(PushInput):
    """Customers who write to the LINE Official Account."""

    channel, header = CHANNEL, "X-Line-Signature"

    def is_signed(self, settings: Settings, body: bytes, signature: str) -> bool:
        return is_signed(settings.line_channel_secret, body, signature)

    async def open(self, box: Container) -> None:
        self._line = Platform("LINE", box.settings.line_channel_token)
        self._quota = MonthlyQuota(box, self._line)

    async def close(self) -> None:
        await self._line.close()

    async def take(self, box: Container, _: Request, body: bytes) -> None:
        events = parse_events(body)
        tokens = ReplyTokens(box, CHANNEL, TOKEN_LASTS)
        for arrival, token in events:  # kept before the bot can have answered
            if not await box.intake.known(arrival.message):  # one that came again may be spent
                await tokens.keep(arrival.message.customer_ref, token)
        receipts = await self.take_in([arrival for arrival, _ in events])
        if not all(receipt.duplicate for receipt in receipts):
            self.later(self._quota.look())
            for customer in {arrival.message.customer_ref for arrival, _ in events}:
                self.later(self._show_typing(box, customer))

    async def _show_typing(self, box: Container, customer: str) -> None:
        found = await box.chat.find(CHANNEL, customer)
        if found and (await box.chat.page(found, 0, 1)).state.owner == Owner.BOT.value:
            url = f"{box.settings.line_api}/v2/bot/chat/loading/start"
            await self._line.post(url, {"chatId": customer, "loadingSeconds": 20})

    async def fetch(self, box: Container, file: RemoteFile) -> InboundAttachment:
        host, limit = box.settings.line_data_api, box.files.policy.largest_of_all
        url = f"{host}/v2/bot/message/{file.ref}/content"
        found = await self._line.download(url, [origin_of(host)], limit)
        return InboundAttachment(file.name, file.media_type, found.content)
