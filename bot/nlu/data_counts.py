"""Counts the training messages: classes with too few, signals and intents without look-alikes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice, product
from typing import TypeVar

from bot.domain.reading import Anger, Cause, Intent, Topic
from bot.domain.triage import SignalName
from bot.nlu.labels import Labelled
from bot.nlu.language import language_of
from bot.nlu.likeness import triples

E = TypeVar("E", bound=Enum)

FEWEST_PER_INTENT = 40
FEWEST_PER_CAUSE = 60
FEWEST_PER_TOPIC = 60
FEWEST_PER_ANGER = 60
FEWEST_PER_SIGNAL = 40
"""In each language."""
FEWEST_COUNTER_EXAMPLES = 40
"""Messages that speak of a signal's matter without showing the signal."""
FEWEST_LOOK_ALIKES = 30
"""Messages that use an intent's most telling words and mean something else."""
MOST_UNEVEN = 30
"""Times that the largest intent may outnumber the smallest, complaints aside: they are of more
kinds than all others together."""
_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_TELLING = 10
_OFTEN = 0.02
"""Share of a class's messages in which a telling triple stands at least."""


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and how to mend it."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def check(
    entries: Sequence[Labelled],
    texts: Sequence[str],
    speaks_of: Callable[[str, SignalName], bool],
) -> Iterator[Finding]:
    """`texts` are the letters of `entries`; `speaks_of`: whether words touch a signal's matter."""
    yield from _counts(entries)
    yield from _uneven(entries)
    yield from _counter_examples(entries, speaks_of)
    yield from _look_alikes(entries, texts)


def _counts(entries: Sequence[Labelled]) -> Iterator[Finding]:
    whole = [entry.reading for entry in entries if not entry.partial]
    yield from _too_few(Intent, (e.reading.intent for e in entries), FEWEST_PER_INTENT)
    yield from _too_few(Cause, (c for r in whole for c in r.causes), FEWEST_PER_CAUSE)
    yield from _too_few(Topic, (r.topic for r in whole), FEWEST_PER_TOPIC)
    yield from _too_few(Anger, (r.anger for r in whole), FEWEST_PER_ANGER)
    shown = Counter(
        (name, language_of(entry.text).name) for entry in entries for name in entry.reading.signals
    )
    for name, language in product(SignalName, _LANGUAGES):
        if shown[name, language] < FEWEST_PER_SIGNAL:
            yield _missing(f"{name.value} ({language})", shown[name, language], FEWEST_PER_SIGNAL)


def _too_few(kind: type[E], found: Iterable[E | None], least: int) -> Iterator[Finding]:
    counts = Counter(found)
    for item in kind:
        if counts[item] < least:
            yield _missing(_name(item), counts[item], least)


def _missing(name: str, count: int, least: int) -> Finding:
    return Finding("data", f"`{name}` has {count} examples; {least} are needed.")


def _name(item: Enum) -> str:
    return f"anger {item.value}" if isinstance(item, Anger) else str(item.value)


def _uneven(entries: Sequence[Labelled]) -> Iterator[Finding]:
    intents = Counter(entry.reading.intent for entry in entries)
    intents.pop(Intent.COMPLAIN, None)
    if intents and max(intents.values()) > MOST_UNEVEN * min(intents.values()):
        most, fewest = max(intents, key=intents.__getitem__), min(intents, key=intents.__getitem__)
        yield Finding(
            "data",
            f"`{most.value}` has {intents[most]} examples, `{fewest.value}` only "
            f"{intents[fewest]}; write more of the latter.",
        )


def _counter_examples(
    entries: Sequence[Labelled], speaks_of: Callable[[str, SignalName], bool]
) -> Iterator[Finding]:
    for name in SignalName:
        counters = (
            entry
            for entry in entries
            if not entry.partial
            and name not in entry.reading.signals
            and speaks_of(entry.text, name)
        )
        found = len(list(islice(counters, FEWEST_COUNTER_EXAMPLES)))
        if found < FEWEST_COUNTER_EXAMPLES:
            yield Finding(
                "data",
                f"signal `{name.value}` has {found} messages that speak of its matter without "
                f"showing it; {FEWEST_COUNTER_EXAMPLES} are needed (negation, question, hearsay).",
            )


def _look_alikes(entries: Sequence[Labelled], texts: Sequence[str]) -> Iterator[Finding]:
    shapes = [triples(text) for text in texts]
    classes = {f"intent `{i.value}`": [e.reading.intent is i for e in entries] for i in Intent}
    classes["being a complaint"] = [entry.reading.complaint for entry in entries]
    common = Counter(triple for shape in shapes for triple in shape)
    for name, inside in classes.items():
        own = [shape for shape, yes in zip(shapes, inside, strict=True) if yes]
        telling = _telling(own, common)
        found = sum(
            not yes and not shape.isdisjoint(telling)
            for shape, yes in zip(shapes, inside, strict=True)
        )
        if own and found < FEWEST_LOOK_ALIKES:
            yield Finding(
                "data",
                f"{name} has {found} look-alikes; write {FEWEST_LOOK_ALIKES} other messages with "
                f"its words ({', '.join(sorted(telling))}).",
            )


def _telling(own: Sequence[frozenset[str]], common: Mapping[str, int]) -> set[str]:
    """Of the triples that a class often has, those that are most its own."""
    counts = Counter(triple for shape in own for triple in shape)
    often = [triple for triple, count in counts.items() if count >= _OFTEN * len(own)]
    ordered = sorted(often, key=lambda triple: (-counts[triple] / common[triple], triple))
    return set(ordered[:_TELLING])
