"""Notes of colleagues and who has seen what names them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import StateConflict
from bot.domain.ids import AgentId, ConversationId, fresh
from bot.domain.note import Note, NoteId
from bot.domain.staff import Agent
from bot.ports import Store
from tests.contract.makers import NOW, a_conversation, added, an_agent, later


async def _staff(store: Store) -> tuple[Agent, Agent]:
    li, wang = an_agent("li"), an_agent("wang")
    async with store.writing() as tx:
        for agent in (li, wang):
            await tx.staff.add(agent, "x")
    return li, wang


def _note(conversation: ConversationId, by: Agent, *mentions: AgentId) -> Note:
    return Note(NoteId(fresh()), conversation, 3, by.id, "看看", NOW, fresh(), mentions)


async def test_notes_are_read_in_order_with_whom_they_name(store: Store) -> None:
    conversation, other = a_conversation("a"), a_conversation("b")
    await added(store, conversation, other)
    li, wang = await _staff(store)
    first = _note(conversation.id, li, wang.id, li.id)
    second = replace(_note(conversation.id, wang), created_at=later(1))
    async with store.writing() as tx:
        for note in (second, first, _note(other.id, li)):
            await tx.notes.add(note)
    async with store.reading() as tx:
        assert await tx.notes.of_conversation(conversation.id) == [first, second]
        assert await tx.notes.by_client_id(li.id, first.client_id) == first
        assert await tx.notes.by_client_id(wang.id, first.client_id) is None


async def test_the_same_note_is_not_taken_twice(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    li, _ = await _staff(store)
    note = _note(conversation.id, li)
    async with store.writing() as tx:
        await tx.notes.add(note)
    with pytest.raises(StateConflict):
        async with store.writing() as tx:
            await tx.notes.add(replace(note, id=NoteId(fresh())))


async def test_a_mention_is_unseen_until_that_person_looks(store: Store) -> None:
    conversation, other = a_conversation("a"), a_conversation("b")
    await added(store, conversation, other)
    li, wang = await _staff(store)
    async with store.writing() as tx:
        await tx.notes.add(replace(_note(other.id, li, wang.id), created_at=later(1)))
        await tx.notes.add(_note(conversation.id, li, wang.id, li.id))
    async with store.reading() as tx:
        assert await tx.notes.unseen(wang.id) == [conversation.id, other.id]
        assert await tx.notes.unseen(li.id) == []  # nobody has to look at their own
    async with store.writing() as tx:
        assert await tx.notes.see(conversation.id, wang.id, later(9)) == 1
        assert await tx.notes.see(conversation.id, wang.id, later(9)) == 0
    async with store.reading() as tx:
        assert await tx.notes.unseen(wang.id) == [other.id]
