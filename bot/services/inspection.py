"""What people at the desk read: conversations with their briefs, cases, dead letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.advice import Advices
from bot.domain.brief import Brief, make_brief
from bot.domain.case import Case, CaseState
from bot.domain.conversation import Conversation, Owner
from bot.domain.errors import InvalidInput
from bot.domain.fact_history import fact_changes
from bot.domain.ids import AgentId, CaseId, ConversationId
from bot.domain.message import Author, Delivery, Message
from bot.domain.policy import ClockPolicy
from bot.domain.staff import Agent
from bot.domain.triage import TriagePolicy
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.rows import conversation_views, places_in, previous_cases
from bot.services.standing import earlier_cases
from bot.services.views import (
    CaseView,
    ConversationView,
    OpenedConversation,
    TranscriptView,
)

VIEWS: Mapping[str, tuple[Owner, ...]] = {
    "waiting": (Owner.QUEUE,),
    "mine": (Owner.AGENT,),
    "open": (Owner.QUEUE, Owner.AGENT, Owner.BOT),
    "closed": (Owner.CLOSED,),
}


MOST_ROUNDS = 50
"""Nobody counts further; it also ends a ring, should a repair ever make one."""


class Inspection:
    """Reads for the desk."""

    def __init__(
        self,
        store: Store,
        boundary: Boundary,
        policies: tuple[TriagePolicy, Advices, ClockPolicy],
        clock: Clock,
    ) -> None:
        self._store, self._boundary, self._clock = store, boundary, clock
        self._triage, self._advices, self._clocks = policies

    async def conversations(
        self, view: str, agent: Agent, limit: int = 200
    ) -> Sequence[ConversationView]:
        """One tab of the desk. Raises InvalidInput on an unknown view."""
        if view not in VIEWS:
            raise InvalidInput("view", f"must be one of {', '.join(VIEWS)}.")
        mine = agent.id if view == "mine" else None
        async with self._store.reading() as tx:
            unseen = await tx.notes.unseen(agent.id)
            given = await tx.assignments.open_for(agent.id) if mine else ()
            rows = await tx.conversations.list(
                owners=VIEWS[view],
                agent_id=mine,
                limit=limit,
                also=(*unseen, *given) if mine else (),
            )
            places = await _places(tx, rows) if mine else places_in(rows)
            return await conversation_views(tx, self._boundary, self._triage, rows, places, unseen)

    async def conversation(
        self, conversation_id: ConversationId, reader: Agent | None = None
    ) -> ConversationView:
        """One row, for an answer to an act; `mentioned` speaks of the reader. Raises NotFound."""
        async with self._store.reading() as tx:
            return await self._view(tx, await tx.conversations.get(conversation_id), reader)

    async def open(
        self, conversation_id: ConversationId, reader: Agent | None = None
    ) -> OpenedConversation:
        """Raises NotFound."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            view = await self._view(tx, conversation, reader)
            said = await tx.messages.last_texts(conversation_id, Author.BOT, 3)
            masks = await self._boundary.masks(tx, conversation_id)
            whole = await tx.cases.of_episode(conversation_id, conversation.episode)
            case = (await self._case_views(tx, [whole]))[0] if whole else None
            earlier = await self._earlier(tx, whole)
            labels = await tx.labels.of_episode(conversation_id, conversation.episode)
            callback = await tx.callbacks.wanted(conversation_id)
            names = await _names(tx)
            rounds = await _rounds(tx, whole)
        brief = replace(self._brief(replace(view, case=whole), said, earlier), round=rounds)
        return OpenedConversation(view, brief, masks, case, tuple(labels), callback, names)

    async def transcript(
        self, conversation_id: ConversationId, after: int, limit: int
    ) -> TranscriptView:
        """Raises NotFound."""
        async with self._store.reading() as tx:
            await tx.conversations.get(conversation_id)
            rows = await tx.messages.transcript(conversation_id, after=after, limit=limit)
            masks = await self._boundary.masks(tx, conversation_id)
            names = await _names(tx)
        return TranscriptView(tuple(rows), names, masks, more=len(rows) == limit)

    async def message(self, message: Message) -> TranscriptView:
        """One message with what is needed to show it."""
        async with self._store.reading() as tx:
            masks = await self._boundary.masks(tx, message.conversation_id)
            return TranscriptView((message,), await _names(tx), masks, more=False)

    async def cases(self, state: str | None, limit: int = 200) -> Sequence[Case]:
        """Newest first. Raises InvalidInput on an unknown state."""
        states = (_case_state(state),) if state else ()
        async with self._store.reading() as tx:
            return await tx.cases.list(states=states, limit=limit)

    async def case_views(self, state: str | None, limit: int = 200) -> Sequence[CaseView]:
        """The same with masks, but without history and files. Raises InvalidInput."""
        states = (_case_state(state),) if state else ()
        async with self._store.reading() as tx:
            return await self._case_views(tx, await tx.cases.list(states=states, limit=limit))

    async def case(self, case_id: CaseId) -> CaseView:
        """Raises NotFound."""
        async with self._store.reading() as tx:
            case = await tx.cases.get(case_id)
            (view,) = await self._case_views(tx, [case])
            files = await tx.attachments.of_episode(case.conversation_id, case.episode)
            labels = await tx.labels.of_episode(case.conversation_id, case.episode)
            history = fact_changes(await tx.cases.fact_history(case_id), labels)
            names = await _names(tx)
        return replace(view, history=history, attachments=tuple(files), names=names)

    async def case_by_number(self, number: str) -> CaseView | None:
        """For the command line; without history."""
        async with self._store.reading() as tx:
            case = await tx.cases.by_number(number)
            return (await self._case_views(tx, [case]))[0] if case else None

    async def deliveries(self, state: str, limit: int = 100) -> Sequence[TranscriptView]:
        """Messages in one delivery state, for example the dead letters."""
        try:
            wanted = Delivery(state)
        except ValueError:
            known = ", ".join(item.value for item in Delivery)
            raise InvalidInput("state", f"must be one of {known}.") from None
        async with self._store.reading() as tx:
            rows = await tx.messages.by_delivery(wanted, limit)
        return [await self.message(row) for row in rows]

    async def _view(
        self, tx: Transaction, conversation: Conversation, reader: Agent | None
    ) -> ConversationView:
        places = await _places(tx, [conversation])
        unseen = await tx.notes.unseen(reader.id) if reader else ()
        (view,) = await conversation_views(
            tx, self._boundary, self._triage, [conversation], places, unseen
        )
        return view

    async def _earlier(self, tx: Transaction, case: Case | None) -> Sequence[Case]:
        return await earlier_cases(tx, self._triage, case, self._clock.now()) if case else ()

    def _brief(
        self,
        view: ConversationView,
        said: Sequence[str],
        earlier: Sequence[Case],
    ) -> Brief:
        rule = self._triage.scenario_rule(view.assessment.scenario)
        return make_brief(
            view.case,
            view.evidence,
            view.assessment,
            said,
            do=[self._advices[code] for code in (rule.do if rule else ())],
            do_not=[self._advices[code] for code in (rule.avoid if rule else ())],
            earlier=earlier,
        )

    async def _case_views(self, tx: Transaction, cases: Sequence[Case]) -> Sequence[CaseView]:
        surveys = await tx.surveys.of_cases([case.id for case in cases])
        masks = await self._boundary.masks_of(tx, [case.conversation_id for case in cases])
        before = await previous_cases(tx, cases)
        return [
            CaseView(
                case,
                history=(),
                masks=masks.get(case.conversation_id, {}),
                previous=before.get(case.id),
                survey=surveys.get(case.id),
                due_at=self._due_at(case),
            )
            for case in cases
        ]

    def _due_at(self, case: Case) -> datetime | None:
        if case.state is not CaseState.FILED or case.filed_at is None:
            return None
        return self._clocks.due_by(case.filed_at)


async def _places(tx: Transaction, rows: Sequence[Conversation]) -> Mapping[ConversationId, int]:
    """One by one: for a few rows of the queue that do not begin with its head."""
    waiting = [row for row in rows if row.owner is Owner.QUEUE]
    return {row.id: await tx.conversations.ahead_in_queue(row) for row in waiting}


async def _rounds(tx: Transaction, case: Case | None) -> int:
    """Which round of the matter this is, from 1."""
    count = 1
    while case and case.previous_case_id and count < MOST_ROUNDS:
        case = await tx.cases.get(case.previous_case_id)
        count += 1
    return count


async def _names(tx: Transaction) -> Mapping[AgentId, str]:
    return {agent.id: agent.display_name for agent in await tx.staff.list()}


def _case_state(state: str) -> CaseState:
    try:
        return CaseState(state)
    except ValueError:
        known = ", ".join(item.value for item in CaseState)
        raise InvalidInput("state", f"must be one of {known}.") from None
