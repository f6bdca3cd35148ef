"""The case file, to be printed or kept."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.case_file import CaseFile, FileReason, case_file_answer
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import CaseId
from bot.domain.staff import Permission


async def read_case_file(call: Call[NoBody, NoQuery]) -> CaseFile:
    """With masks in place of personal values."""
    file = await call.services.case_files.masked(CaseId(call.path("id")), call.agent)
    return case_file_answer(file)


async def reveal_case_file(call: Call[FileReason, NoQuery]) -> CaseFile:
    """With personal values in clear text; who made it and why is in the audit trail."""
    case_id = CaseId(call.path("id"))
    file = await call.services.case_files.in_clear(case_id, call.agent, call.body.reason)
    return case_file_answer(file)


_PATH = f"{API}/cases/{{id}}/file"
ENDPOINTS = (
    Endpoint(
        "GET",
        _PATH,
        read_case_file,
        Permission.READ_CONVERSATIONS,
        "Make a case file; audited",
        CaseFile,
    ),
    Endpoint(
        "POST",
        _PATH,
        reveal_case_file,
        Permission.REVEAL,
        "Make a case file with personal values; audited",
        CaseFile,
        body=FileReason,
    ),
)
