"""Conversations: what waits, what was said, and the acts of agents."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.conversation_acts import (
    Aside,
    Claim,
    Close,
    Reopen,
    Return,
    Reveal,
    Revealed,
    Transfer,
)
from bot.desk.models.conversations import (
    Conversation,
    ConversationQuery,
    Conversations,
    Opened,
    OpenQuery,
    conversation_answer,
    opened_answer,
)
from bot.desk.models.messages import Transcript, TranscriptQuery, message_answers
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import AgentId, AttachmentId, ConversationId, TeamId
from bot.domain.staff import Permission

QUEUE = "queue"
"""In place of an agent's id: back to those who wait."""
TEAM = "team:"
"""Before a team's id: back to those who wait, for this team."""


async def list_conversations(call: Call[NoBody, ConversationQuery]) -> Conversations:
    """One tab of the desk."""
    query, services = call.query, call.services
    page = await services.inspection.conversations(
        query.view.value, call.agent, query.narrowing(services.clock.now()), query.limit
    )
    items = [conversation_answer(row) for row in page.rows]
    return Conversations(items=items, total=page.total, beyond=page.beyond)


async def open_conversation(call: Call[NoBody, OpenQuery]) -> Opened:
    """A conversation with brief and case of a matter."""
    inspection, conversation_id = call.services.inspection, _id(call.path("id"))
    return opened_answer(await inspection.open(conversation_id, call.agent, call.query.episode))


async def read_transcript(call: Call[NoBody, TranscriptQuery]) -> Transcript:
    """What was said after a `seq`."""
    view = await call.services.inspection.transcript(
        _id(call.path("id")), call.query.after, call.query.limit
    )
    return Transcript(items=message_answers(view), more=view.more)


async def claim(call: Call[Claim, NoQuery]) -> Conversation:
    """Take it from the queue or the bot, or from a colleague where `take_over` says so."""
    handoffs, conversation_id = call.services.handoffs, _id(call.path("id"))
    if call.body.take_over:
        await handoffs.take_over(conversation_id, call.agent, call.body.reason)
    else:
        await handoffs.claim(conversation_id, call.agent)
    return await _now(call)


async def transfer(call: Call[Transfer, NoQuery]) -> Conversation:
    """Pass an own conversation on."""
    to, team = _target(call.body.to)
    await call.services.handoffs.transfer(
        _id(call.path("id")), call.agent, to, call.body.note, team
    )
    return await _now(call)


async def refuse(call: Call[NoBody, NoQuery]) -> Conversation:
    """Let somebody else have what was given to the caller."""
    await call.services.assignments.refuse(_id(call.path("id")), call.agent)
    return await _now(call)


async def return_to_bot(call: Call[Return, NoQuery]) -> Conversation:
    """Let the assistant go on."""
    await call.services.handoffs.return_to_bot(_id(call.path("id")), call.agent, call.body.reason)
    return await _now(call)


async def close(call: Call[Close, NoQuery]) -> Conversation:
    """End the matter."""
    await call.services.handoffs.close(
        _id(call.path("id")), call.agent, call.body.outcome.value, call.body.note
    )
    return await _now(call)


async def reopen(call: Call[Reopen, NoQuery]) -> Conversation:
    """The matter goes on."""
    await call.services.handoffs.reopen(_id(call.path("id")), call.agent, call.body.reason)
    return await _now(call)


async def put_aside(call: Call[Aside, NoQuery]) -> Conversation:
    """Out of the way for a while, or back."""
    await call.services.asides.put(_id(call.path("id")), call.agent, call.body.until)
    return await _now(call)


async def read_attachment(call: Call[NoBody, NoQuery]) -> web.Response:
    """A file of the conversation, decrypted; who opened it is in the audit trail."""
    opened = await call.services.files.for_staff(
        _id(call.path("id")), AttachmentId(call.path("attachment_id")), call.agent
    )
    return web.Response(
        body=opened.content, content_type=opened.attachment.media_type, headers=opened.headers
    )


async def reveal(call: Call[Reveal, NoQuery]) -> Revealed:
    """One personal value in clear text; who saw it and why is in the audit trail."""
    value = await call.services.boundary.reveal(
        _id(call.path("id")), call.body.token, call.agent.id, call.body.reason
    )
    return Revealed(value=value)


def _target(to: str) -> tuple[AgentId | None, TeamId | None]:
    """An agent, or nobody in particular and perhaps a team."""
    if to.startswith(TEAM):
        return None, TeamId(to.removeprefix(TEAM))
    return (None if to == QUEUE else AgentId(to)), None


def _id(text: str) -> ConversationId:
    return ConversationId(text)


async def _now(call: Call[Any, Any]) -> Conversation:
    view = await call.services.inspection.conversation(_id(call.path("id")), call.agent)
    return conversation_answer(view)


_ALL = f"{API}/conversations"
_ONE = f"{_ALL}/{{id}}"
_READ, _HANDLE = Permission.READ_CONVERSATIONS, Permission.HANDLE_CONVERSATIONS
_CONFLICT = frozenset({409})
ENDPOINTS = (
    Endpoint(
        "GET", _ALL, list_conversations, _READ, "List a tab", Conversations, query=ConversationQuery
    ),
    Endpoint("GET", _ONE, open_conversation, _READ, "Open a conversation", Opened, query=OpenQuery),
    Endpoint(
        "GET",
        f"{_ONE}/messages",
        read_transcript,
        _READ,
        "Read the transcript",
        Transcript,
        query=TranscriptQuery,
    ),
    Endpoint(
        "GET",
        f"{_ONE}/attachments/{{attachment_id}}",
        read_attachment,
        Permission.REVEAL,
        "Open a file of an own conversation; audited",
        None,
        media_type="*/*",
    ),
    Endpoint(
        "POST",
        f"{_ONE}/claim",
        claim,
        _HANDLE,
        "Take a conversation",
        Conversation,
        body=Claim,
        body_optional=True,
        errors=_CONFLICT,
    ),
    Endpoint(
        "POST",
        f"{_ONE}/refuse",
        refuse,
        _HANDLE,
        "Refuse what was assigned",
        Conversation,
        errors=_CONFLICT,
    ),
    Endpoint(
        "POST",
        f"{_ONE}/transfer",
        transfer,
        _HANDLE,
        "Pass a conversation on",
        Conversation,
        body=Transfer,
        errors=_CONFLICT,
    ),
    Endpoint(
        "POST",
        f"{_ONE}/return",
        return_to_bot,
        _HANDLE,
        "Return to the assistant",
        Conversation,
        body=Return,
        errors=_CONFLICT,
    ),
    Endpoint(
        "POST",
        f"{_ONE}/close",
        close,
        _HANDLE,
        "End the matter",
        Conversation,
        body=Close,
        errors=_CONFLICT,
    ),
    Endpoint(
        "POST",
        f"{_ONE}/reopen",
        reopen,
        _HANDLE,
        "Take up again what was closed",
        Conversation,
        body=Reopen,
        errors=_CONFLICT,
    ),
    Endpoint(
        "POST",
        f"{_ONE}/aside",
        put_aside,
        _HANDLE,
        "Put an own conversation aside until a time, or bring it back",
        Conversation,
        body=Aside,
        errors=_CONFLICT,
    ),
    Endpoint(
        "POST",
        f"{_ONE}/reveal",
        reveal,
        Permission.REVEAL,
        "Show one personal value; audited",
        Revealed,
        body=Reveal,
    ),
)
