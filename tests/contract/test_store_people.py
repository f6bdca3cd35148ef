"""ports.VaultEntries, ports.Staff and ports.Dialogues over every database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import AgentId, TeamId
from bot.domain.placement import Placement
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.scenario import Scenario
from bot.domain.staff import Role, StaffSession
from bot.ports import Store
from tests.contract.makers import NOW, a_conversation, added, an_agent, an_entry, later


async def test_a_vault_entry_is_found_by_digest_and_by_token(store: Store) -> None:
    here, there = a_conversation("here"), a_conversation("there")
    await added(store, here, there)
    phone, card = an_entry(here), an_entry(here, "[身份证号1]", "d2", PersonalKind.ID_CARD)
    same_phone = an_entry(there, "[手机号7]")
    async with store.writing() as tx:
        for entry in (phone, card, same_phone):
            await tx.vault.add(entry)
    async with store.reading() as tx:
        assert await tx.vault.by_digest(here.id, "d1") == phone
        assert await tx.vault.by_digest(there.id, "d2") is None
        assert await tx.vault.by_token(there.id, "[手机号7]") == same_phone
        with pytest.raises(NotFound):
            await tx.vault.by_token(there.id, "[手机号1]")
        assert await tx.vault.of_conversation(here.id) == [phone, card]
        assert await tx.vault.count(here.id, "phone") == 1
        assert await tx.vault.count(here.id, "unheard of") == 0
        assert await tx.vault.conversations_with("d1") == [here.id, there.id]
        assert await tx.vault.conversations_with("d9") == []


async def test_the_same_value_or_token_is_not_kept_twice(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    async with store.writing() as tx:
        await tx.vault.add(an_entry(conversation))
        with pytest.raises(StateConflict):
            await tx.vault.add(an_entry(conversation, token="[手机号2]"))
        with pytest.raises(StateConflict):
            await tx.vault.add(an_entry(conversation, digest="d2"))
        await tx.vault.add(an_entry(conversation, "[手机号2]", "d2"))


async def test_an_account_comes_back_as_it_was_saved(store: Store) -> None:
    agent = an_agent()
    placement = Placement(
        TeamId("claims"), ("en", "zh-Hans"), ("health",), (Scenario.MEDIA, Scenario.VIP), 3
    )
    changed = replace(
        agent, role=Role.ADMIN, active=False, must_change_password=True, placement=placement
    )
    async with store.writing() as tx:
        await tx.staff.add(agent, "hash 1")
        assert await tx.staff.by_username("li") == (agent, "hash 1")
        await tx.staff.save(changed)
        assert await tx.staff.by_username("li") == (changed, "hash 1")
        await tx.staff.save(changed, "hash 2")
    async with store.reading() as tx:
        assert await tx.staff.get(agent.id) == changed
        assert await tx.staff.by_username("li") == (changed, "hash 2")
        assert await tx.staff.by_username("wang") is None
        with pytest.raises(NotFound):
            await tx.staff.get(AgentId("missing"))


async def test_a_username_belongs_to_one_person(store: Store) -> None:
    li, wang = an_agent("li"), an_agent("wang")
    async with store.writing() as tx:
        await tx.staff.add(wang, "h")
        await tx.staff.add(li, "h")
        with pytest.raises(StateConflict):
            await tx.staff.add(an_agent("li"), "h")
        with pytest.raises(StateConflict):
            await tx.staff.save(replace(wang, username="li"))
        with pytest.raises(NotFound):
            await tx.staff.save(an_agent("nobody"))
        # The transaction survives the refusals.
        assert await tx.staff.list() == [li, wang]


async def test_sessions_end_by_sign_out_expiry_and_for_all_of_an_agent(store: Store) -> None:
    li, wang = an_agent("li"), an_agent("wang")
    old, new, other = (
        StaffSession("old", li.id, "csrf", NOW, later(10)),
        StaffSession("new", li.id, "csrf", NOW, later(99)),
        StaffSession("other", wang.id, "csrf", NOW, later(99)),
    )
    async with store.writing() as tx:
        for agent in (li, wang):
            await tx.staff.add(agent, "h")
        for session in (old, new, other):
            await tx.staff.add_session(session)
        assert await tx.staff.session("old") == old
        assert await tx.staff.end_expired_sessions(later(10)) == 1
        assert await tx.staff.session("old") is None
        await tx.staff.end_sessions_of(li.id)
        assert await tx.staff.session("new") is None
        assert await tx.staff.session("other") == other
        await tx.staff.end_session("other")
        assert await tx.staff.session("other") is None


async def test_a_dialogue_is_kept_replaced_and_forgotten(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    async with store.writing() as tx:
        assert await tx.dialogues.load(conversation.id) is None
        await tx.dialogues.save(conversation.id, b"\x00first\xff")
        await tx.dialogues.save(conversation.id, b"second")
    async with store.reading() as tx:
        assert await tx.dialogues.load(conversation.id) == b"second"
    async with store.writing() as tx:
        await tx.dialogues.forget(conversation.id)
        assert await tx.dialogues.load(conversation.id) is None
