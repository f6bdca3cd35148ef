"""Writing to the customer: words, files, what the platform takes, and the signs of typing."""

from __future__ import annotations

from urllib.parse import unquote

from aiohttp import web

from bot.desk.models.attachments import Attachment, attachment_answer
from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.messages import Message, NewMessage, message_answers
from bot.desk.models.replies import Hands, ReplyLimits, hands_answer, limits_answer
from bot.desk.table import API, Call, Endpoint
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import TooLarge
from bot.domain.ids import ConversationId
from bot.domain.staff import Permission

NAME_HEADER = "X-File-Name"
_PIECE = 64 * 1024


async def say(call: Call[NewMessage, NoQuery]) -> Message:
    """Write to the customer, once per `client_id`."""
    conversation_id = _id(call)
    await call.services.activity.agent_spoke(conversation_id, call.agent)
    message = await call.services.replies.say(conversation_id, call.agent, call.body.words())
    (answer,) = message_answers(await call.services.inspection.message(message))
    return answer


async def attach_file(call: Call[NoBody, NoQuery]) -> Attachment:
    """Take a file in for a message that will name it; checked by its content, kept encrypted."""
    replies, conversation_id = call.services.replies, _id(call)
    await replies.admit(conversation_id, call.agent)
    inbound = await uploaded(call)
    return attachment_answer(await replies.attach(conversation_id, call.agent, inbound))


async def read_limits(call: Call[NoBody, NoQuery]) -> ReplyLimits:
    """What the platform takes at this moment."""
    rule, allowance, month = await call.services.platform_limits.now(_id(call))
    return limits_answer(rule, allowance, call.services.files.policy, month)


async def list_hands(call: Call[NoBody, NoQuery]) -> Hands:
    """The stretches in which a person had it."""
    return hands_answer(await call.services.hands.of_conversation(_id(call)))


async def tell_typing(call: Call[NoBody, NoQuery]) -> None:
    """The agent types: the customer sees that, for some seconds, and never what."""
    await call.services.activity.agent_types(_id(call), call.agent)


async def watch(call: Call[NoBody, NoQuery]) -> None:
    """The caller reads what a colleague has; the colleague sees it."""
    await call.services.activity.watch(_id(call), call.agent)


async def stop_watching(call: Call[NoBody, NoQuery]) -> None:
    """The caller reads it no longer."""
    await call.services.activity.leave(_id(call), call.agent)


async def uploaded(call: Call[NoBody, NoQuery]) -> InboundAttachment:
    """The body as a file. Raises TooLarge."""
    content = await _content(call.request, call.services.files.policy.largest_of_all)
    name = unquote(call.request.headers.get(NAME_HEADER, "")[:1000], errors="replace")
    return InboundAttachment(name, call.request.content_type, content)


async def _content(request: web.Request, most: int) -> bytes:
    """Raises TooLarge as soon as there is more."""
    content = bytearray()
    async for piece in request.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > most:
            raise TooLarge("attachment", f"is larger than {most // 2**20} MB.")
    return bytes(content)


def _id(call: Call[NoBody, NoQuery] | Call[NewMessage, NoQuery]) -> ConversationId:
    return ConversationId(call.path("id"))


_ONE = f"{API}/conversations/{{id}}"
_READ, _HANDLE = Permission.READ_CONVERSATIONS, Permission.HANDLE_CONVERSATIONS
_CONFLICT = frozenset({409})
ENDPOINTS = (
    Endpoint(
        "POST",
        f"{_ONE}/messages",
        say,
        _HANDLE,
        "Write to the customer",
        Message,
        body=NewMessage,
        status=201,
        errors=_CONFLICT,
    ),
    Endpoint(
        "POST",
        f"{_ONE}/attachments",
        attach_file,
        _HANDLE,
        "Upload a file for a message to the customer",
        Attachment,
        status=201,
        errors=frozenset({409, 429}),
        raw_body=True,
    ),
    Endpoint(
        "GET",
        f"{_ONE}/limits",
        read_limits,
        _READ,
        "What the customer's platform takes now",
        ReplyLimits,
    ),
    Endpoint("GET", f"{_ONE}/hands", list_hands, _READ, "Who had it, and when", Hands),
    Endpoint(
        "PUT",
        f"{_ONE}/typing",
        tell_typing,
        _HANDLE,
        "Show the customer that somebody types",
        None,
        status=204,
        errors=_CONFLICT,
    ),
    Endpoint(
        "PUT",
        f"{_ONE}/watching",
        watch,
        _READ,
        "Say that one reads a colleague's conversation",
        None,
        status=204,
        errors=_CONFLICT,
    ),
    Endpoint(
        "DELETE",
        f"{_ONE}/watching",
        stop_watching,
        _READ,
        "Say that one reads it no longer",
        None,
        status=204,
    ),
)
