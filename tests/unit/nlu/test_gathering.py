"""Messages made ready for training in several processes, as one process would."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.triage import SignalName
from bot.nlu.gathering import gather
from bot.nlu.material import Preparation
from bot.nlu.runs import spelled
from tests.unit.nlu import small


def test_rows_and_lessons_stand_in_the_order_of_the_messages() -> None:
    entries = list(small.entries())
    entries[3] = replace(entries[3], partial=True)
    gathered = gather(entries, small.material())
    preparation = Preparation(small.material())
    prepared = [preparation.prepare(entry.text) for entry in entries]

    rows = gathered.messages
    names = [*rows.names, *map(spelled, rows.runs.tolist())]
    assert len(rows) == len(entries)
    for i, message in enumerate(prepared):
        found = {names[n] for n in rows.at[rows.starts[i] : rows.starts[i + 1]]}
        assert found == message.features.spelled()

    whole = [m for m, entry in zip(prepared, entries, strict=True) if not entry.partial]
    assert len(gathered.lessons) == len(whole) == len(entries) - 1
    clauses = [clause for message in whole for clause in message.clauses]
    assert len(gathered.clauses) == len(clauses)
    spans = [(c.start, c.end) for lesson in gathered.lessons for c in lesson.clauses]
    assert spans == [(clause.start, clause.end) for clause in clauses]


def test_a_lesson_knows_where_its_signals_are_shown() -> None:
    entries = [e for e in small.entries() if SignalName.REGULATOR in e.reading.signals]
    for lesson, entry in zip(gather(entries, small.material()).lessons, entries, strict=True):
        start, end = lesson.shown[SignalName.REGULATOR]
        assert end - start == len(entry.reading.signals[SignalName.REGULATOR])
