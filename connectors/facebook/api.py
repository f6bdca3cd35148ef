"""Calls to the Graph API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.config import Settings
from bot.domain.attachment import Attachment, InboundAttachment
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure, of_status
from connectors.arrivals import RemoteFile
from connectors.bodies import object_at, text_at, whole_at
from connectors.meta import proof
from connectors.platform import Answer, Platform, origin_of

FILES = (".fbcdn.net", ".fbsbx.com")
"""Where Messenger keeps customers' files; nothing is fetched from anywhere else."""

_BUSY = {1, 2, 4, 17, 32, 341, 613, 1200, 80006}
_OUTSIDE_WINDOW = {2018278, 2018065}
_GONE = {551, 2018108, 1545041}


class GraphApi:
    """One page. The token travels in a header, so that it stands in no address."""

    def __init__(self, settings: Settings) -> None:
        token = settings.facebook_page_token
        self._base, self._hosts = settings.facebook_api, (*FILES, origin_of(settings.facebook_api))
        self._platform, self._files = Platform("facebook", token), Platform("facebook")
        self._query = {"appsecret_proof": proof(settings.facebook_app_secret, token)}

    async def send(self, body: Mapping[str, Any]) -> str:
        """The id of the message. Raises DeliveryFailed."""
        url = f"{self._base}/me/messages"
        return _sent(await self._platform.post(url, body, params=self._query))

    async def send_file(
        self, recipient: str, attachment: Attachment, content: bytes, why: Mapping[str, str]
    ) -> str:
        """Upload a file and show it to the customer, in one call; its message's id. Raises
        DeliveryFailed."""
        message = {"attachment": {"type": attachment.kind.value, "payload": dict[str, Any]()}}
        fields = {
            "recipient": json.dumps({"id": recipient}),
            **why,
            "message": json.dumps(message),
        }
        url, file = f"{self._base}/me/messages", ("filedata", attachment, content)
        return _sent(await self._platform.upload(url, fields, file, params=self._query))

    async def fetch(self, file: RemoteFile, limit: int) -> InboundAttachment:
        """A customer's file, for which no token is needed. Raises TooLarge, InvalidInput,
        DeliveryFailed."""
        found = await self._files.download(file.ref, self._hosts, limit)
        return InboundAttachment(file.name, file.media_type, found.content)

    async def close(self) -> None:
        """End the connections."""
        await self._platform.close()
        await self._files.close()


def _sent(answer: Answer) -> str:
    if answer.status != 200:
        raise failure(answer)
    return text_at(answer.body, "message_id")


def failure(answer: Answer) -> DeliveryFailed:
    """What Facebook's error means for the message. The texts of its own are left out: they
    may name the customer."""
    error = object_at(answer.body, "error")
    code, subcode = whole_at(error, "code"), whole_at(error, "error_subcode")
    name = f"facebook {answer.status}, error {code}/{subcode}"
    if subcode in _OUTSIDE_WINDOW:
        why = "the customer has not written for 24 hours; Messenger lets nobody write now"
        return _for_good(f"{name}: {why}", Failure.WINDOW_CLOSED)
    if code in _GONE or subcode in _GONE:
        return _for_good(f"{name}: the customer cannot be reached", Failure.CUSTOMER_GONE)
    if code == 190:
        why = "the page's token is no longer valid: renew QINGTING_FACEBOOK_PAGE_TOKEN"
        return _for_good(f"{name}: {why}", Failure.ACCESS)
    busy = code in _BUSY or answer.passing or error.get("is_transient") is True
    why_not = Failure.BUSY if code in _BUSY else of_status(answer.status)
    return DeliveryFailed(name, retryable=busy, retry_after=answer.retry_after, failure=why_not)


def _for_good(problem: str, failure: Failure) -> DeliveryFailed:
    return DeliveryFailed(problem, retryable=False, failure=failure)
