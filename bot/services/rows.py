"""The rows of the desk's list: many conversations in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.case import Case, CaseLink
from bot.domain.conversation import Conversation, Owner
from bot.domain.evidence import Evidence
from bot.domain.ids import AgentId, CaseId, ConversationId
from bot.domain.message import CustomerWords
from bot.domain.narrowing import Narrowing
from bot.domain.privacy.tokens import TOKEN
from bot.domain.triage import TriagePolicy
from bot.ports import Transaction
from bot.services.boundary import Boundary
from bot.services.endings import endings
from bot.services.standing import evidence_of_all
from bot.services.views import ConversationView

LOOKED_AT = 2000
"""Rows whose evidence is weighed for one list; it bounds what a question costs."""


@dataclass(frozen=True)
class Tab:
    """A list before it is narrowed, as `Conversations.list` takes it."""

    owners: tuple[Owner, ...]
    agent_id: AgentId | None = None
    also: tuple[ConversationId, ...] = ()


async def first_rows(
    tx: Transaction, policy: TriagePolicy, tab: Tab, narrowed: Narrowing, limit: int
) -> tuple[Sequence[Conversation], int, bool]:
    """At most `limit` rows, how many there are, and whether there may be more of them."""
    wanted: dict[str, Any] = {**vars(tab), "narrowed": narrowed}
    if not narrowed.judged:
        rows = await tx.conversations.list(**wanted, limit=limit)
        total = len(rows) if len(rows) < limit else await tx.conversations.count(**wanted)
        return rows, total, False
    rows = await tx.conversations.list(**wanted, limit=LOOKED_AT)
    evidence = await evidence_of_all(tx, policy, [row.id for row in rows])
    fitting = [
        row for row in rows if narrowed.fits(evidence[row.id], policy.weigh(evidence[row.id]))
    ]
    return fitting[:limit], len(fitting), len(rows) == LOOKED_AT


async def conversation_views(
    tx: Transaction,
    boundary: Boundary,
    policy: TriagePolicy,
    rows: Sequence[Conversation],
    unseen: Collection[ConversationId] = (),
) -> Sequence[ConversationView]:
    """In the order given. `unseen`: where a note names the reader."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    words, cases = await tx.messages.words(ids), await tx.cases.present(ids)
    evidence = await evidence_of_all(tx, policy, ids)
    shown = {key: f"{_said(words, key)} {_quotes(evidence[key])}" for key in ids}
    masks = await boundary.masks_of(tx, [key for key, text in shown.items() if TOKEN.search(text)])
    waiting = [row.id for row in rows if row.owner is Owner.QUEUE]
    places = await tx.conversations.standings(waiting)
    assignments = await tx.assignments.open_of(waiting)
    surveys, names = await tx.surveys.latest_of(ids), await _names(tx, rows)
    ended = await endings(tx, rows, names)
    return [
        ConversationView(
            row,
            agent_name=names.get(row.agent_id) if row.agent_id else None,
            ahead=places[row.id].ahead if row.id in places else None,
            complaint=words[row.id].complaint if row.id in words else "",
            last_text=words[row.id].last if row.id in words else "",
            case=cases[row.id][0] if row.id in cases else None,
            evidence=evidence[row.id],
            assessment=policy.weigh(evidence[row.id]),
            masks=masks.get(row.id, {}),
            previous=cases[row.id][1] if row.id in cases else None,
            survey=surveys.get(row.id),
            mentioned=row.id in unseen,
            assignment=assignments.get(row.id),
            ended=ended.get(row.id),
        )
        for row in rows
    ]


def _quotes(evidence: Evidence) -> str:
    return " ".join(signal.quote for signal in evidence.signals)


def _said(words: Mapping[ConversationId, CustomerWords], one: ConversationId) -> str:
    return f"{words[one].complaint} {words[one].last}" if one in words else ""


async def previous_cases(tx: Transaction, cases: Sequence[Case]) -> Mapping[CaseId, CaseLink]:
    """By case the one of which it is the next round."""
    named = {case.id: case.previous_case_id for case in cases if case.previous_case_id}
    heads = await tx.cases.heads(list(named.values()))
    return {
        case_id: CaseLink(before, heads[before].number)
        for case_id, before in named.items()
        if before in heads
    }


async def _names(tx: Transaction, rows: Sequence[Conversation]) -> Mapping[AgentId, str]:
    if not any(row.agent_id or row.owner is Owner.CLOSED for row in rows):
        return {}
    return await tx.staff.names()
