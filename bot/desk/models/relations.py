"""Cases that are one matter."""

from __future__ import annotations

from datetime import datetime

from bot.desk.models.base import Answer, Body, Line, Note, Reason
from bot.domain.case import Case, CaseState, Level
from bot.services.relations import RelationsView


class MergeInto(Body):
    """The number or id of the case that stays, and why both are one."""

    into: Line
    why: Reason


class LinkWith(Body):
    """The number or id of another case; `name`: of the group, where neither is in one."""

    case: Line
    name: Note = Note("")


class RelatedCase(Answer):
    """Another case."""

    id: str
    conversation_id: str
    number: str | None
    state: CaseState
    level: Level
    created_at: datetime


class SimilarCase(RelatedCase):
    """`shared`: names of facts that are the same, and `cause`."""

    shared: list[str]


class Relations(Answer):
    """`into`: the case that this one was merged into, and `why`; `merged`: those merged into this
    one; `members`: of the group, this one included."""

    into: RelatedCase | None
    why: str
    merged: list[RelatedCase]
    group: str | None
    members: list[RelatedCase]
    similar: list[SimilarCase]


def relations_answer(view: RelationsView) -> Relations:
    """Draw the shape."""
    return Relations(
        into=_related(view.into) if view.into else None,
        why=view.merge.why if view.merge else "",
        merged=[_related(case) for case in view.merged],
        group=view.group.name if view.group else None,
        members=[_related(case) for case in view.members],
        similar=[
            SimilarCase(**_related(one.case).dict(), shared=list(one.shared))
            for one in view.similar
        ],
    )


def _related(case: Case) -> RelatedCase:
    return RelatedCase(
        id=case.id,
        conversation_id=case.conversation_id,
        number=case.number,
        state=case.state,
        level=case.level,
        created_at=case.created_at,
    )
