"""Labelled messages made ready for training, in several processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu import spotting
from bot.nlu.judging import fold_of
from bot.nlu.labels import Labelled
from bot.nlu.language import Language, language_of
from bot.nlu.material import Material, Preparation, Prepared
from bot.nlu.processes import PROCESSES, shared_out
from bot.nlu.rows import GrowingRows, Rows

_PARTS = 4
"""For each process: files differ in how long their messages are, and no process is to wait."""


@dataclass(frozen=True)
class Gathered:
    """Features of messages and of clauses; a lesson and a language for every message that is not
    partial, whose clauses are the rows of `clauses`, one after the other."""

    messages: Rows
    clauses: Rows
    lessons: Sequence[spotting.Lesson]
    languages: Sequence[Language]


def gather(entries: Sequence[Labelled], material: Material) -> Gathered:
    """In the order of the entries. Raises ValueError where the material is broken."""
    Preparation(material)  # What is broken is said here, not by another process.
    share = -(-len(entries) // (_PARTS * PROCESSES))
    parts = shared_out(
        _gathered, [(entries[at : at + share], material) for at in range(0, len(entries), share)]
    )
    return Gathered(
        messages=Rows.joined([part.messages for part in parts]),
        clauses=Rows.joined([part.clauses for part in parts]),
        lessons=[lesson for part in parts for lesson in part.lessons],
        languages=[language for part in parts for language in part.languages],
    )


def _gathered(entries: Sequence[Labelled], material: Material) -> Gathered:
    preparation = Preparation(material)
    messages, clauses = GrowingRows(), GrowingRows()
    lessons, languages = [], []
    for entry in entries:
        message = preparation.prepare(entry.text)
        messages.add(message.features)
        if not entry.partial:
            for clause in message.clauses:
                clauses.add(clause.features)
            lessons.append(_lesson(entry, message))
            languages.append(language_of(entry.text))
    return Gathered(messages.rows(), clauses.rows(), lessons, languages)


def _lesson(entry: Labelled, message: Prepared) -> spotting.Lesson:
    places = {
        name: place
        for name, quote in entry.reading.signals.items()
        if (place := spotting.place_of(message.plain, quote))
    }
    return spotting.Lesson(
        [spotting.stretch_of(clause) for clause in message.clauses],
        places,
        fold_of(entry.file, entry.line),
    )
