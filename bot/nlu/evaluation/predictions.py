"""Runs a reader over labelled messages and keeps what it scored beside what it decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from bot.domain.reading import Cause, Intent, Topic
from bot.domain.triage import SignalName
from bot.nlu.labels import Labelled
from bot.nlu.reader import MessageReader, MessageReading

TODAY = date(2026, 11, 21)
"""The day on which the evaluation messages were written; “yesterday” is the day before."""


@dataclass(frozen=True)
class Scores:
    """Raw scores of one message, before any threshold; `anger` lies between 0 and 4."""

    intents: Mapping[Intent, float]
    complaint: float
    anger: float
    causes: Mapping[Cause, float]
    topics: Mapping[Topic, float]
    signals: Mapping[SignalName, float]


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
    message = reader.preparation.prepare(text)
    judgement = reader.judge.judge(message.features)
    spotted = reader.spotter.spot(message.clauses)
    return Scores(
        intents=judgement.intents,
        complaint=judgement.complaint,
        anger=judgement.anger,
        causes=judgement.causes,
        topics=judgement.topics,
        signals={found.name: found.score for found in spotted},
    )


def by_language(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """All rows under `all`, then those of each language set, by name."""
    sets: dict[str, list[Row]] = {}
    everything = list(rows)
    for row in everything:
        sets.setdefault(row.language, []).append(row)
    return {"all": everything, **dict(sorted(sets.items()))}
