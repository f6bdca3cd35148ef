"""Domain objects with everything filled in that a test does not care about."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.domain.attachment import Attachment, AttachmentKind
from bot.domain.case import Case, Fact, FactName
from bot.domain.conversation import Conversation
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, AttachmentId, CaseId, ConversationId, MessageId, fresh
from bot.domain.message import Author, Delivery, Message, Processing
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.staff import Agent, Role
from bot.domain.vault import VaultEntry
from bot.ports import Store

NOW = datetime(2026, 11, 21, 9, 30, 0, 123456, tzinfo=timezone.utc)


def later(seconds: float) -> datetime:
    """So many seconds after NOW; negative ones are before it."""
    return NOW + timedelta(seconds=seconds)


def a_conversation(customer: str = "u1", channel: str = "web") -> Conversation:
    """New, in the hands of the bot."""
    return Conversation(ConversationId(fresh()), channel, customer, NOW, NOW)


def inbound(
    conversation: Conversation,
    seq: int,
    *,
    at: datetime = NOW,
    external_id: str | None = None,
    due: datetime | None = None,
    order: int | None = None,
) -> Message:
    """What a customer wrote, waiting for an answer."""
    return Message(
        id=MessageId(fresh()),
        conversation_id=conversation.id,
        channel=conversation.channel,
        seq=seq,
        episode=1,
        author=Author.CUSTOMER,
        text=f"customer {seq}",
        created_at=at,
        external_id=external_id,
        processing=Processing.PENDING,
        next_attempt_at=due,
        platform_order=order,
    )


def outbound(
    conversation: Conversation,
    seq: int,
    *,
    at: datetime = NOW,
    state: Delivery = Delivery.PENDING,
    due: datetime | None = None,
    in_reply_to: MessageId | None = None,
) -> Message:
    """What the bot says."""
    return Message(
        id=MessageId(fresh()),
        conversation_id=conversation.id,
        channel=conversation.channel,
        seq=seq,
        episode=1,
        author=Author.BOT,
        text=f"bot {seq}",
        created_at=at,
        delivery=state,
        next_attempt_at=due,
        in_reply_to=in_reply_to,
        buttons=({"title": "转人工", "payload": "/ask_human"},),
    )


def a_case(conversation: Conversation, episode: int = 1, at: datetime = NOW) -> Case:
    """A draft without facts."""
    return Case(CaseId(fresh()), conversation.id, episode, at, at)


def a_fact(value: str, *, name: FactName = FactName.DEMAND, at: datetime = NOW) -> Fact:
    """Typed by an agent."""
    return Fact(name, value, at, recorded_by="agent-1")


def an_event(conversation: Conversation | None = None, **data: object) -> Event:
    """Of the kind that is written most."""
    named = conversation.id if conversation else None
    return Event(EventKind.MESSAGE_RECORDED, NOW, "customer", named, data=data)


def an_agent(username: str = "li") -> Agent:
    """May handle conversations."""
    return Agent(AgentId(fresh()), username, "李姐", Role.AGENT, NOW)


def an_entry(
    conversation: Conversation,
    token: str = "[手机号1]",
    digest: str = "d1",
    kind: PersonalKind = PersonalKind.PHONE,
) -> VaultEntry:
    """An encrypted value (not really)."""
    return VaultEntry(conversation.id, token, kind, b"\x01\x00\xff", digest, "138****8000", NOW)


async def added(store: Store, *conversations: Conversation) -> None:
    """Put them into the store."""
    async with store.writing() as tx:
        for conversation in conversations:
            await tx.conversations.add_if_new(conversation)


async def recorded(store: Store, *messages: Message) -> None:
    """Put them into the transcript."""
    async with store.writing() as tx:
        for message in messages:
            await tx.messages.add(message)


def an_attachment(owner: str = "u1", at: datetime = NOW, size: int = 10) -> Attachment:
    """A photo that no message has yet."""
    return Attachment(
        id=AttachmentId(fresh()),
        owner=owner,
        kind=AttachmentKind.IMAGE,
        media_type="image/png",
        size=size,
        sha256="0" * 64,
        file_name="保单.png",
        created_at=at,
    )
