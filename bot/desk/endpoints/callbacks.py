"""Promised call-backs: what is to be kept, and that it was."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.callbacks import (
    Callback,
    CallbackQuery,
    Callbacks,
    Promise,
    callback_answer,
)
from bot.desk.table import API, Call, Endpoint
from bot.domain.callback import CallbackId
from bot.domain.ids import ConversationId
from bot.domain.staff import Permission


async def list_callbacks(call: Call[NoBody, CallbackQuery]) -> Callbacks:
    """The earliest first."""
    views = await call.services.callbacks.list(call.query.state)
    return Callbacks(items=[callback_answer(view) for view in views])


async def promise_callback(call: Call[Promise, NoQuery]) -> Callback:
    """The caller has told the customer when somebody will call."""
    conversation_id = ConversationId(call.path("id"))
    view = await call.services.callbacks.promise_by(
        conversation_id, call.body.at, call.body.note, call.agent
    )
    return callback_answer(view)


async def finish_callback(call: Call[NoBody, NoQuery]) -> Callback:
    """The caller has called the customer."""
    view = await call.services.callbacks.done(CallbackId(call.path("id")), call.agent)
    return callback_answer(view)


ENDPOINTS = (
    Endpoint(
        "GET",
        f"{API}/callbacks",
        list_callbacks,
        Permission.READ_CONVERSATIONS,
        "List promised call-backs",
        Callbacks,
        query=CallbackQuery,
    ),
    Endpoint(
        "POST",
        f"{API}/conversations/{{id}}/callback",
        promise_callback,
        Permission.HANDLE_CONVERSATIONS,
        "Promise a call, in an own conversation",
        Callback,
        body=Promise,
        status=201,
        errors=frozenset({409}),
    ),
    Endpoint(
        "POST",
        f"{API}/callbacks/{{id}}/done",
        finish_callback,
        Permission.HANDLE_CONVERSATIONS,
        "Say that the customer was called",
        Callback,
        errors=frozenset({409}),
    ),
)
