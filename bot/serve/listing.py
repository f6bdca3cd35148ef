"""Cases as the command line prints them: tokens, never personal values."""

from __future__ import annotations

from typing import Any

from bot.domain.case import Case, missing


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


def case_document(case: Case) -> dict[str, Any]:
    """All of `qingting cases show`."""
    return {
        **case_row(case),
        "filed_at": case.filed_at.isoformat(timespec="seconds") if case.filed_at else None,
        "priority": case.priority,
        "causes": [cause.value for cause in case.causes],
        "anger": case.anger,
        "facts": {
            fact.name.value: {"value": fact.value, "seq": fact.seq, "recorded_by": fact.recorded_by}
            for fact in case.facts
        },
        "missing": [sorted(name.value for name in group) for group in missing(case.facts)],
    }
