"""Training material that the data check finds nothing amiss in, and what it finds in others."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle
from string import ascii_lowercase

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.triage import SignalName
from bot.nlu.data_check import Judges, check
from bot.nlu.labels import Labelled
from bot.nlu.text import Variants

LETTERS = [chr(0x4E00 + 7 * i) for i in range(2_000)]
ENOUGH = 60
ASK = Intent.ASK_PRODUCT


def ten_letters(number: int) -> str:
    """Ten letters, like no other number's."""
    return "".join(random.Random(number).sample(LETTERS, 10))


def clean() -> list[Labelled]:
    """Enough of everything, and every intent has the words of another one."""
    levels, topics = cycle(Anger), cycle(Topic)
    readings = [
        *(
            Reading(intent, False, next(levels), (), next(topics) if intent is ASK else None)
            for intent in Intent
            for _ in range(ENOUGH if intent is not ASK else ENOUGH * len(Topic))
        ),
        *(
            Reading(Intent.COMPLAIN, True, causes=(cause,), signals={name: language})
            for cause, name in zip(Cause, SignalName, strict=True)
            for language in ("书车马鸟鱼龙请说", "書車馬鳥魚龍請說", "en")
            for _ in range(ENOUGH)
        ),
    ]
    return [
        Labelled(_like(number, reading), reading, "clean.yml", number)
        for number, reading in enumerate(readings)
    ]


def _like(number: int, reading: Reading) -> str:
    """Between the words of its intent and those of the one before; English in words of its own."""
    said = "".join(reading.signals.values())
    if said == "en":
        return " ".join(
            "".join(random.Random(number + i).sample(ascii_lowercase, 4)) for i in range(9)
        )
    at = list(Intent).index(reading.intent)
    words = [chr(0x7E00 + 3 * i) * 3 for i in range(len(Intent))]
    return words[at] + ten_letters(number) + words[at - 1] + said


def _personal(text: str) -> Iterable[str]:
    return ["phone", "phone"] if "138" in text else []


def findings(
    entries: list[Labelled],
    variants: Variants | None = None,
    held_out: Sequence[Labelled] = (),
    speaks_of: Callable[[str, SignalName], bool] = lambda *_: True,
) -> list[str]:
    """Everything that the check says; without `speaks_of` each message speaks of every signal."""
    judges = Judges(_personal, speaks_of)
    return [str(finding) for finding in check(entries, held_out, judges, variants or Variants({}))]


def amiss(
    entries: list[Labelled], variants: Variants | None = None, held_out: Sequence[Labelled] = ()
) -> list[str]:
    """What is found in single messages, however few they are."""
    found = findings(entries, variants, held_out)
    return [finding for finding in found if not finding.startswith("data:")]


def labelled(text: str, reading: Reading, line: int = 1, *, partial: bool = False) -> Labelled:
    """A message of `new.yml`."""
    return Labelled(text, reading, "new.yml", line, partial=partial)


GREETING = Reading(Intent.GREET, False)
COMPLAINT = Reading(Intent.COMPLAIN, True, Anger.ANNOYED)
LONG = "你们的理赔员上个星期二下午答应给我回电话结果没有回"
