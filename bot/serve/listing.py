"""Cases as the command line prints them: tokens, never personal values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.case import Case, missing
from bot.services.views import CaseView


def case_row(case: Case) -> dict[str, Any]:
    """One line of `qingting cases list`."""
    return {
        "number": case.number or "–",
        "state": case.state.value,
        "level": case.level.value,
        "created_at": case.created_at.isoformat(timespec="seconds"),
        "conversation_id": case.conversation_id,
        "id": case.id,
    }


def case_document(view: CaseView) -> dict[str, Any]:
    """All of `qingting cases show`."""
    case, survey = view.case, view.survey
    return {
        **case_row(case),
        "filed_at": _time(case.filed_at),
        "ended_at": _time(case.ended_at),
        "previous_case": view.previous.number or view.previous.id if view.previous else None,
        "survey": survey.answer.value if survey and survey.answer else None,
        "survey_comment": survey.comment if survey else "",
        "priority": case.priority,
        "causes": [cause.value for cause in case.causes],
        "anger": case.anger,
        "facts": {
            fact.name.value: {"value": fact.value, "seq": fact.seq, "recorded_by": fact.recorded_by}
            for fact in case.facts
        },
        "missing": [sorted(name.value for name in group) for group in missing(case.facts)],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
