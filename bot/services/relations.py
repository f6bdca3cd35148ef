"""People say which cases are one matter: duplicates are merged, cases of many customers linked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.case import Case, case_number_in
from bot.domain.errors import InvalidInput, NotFound, StateConflict
from bot.domain.events import EventKind
from bot.domain.ids import CaseId, fresh
from bot.domain.relations import (
    SHARED,
    SIMILAR_DAYS,
    CaseGroup,
    GroupId,
    Merge,
    Similar,
    merge,
    similar,
    unmerge,
)
from bot.domain.staff import Agent
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.grading import case_event

LONGEST_NAME = 80
_LOOKED_AT = 200
"""Facts that are compared; a product that sells well is shared by thousands."""


@dataclass(frozen=True)
class RelationsView:
    """Cases come without facts. `into`: the case that this one was merged into; `merged`: those
    that were merged into this one; `members`: of the group, this one included."""

    merge: Merge | None
    into: Case | None
    merged: tuple[Case, ...]
    group: CaseGroup | None
    members: tuple[Case, ...]
    similar: tuple[Similar, ...]


class RelationsDesk:
    """Merges, unmerges, links and unlinks; both cases' trails say so."""

    def __init__(self, store: Store, boundary: Boundary, clock: Clock) -> None:
        self._store, self._boundary, self._clock = store, boundary, clock

    async def of(self, case_id: CaseId) -> RelationsView:
        """Raises NotFound."""
        async with self._store.reading() as tx:
            return await self._view(tx, await tx.cases.get(case_id))

    async def merge(self, case_id: CaseId, into: str, why: str, by: Agent) -> RelationsView:
        """Close the case as a duplicate of the one with this number or id.

        Raises NotFound, InvalidInput, and StateConflict that says what stands in the way.
        """
        if not why.strip():
            raise InvalidInput("why", "must say why.")
        at = self._clock.now()
        async with self._store.writing() as tx:
            case, kept = await _both(tx, case_id, into, "into")
            has_merged = bool(await tx.relations.merges_into(case.id))
            gone, stays = merge(case, kept, has_merged=has_merged, at=at)
            safe = await self._boundary.tokenise(tx, case.conversation_id, why.strip())
            made = Merge(case.id, kept.id, case.state, case.ended_at, by.id, at, safe)
            await tx.relations.add_merge(made)
            for changed in (gone, stays):
                await tx.cases.save(changed)
            await self._log(tx, EventKind.CASE_MERGED, gone, {"into": kept.number or kept.id}, by)
            await self._log(tx, EventKind.CASE_MERGED, stays, {"from": case.number or case.id}, by)
            return await self._view(tx, gone)

    async def unmerge(self, case_id: CaseId, by: Agent) -> RelationsView:
        """Give the duplicate back as it was. Raises NotFound and StateConflict."""
        at = self._clock.now()
        async with self._store.writing() as tx:
            case = await tx.cases.get(case_id)
            await tx.conversations.lock(case.conversation_id)
            made = await tx.relations.merge_of(case_id)
            if made is None or not await tx.relations.undo_merge(case_id, by.id, at):
                raise StateConflict("The case is not merged.")
            back = unmerge(await tx.cases.get(case_id), made, at)
            kept = await tx.cases.get(made.into_id)
            await tx.cases.save(back)
            names = {"into": kept.number or kept.id}, {"from": back.number or back.id}
            for changed, data in zip((back, kept), names, strict=True):
                await self._log(tx, EventKind.CASE_UNMERGED, changed, data, by)
            return await self._view(tx, back)

    async def link(self, case_id: CaseId, other: str, name: str, by: Agent) -> RelationsView:
        """Put both into one group: that of either, or a new one of this name.

        Raises NotFound, InvalidInput, StateConflict.
        """
        async with self._store.writing() as tx:
            case, second = await _both(tx, case_id, other, "case")
            if case.id == second.id:
                raise InvalidInput("case", "must be another case.")
            groups = [await tx.relations.group_of(one.id) for one in (case, second)]
            if all(groups):
                raise StateConflict("Both are in a group already; take one out first.")
            group = groups[0] or groups[1] or await self._new_group(tx, name, by)
            for one, known in zip((case, second), groups, strict=True):
                if known is None:
                    await tx.relations.join(group.id, one.id, by.id, self._clock.now())
                    await self._log(tx, EventKind.CASE_LINKED, one, {"group_id": group.id}, by)
            return await self._view(tx, case)

    async def unlink(self, case_id: CaseId, by: Agent) -> RelationsView:
        """Take it out of its group; a group of one is none. Raises NotFound, StateConflict."""
        async with self._store.writing() as tx:
            case = await tx.cases.get(case_id)
            await tx.conversations.lock(case.conversation_id)
            group = await tx.relations.group_of(case_id)
            if group is None or not await tx.relations.leave(case_id):
                raise StateConflict("The case is in no group.")
            await self._log(tx, EventKind.CASE_UNLINKED, case, {"group_id": group.id}, by)
            left = await tx.relations.members(group.id)
            if len(left) < 2:
                await tx.relations.drop_group(group.id)
                for one in left:
                    last = await tx.cases.get(one)
                    await self._log(tx, EventKind.CASE_UNLINKED, last, {"group_id": group.id}, by)
            return await self._view(tx, case)

    async def _new_group(self, tx: Transaction, name: str, by: Agent) -> CaseGroup:
        name = name.strip()
        if not 1 <= len(name) <= LONGEST_NAME:
            raise InvalidInput("name", f"must have 1 to {LONGEST_NAME} characters.")
        safe = self._boundary.masked(name)
        group = CaseGroup(GroupId(fresh()), safe, self._clock.now(), by.id)
        await tx.relations.add_group(group)
        return group

    async def _view(self, tx: Transaction, case: Case) -> RelationsView:
        made = await tx.relations.merge_of(case.id)
        merged = [one.case_id for one in await tx.relations.merges_into(case.id)]
        group = await tx.relations.group_of(case.id)
        members = await tx.relations.members(group.id) if group else ()
        facts = {name: fact.value for name in SHARED if (fact := case.fact(name))}
        since = self._clock.now() - timedelta(days=SIMILAR_DAYS)
        sharing = await tx.relations.sharing(case.id, facts, since, _LOOKED_AT)
        near = {*members, *merged, *([made.into_id] if made else [])}
        heads = await tx.cases.heads([*near, *sharing])
        others = {one: heads[one] for one in sharing if one not in near}
        return RelationsView(
            merge=made,
            into=heads[made.into_id] if made else None,
            merged=tuple(heads[one] for one in merged),
            group=group,
            members=tuple(heads[one] for one in members),
            similar=tuple(similar(case, others, sharing)),
        )

    async def _log(
        self, tx: Transaction, kind: EventKind, case: Case, data: dict[str, str], by: Agent
    ) -> None:
        at = self._clock.now()
        await tx.events.append(case_event(kind, case, at, data, f"agent:{by.id}"))


async def _both(tx: Transaction, case_id: CaseId, other: str, field: str) -> tuple[Case, Case]:
    """Both, held until the transaction ends; always in one order, so that nobody waits crosswise.

    Raises NotFound, and InvalidInput that names the field where nothing can be meant."""
    if not other.strip():
        raise InvalidInput(field, "must be the number or id of a case.")
    first, second = await tx.cases.get(case_id), await _named(tx, other)
    for conversation_id in sorted({first.conversation_id, second.conversation_id}):
        await tx.conversations.lock(conversation_id)
    return await tx.cases.get(first.id), await tx.cases.get(second.id)


async def _named(tx: Transaction, text: str) -> Case:
    number = case_number_in(text)
    if number is None:
        return await tx.cases.get(CaseId(text.strip()))
    found = await tx.cases.by_number(number)
    if found is None:
        raise NotFound("case", number)
    return found
