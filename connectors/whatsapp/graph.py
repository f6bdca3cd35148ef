"""Meta's Graph API, as far as this channel needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.config import Settings
from bot.domain.attachment import Attachment, InboundAttachment
from bot.domain.errors import InvalidInput, TooLarge
from connectors.arrivals import RemoteFile
from connectors.bodies import text_at, whole_at
from connectors.platform import Answer, Platform, origin_of
from connectors.whatsapp.errors import Refused

MEDIA_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net")
PRODUCT = {"messaging_product": "whatsapp"}


class Graph:
    """One business phone number."""

    def __init__(self, settings: Settings) -> None:
        self._api = settings.whatsapp_api
        self._number = settings.whatsapp_phone_number_id
        self._platform = Platform("WhatsApp", settings.whatsapp_token)
        self._hosts = (*MEDIA_HOSTS, origin_of(self._api))

    async def send(self, body: Mapping[str, Any]) -> str:
        """Send one message; returns its wamid. Raises DeliveryFailed, mostly Refused."""
        answer = await self._post({**PRODUCT, **body})
        sent = answer.body.get("messages")
        return text_at(sent[0], "id") if isinstance(sent, list) and sent else ""

    async def upload(self, attachment: Attachment, content: bytes) -> str:
        """Bring a file to the platform; returns the id by which it can be sent. Raises
        DeliveryFailed, mostly Refused."""
        fields = {**PRODUCT, "type": attachment.media_type}
        file = ("file", attachment, content)
        answer = await self._platform.upload(f"{self._api}/{self._number}/media", fields, file)
        if not answer.fine or not text_at(answer.body, "id"):
            raise _refused(answer)
        return text_at(answer.body, "id")

    async def mark_read(self, wamid: str) -> None:
        """Blue ticks, and for up to 25 s that an answer is being written. Raises DeliveryFailed."""
        body = {"status": "read", "message_id": wamid, "typing_indicator": {"type": "text"}}
        await self._post({**PRODUCT, **body})

    async def fetch(self, file: RemoteFile, limit: int) -> InboundAttachment:
        """A customer's file. Raises InvalidInput where it can never be had, else DeliveryFailed."""
        answer = await self._platform.get(
            f"{self._api}/{file.ref}", params={"phone_number_id": self._number}
        )
        if not answer.fine:
            failure = _refused(answer)
            if failure.retryable:
                raise failure
            raise InvalidInput("attachment", f"is gone (error {failure.platform_code}).")
        if whole_at(answer.body, "file_size") > limit:
            raise TooLarge("attachment", f"is larger than {limit} bytes.")
        found = await self._platform.download(text_at(answer.body, "url"), self._hosts, limit)
        return InboundAttachment(file.name, file.media_type, found.content)

    async def close(self) -> None:
        """End the connections."""
        await self._platform.close()

    async def _post(self, body: Mapping[str, Any]) -> Answer:
        answer = await self._platform.post(f"{self._api}/{self._number}/messages", body)
        if not answer.fine:
            raise _refused(answer)
        return answer


def _refused(answer: Answer) -> Refused:
    code = whole_at(answer.body, "error", "code") or answer.status
    return Refused(code, passing=answer.passing, retry_after=answer.retry_after)
