"""Search on every database."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.callback import Callback, CallbackId
from bot.domain.case import FactName
from bot.domain.conversation import Conversation
from bot.domain.ids import AgentId, fresh
from bot.domain.message import Author, Message
from bot.domain.note import Note, NoteId
from bot.domain.overruling import Judgement, Label
from bot.domain.relations import CaseGroup, GroupId
from bot.domain.search import Found, FoundIn
from bot.ports import Store
from tests.contract.makers import (
    NOW,
    a_case,
    a_conversation,
    a_fact,
    added,
    an_agent,
    an_entry,
    inbound,
    later,
    outbound,
    recorded,
)


def _said(conversation: Conversation, seq: int, text: str) -> Message:
    return replace(inbound(conversation, seq, at=later(seq)), text=text)


def _seqs(found: object) -> list[int | None]:
    assert isinstance(found, list)
    return [place.seq for place in found]


async def test_chinese_words_are_found_wherever_they_stand_newest_first(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    texts = ["我要理赔", "保险公司不理赔怎么办", "理由是赔付", "朝阳支行不给理賠"]
    await recorded(store, *(_said(conversation, n, text) for n, text in enumerate(texts, 1)))
    async with store.reading() as tx:
        assert _seqs(await tx.search.messages([["理赔"]], 9)) == [2, 1]
        assert _seqs(await tx.search.messages([["理赔", "理賠"]], 9)) == [4, 2, 1]
        assert _seqs(await tx.search.messages([["理赔", "理賠"], ["朝阳"]], 9)) == [4]
        assert _seqs(await tx.search.messages([["理赔"]], 1)) == [2]
        assert await tx.search.messages([["退保"]], 9) == []
        (place,) = await tx.search.messages([["怎么办"]], 9)
    assert place == Found(
        FoundIn.MESSAGE, conversation.id, later(2), texts[1], 2, Author.CUSTOMER.value
    )


async def test_latin_letters_match_in_either_case_and_nothing_is_a_wildcard(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    texts = ["Call the OMBUDSMAN", "100% 退", "a_b", "a/b", "aXb"]
    await recorded(store, *(_said(conversation, n, text) for n, text in enumerate(texts, 1)))
    async with store.reading() as tx:
        for word, seqs in [("ombudsman", [1]), ("Ombuds", [1]), ("%", [2]), ("A_B", [3])]:
            assert _seqs(await tx.search.messages([[word]], 9)) == seqs, word
        assert _seqs(await tx.search.messages([["a/b"]], 9)) == [4]
        assert await tx.search.messages([["'; --"]], 9) == []


async def test_what_the_bot_says_is_not_searched(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await recorded(
        store,
        replace(outbound(conversation, 1), text="您的理赔"),
        replace(outbound(conversation, 2), text="我来查理赔", author=Author.AGENT),
    )
    async with store.reading() as tx:
        assert _seqs(await tx.search.messages([["理赔"]], 9)) == [2]


async def test_notes_and_facts_in_force_are_found(store: Store) -> None:
    conversation, agent = a_conversation(), an_agent()
    await added(store, conversation)
    case = a_case(conversation)
    note = Note(NoteId(fresh()), conversation.id, 3, agent.id, "品牌部的口径", NOW, fresh())
    async with store.writing() as tx:
        await tx.staff.add(agent, "x")
        await tx.notes.add(note)
        await tx.cases.add_if_new(case)
        await tx.cases.put_fact(case.id, a_fact("满堂红", name=FactName.PRODUCT))
        await tx.cases.put_fact(case.id, a_fact("金满堂", name=FactName.PRODUCT, at=later(1)))
    async with store.reading() as tx:
        (found,) = await tx.search.notes([["口径"]], 9)
        assert (found.where, found.seq, found.text) == (FoundIn.NOTE, 3, "品牌部的口径")
        (fact,) = await tx.search.facts([["满堂"]], 9)
        assert (fact.where, fact.text, fact.name) == (FoundIn.FACT, "金满堂", "product")
        assert fact.conversation_id == conversation.id


async def test_reasons_notes_of_calls_and_names_are_found(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    await recorded(store, inbound(conversation, 1))
    case = a_case(conversation)
    label = Label(
        *(case.id, conversation.id, 1, Judgement.LEVEL, "major", "ordinary"),
        *("口径已定", AgentId("a"), later(1), 1),
    )
    group = CaseGroup(GroupId(fresh()), "口径不一", later(2), AgentId("a"))
    callback = Callback(CallbackId(fresh()), conversation.id, None, NOW, NOW, "带上口径")
    async with store.writing() as tx:
        await tx.cases.add_if_new(case)
        await tx.labels.add(label)
        await tx.callbacks.add(callback)
        await tx.relations.add_group(group)
        await tx.relations.join(group.id, case.id, AgentId("a"), later(2))
    async with store.reading() as tx:
        found = await tx.search.remarks([["口径"]], 9)
        assert [(place.where, place.seq) for place in found] == [
            (FoundIn.GROUP, None),
            (FoundIn.CORRECTION, 1),
            (FoundIn.CALLBACK, None),
        ]
        assert {place.conversation_id for place in found} == {conversation.id}
        assert [place.at for place in found] == [later(2), later(1), NOW]
        assert await tx.search.remarks([["没有"]], 9) == []


async def test_case_numbers_are_found_by_a_part(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    case = a_case(conversation)
    async with store.writing() as tx:
        await tx.cases.add_if_new(case)
        await tx.cases.save(case.file("QT20261121-0007", later(9)))
    async with store.reading() as tx:
        for part in ("QT20261121-0007", "1121-0007", "007"):
            (found,) = await tx.search.numbers(part, 9)
            assert (found.text, found.at) == ("QT20261121-0007", later(9))
        assert await tx.search.numbers("0008", 9) == []


async def test_a_personal_value_is_found_by_its_digest_alone(store: Store) -> None:
    first, second = a_conversation("a"), a_conversation("b")
    await added(store, first, second)
    async with store.writing() as tx:
        await tx.vault.add(an_entry(first))
        await tx.vault.add(replace(an_entry(second, digest="d2"), created_at=later(5)))
    async with store.reading() as tx:
        found = await tx.search.values(["d1", "d2", "d3"], 9)
        assert [place.conversation_id for place in found] == [second.id, first.id]
        assert {place.text for place in found} == {"[手机号1]"}
        assert await tx.search.values(["138"], 9) == []
