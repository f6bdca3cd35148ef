"""Classes with too few training messages, and those without look-alikes, are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.triage import SignalName
from bot.nlu import data_counts
from bot.nlu.labels import Labelled
from tests.unit.nlu.labelled_data import (
    COMPLAINT,
    GREETING,
    LETTERS,
    clean,
    findings,
    labelled,
    ten_letters,
)


@pytest.mark.parametrize("intent", [Intent.GREET, Intent.ASK_BOT])
def test_an_intent_with_too_few_examples_is_found(intent: Intent) -> None:
    entries = [entry for entry in clean() if entry.reading.intent is not intent]
    assert findings(entries) == [f"data: `{intent.value}` has 0 examples; 40 are needed."]


@pytest.mark.parametrize(("kept", "needed"), [(59, True), (60, False)])
def test_a_cause_with_too_few_examples_is_found(kept: int, needed: bool) -> None:
    fees = [entry for entry in clean() if Cause.FEE in entry.reading.causes]
    others = [entry for entry in clean() if Cause.FEE not in entry.reading.causes]
    found = findings([*others, *fees[:kept]])
    assert ("data: `fee` has 59 examples; 60 are needed." in found) is needed


@pytest.mark.parametrize(
    ("needed", "without"),
    [
        ("media (en)", lambda r: r.signals.get(SignalName.MEDIA) == "en"),
        ("media (zh-Hant)", lambda r: "書" in r.signals.get(SignalName.MEDIA, "")),
    ],
)
def test_a_signal_with_too_few_examples_in_a_language_is_found(
    needed: str, without: Callable[[Reading], bool]
) -> None:
    entries = [entry for entry in clean() if not without(entry.reading)]
    assert findings(entries) == [f"data: `{needed}` has 0 examples; 40 are needed."]


@pytest.mark.parametrize(
    ("needed", "holds", "instead"),
    [
        ("anger 4", lambda r: r.anger is Anger.FURIOUS, {"anger": Anger.NONE}),
        ("returns", lambda r: r.topic is Topic.RETURNS, {"topic": None}),
    ],
)
def test_a_level_of_anger_or_a_topic_with_too_few_examples_is_found(
    needed: str, holds: Callable[[Reading], bool], instead: dict[str, Any]
) -> None:
    entries = [
        replace(entry, reading=replace(entry.reading, **instead)) if holds(entry.reading) else entry
        for entry in clean()
    ]
    assert findings(entries) == [f"data: `{needed}` has 0 examples; 60 are needed."]


def test_an_intent_whose_words_nobody_else_uses_is_found() -> None:
    alone = [
        replace(entry, text=ten_letters(entry.line + 50_000) + "舟舟舟")
        if entry.reading.intent is Intent.RESTART
        else entry
        for entry in clean()
    ]
    (found,) = [line for line in findings(alone) if "restart" in line]
    assert found.startswith("data: intent `restart` has 0 look-alikes; write 30 other messages")
    assert "舟舟舟" in found
    borrowed = [labelled(ten_letters(90_000 + i) + "舟舟舟", GREETING, i) for i in range(30)]
    assert not any("restart" in line for line in findings([*alone, *borrowed]))


def test_an_intent_that_drowns_another_is_found() -> None:
    def crowd(reading: Reading) -> list[Labelled]:
        return [labelled(one + other, reading) for one, other in product(LETTERS[:45], repeat=2)]

    assert findings([*clean(), *crowd(GREETING)]) == [
        "data: `greet` has 2085 examples, `ask_how_to_complain` only 60; write more of the latter."
    ]
    assert findings([*clean(), *crowd(COMPLAINT)]) == []  # of more kinds than all others


def test_a_signal_without_counter_examples_is_found() -> None:
    shows = {entry.text: entry.reading.signals for entry in clean()}

    def found(speaking: int) -> list[str]:
        others = [text for text, signals in shows.items() if SignalName.LEGAL not in signals]
        speak = set(others[:speaking])

        def speaks_of(text: str, name: SignalName) -> bool:
            return name is not SignalName.LEGAL or text in speak or name in shows[text]

        return findings(clean(), speaks_of=speaks_of)

    needed = data_counts.FEWEST_COUNTER_EXAMPLES
    assert found(needed) == []
    (line,) = found(needed - 1)
    assert line.startswith("data: signal `legal` has 39 messages that speak of its matter")


def test_messages_with_their_intent_alone_are_no_counter_examples() -> None:
    """They may well show the signal; nobody has looked."""
    entries = [replace(entry, partial=True) for entry in clean()]
    assert sum("speak of its matter" in line for line in findings(entries)) == len(SignalName)
