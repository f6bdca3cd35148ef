"""Changes of hands: to the queue, to a person, between persons, back, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from bot.domain.conversation import Conversation, HandoffReason, Owner
from bot.domain.errors import Forbidden, InvalidInput, StateConflict
from bot.domain.handoff import QueuePlace
from bot.domain.ids import AgentId, ConversationId, TeamId, fresh
from bot.domain.staff import Agent, Permission
from bot.ports import Clock, Store, Transaction
from bot.services.assignments import remember_return
from bot.services.boundary import Boundary
from bot.services.notes import keep_note
from bot.services.notices import Notices
from bot.services.on_call import OnCallDesk
from bot.services.outcomes import OUTCOMES, SURVEYED, end_case, reopen_case
from bot.services.ownership import change_hands, lost_to, require_last, require_own
from bot.services.surveys import Surveys
from bot.services.waiting import Waiting

_TOLD = {"joined": "utter_notice_agent_joined", "transferred": "utter_notice_transferred"}


class Handoffs:
    """Moves conversations between bot, queue and agents, each time by compare-and-swap."""

    def __init__(
        self,
        store: Store,
        waiting: Waiting,
        notices: Notices,
        surveys: Surveys,
        boundary: Boundary,
        on_call: OnCallDesk,
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store, self._waiting = store, waiting
        self._notices, self._surveys = notices, surveys
        self._boundary, self._on_call = boundary, on_call
        self._clock, self._zone = clock, zone

    async def alert(self, conversation_id: ConversationId) -> None:
        """Tell the people on call, as the policy says, of a conversation that the bot keeps."""
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            signals, assessment = await self._waiting.judged(tx, conversation)
            await self._on_call.call(tx, conversation, signals, assessment, self._clock.now())

    async def enqueue(
        self, tx: Transaction, conversation: Conversation, reason: HandoffReason, actor: str = "bot"
    ) -> tuple[Conversation, QueuePlace]:
        """Put a locked conversation in the queue, with the time that the customer is told;
        people on call are told with it, as the policy says."""
        return await self._queue_up(tx, conversation, reason, actor, {"reason": reason.value})

    async def claim(
        self, conversation_id: ConversationId, agent: Agent, *, told: bool = True
    ) -> Conversation:
        """Give it to this agent, from the queue or the bot. Repeating a won claim is no error.
        The customer is told, unless the platform has done so.

        Raises AlreadyClaimed naming the winner, OwnershipConflict on a closed conversation.
        """
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            if conversation.owner is Owner.AGENT:
                if conversation.agent_id == agent.id:
                    return conversation
                raise await lost_to(tx, conversation)
            note = "joined" if told else ""
            return await self.hand_to(tx, conversation, agent, by=agent, note=note)

    async def take_over(
        self, conversation_id: ConversationId, agent: Agent, reason: str
    ) -> Conversation:
        """A supervisor takes it; from a colleague only with a reason, which the event keeps."""
        if not agent.may(Permission.TAKE_OVER):
            raise Forbidden("Only a supervisor may take a conversation from another agent.")
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            if conversation.agent_id == agent.id:
                return conversation
            if conversation.owner is Owner.AGENT and not reason.strip():
                raise InvalidInput("reason", "must say why it is taken from a colleague.")
            why = await self._boundary.tokenise(tx, conversation_id, reason.strip())
            return await self.hand_to(tx, conversation, agent, by=agent, note="joined", why=why)

    async def transfer(
        self,
        conversation_id: ConversationId,
        by: Agent,
        to: AgentId | None,
        note: str,
        team_id: TeamId | None = None,
    ) -> Conversation:
        """Pass an own conversation to an agent, or (None) back to the queue at its place; there it
        waits for this team, if one is named. Who may take over also gives one that waits to an
        agent. Raises InvalidInput."""
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            waits = conversation.owner is Owner.QUEUE
            if not (waits and to is not None and by.may(Permission.TAKE_OVER)):
                await require_own(tx, conversation, by)
            note = await self._note(tx, conversation, by, note)
            if to is None:
                return await self._requeue(tx, conversation, by, note, team_id)
            target = await tx.staff.get(to)
            if target.id == by.id or not target.may(Permission.HANDLE_CONVERSATIONS):
                raise InvalidInput("to", "must be another active agent.")
            told = "joined" if waits else "transferred"
            return await self.hand_to(tx, conversation, target, by=by, note=told, why=note)

    async def return_to_bot(
        self, conversation_id: ConversationId, by: Agent, reason: str
    ) -> Conversation:
        """Hand an own conversation back to the assistant, which starts with a clear memory."""
        async with self._store.writing() as tx:
            conversation = await self._own(tx, conversation_id, by)
            if conversation.recorded_by is not None:
                raise StateConflict("It was typed in: the assistant has nobody to talk to.")
            reason = await self._note(tx, conversation, by, reason)
            at = self._clock.now()
            returned = conversation.give_to_bot(at)
            await change_hands(tx, conversation, returned, actor=_actor(by), data={"note": reason})
            await tx.dialogues.forget(conversation_id)
            await tx.messages.finish_pending(conversation_id)  # it was said to a person
            await self.notify(tx, returned, "utter_notice_back_to_bot", {})
            await self._surveys.ask(tx, returned)
            return returned

    async def leave_queue(self, tx: Transaction, waiting: Conversation, why: str) -> Conversation:
        """Back to the bot, by the customer's own choice, from a locked conversation's place in the
        queue; the bot remembers what was said before. `why` is a code."""
        back = waiting.give_to_bot(self._clock.now())
        await change_hands(tx, waiting, back, actor="customer", data={"reason": why})
        return back

    async def close(
        self,
        conversation_id: ConversationId,
        by: Agent,
        outcome: str,
        note: str,
        *,
        told: bool = True,
    ) -> Conversation:
        """End an own conversation's episode, and its case as the outcome says. The customer is
        told, unless the platform has done so."""
        if outcome not in OUTCOMES:
            raise InvalidInput("outcome", f"must be one of {', '.join(OUTCOMES)}.")
        async with self._store.writing() as tx:
            conversation = await self._own(tx, conversation_id, by)
            note = await self._note(tx, conversation, by, note)
            at = self._clock.now()
            closed = conversation.close(at)
            data = {"outcome": outcome, "note": note}
            if told:
                await self.notify(tx, conversation, "utter_notice_closed", {})
            await change_hands(tx, conversation, closed, actor=_actor(by), data=data)
            await tx.messages.finish_pending(conversation_id)
            await end_case(tx, conversation, outcome, _actor(by), at, self._zone)
            if outcome in SURVEYED:
                await self._surveys.ask(tx, closed)
            return closed

    async def reopen(self, conversation_id: ConversationId, by: Agent, reason: str) -> Conversation:
        """Take up again what was closed, as the same matter; for who had it last, and for who may
        take over. Nobody tells the customer: whoever reopens it writes, or only mends the record.

        Raises InvalidInput, OwnershipConflict, Forbidden, and StateConflict on a merged case.
        """
        if not reason.strip():
            raise InvalidInput("reason", "must say why it is reopened.")
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            at = self._clock.now()
            resumed = conversation.resume(by.id, at)
            await require_last(tx, conversation, by)
            why = await self._note(tx, conversation, by, reason)
            data = {"to": by.id, "note": why}
            await change_hands(tx, conversation, resumed, actor=_actor(by), data=data)
            await reopen_case(tx, resumed, _actor(by), at)
            return resumed

    async def notify(
        self, tx: Transaction, conversation: Conversation, script: str, values: Mapping[str, str]
    ) -> None:
        """Tell the customer of a change of hands, in a designer's words."""
        await self._notices.say(tx, conversation, script, values)

    async def notify_place(
        self, tx: Transaction, queued: Conversation, script: str, place: QueuePlace
    ) -> None:
        """Tell who waits how long: in the words of `script`, or, out of hours, when it opens."""
        name = "utter_notice_outside_hours" if place.opens_at else script
        await self.notify(tx, queued, name, self._waiting.values(place, queued.language))

    async def _own(
        self, tx: Transaction, conversation_id: ConversationId, agent: Agent
    ) -> Conversation:
        conversation = await tx.conversations.lock(conversation_id)
        await require_own(tx, conversation, agent)
        return conversation

    async def _note(self, tx: Transaction, conversation: Conversation, by: Agent, text: str) -> str:
        """The text, tokenised, and kept as a note for whoever has the conversation next."""
        safe = await self._boundary.tokenise(tx, conversation.id, text.strip())
        if safe:
            await keep_note(tx, conversation, by, safe, fresh(), self._clock.now())
        return safe

    async def hand_to(
        self,
        tx: Transaction,
        conversation: Conversation,
        to: Agent,
        *,
        by: Agent,
        note: str,
        why: str = "",
    ) -> Conversation:
        """Give a locked conversation to somebody; `note` names what the customer is told."""
        given = conversation.give_to_agent(to.id, self._clock.now())
        data = {"to": to.id, "note": why}
        await change_hands(tx, conversation, given, actor=_actor(by), data=data)
        if note:
            await self.notify(tx, given, _TOLD[note], {"name": to.display_name})
        return given

    async def _requeue(
        self,
        tx: Transaction,
        conversation: Conversation,
        by: Agent,
        note: str,
        team_id: TeamId | None,
    ) -> Conversation:
        if team_id is not None and team_id not in {team.id for team in await tx.teams.list()}:
            raise InvalidInput("to", "names no team.")
        data = {"note": note} | ({"team_id": team_id} if team_id else {})
        queued, place = await self._queue_up(
            tx, conversation, HandoffReason.TRANSFERRED, _actor(by), data, team_id
        )
        await remember_return(tx, queued, by.id)
        await self.notify_place(tx, queued, "utter_notice_requeued", place)
        return queued

    async def _queue_up(
        self,
        tx: Transaction,
        conversation: Conversation,
        reason: HandoffReason,
        actor: str,
        data: Mapping[str, str],
        team_id: TeamId | None = None,
    ) -> tuple[Conversation, QueuePlace]:
        signals, assessment = await self._waiting.judged(tx, conversation)
        at, place = self._clock.now(), await self._waiting.place(tx, assessment.priority)
        queued = conversation.queue_for_human(
            reason, assessment.priority, at, place.expected_at, team_id
        )
        await change_hands(tx, conversation, queued, actor=actor, data=data)
        await self._on_call.call(tx, queued, signals, assessment, at)
        return queued, place


def _actor(agent: Agent) -> str:
    return f"agent:{agent.id}"
