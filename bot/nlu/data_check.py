"""Checks the training material of the understanding; part of `make check`.

Finds what spoils a model quietly: duplicates, near-duplicates with other labels, contradicting
labels, personal data, classes with too few examples, and signals without counter-examples.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from math import ceil
from typing import TypeVar

from bot.domain.reading import Cause, Intent
from bot.domain.triage import SignalName
from bot.nlu.labels import Labelled
from bot.nlu.text import NO_VARIANTS, Variants, plain

E = TypeVar("E", bound=Enum)

ALIKE = 0.9
"""Share of common letter triples from which two messages count as the same sentence."""
SHORTEST_ALIKE = 8
"""Letters from which near-duplicates are looked for; shorter ones only count when equal."""
FEWEST_PER_INTENT = 40
FEWEST_PER_CAUSE = 60
FEWEST_PER_SIGNAL = 40
FEWEST_COUNTER_EXAMPLES = 40
"""Messages that speak of a signal's matter without showing the signal."""
MOST_UNEVEN = 80
"""Times that the largest intent may outnumber the smallest."""
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and how to mend it."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def check(
    entries: Sequence[Labelled],
    personal: Callable[[str], Iterable[str]],
    speaks_of: Callable[[str, SignalName], bool],
    variants: Variants = NO_VARIANTS,
) -> list[Finding]:
    """All findings. `personal(text)`: kinds of personal data in it; `speaks_of(text, signal)`:
    whether the words touch the signal's matter at all."""
    letters = [_letters(entry.text, variants) for entry in entries]
    return [
        *_repeated(entries),
        *_alike(entries, letters),
        *_personal(entries, personal),
        *_counts(entries),
        *_counter_examples(entries, speaks_of),
    ]


def _letters(text: str, variants: Variants) -> str:
    return _NOT_LETTERS.sub("", plain(text, variants).text) or text.strip()


def _repeated(entries: Sequence[Labelled]) -> Iterator[Finding]:
    first: dict[str, Labelled] = {}
    for entry in entries:
        earlier = first.setdefault(entry.text.strip(), entry)
        if earlier is entry:
            continue
        if _agree(earlier, entry):
            yield Finding(entry.place, f"the same message stands at {earlier.place}; remove one.")
        else:
            yield Finding(
                entry.place, f"the same message has other labels at {earlier.place}; decide which."
            )


def _agree(one: Labelled, other: Labelled) -> bool:
    """Where only the intent is known of either, nothing else can differ."""
    if one.partial or other.partial:
        return one.reading.intent is other.reading.intent
    return one.reading == other.reading


def _alike(entries: Sequence[Labelled], letters: Sequence[str]) -> Iterator[Finding]:
    """Near-duplicates that disagree about the intent."""
    triples = [frozenset(text[i : i + 3] for i in range(len(text) - 2)) for text in letters]
    common = Counter(triple for own in triples for triple in own)
    index: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(triples):
        if len(letters[number]) < SHORTEST_ALIKE:
            continue
        rare = _rarest(own, common)
        for other in sorted({other for triple in rare for other in index[triple]}):
            one, two = entries[other], entries[number]
            if (
                one.reading.intent is not two.reading.intent
                and one.text.strip() != two.text.strip()
                and len(own & triples[other]) >= ALIKE * len(own | triples[other])
            ):
                yield Finding(
                    two.place,
                    f"nearly the same as {one.place}, but `{two.reading.intent.value}` instead "
                    f"of `{one.reading.intent.value}`; decide, or make the difference plain.",
                )
        for triple in rare:
            index[triple].append(number)


def _rarest(own: frozenset[str], common: Mapping[str, int]) -> list[str]:
    """Two sentences that are alike share at least one of these, since so many cannot all differ:
    looking them up spares comparing every pair."""
    ordered = sorted(own, key=lambda triple: (common[triple], triple))
    return ordered[: len(own) - ceil(ALIKE * len(own)) + 1]


def _personal(
    entries: Sequence[Labelled], personal: Callable[[str], Iterable[str]]
) -> Iterator[Finding]:
    for entry in entries:
        kinds = sorted(set(personal(entry.text)))
        if kinds:
            yield Finding(
                entry.place, f"personal data ({', '.join(kinds)}); write a token such as [手机号1]."
            )


def _counts(entries: Sequence[Labelled]) -> Iterator[Finding]:
    intents = Counter(entry.reading.intent for entry in entries)
    causes = Counter(cause for entry in entries for cause in entry.reading.causes)
    signals = Counter(name for entry in entries for name in entry.reading.signals)
    yield from _too_few(Intent, intents, FEWEST_PER_INTENT)
    yield from _too_few(Cause, causes, FEWEST_PER_CAUSE)
    # A customer's standing is known from the record; words are only a hint.
    yield from _too_few(SignalName, signals, FEWEST_PER_SIGNAL)
    if intents and max(intents.values()) > MOST_UNEVEN * min(intents.values()):
        most, fewest = max(intents, key=intents.__getitem__), min(intents, key=intents.__getitem__)
        yield Finding(
            "data",
            f"`{most.value}` has {intents[most]} examples, `{fewest.value}` only "
            f"{intents[fewest]}; write more of the latter.",
        )


def _too_few(kind: type[E], counts: Mapping[E, int], least: int) -> Iterator[Finding]:
    for item in kind:
        count = counts.get(item, 0)
        if count < least:
            yield Finding("data", f"`{item.value}` has {count} examples; {least} are needed.")


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
