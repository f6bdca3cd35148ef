"""Merges, groups and shared facts on every database."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.case import Case, CaseState, FactName
from bot.domain.errors import StateConflict
from bot.domain.ids import AgentId, fresh
from bot.domain.relations import CaseGroup, GroupId, Merge
from bot.ports import Store
from tests.contract.makers import NOW, a_case, a_conversation, a_fact, added, later

LI = AgentId("li")


async def _cases(store: Store, count: int) -> list[Case]:
    conversations = [a_conversation(f"u{number}") for number in range(count)]
    await added(store, *conversations)
    cases = [a_case(conversation) for conversation in conversations]
    async with store.writing() as tx:
        for case in cases:
            await tx.cases.add_if_new(case)
    return cases


def _merge(case: Case, into: Case, seconds: float = 0) -> Merge:
    return Merge(case.id, into.id, CaseState.FILED, None, LI, later(seconds), "同一件")


def _group() -> CaseGroup:
    return CaseGroup(GroupId(fresh()), "金满堂停售", NOW, LI)


async def test_a_merge_stands_until_it_is_undone_and_can_be_made_again(store: Store) -> None:
    first, second, kept = await _cases(store, 3)
    async with store.writing() as tx:
        await tx.relations.add_merge(_merge(first, kept))
        await tx.relations.add_merge(_merge(second, kept))
    async with store.writing() as tx:
        with pytest.raises(StateConflict):
            await tx.relations.add_merge(_merge(first, second))
    async with store.writing() as tx:
        assert await tx.relations.merges_into(kept.id) == [
            _merge(first, kept),
            _merge(second, kept),
        ]
        assert await tx.relations.undo_merge(first.id, LI, later(1))
        assert not await tx.relations.undo_merge(first.id, LI, later(2))
        assert await tx.relations.merge_of(first.id) is None
        await tx.relations.add_merge(_merge(first, second, 3))
    async with store.reading() as tx:
        assert await tx.relations.merge_of(first.id) == _merge(first, second, 3)
        assert await tx.relations.merges_into(kept.id) == [_merge(second, kept)]


async def test_of_two_who_merge_one_case_at_once_one_succeeds(store: Store) -> None:
    case, left, right = await _cases(store, 3)

    async def merge(into: Case) -> bool:
        try:
            async with store.writing() as tx:
                await tx.relations.add_merge(_merge(case, into))
        except StateConflict:
            return False
        return True

    assert sorted(await asyncio.gather(merge(left), merge(right))) == [False, True]


async def test_a_case_is_in_one_group_at_most(store: Store) -> None:
    first, second, third = await _cases(store, 3)
    group, other = _group(), _group()
    async with store.writing() as tx:
        for one in (group, other):
            await tx.relations.add_group(one)
        await tx.relations.join(group.id, second.id, LI, later(1))
        await tx.relations.join(group.id, first.id, LI, later(2))
    async with store.writing() as tx:
        with pytest.raises(StateConflict):
            await tx.relations.join(other.id, first.id, LI, later(3))
    async with store.writing() as tx:
        assert await tx.relations.members(group.id) == [second.id, first.id]
        assert await tx.relations.group_of(first.id) == group
        assert await tx.relations.group_of(third.id) is None
        assert await tx.relations.leave(first.id)
        assert not await tx.relations.leave(first.id)
        await tx.relations.drop_group(group.id)
    async with store.reading() as tx:
        assert await tx.relations.group_of(second.id) is None
        assert await tx.relations.members(group.id) == []


async def test_cases_that_share_a_fact_are_found_while_they_stand(store: Store) -> None:
    case, product, both, old, merged, other = await _cases(store, 6)
    name = FactName.PRODUCT
    async with store.writing() as tx:
        for one, at in ((product, 0), (both, 0), (old, -99), (merged, 0)):
            await tx.cases.put_fact(one.id, a_fact(" Golden Life ", name=name, at=later(at)))
        await tx.cases.put_fact(both.id, a_fact("朝阳支行", name=FactName.BRANCH))
        await tx.cases.put_fact(other.id, a_fact("golden life", name=name))
        await tx.cases.put_fact(other.id, a_fact("金满堂", name=name, at=later(1)))
        await tx.cases.save(replace(merged, state=CaseState.MERGED))
    wanted = {name: "GOLDEN LIFE", FactName.BRANCH: "朝阳支行"}
    async with store.reading() as tx:
        found = await tx.relations.sharing(case.id, wanted, later(-9), 50)
        assert found == {
            product.id: frozenset({name}),
            both.id: frozenset({name, FactName.BRANCH}),
        }
        assert await tx.relations.sharing(both.id, {}, later(-9), 50) == {}
        assert both.id not in await tx.relations.sharing(both.id, wanted, later(-9), 50)
        assert len(await tx.relations.sharing(case.id, wanted, later(-9), 1)) == 1
