"""What a platform delivers: messages, some with files that still lie with the platform."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import InvalidInput
from bot.domain.message import MAX_TEXT, InboundMessage, Receipt
from connectors.splitting import split_text

log = structlog.get_logger(__name__)

FILE_SIGN = "📎"
"""Stands in the transcript for a file that could not be taken."""


@dataclass(frozen=True)
class RemoteFile:
    """A file as the platform names it. `name` and `media_type` are what the customer's app said."""

    ref: str
    name: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class Arrival:
    """One message; with a file its text may be empty."""

    message: InboundMessage
    file: RemoteFile | None = None


Fetch = Callable[[RemoteFile], Awaitable[InboundAttachment]]
"""Raises InvalidInput where the file can never be had, another QingtingError for now."""


async def take_in(box: Container, arrivals: Sequence[Arrival], fetch: Fetch) -> list[Receipt]:
    """Store one delivery: customers side by side, the messages of each in order.

    Raises what kept a message from being stored *yet*. Then the platform must not get its
    acknowledgement, so that it delivers all again; what is stored by then is recognised. What
    can never be stored is logged and left out.
    """
    customers: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        customers.setdefault(arrival.message.customer_ref, []).append(arrival)
    work = [_in_order(box, each, fetch) for each in customers.values()]
    done = await asyncio.gather(*work, return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result
    return [receipt for result in done if isinstance(result, list) for receipt in result]


async def _in_order(box: Container, arrivals: Iterable[Arrival], fetch: Fetch) -> list[Receipt]:
    receipts = []
    for arrival in arrivals:
        try:
            receipts += await _store(box, arrival, fetch)
        except InvalidInput as error:
            log.warning("arrival.unusable", channel=arrival.message.channel, field=error.field)
    return receipts


async def _store(box: Container, arrival: Arrival, fetch: Fetch) -> list[Receipt]:
    if arrival.file is None:
        return [await box.intake.receive(part) for part in _parts(arrival.message)]
    try:
        content = await fetch(arrival.file)
        return [await box.intake.receive(replace(arrival.message, attachments=(content,)))]
    except InvalidInput as error:
        log.warning("arrival.file_refused", channel=arrival.message.channel, code=error.code)
        text = arrival.message.text or f"{FILE_SIGN} {arrival.file.name[:80]}".strip()
        message = replace(arrival.message, text=text, file_refused=True)
        return [await box.intake.receive(part) for part in _parts(message)]


def _parts(message: InboundMessage) -> list[InboundMessage]:
    """One that is longer than ours may be comes in several."""
    texts = split_text(message.text, MAX_TEXT) or [message.text]
    more = [
        replace(message, text=text, external_id=f"{message.external_id}#{n}", payload=None)
        for n, text in enumerate(texts[1:], 2)
    ]
    return [replace(message, text=texts[0]), *(replace(item, file_refused=False) for item in more)]
