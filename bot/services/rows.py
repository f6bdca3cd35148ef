"""The rows of the desk's list: many conversations in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.domain.case import Case, CaseLink
from bot.domain.conversation import Conversation, Owner
from bot.domain.evidence import Evidence
from bot.domain.ids import AgentId, CaseId, ConversationId
from bot.domain.privacy.tokens import TOKEN
from bot.domain.triage import TriagePolicy
from bot.ports import Transaction
from bot.services.boundary import Boundary
from bot.services.standing import evidence_of_all
from bot.services.views import ConversationView


async def conversation_views(
    tx: Transaction,
    boundary: Boundary,
    policy: TriagePolicy,
    rows: Sequence[Conversation],
    places: Mapping[ConversationId, int],
    unseen: Collection[ConversationId] = (),
) -> Sequence[ConversationView]:
    """In the order given. `places`: how many are served before each one that waits. `unseen`:
    where a note names the reader."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    words, cases = await tx.messages.last_words(ids), await tx.cases.present(ids)
    evidence = await evidence_of_all(tx, policy, ids)
    shown = {key: f"{words.get(key, '')} {_quotes(evidence[key])}" for key in ids}
    masks = await boundary.masks_of(tx, [key for key, text in shown.items() if TOKEN.search(text)])
    assignments = await tx.assignments.open_of([row.id for row in rows if row.owner is Owner.QUEUE])
    surveys, names = await tx.surveys.latest_of(ids), await _names(tx, rows)
    return [
        ConversationView(
            row,
            agent_name=names.get(row.agent_id) if row.agent_id else None,
            ahead=places.get(row.id),
            last_text=words.get(row.id, ""),
            case=cases[row.id][0] if row.id in cases else None,
            evidence=evidence[row.id],
            assessment=policy.weigh(evidence[row.id]),
            masks=masks.get(row.id, {}),
            previous=cases[row.id][1] if row.id in cases else None,
            survey=surveys.get(row.id),
            mentioned=row.id in unseen,
            assignment=assignments.get(row.id),
        )
        for row in rows
    ]


def _quotes(evidence: Evidence) -> str:
    return " ".join(signal.quote for signal in evidence.signals)


def places_in(rows: Sequence[Conversation]) -> Mapping[ConversationId, int]:
    """Places of those that wait, where `rows` begin with the whole queue in serving order."""
    waiting = (row for row in rows if row.owner is Owner.QUEUE)
    return {row.id: place for place, row in enumerate(waiting)}


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
    if not any(row.agent_id for row in rows):
        return {}
    return {agent.id: agent.display_name for agent in await tx.staff.list()}
