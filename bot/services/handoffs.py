"""Changes of hands: to the queue, to a person, between persons, back, and the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation, HandoffReason, Owner
from bot.domain.errors import Forbidden, InvalidInput
from bot.domain.events import Event, EventKind
from bot.domain.handoff import QueuePlace, QueuePolicy, place_in_queue
from bot.domain.hours import OpeningHours
from bot.domain.ids import AgentId, ConversationId, TeamId
from bot.domain.staff import Agent, Permission, Roster
from bot.domain.triage import Assessment, Signal, TriagePolicy
from bot.ports import Clock, Presence, Store, Transaction
from bot.services.assignments import remember_return, settle
from bot.services.boundary import Boundary
from bot.services.notices import Notices
from bot.services.on_call import OnCallDesk
from bot.services.outcomes import OUTCOMES, SURVEYED, end_case
from bot.services.ownership import lost_to, require_own
from bot.services.standing import evidence_of
from bot.services.surveys import Surveys

_TOLD = {"joined": "utter_notice_agent_joined", "transferred": "utter_notice_transferred"}


class Handoffs:
    """Moves conversations between bot, queue and agents, each time by compare-and-swap."""

    def __init__(
        self,
        store: Store,
        presence: Presence,
        notices: Notices,
        surveys: Surveys,
        boundary: Boundary,
        policies: tuple[QueuePolicy, TriagePolicy],
        clock: Clock,
        hours: OpeningHours,
        on_call: OnCallDesk,
    ) -> None:
        self._store, self._presence = store, presence
        self._notices, self._surveys = notices, surveys
        self._boundary, self._clock, self._hours = boundary, clock, hours
        self._queue, self._triage = policies
        self._on_call = on_call

    async def preview(self, conversation_id: ConversationId) -> QueuePlace:
        """Where the conversation would stand if it were queued now."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            _, assessment = await self._judged(tx, conversation)
            return await self._place(tx, assessment.priority)

    async def alert(self, conversation_id: ConversationId) -> None:
        """Tell the people on call, as the policy says, of a conversation that the bot keeps."""
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            signals, assessment = await self._judged(tx, conversation)
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
            return await self._hand_to(tx, conversation, agent, by=agent, note=note)

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
            return await self._hand_to(tx, conversation, agent, by=agent, note="joined", why=why)

    async def transfer(
        self,
        conversation_id: ConversationId,
        by: Agent,
        to: AgentId | None,
        note: str,
        team_id: TeamId | None = None,
    ) -> Conversation:
        """Pass an own conversation to an agent, or (None) back to the queue at its place; there it
        waits for this team, if one is named. Raises InvalidInput."""
        async with self._store.writing() as tx:
            conversation = await self._own(tx, conversation_id, by)
            note = await self._boundary.tokenise(tx, conversation_id, note)
            if to is None:
                return await self._requeue(tx, conversation, by, note, team_id)
            target = await tx.staff.get(to)
            if target.id == by.id or not target.may(Permission.HANDLE_CONVERSATIONS):
                raise InvalidInput("to", "must be another active agent.")
            return await self._hand_to(
                tx, conversation, target, by=by, note="transferred", why=note
            )

    async def return_to_bot(
        self, conversation_id: ConversationId, by: Agent, reason: str
    ) -> Conversation:
        """Hand an own conversation back to the assistant, which starts with a clear memory."""
        async with self._store.writing() as tx:
            conversation = await self._own(tx, conversation_id, by)
            reason = await self._boundary.tokenise(tx, conversation_id, reason)
            at = self._clock.now()
            returned = conversation.give_to_bot(at)
            await self._swap(tx, conversation, returned, actor=_actor(by), data={"note": reason})
            await tx.dialogues.forget(conversation_id)
            await self.notify(tx, returned, "utter_notice_back_to_bot", {})
            await self._surveys.ask(tx, returned)
            return returned

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
            note = await self._boundary.tokenise(tx, conversation_id, note)
            at, zone = self._clock.now(), self._hours.zone
            closed = conversation.close(at)
            data = {"outcome": outcome, "note": note}
            if told:
                await self.notify(tx, conversation, "utter_notice_closed", {})
            await self._swap(tx, conversation, closed, actor=_actor(by), data=data)
            await end_case(tx, conversation, outcome, _actor(by), at, zone)
            if outcome in SURVEYED:
                await self._surveys.ask(tx, closed)
            return closed

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
        await self.notify(tx, queued, name, self.place_values(place))

    def place_values(self, place: QueuePlace) -> Mapping[str, str]:
        """The placeholders of every script that tells a waiting time (practice E6); `opens` is
        empty while the desk is open."""
        return {
            "place": str(place.ahead + 1),
            "minutes": str(place.minutes(self._clock.now())),
            "time": self._time_of_day(place.expected_at),
            "opens": self._time_of_day(place.opens_at) if place.opens_at else "",
        }

    def _time_of_day(self, moment: datetime) -> str:
        """Where the company is; with the date where it is not today."""
        local, today = self._hours.local(moment), self._hours.local(self._clock.now())
        return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%m-%d %H:%M}"

    async def _own(
        self, tx: Transaction, conversation_id: ConversationId, agent: Agent
    ) -> Conversation:
        conversation = await tx.conversations.lock(conversation_id)
        await require_own(tx, conversation, agent)
        return conversation

    async def _hand_to(
        self,
        tx: Transaction,
        conversation: Conversation,
        to: Agent,
        *,
        by: Agent,
        note: str,
        why: str = "",
    ) -> Conversation:
        given = conversation.give_to_agent(to.id, self._clock.now())
        data = {"to": to.id, "note": why}
        await self._swap(tx, conversation, given, actor=_actor(by), data=data)
        await tx.messages.finish_pending(conversation.id)
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
        signals, assessment = await self._judged(tx, conversation)
        at, place = self._clock.now(), await self._place(tx, assessment.priority)
        queued = conversation.queue_for_human(
            reason, assessment.priority, at, place.expected_at, team_id
        )
        await self._swap(tx, conversation, queued, actor=actor, data=data)
        await self._on_call.call(tx, queued, signals, assessment, at)
        return queued, place

    async def _swap(
        self,
        tx: Transaction,
        before: Conversation,
        after: Conversation,
        *,
        actor: str,
        data: Mapping[str, str],
    ) -> None:
        if not await tx.conversations.change_owner(after):
            raise await lost_to(tx, await tx.conversations.get(before.id))
        await settle(tx, after)
        moved = {"from": before.owner.value, "to_owner": after.owner.value}
        await tx.events.append(
            Event(
                EventKind.OWNER_CHANGED, after.updated_at, actor, after.id, None, moved | dict(data)
            )
        )

    async def _judged(
        self, tx: Transaction, conversation: Conversation
    ) -> tuple[Sequence[Signal], Assessment]:
        evidence = await evidence_of(tx, self._triage, conversation.id, conversation.episode)
        case = await tx.cases.of_episode(conversation.id, conversation.episode)
        assessment = self._triage.weigh(evidence)
        now = self._clock.now()
        priority = self._queue.priority_of(assessment.priority, case, None, now)
        return evidence.signals, replace(assessment, priority=priority)

    async def roster(self) -> Roster:
        """Who is at the desk, and with how much work."""
        async with self._store.reading() as tx:
            return await self._roster(tx)

    async def _roster(self, tx: Transaction) -> Roster:
        states = await self._presence.present()
        own = {one.id: one.placement.capacity for one in await tx.staff.list()}
        return Roster(
            states,
            await tx.conversations.loads(),
            self._queue.conversations_at_once,
            {agent_id: capacity for agent_id, capacity in own.items() if capacity},
        )

    async def _place(self, tx: Transaction, priority: int) -> QueuePlace:
        ahead = await tx.conversations.queue_length(priority)
        agents_on = (await self._roster(tx)).available
        return place_in_queue(ahead, agents_on, self._queue, self._hours, self._clock.now())


def _actor(agent: Agent) -> str:
    return f"agent:{agent.id}"
