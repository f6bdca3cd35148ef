"""What the doors of messengers share: taking an event in, whatever becomes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import structlog

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import InvalidInput
from bot.domain.message import InboundMessage, Receipt

log = structlog.get_logger(__name__)

Fetch = Callable[[], Awaitable[tuple[InboundAttachment, ...]]]


async def take_in(
    box: Container, messages: Sequence[InboundMessage], fetch: Fetch
) -> Receipt | None:
    """Store one event: its words, perhaps in parts, and its files with the first of them. Returns
    the last receipt, None where nothing could be stored.

    What can never be stored is not refused to the platform, which would send it again and again:
    the customer is told instead, and words beside an unusable file are kept. `fetch` is called
    for new messages only. Raises TooManyRequests: to be delivered again later.
    """
    first, *further = messages
    receipt = await box.intake.known(first)
    if receipt is None:
        receipt = await _take_in(box, await _with_files(box, first, fetch))
    for message in further:
        receipt = await _take_in(box, message) or receipt
    return receipt


async def _with_files(box: Container, message: InboundMessage, fetch: Fetch) -> InboundMessage:
    try:
        return replace(message, attachments=await fetch())
    except InvalidInput as error:
        await _refuse(box, message, error)
        return message


async def _take_in(box: Container, message: InboundMessage) -> Receipt | None:
    try:
        return await box.intake.receive(message)
    except InvalidInput as error:
        words = replace(message, attachments=())
        kept = message.attachments and message.text.strip()
        receipt = await _take_in(box, words) if kept else None
        await _refuse(box, words, error)
        return receipt


async def _refuse(box: Container, message: InboundMessage, error: InvalidInput) -> None:
    log.info("channel.refused", channel=message.channel, code=error.code)
    await box.intake.refuse(message)
