"""What a message answers, over every database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ports import Store
from tests.contract.makers import a_conversation, added, inbound, outbound, recorded


@pytest.mark.parametrize("stored", ["wamid.a_b%", "scope:wamid.a_b%", "scope:700001:wamid.a_b%"])
async def test_what_the_customer_said_is_found_by_the_platforms_own_id(
    store: Store, stored: str
) -> None:
    conversation, other = a_conversation("a"), a_conversation("b")
    await added(store, conversation, other)
    asked = inbound(conversation, 1, external_id=stored)
    ours = replace(outbound(conversation, 2), external_id="agent:wamid.c")
    await recorded(store, asked, ours, inbound(conversation, 3, external_id="wamid.aXbX"))
    async with store.reading() as tx:
        assert await tx.messages.heard_as(conversation.id, "wamid.a_b%") == asked
        assert await tx.messages.heard_as(other.id, "wamid.a_b%") is None
        for unknown in ("wamid.c", "b%", "%", "scope"):
            assert await tx.messages.heard_as(conversation.id, unknown) is None


async def test_a_quotation_follows_the_message_to_its_new_place(store: Store) -> None:
    conversation, other = a_conversation("a"), a_conversation("b")
    await added(store, conversation, other)
    first, second = inbound(conversation, 1), inbound(conversation, 2)
    answer = replace(outbound(conversation, 3), quoted_seq=1)
    elsewhere = replace(outbound(other, 3), quoted_seq=1)
    await recorded(store, first, second, answer, inbound(other, 1), elsewhere)
    async with store.writing() as tx:
        await tx.messages.move(first.id, 5)
        await tx.messages.move(second.id, 1)
    async with store.reading() as tx:
        assert (await tx.messages.get(first.id)).seq == 5
        assert (await tx.messages.get(answer.id)).quoted_seq == 5
        assert (await tx.messages.get(elsewhere.id)).quoted_seq == 1
