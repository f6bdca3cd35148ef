"""The audit view of the event log, and the file made of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from typing import Any

from aiohttp import hdrs, web

from bot.desk.models.audit import Audit, AuditPageQuery, AuditQuery, audit_answer
from bot.desk.models.base import NoBody
from bot.desk.table import API, Call, Endpoint
from bot.domain.audit import COLUMNS, AuditFilter, row_of
from bot.domain.ids import EventId
from bot.domain.staff import Permission

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet reads Chinese as something else."""


async def read_audit(call: Call[NoBody, AuditPageQuery]) -> Audit:
    """A page of the log, newest first."""
    before = None if call.query.before is None else EventId(call.query.before)
    trail = call.services.audit
    return audit_answer(await trail.page(await _wanted(call), before, call.query.limit))


async def export_audit(call: Call[NoBody, AuditQuery]) -> web.StreamResponse:
    """The same as CSV, in full."""
    wanted = await _wanted(call)
    names = await call.services.audit.usernames()
    response = web.StreamResponse()
    response.content_type, response.charset = "text/csv", "utf-8"
    name = f"qingting-audit-{call.services.clock.now():%Y%m%d-%H%M%S}.csv"
    response.headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="{name}"'
    await response.prepare(call.request)
    await response.write((BYTE_ORDER_MARK + _csv([COLUMNS])).encode())
    async with aclosing(call.services.audit.export(wanted, call.agent)) as pages:
        async for events in pages:
            await response.write(_csv(row_of(event, names) for event in events).encode())
    return response


async def _wanted(call: Call[NoBody, Any]) -> AuditFilter:
    wanted: AuditFilter = call.query.wanted()
    if call.query.case is None:
        return wanted
    return await call.services.audit.of_case(wanted, call.query.case)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


_PATH = f"{API}/audit"
ENDPOINTS = (
    Endpoint(
        "GET",
        _PATH,
        read_audit,
        Permission.READ_AUDIT,
        "Read the audit trail, newest first",
        Audit,
        query=AuditPageQuery,
    ),
    Endpoint(
        "GET",
        f"{_PATH}/export",
        export_audit,
        Permission.READ_AUDIT,
        "The audit trail as CSV; audited",
        None,
        query=AuditQuery,
        media_type="text/csv",
    ),
)
