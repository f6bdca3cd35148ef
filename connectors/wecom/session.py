"""WeCom's session and our owner, held in step both ways (README.md has the table)."""

from __future__ import annotations

import structlog

from bot.bootstrap import Container
from bot.domain.conversation import Conversation, Owner
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.message import Delivery, Message
from connectors.arrivals import FILE_SIGN
from connectors.wecom.api import WecomApi, WecomRefused
from connectors.wecom.payloads import CHANNEL, Said

log = structlog.get_logger(__name__)

NEW, ASSISTANT, POOL, PERSON, ENDED = range(5)
"""`service_state`; in the first two our program may send."""


class Session:
    """Reads and changes the platform's state. Events are hints only; what counts is the state."""

    def __init__(self, box: Container, api: WecomApi) -> None:
        self._box, self._api = box, api

    async def state(self, ref: str) -> int:
        """Raises DeliveryFailed."""
        answer = await self._api.call("kf/service_state/get", _who(ref))
        state = answer.get("service_state")
        return state if isinstance(state, int) else -1

    async def follow(self, ref: str) -> int:
        """Where people in WeCom have moved the session, so do we; to take and to end it they need
        an account. Returns its state. Raises DeliveryFailed."""
        state, elsewhere = await self.state(ref), self._box.elsewhere
        conversation = await elsewhere.find(CHANNEL, ref)
        agent = await elsewhere.account(self._box.settings.wecom_agent)
        if conversation and state == POOL:
            await elsewhere.waits(conversation.id)
        elif conversation and agent and state == PERSON and conversation.owner is not Owner.CLOSED:
            await elsewhere.taken(conversation.id, agent)
        elif conversation and agent and state == ENDED:
            await elsewhere.ended(conversation.id, agent)
        return state

    async def heard(self, said: Said) -> None:
        """Words of a person in WeCom; without an account they are not recorded."""
        agent = await self._box.elsewhere.account(self._box.settings.wecom_agent)
        conversation = await self._box.elsewhere.find(CHANNEL, said.ref)
        if agent is None or conversation is None:
            log.info("wecom.servicer_not_recorded")
            return
        text = said.text or FILE_SIGN
        await self._box.elsewhere.said(conversation.id, agent, text, said.id)

    async def lead(self, message: Message, ref: str) -> None:
        """Once everything is said, this message and what went out with it last: a queued
        conversation goes to WeCom's people where they are the ones who answer, a closed one ends.
        Raises DeliveryFailed where that may be tried again."""
        async with self._box.store.reading() as tx:
            conversation = await tx.conversations.get(message.conversation_id)
            target = self._target(conversation)
            if target is None:
                return
            waiting = await tx.messages.undelivered(conversation.id)
        if any(row.delivery is Delivery.PENDING and row.seq > message.seq for row in waiting):
            return
        try:
            await self._api.call("kf/service_state/trans", {**_who(ref), "service_state": target})
        except WecomRefused as error:
            if error.retryable:
                raise
            # It is in that state already, or people in WeCom have moved it on.
            log.info("wecom.state_kept", code=error.errcode, wanted=target)

    def _target(self, conversation: Conversation) -> int | None:
        if conversation.owner is Owner.CLOSED:
            return ENDED
        queued = conversation.owner is Owner.QUEUE
        return POOL if queued and self._box.settings.wecom_agent else None


def explain(state: int) -> DeliveryFailed:
    """Why nothing can be sent in this state."""
    if state in (NEW, ASSISTANT):
        return DeliveryFailed("WeCom refused to send just now", retryable=True)
    why = {
        POOL: "waits in WeCom's own queue (待接入池)",
        PERSON: "is in the hands of a person in WeCom (人工接待)",
        ENDED: "has ended; it begins again when the customer writes",
    }.get(state, f"is in the unknown state {state}")
    failure = Failure.WINDOW_CLOSED if state == ENDED else Failure.REFUSED
    return DeliveryFailed(f"Not sent: the session {why}.", retryable=False, failure=failure)


def _who(ref: str) -> dict[str, str]:
    account, _, customer = ref.partition(":")
    return {"open_kfid": account, "external_userid": customer}
