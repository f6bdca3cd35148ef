"""The complaint record: noted from the first complaining message, filed once per episode."""

from __future__ import annotations

from datetime import datetime

from bot.domain.case import Case, CaseState
from bot.domain.conversation import Conversation
from bot.domain.errors import NotFound, StateConflict
from bot.domain.events import EventKind
from bot.domain.ids import ConversationId
from bot.domain.record_rules import FuriousTrigger
from bot.domain.scenario import ScenarioRule
from bot.domain.triage import Assessment
from bot.ports import Transaction
from bot.services.grading import Noted, case_event
from bot.services.note_taking import NoteTaking
from bot.services.numbering import file_case
from bot.services.standing import evidence_of
from bot.services.starting_over import start_over

__all__ = ["Complaints", "Noted"]


class Complaints(NoteTaking):
    """Writes and reads the complaint record for the dialogue and the desk."""

    @property
    def furious(self) -> FuriousTrigger | None:
        """How much fury fetches a person; None where the policy has no such rule."""
        return self._triage.record.furious

    async def ensure(self, conversation_id: ConversationId, channel: str) -> None:
        """Make a conversation exist that did not come through intake (`rasa shell`)."""
        try:
            async with self._store.reading() as tx:
                await tx.conversations.get(conversation_id)
        except NotFound:
            at = self._clock.now()
            new = Conversation(conversation_id, channel, str(conversation_id), at, at)
            async with self._store.writing() as tx:
                await tx.conversations.add_if_new(new)

    async def of_conversation(self, conversation_id: ConversationId) -> Case | None:
        """The case of the running episode."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            return await tx.cases.of_episode(conversation_id, conversation.episode)

    async def by_number(self, number: str) -> Case | None:
        """The case of this number, whoever's it is."""
        async with self._store.reading() as tx:
            return await tx.cases.by_number(number)

    async def standing_for(self, case: Case) -> Case:
        """The case itself, or the one that it was merged into."""
        async with self._store.reading() as tx:
            merge = await tx.relations.merge_of(case.id)
            return await tx.cases.get(merge.into_id) if merge else case

    async def assessment(self, conversation_id: ConversationId) -> Assessment:
        """What the running episode amounts to."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            evidence = await evidence_of(tx, self._triage, conversation_id, conversation.episode)
        return self._triage.weigh(evidence)

    async def scenario(self, conversation_id: ConversationId) -> ScenarioRule | None:
        """What the running episode may become, and what is to be done then."""
        assessment = await self.assessment(conversation_id)
        return self._triage.scenario_rule(assessment.scenario)

    async def file(self, conversation_id: ConversationId) -> Case:
        """File the draft under a number; a filed case is returned as it is.

        Raises StateConflict where there is no draft or it has ended.
        """
        async with self._store.writing() as tx:
            case = await self._current(tx, conversation_id)
            if case.number:
                return case
            return await file_case(tx, case, self._clock.now(), self._zone, actor="bot")

    async def withdraw(self, conversation_id: ConversationId) -> Case:
        """End the case on the customer's word, the same day (Order 3/2020 Art. 15)."""
        async with self._store.writing() as tx:
            case = await self._current(tx, conversation_id)
            at = self._clock.now()
            ended = case.end(CaseState.WITHDRAWN, at)
            await tx.cases.save(ended)
            data = {"state": ended.state.value, "reason": "customer_withdrew"}
            await tx.events.append(
                case_event(EventKind.CASE_CHANGED, ended, at, data, actor="customer")
            )
            return ended

    async def start_over(self, conversation_id: ConversationId) -> Case | None:
        """The running draft, told anew (`bot.services.starting_over`)."""
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            return await start_over(tx, conversation, self._clock.now())

    def due_by(self, case: Case) -> datetime:
        """When the customer must have the decision, in UTC."""
        return self._clocks.due_by(case.filed_at or self._clock.now())

    async def _current(self, tx: Transaction, conversation_id: ConversationId) -> Case:
        conversation = await tx.conversations.lock(conversation_id)
        case = await tx.cases.of_episode(conversation_id, conversation.episode)
        if case is None:
            raise StateConflict("There is no complaint in this conversation yet.")
        return case
