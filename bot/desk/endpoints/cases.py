"""The ledger of complaints."""

from __future__ import annotations

from bot.desk.models.attachments import attachment_answer
from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.cases import (
    Case,
    CaseQuery,
    Cases,
    CaseWithHistory,
    Overruled,
    case_answer,
    change_answer,
)
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import CaseId
from bot.domain.staff import Permission


async def list_cases(call: Call[NoBody, CaseQuery]) -> Cases:
    """Newest first."""
    state = call.query.state.value if call.query.state else None
    page = await call.services.inspection.case_views(state, call.query.limit)
    return Cases(items=[case_answer(view) for view in page.rows], total=page.total)


async def read_case(call: Call[NoBody, NoQuery]) -> CaseWithHistory:
    """A case and all that its facts ever were."""
    view = await call.services.inspection.case(CaseId(call.path("id")))
    return CaseWithHistory(
        case=case_answer(view),
        history=[change_answer(change, view) for change in view.history],
        attachments=[attachment_answer(item) for item in view.attachments],
    )


async def overrule(call: Call[Overruled, NoQuery]) -> Case:
    """Correct what was judged. It counts at once, and is kept as a labelled example."""
    case_id, correction = CaseId(call.path("id")), call.body.correction()
    await call.services.overruling.overrule(case_id, correction, call.agent)
    view = await call.services.inspection.case(case_id)
    return case_answer(view)


ENDPOINTS = (
    Endpoint(
        "GET",
        f"{API}/cases",
        list_cases,
        Permission.READ_CONVERSATIONS,
        "List cases",
        Cases,
        query=CaseQuery,
    ),
    Endpoint(
        "GET",
        f"{API}/cases/{{id}}",
        read_case,
        Permission.READ_CONVERSATIONS,
        "Read a case",
        CaseWithHistory,
    ),
    Endpoint(
        "POST",
        f"{API}/cases/{{id}}/overrulings",
        overrule,
        Permission.HANDLE_CONVERSATIONS,
        "Overrule a judgement",
        Case,
        body=Overruled,
        status=201,
        errors=frozenset({409}),
    ),
)
