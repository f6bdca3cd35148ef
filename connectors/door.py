"""What the doors of messengers share: taking a message in, whatever becomes of it."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.bootstrap import Container
from bot.domain.errors import InvalidInput
from bot.domain.message import InboundMessage, Receipt

log = structlog.get_logger(__name__)


async def take_in(box: Container, inbound: InboundMessage) -> Receipt | None:
    """Store it. What can never be stored must not be refused to the platform, which would send
    it again and again: then the customer is told, and words beside an unusable file are kept.

    Raises TooManyRequests: to be delivered again later.
    """
    try:
        return await box.intake.receive(inbound)
    except InvalidInput as error:
        log.info("channel.refused", channel=inbound.channel, code=error.code)
    words = replace(inbound, attachments=())
    receipt = None
    if inbound.attachments and inbound.text.strip():
        receipt = await take_in(box, words)
    await box.intake.refuse(words)
    return receipt
