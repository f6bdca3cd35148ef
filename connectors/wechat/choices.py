"""Taps on menus of ours: WeChat says which item, the transcript says what it stands for."""

from __future__ import annotations

from bot.bootstrap import Container
from bot.domain.message import Author
from bot.domain.wordless import Said
from connectors.wechat.payloads import CHANNEL, Incoming
from connectors.wechat.text import choice_of


async def chosen(box: Container, incoming: Incoming) -> Said:
    """Exactly what the tapped button stands for; else what the message says."""
    choice = choice_of(incoming.choice)
    found = choice and await box.chat.find(CHANNEL, incoming.customer)
    if not choice or not found:
        return incoming.said
    seq, position = choice
    async with box.store.reading() as tx:
        rows = await tx.messages.transcript(found, after=seq - 1, limit=1)
    for row in rows:
        if row.author is not Author.CUSTOMER and position < len(row.buttons):
            button = row.buttons[position]
            if button["title"] == incoming.said.text:
                return Said(button["title"], button["payload"])
    return incoming.said
