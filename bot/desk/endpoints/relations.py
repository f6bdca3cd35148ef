"""Merging duplicates and linking the cases of one matter."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.relations import LinkWith, MergeInto, Relations, relations_answer
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import CaseId
from bot.domain.staff import Permission


async def read_relations(call: Call[NoBody, NoQuery]) -> Relations:
    """What it was merged with, its group, and similar cases."""
    return relations_answer(await call.services.relations.of(CaseId(call.path("id"))))


async def merge_case(call: Call[MergeInto, NoQuery]) -> Relations:
    """Close it as a duplicate of another case."""
    body, case_id = call.body, CaseId(call.path("id"))
    view = await call.services.relations.merge(case_id, body.into, body.why, call.agent)
    return relations_answer(view)


async def unmerge_case(call: Call[NoBody, NoQuery]) -> Relations:
    """Give it back as it was."""
    view = await call.services.relations.unmerge(CaseId(call.path("id")), call.agent)
    return relations_answer(view)


async def link_case(call: Call[LinkWith, NoQuery]) -> Relations:
    """Put it into one group with another case."""
    body, case_id = call.body, CaseId(call.path("id"))
    view = await call.services.relations.link(case_id, body.case, body.name, call.agent)
    return relations_answer(view)


async def unlink_case(call: Call[NoBody, NoQuery]) -> Relations:
    """Take it out of its group."""
    view = await call.services.relations.unlink(CaseId(call.path("id")), call.agent)
    return relations_answer(view)


_ONE = f"{API}/cases/{{id}}"
_READ, _HANDLE = Permission.READ_CONVERSATIONS, Permission.HANDLE_CONVERSATIONS
_CONFLICT = frozenset({409})
ENDPOINTS = (
    Endpoint("GET", f"{_ONE}/relations", read_relations, _READ, "Read what is related", Relations),
    Endpoint(
        "PUT",
        f"{_ONE}/merge",
        merge_case,
        _HANDLE,
        "Merge a duplicate",
        Relations,
        body=MergeInto,
        errors=_CONFLICT,
    ),
    Endpoint("DELETE", f"{_ONE}/merge", unmerge_case, _HANDLE, "Undo", Relations, errors=_CONFLICT),
    Endpoint(
        "PUT",
        f"{_ONE}/group",
        link_case,
        _HANDLE,
        "Link with another case",
        Relations,
        body=LinkWith,
        errors=_CONFLICT,
    ),
    Endpoint(
        "DELETE",
        f"{_ONE}/group",
        unlink_case,
        _HANDLE,
        "Take out of the group",
        Relations,
        errors=_CONFLICT,
    ),
)
