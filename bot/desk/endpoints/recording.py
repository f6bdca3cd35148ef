"""Typing in complaints that came by letter, by phone or in person."""

from __future__ import annotations

from bot.desk.endpoints.replies import uploaded
from bot.desk.models.attachments import Attachment, attachment_answer
from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.recording import NewCase, NewComplaint, recorded_answer
from bot.desk.models.replies import ReplyLimits, limits_answer
from bot.desk.table import API, Call, Endpoint
from bot.domain.channel_rules import ChannelRule
from bot.domain.staff import Permission


async def record(call: Call[NewComplaint, NoQuery]) -> NewCase:
    """Open the case, once per `client_id`; the assistant reads it and says nothing."""
    recorded = await call.services.recording.record(call.agent, call.body.recording())
    return recorded_answer(recorded)


async def attach(call: Call[NoBody, NoQuery]) -> Attachment:
    """Take in a scan that the form will name; checked by its content, kept encrypted."""
    await call.services.recording.admit(call.agent)
    inbound = await uploaded(call)
    return attachment_answer(await call.services.recording.attach(call.agent, inbound))


async def read_recording_limits(call: Call[NoBody, NoQuery]) -> ReplyLimits:
    """What may be attached."""
    return limits_answer(ChannelRule(files=True), None, call.services.files.policy)


_ALL = f"{API}/complaints"
_HANDLE = Permission.HANDLE_CONVERSATIONS
ENDPOINTS = (
    Endpoint(
        "POST",
        _ALL,
        record,
        _HANDLE,
        "Record a complaint",
        NewCase,
        body=NewComplaint,
        status=201,
    ),
    Endpoint(
        "POST",
        f"{_ALL}/attachments",
        attach,
        _HANDLE,
        "Upload a scan for a complaint to be recorded",
        Attachment,
        status=201,
        errors=frozenset({429}),
        raw_body=True,
    ),
    Endpoint(
        "GET", f"{_ALL}/limits", read_recording_limits, _HANDLE, "What may be attached", ReplyLimits
    ),
)
