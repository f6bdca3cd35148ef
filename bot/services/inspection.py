"""What people at the desk read: conversations with their briefs, cases, dead letters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.domain.advice import Advices
from bot.domain.attachment import Attachment
from bot.domain.brief import Brief, make_brief
from bot.domain.case import Case, CaseState
from bot.domain.conversation import Conversation, Owner
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.fact_history import fact_changes
from bot.domain.ids import CaseId, ConversationId
from bot.domain.message import Author, Delivery, Message
from bot.domain.narrowing import EVERYTHING, Narrowing
from bot.domain.overruling import Judgement
from bot.domain.policy import ClockPolicy
from bot.domain.staff import Agent
from bot.domain.triage import TriagePolicy
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.endings import ending_of
from bot.services.rows import Tab, conversation_views, first_rows, previous_cases
from bot.services.standing import earlier_cases, evidence_of
from bot.services.views import (
    CasePage,
    CaseView,
    ConversationPage,
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


SAID = 5
"""Messages to the customer that the brief repeats."""
_OF_THE_CASE = (Judgement.LEVEL, Judgement.CAUSE)
_OUR_SIDE = (Author.BOT, Author.AGENT)
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
        self, view: str, agent: Agent, narrowed: Narrowing = EVERYTHING, limit: int = 200
    ) -> ConversationPage:
        """One tab of the desk, or what fits of it. Raises InvalidInput on an unknown view."""
        if view not in VIEWS:
            raise InvalidInput("view", f"must be one of {', '.join(VIEWS)}.")
        mine = agent.id if view == "mine" else None
        async with self._store.reading() as tx:
            unseen = await tx.notes.unseen(agent.id)
            given = await tx.assignments.open_for(agent.id) if mine else ()
            tab = Tab(VIEWS[view], mine, (*unseen, *given) if mine else ())
            rows, total, beyond = await first_rows(tx, self._triage, tab, narrowed, limit)
            views = await self._views(tx, rows, unseen)
        return ConversationPage(tuple(views), total, beyond)

    async def rows(self, ids: Collection[ConversationId]) -> Sequence[ConversationView]:
        """These rows as anybody sees them: `mentioned` is False."""
        async with self._store.reading() as tx:
            rows = await tx.conversations.list(owners=(), also=tuple(ids), limit=len(ids))
            return await self._views(tx, rows)

    async def conversation(
        self, conversation_id: ConversationId, reader: Agent | None = None
    ) -> ConversationView:
        """One row, for an answer to an act; `mentioned` speaks of the reader. Raises NotFound."""
        async with self._store.reading() as tx:
            return await self._view(tx, await tx.conversations.get(conversation_id), reader)

    async def open(
        self,
        conversation_id: ConversationId,
        reader: Agent | None = None,
        episode: int | None = None,
    ) -> OpenedConversation:
        """Brief and case are of the present matter, or of this one. Raises NotFound."""
        async with self._store.reading() as tx:
            now = await tx.conversations.get(conversation_id)
            conversation = _at(now, episode)
            view = await self._view(tx, now, reader)
            judged = await self._judged(tx, view, conversation)
            said = await tx.messages.last_said(conversation_id, _OUR_SIDE, SAID)
            masks = await self._boundary.masks(tx, conversation_id)
            whole = await tx.cases.of_episode(conversation_id, conversation.episode)
            case = (await self._case_views(tx, [whole]))[0] if whole else None
            earlier = await self._earlier(tx, whole)
            labels = await tx.labels.of_episode(conversation_id, conversation.episode)
            callback = await tx.callbacks.wanted(conversation_id)
            names = await tx.staff.names()
            rounds = await _rounds(tx, whole)
            files = await _files(tx, conversation)
            ended = view.ended
            if conversation != now:
                ended = await ending_of(tx, conversation_id, conversation.episode, names)
        brief = replace(self._brief(replace(judged, case=whole), said, earlier), round=rounds)
        return OpenedConversation(
            view, brief, masks, case, tuple(labels), callback, names, files, ended
        )

    async def transcript(
        self, conversation_id: ConversationId, after: int, limit: int
    ) -> TranscriptView:
        """Raises NotFound."""
        async with self._store.reading() as tx:
            await tx.conversations.get(conversation_id)
            rows = await tx.messages.transcript(conversation_id, after=after, limit=limit)
            masks = await self._boundary.masks(tx, conversation_id)
            names = await tx.staff.names()
        return TranscriptView(tuple(rows), names, masks, more=len(rows) == limit)

    async def message(self, message: Message) -> TranscriptView:
        """One message with what is needed to show it."""
        async with self._store.reading() as tx:
            masks = await self._boundary.masks(tx, message.conversation_id)
            return TranscriptView((message,), await tx.staff.names(), masks, more=False)

    async def cases(self, state: str | None, limit: int = 200) -> Sequence[Case]:
        """Newest first. Raises InvalidInput on an unknown state."""
        states = (_case_state(state),) if state else ()
        async with self._store.reading() as tx:
            return await tx.cases.list(states=states, limit=limit)

    async def case_views(self, state: str | None, limit: int = 200) -> CasePage:
        """The same with masks, but without history and files, and how many there are beyond the
        limit too; those that are filed in the order in which a decision is due. Raises
        InvalidInput."""
        states = (_case_state(state),) if state else ()
        due = states == (CaseState.FILED,)
        async with self._store.reading() as tx:
            cases = await tx.cases.list(states=states, limit=limit, longest_filed=due)
            total = len(cases) if len(cases) < limit else await tx.cases.count(states)
            return CasePage(tuple(await self._case_views(tx, cases)), total)

    async def case(self, case_id: CaseId) -> CaseView:
        """Raises NotFound."""
        async with self._store.reading() as tx:
            case = await tx.cases.get(case_id)
            (view,) = await self._case_views(tx, [case])
            files = await tx.attachments.of_episode(case.conversation_id, case.episode)
            labels = await tx.labels.of_episode(case.conversation_id, case.episode)
            history = fact_changes(await tx.cases.fact_history(case_id), labels)
            names = await tx.staff.names()
        own = {label.what for label in labels if label.message_id is None}
        decided = tuple(what for what in _OF_THE_CASE if what in own)
        return replace(
            view, history=history, attachments=tuple(files), names=names, decided=decided
        )

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
        unseen = await tx.notes.unseen(reader.id) if reader else ()
        (view,) = await self._views(tx, [conversation], unseen)
        return view

    async def _views(
        self,
        tx: Transaction,
        rows: Sequence[Conversation],
        unseen: Collection[ConversationId] = (),
    ) -> Sequence[ConversationView]:
        views = await conversation_views(tx, self._boundary, self._triage, rows, unseen)
        return [replace(view, due_at=self._clocks.due_at(view.case)) for view in views]

    async def _judged(
        self, tx: Transaction, view: ConversationView, matter: Conversation
    ) -> ConversationView:
        """The view with what is known of this matter."""
        if matter == view.conversation:
            return view
        evidence = await evidence_of(tx, self._triage, matter.id, matter.episode)
        return replace(view, evidence=evidence, assessment=self._triage.weigh(evidence))

    async def _earlier(self, tx: Transaction, case: Case | None) -> Sequence[Case]:
        return await earlier_cases(tx, self._triage, case, self._clock.now()) if case else ()

    def _brief(
        self,
        view: ConversationView,
        said: Sequence[Message],
        earlier: Sequence[Case],
    ) -> Brief:
        rule = self._triage.scenario_rule(view.assessment.scenario)
        do, avoid = self._advices.of(rule) if rule or view.case else ((), ())
        return make_brief(
            view.case,
            view.evidence,
            view.assessment,
            said,
            do=do,
            do_not=avoid,
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
                due_at=self._clocks.due_at(case),
            )
            for case in cases
        ]


def _at(conversation: Conversation, episode: int | None) -> Conversation:
    """As it was in this episode, which it must have had."""
    if episode is None or episode == conversation.episode:
        return conversation
    if not 1 <= episode < conversation.episode:
        raise NotFound("matter", episode)
    return replace(conversation, episode=episode)


async def _rounds(tx: Transaction, case: Case | None) -> int:
    """Which round of the matter this is, from 1."""
    count = 1
    while case and case.previous_case_id and count < MOST_ROUNDS:
        case = await tx.cases.get(case.previous_case_id)
        count += 1
    return count


async def _files(tx: Transaction, conversation: Conversation) -> tuple[tuple[int, Attachment], ...]:
    found = await tx.attachments.of_episode(conversation.id, conversation.episode)
    places = {one: (await tx.messages.get(one)).seq for one in {f.message_id for f in found} if one}
    return tuple((places[one.message_id], one) for one in found if one.message_id)


def _case_state(state: str) -> CaseState:
    try:
        return CaseState(state)
    except ValueError:
        known = ", ".join(item.value for item in CaseState)
        raise InvalidInput("state", f"must be one of {known}.") from None
