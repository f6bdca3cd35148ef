"""Complaints typed in at the desk go down the same line as those that customers write.

There is nobody to talk to: the conversation has an agent who recorded it, the assistant reads what
was written there (`bot.services.turns`) and says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.domain.attachment import CLAIM_WITHIN, Attachment, InboundAttachment
from bot.domain.case import Case, Fact, FactName
from bot.domain.conversation import Conversation, HandoffReason
from bot.domain.errors import UploadGone
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, fresh
from bot.domain.message import InboundMessage, Processing
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.recording import Keeper, Recorded, Recording
from bot.domain.staff import Agent
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.files import Files
from bot.services.grading import case_event
from bot.services.handoffs import Handoffs
from bot.services.numbering import file_case
from bot.services.rounds import draft
from bot.services.transcript import record_inbound


class RecordingDesk:
    """Opens a conversation with a filed case for what somebody typed in."""

    def __init__(
        self,
        store: Store,
        boundary: Boundary,
        files: Files,
        handoffs: Handoffs,
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store, self._boundary, self._files = store, boundary, files
        self._handoffs, self._clock, self._zone = handoffs, clock, zone

    async def admit(self, agent: Agent) -> None:
        """Before a file is read. Raises TooManyRequests."""
        await self._files.admit_by(_owner(agent))

    async def attach(self, agent: Agent, inbound: InboundAttachment) -> Attachment:
        """Take in a scan that the form will name. Raises like `Files.take_in`."""
        (attachment,) = await self._files.take_in(_owner(agent), [inbound])
        return attachment

    async def record(self, agent: Agent, form: Recording) -> Recorded:
        """Once per `client_id`. Raises InvalidInput, UploadGone; then nothing was recorded."""
        at = self._clock.now()
        form.check(at.astimezone(self._zone).date(), self._files.policy.files_per_message)
        async with self._store.writing() as tx:
            new = self._conversation(agent, form, at)
            conversation = await tx.conversations.add_if_new(new)
            if conversation.id != new.id:
                known = await tx.cases.of_episode(conversation.id, 1)
                assert known is not None  # both were written in one transaction
                return Recorded(known, conversation.owner.value)
            data = {"channel": new.channel, "episode": 1}
            kind = EventKind.CONVERSATION_RECORDED
            await tx.events.append(Event(kind, at, _actor(agent), new.id, data=data))
            await self._hand_over(tx, new, agent, form.keeper)
            await self._say(tx, new, agent, form, at)
            case = await self._file(tx, new.id, agent, form, at)
            return Recorded(case, form.keeper.value)

    def _conversation(self, agent: Agent, form: Recording, at: datetime) -> Conversation:
        """One for each form: who complains again is found by the values in the vault."""
        channel, name = form.source.value, f"desk:{agent.id}:{form.client_id}"
        new_id = ConversationId(fresh())
        return Conversation(
            id=new_id,
            channel=channel,
            customer_ref=self._boundary.customer_ref(channel, name),
            address=self._boundary.seal_address(new_id, name),
            created_at=at,
            updated_at=at,
            language=form.language,
            recorded_by=agent.id,
        )

    async def _hand_over(
        self, tx: Transaction, new: Conversation, agent: Agent, keeper: Keeper
    ) -> None:
        if keeper is Keeper.AGENT:
            await self._handoffs.hand_to(tx, new, agent, by=agent, note="")
        else:
            reason = HandoffReason.RECORDED
            await self._handoffs.enqueue(tx, new, reason, actor=_actor(agent))

    async def _say(
        self, tx: Transaction, new: Conversation, agent: Agent, form: Recording, at: datetime
    ) -> None:
        """What the customer wrote or told; it waits to be read."""
        conversation = await tx.conversations.lock(new.id)
        inbound = InboundMessage(new.channel, new.customer_ref, f"desk:{new.id}", form.text)
        text = await self._boundary.tokenise(tx, new.id, form.text.strip())
        uploads: Sequence[Attachment] = ()
        if form.uploads:
            since = at - CLAIM_WITHIN
            uploads = await tx.attachments.unclaimed(_owner(agent), form.uploads, since)
            if len(uploads) != len(form.uploads):
                raise UploadGone
        await record_inbound(tx, conversation, inbound, text, Processing.PENDING, at, uploads)

    async def _file(
        self, tx: Transaction, new_id: ConversationId, agent: Agent, form: Recording, at: datetime
    ) -> Case:
        case = await draft(tx, new_id, 1, at)
        for name, value in (await self._facts(tx, new_id, form)).items():
            if value:
                fact = Fact(name, value, at, recorded_by=agent.id)
                await tx.cases.put_fact(case.id, fact)
                data, kind = {"name": name.value, "seq": None}, EventKind.CASE_FACT_RECORDED
                await tx.events.append(case_event(kind, case, at, data, _actor(agent)))
        await file_case(tx, case, at, self._zone, _actor(agent))
        return await tx.cases.get(case.id)

    async def _facts(
        self, tx: Transaction, new_id: ConversationId, form: Recording
    ) -> dict[FactName, str]:
        boundary = self._boundary
        name = await boundary.token_of(tx, new_id, PersonalKind.NAME, form.name)
        policy = await boundary.token_of(tx, new_id, PersonalKind.POLICY_NUMBER, form.policy_number)
        contact = await boundary.tokenise(tx, new_id, form.contact.strip())
        if contact and contact == form.contact.strip():  # no number of a kind that we know
            contact = await boundary.token_of(tx, new_id, PersonalKind.LONG_NUMBER, contact)
        return {
            FactName.WHAT_HAPPENED: await boundary.tokenise(tx, new_id, form.text.strip()),
            FactName.HAPPENED_AT: form.happened_on.isoformat() if form.happened_on else "",
            FactName.DEMAND: await boundary.tokenise(tx, new_id, form.demand.strip()),
            FactName.COMPLAINANT_NAME: name,
            FactName.CONTACT: contact,
            FactName.POLICY_NUMBER: policy,
            FactName.PRODUCT: await boundary.tokenise(tx, new_id, form.product.strip()),
        }


def _owner(agent: Agent) -> str:
    """Who uploads: this agent, for a form that is not sent yet."""
    return f"agent:{agent.id}:recording"


def _actor(agent: Agent) -> str:
    return f"agent:{agent.id}"
