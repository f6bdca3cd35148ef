"""Checks the training material of the understanding; part of `make check`.

Finds what spoils a model quietly: duplicates, near-duplicates with other labels, contradicting
labels, messages that the reader is measured with, personal data; what is too few is counted in
`data_counts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.domain.triage import SignalName
from bot.nlu import data_counts
from bot.nlu.data_counts import Finding
from bot.nlu.labels import Labelled
from bot.nlu.likeness import Likeness, letters
from bot.nlu.text import NO_VARIANTS, Variants

ALIKE = 0.9
"""Share of common letter triples from which two messages count as the same sentence …"""
HELD_OUT_ALIKE = 0.7
"""… and from which a training message gives away one that the reader is measured with."""
SHORTEST_ALIKE = 8
"""Letters from which near-duplicates are looked for; shorter ones only count when equal. Greetings
and answers of fewer letters are few, and everybody's."""
FAR_ANGER = 2
"""Levels of anger that no other punctuation explains."""


@dataclass(frozen=True)
class Judges:
    """What the check asks about a text. `personal`: kinds of personal data in it; `speaks_of`:
    whether its words touch a signal's matter at all."""

    personal: Callable[[str], Iterable[str]]
    speaks_of: Callable[[str, SignalName], bool]


def check(
    entries: Sequence[Labelled],
    held_out: Sequence[Labelled],
    judges: Judges,
    variants: Variants = NO_VARIANTS,
) -> list[Finding]:
    """All findings in `entries`; `held_out` are the messages that the reader is measured with."""
    texts = [letters(entry.text, variants) for entry in entries]
    return [
        *_repeated(entries),
        *_equal(entries, texts),
        *_alike(entries, texts),
        *_given_away(entries, texts, held_out, [letters(e.text, variants) for e in held_out]),
        *_personal(entries, judges.personal),
        *data_counts.check(entries, texts, judges.speaks_of),
    ]


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


def _equal(entries: Sequence[Labelled], texts: Sequence[str]) -> Iterator[Finding]:
    """Messages of the same letters, however short, that other marks do not explain."""
    same: dict[str, list[Labelled]] = {}
    for entry, text in zip(entries, texts, strict=True):
        same.setdefault(text, []).append(entry)
    for group in same.values():
        for one, two in combinations(group, 2):
            yield from _contradiction(one, two)


def _alike(entries: Sequence[Labelled], texts: Sequence[str]) -> Iterator[Finding]:
    """Near-duplicates that disagree."""
    for one, two in Likeness(texts, ALIKE).pairs():
        if texts[one] != texts[two] and len(texts[two]) >= SHORTEST_ALIKE:
            yield from _contradiction(entries[one], entries[two])


def _contradiction(one: Labelled, two: Labelled) -> Iterator[Finding]:
    differs = next(_differences(one, two), None)
    if differs and one.text.strip() != two.text.strip():
        here, there = differs
        yield Finding(
            two.place,
            f"nearly the same as {one.place}, but {there} instead of {here}; decide, or make the "
            "difference plain.",
        )


def _differences(one: Labelled, two: Labelled) -> Iterator[tuple[str, str]]:
    """What is read in either where it cannot be both."""
    first, second = one.reading, two.reading
    if first.intent is not second.intent:
        yield f"`{first.intent.value}`", f"`{second.intent.value}`"
    if one.partial or two.partial:
        return
    if first.complaint != second.complaint:
        words = {True: "a complaint", False: "no complaint"}
        yield words[first.complaint], words[second.complaint]
    if first.signals.keys() != second.signals.keys():
        yield _listed(first.signals), _listed(second.signals)
    if abs(first.anger - second.anger) >= FAR_ANGER:
        yield f"anger {int(first.anger)}", f"anger {int(second.anger)}"


def _listed(names: Iterable[SignalName]) -> str:
    return ", ".join(f"`{name.value}`" for name in names) or "no signal"


def _given_away(
    entries: Sequence[Labelled],
    texts: Sequence[str],
    held_out: Sequence[Labelled],
    held_texts: Sequence[str],
) -> Iterator[Finding]:
    likeness = Likeness([*held_texts, *texts], HELD_OUT_ALIKE)
    for number, text in enumerate(held_texts):
        if len(text) >= SHORTEST_ALIKE:
            likeness.add(number)
    for number, (entry, text) in enumerate(zip(entries, texts, strict=True), len(held_out)):
        if len(text) >= SHORTEST_ALIKE:
            for other in likeness.like(number):
                yield Finding(
                    entry.place,
                    f"nearly the same as {held_out[other].place}, with which the reader is "
                    "measured; remove it here.",
                )


def _personal(
    entries: Sequence[Labelled], personal: Callable[[str], Iterable[str]]
) -> Iterator[Finding]:
    for entry in entries:
        kinds = sorted(set(personal(entry.text)))
        if kinds:
            yield Finding(
                entry.place, f"personal data ({', '.join(kinds)}); write a token such as [手机号1]."
            )
