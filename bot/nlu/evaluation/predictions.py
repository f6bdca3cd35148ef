"""Runs a reader over labelled messages and keeps what it scored beside what it decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from bot.domain.reading import Topic
from bot.nlu.labels import Labelled
from bot.nlu.language import language_of
from bot.nlu.reader import MessageReader, MessageReading, Scores

TODAY = date(2026, 11, 21)
"""The day on which the evaluation messages were written; “yesterday” is the day before."""


@dataclass(frozen=True)
class Row:
    """One message: what a person read in it, what the reader found, and how sure it was."""

    expected: Labelled
    found: MessageReading
    scores: Scores

    @property
    def language(self) -> str:
        """The language set, which is the beginning of the file's name: `english`, `simplified`."""
        return PurePath(self.expected.file).stem.partition("_")[0]

    @property
    def scene(self) -> str:
        """Messages of one scene resemble each other; one without a scene stands alone."""
        return self.expected.scenario or self.expected.place

    @property
    def likeliest_topic(self) -> Topic:
        """Of a question, whatever the intent that was read."""
        return max(self.scores.topics, key=lambda topic: self.scores.topics[topic])


def predict(reader: MessageReader, entries: Iterable[Labelled], today: date = TODAY) -> list[Row]:
    """One row per message, in order."""
    return [
        Row(entry, reader.read(entry.text, today), scores_of(reader, entry.text))
        for entry in entries
    ]


def scores_of(reader: MessageReader, text: str) -> Scores:
    """What every head says of the message, however unlikely."""
    return reader.score(reader.preparation.prepare(text), language_of(text))


def by_language(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """All rows under `all`, then those of each language set, by name."""
    sets: dict[str, list[Row]] = {}
    everything = list(rows)
    for row in everything:
        sets.setdefault(row.language, []).append(row)
    return {"all": everything, **dict(sorted(sets.items()))}
