"""Who may call what, written by hand: nothing in it is drawn from the program.

A new endpoint needs a line here before its tests pass. What is not listed for a role is denied.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.staff import Role

ANYBODY: frozenset[Role] | None = None
"""Without a session."""
EVERYBODY = frozenset(Role)
HANDLERS = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN})
SUPERVISORS = frozenset({Role.SUPERVISOR, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})

MAY_CALL: Mapping[str, frozenset[Role] | None] = {
    "GET /health": ANYBODY,
    "GET /api/v1/openapi.json": ANYBODY,
    "POST /api/v1/session": ANYBODY,
    "GET /api/v1/session": EVERYBODY,
    "PUT /api/v1/session/password": EVERYBODY,
    "PUT /api/v1/session/presence": HANDLERS,
    "GET /api/v1/conversations": EVERYBODY,
    "GET /api/v1/conversations/{id}": EVERYBODY,
    "GET /api/v1/conversations/{id}/messages": EVERYBODY,
    "GET /api/v1/conversations/{id}/attachments/{attachment_id}": HANDLERS,
    "POST /api/v1/conversations/{id}/attachments": HANDLERS,
    "GET /api/v1/conversations/{id}/limits": EVERYBODY,
    "GET /api/v1/conversations/{id}/hands": EVERYBODY,
    "PUT /api/v1/conversations/{id}/typing": HANDLERS,
    "PUT /api/v1/conversations/{id}/watching": EVERYBODY,
    "DELETE /api/v1/conversations/{id}/watching": EVERYBODY,
    "POST /api/v1/conversations/{id}/claim": HANDLERS,
    "POST /api/v1/conversations/{id}/refuse": HANDLERS,
    "POST /api/v1/conversations/{id}/messages": HANDLERS,
    "POST /api/v1/conversations/{id}/transfer": HANDLERS,
    "POST /api/v1/conversations/{id}/return": HANDLERS,
    "POST /api/v1/conversations/{id}/close": HANDLERS,
    "POST /api/v1/conversations/{id}/reopen": HANDLERS,
    "POST /api/v1/conversations/{id}/aside": HANDLERS,
    "POST /api/v1/conversations/{id}/callback": HANDLERS,
    "POST /api/v1/conversations/{id}/reveal": HANDLERS,
    "GET /api/v1/conversations/{id}/notes": EVERYBODY,
    "POST /api/v1/conversations/{id}/notes": HANDLERS,
    "POST /api/v1/conversations/{id}/notes/seen": EVERYBODY,
    "POST /api/v1/complaints": HANDLERS,
    "POST /api/v1/complaints/attachments": HANDLERS,
    "GET /api/v1/complaints/limits": HANDLERS,
    "GET /api/v1/canned": EVERYBODY,
    "GET /api/v1/canned/titles": EVERYBODY,
    "GET /api/v1/cases": EVERYBODY,
    "GET /api/v1/cases/{id}": EVERYBODY,
    "GET /api/v1/cases/{id}/file": EVERYBODY,
    "POST /api/v1/cases/{id}/file": HANDLERS,
    "GET /api/v1/cases/{id}/relations": EVERYBODY,
    "PUT /api/v1/cases/{id}/merge": HANDLERS,
    "DELETE /api/v1/cases/{id}/merge": HANDLERS,
    "PUT /api/v1/cases/{id}/group": HANDLERS,
    "DELETE /api/v1/cases/{id}/group": HANDLERS,
    "POST /api/v1/search": EVERYBODY,
    "POST /api/v1/search/spellings": EVERYBODY,
    "POST /api/v1/cases/{id}/overrulings": HANDLERS,
    "GET /api/v1/callbacks": EVERYBODY,
    "POST /api/v1/callbacks/{id}/done": HANDLERS,
    "GET /api/v1/deliveries": SUPERVISORS,
    "POST /api/v1/deliveries/{message_id}/retry": SUPERVISORS,
    "GET /api/v1/events": SUPERVISORS,
    "GET /api/v1/audit": SUPERVISORS,
    "GET /api/v1/audit/export": SUPERVISORS,
    "GET /api/v1/overview": SUPERVISORS,
    "GET /api/v1/events/stream": EVERYBODY,
    "GET /api/v1/agents": EVERYBODY,
    "POST /api/v1/agents": ADMINS,
    "PATCH /api/v1/agents/{id}": ADMINS,
    "GET /api/v1/teams": EVERYBODY,
    "POST /api/v1/teams": ADMINS,
    "PATCH /api/v1/teams/{id}": ADMINS,
    "DELETE /api/v1/teams/{id}": ADMINS,
    "GET /api/v1/skills": EVERYBODY,
    "DELETE /api/v1/session": EVERYBODY,  # last: whoever signs out asks nothing more
}
