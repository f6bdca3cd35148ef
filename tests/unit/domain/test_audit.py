"""Events as the rows of a file."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.domain.audit import COLUMNS, AuditFilter, row_of
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, ConversationId, EventId

AT = datetime(2026, 11, 21, 9, 30, tzinfo=timezone.utc)


def test_a_row_names_who_did_it() -> None:
    event = Event(
        EventKind.NOTE_ADDED,
        AT,
        "agent:7",
        ConversationId("c"),
        data={"name": "理赔"},
        id=EventId(3),
    )
    assert row_of(event, {"7": "li"}) == (
        "3",
        "2026-11-21T09:30:00+00:00",
        "note.added",
        "agent:7",
        "li",
        "c",
        "",
        '{"name": "理赔"}',
    )
    assert len(row_of(event, {})) == len(COLUMNS)


@pytest.mark.parametrize("first", "=+-@\t\r")
def test_no_cell_is_a_formula(first: str) -> None:
    event = Event(EventKind.NOTE_ADDED, AT, f"{first}1+1")
    assert row_of(event, {})[3] == f"'{first}1+1"


def test_an_export_says_what_it_was_of() -> None:
    assert AuditFilter().named == {}
    wanted = AuditFilter(agent_id=AgentId("7"), kind=EventKind.NOTE_ADDED, since=AT)
    assert wanted.named == {"agent": "7", "of_kind": "note.added", "since": AT.isoformat()}
