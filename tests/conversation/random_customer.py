"""A customer made up from a seed: knows a hidden truth, has a temper, and says one thing per turn.

Pure: the same seed and the same questions give the same messages. What they say stands in
`random/<language>.yml`; beside asking for one, only threats and noise may fetch a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from bot.domain.case import FactName
from bot.domain.dialogue.questions import ANSWERED_BY, Question
from bot.yaml_files import read_mapping

MATERIAL = Path(__file__).parent / "random"
_FACTS = {
    FactName.WHAT_HAPPENED: "story",
    FactName.HAPPENED_AT: "time",
    FactName.DEMAND: "demand",
    FactName.COMPLAINANT_NAME: "name",
    FactName.POLICY_NUMBER: "policy",
    FactName.CONTACT: "phone",
}
_TOLD_BY = {
    Question.WHAT_HAPPENED: FactName.WHAT_HAPPENED,
    Question.HAPPENED_AT: FactName.HAPPENED_AT,
    Question.DEMAND: FactName.DEMAND,
    Question.CLARIFY_DEMAND: FactName.DEMAND,
    Question.CONTACT: FactName.CONTACT,
    Question.COMPLAINANT_NAME: FactName.COMPLAINANT_NAME,
}
_REFUSALS = {Question.IDENTITY: "policy_number", Question.ID_NUMBER: "id_number"}
_MAY_REFUSE = {
    Question.HAPPENED_AT: 0.1,
    Question.IDENTITY: 0.15,
    Question.CONTACT: 0.15,
    Question.COMPLAINANT_NAME: 0.1,
}
_CORRECTABLE = (FactName.HAPPENED_AT, FactName.CONTACT, FactName.COMPLAINANT_NAME)


class Act(str, Enum):
    """What a message does."""

    ANSWER = "answer"
    SEVERAL = "several"
    OTHER = "other"
    REFUSE = "refuse"
    CORRECT = "correct"
    ASIDE = "aside"
    NOISE = "noise"
    AGREE = "agree"
    KEEP = "keep"
    PERSON = "person"
    THREAT = "threat"
    FILE = "file"
    CALL = "call"


@dataclass(frozen=True)
class Said:
    """One message. `told`: facts that answer the question or correct an earlier answer.
    `later`: the time that passes before it."""

    act: Act
    text: str
    told: tuple[FactName, ...] = ()
    refused: Question | None = None
    later: timedelta = timedelta()


@lru_cache
def material(language: str) -> Mapping[str, Any]:
    """Phrases per act."""
    return read_mapping(MATERIAL / f"{language}.yml")


def language_of(seed: int) -> str:
    """Of twenty customers fourteen write Simplified Chinese, three Traditional, three English."""
    place = seed % 20
    return "zh-Hans" if place < 14 else "zh-Hant" if place < 17 else "en"


@dataclass
class RandomCustomer:
    """Says one thing after another; `truth` is what they hold for true now. Who is `cooperative`
    answers every question, digresses nowhere and waits for no person. `person_after`: so many
    messages before one is asked for."""

    seed: int
    cooperative: bool = False
    person_after: int | None = None
    truth: dict[FactName, str] = field(default_factory=dict)
    told: dict[FactName, str] = field(default_factory=dict)
    refused: set[Question] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._dice = Random(self.seed)
        self.language = language_of(self.seed)
        self._words = material(self.language)
        for name in _FACTS:
            self.truth[name] = self._invent(name)
        self._knows_policy = self._chance(0.5)
        self._unwilling = {q for q, share in _MAY_REFUSE.items() if self._chance(share)}
        if Question.IDENTITY in self._unwilling:
            self._unwilling.add(Question.ID_NUMBER)
        self._restless = self._dice.randrange(6)
        self._wants_person_after = self._dice.randrange(12) if self._chance(0.3) else None
        # Dice of their own, so that the rest of the conversation stays as it was.
        self._extra = Random(f"extra {self.seed}")
        self._threatens_after = self._extra.randrange(8) if self._extra.random() < 0.1 else None
        if self.person_after is not None:
            self._wants_person_after, self._threatens_after = self.person_after, None
        self._messages = 0
        if self.cooperative:
            self._unwilling, self._restless, self._wants_person_after = set(), 0, None

    def next(self, asked: Question | None) -> Said:
        """The next message, given the question that stands."""
        self._messages += 1
        if self._messages - 1 == self._wants_person_after:
            return Said(Act.PERSON, self.pick("person"))
        if self._messages - 1 == self._threatens_after:
            return Said(Act.THREAT, self._extra.choice(self._words["threat"]))
        if not self.cooperative and self._extra.random() < 0.04:
            return Said(Act.FILE, "")
        said = self._something_else(asked) if self._restless and self._chance(0.4) else None
        said = said or self._cooperative(asked)
        for name in said.told:
            self.told[name] = self.truth[name]
        return said

    def pick(self, *path: str) -> str:
        """One of the phrases there."""
        phrases: Any = self._words
        for key in path:
            phrases = phrases[key]
        return str(self._dice.choice(phrases))

    def _something_else(self, asked: Question | None) -> Said | None:
        self._restless -= 1
        options = (self._correct, self._aside, self._noise, self._other, self._after_days)
        return self._dice.choice(options)(asked)

    def _cooperative(self, asked: Question | None) -> Said:
        if asked in (Question.CONFIRMED, Question.WHICH_FIELD):
            return Said(Act.AGREE, self.pick("agree"))
        if asked is Question.WITHDRAWAL:
            return Said(Act.KEEP, self.pick("keep"))
        if asked in self._unwilling:
            assert asked is not None
            self.refused.add(asked)
            text = self.pick("refusals", _REFUSALS.get(asked, asked.value))
            return Said(Act.REFUSE, text, refused=asked)
        name = self._answering(asked)
        if asked is Question.HAPPENED_AT and self._chance(0.25):
            return self._several(name, FactName.DEMAND)
        if asked is Question.CONTACT and self._chance(0.25):
            return self._several(name, FactName.COMPLAINANT_NAME)
        return Said(Act.ANSWER, self._telling(name), (name,))

    def _answering(self, asked: Question | None) -> FactName:
        if asked in (Question.IDENTITY, Question.ID_NUMBER):
            return FactName.POLICY_NUMBER if self._knows_policy else FactName.CONTACT
        return FactName.WHAT_HAPPENED if asked is None else _TOLD_BY[asked]

    def _several(self, one: FactName, other: FactName) -> Said:
        comma = ", " if self.language == "en" else "，"
        return Said(Act.SEVERAL, self._telling(one) + comma + self._telling(other), (one,))

    def _correct(self, asked: Question | None) -> Said | None:
        wrong = [name for name in _CORRECTABLE if name in self.told]
        if not wrong:
            return None
        name = self._dice.choice(wrong)
        while self.truth[name] == self.told[name]:
            self.truth[name] = self._invent(name)
        return Said(Act.CORRECT, self._filled("corrections", name), (name,))

    def _aside(self, asked: Question | None) -> Said | None:
        return Said(Act.ASIDE, self.pick("aside", self._dice.choice(sorted(self._words["aside"]))))

    def _noise(self, asked: Question | None) -> Said | None:
        if asked is None:
            return None  # noise without a matter soon fetches a person, and rightly
        return Said(Act.NOISE, self.pick("noise", self._dice.choice(sorted(self._words["noise"]))))

    def _other(self, asked: Question | None) -> Said | None:
        if asked not in (*_TOLD_BY, Question.IDENTITY):
            return None
        mine = self._answering(asked)
        open_ones = [n for n in _TOLD_BY.values() if n not in (*self.told, mine)]
        unwilling = {name for q in self._unwilling for name in ANSWERED_BY[q]}
        open_ones = [n for n in open_ones if n not in unwilling]
        return Said(Act.OTHER, self._telling(self._dice.choice(open_ones))) if open_ones else None

    def _after_days(self, asked: Question | None) -> Said | None:
        said = self._cooperative(asked)
        days = timedelta(days=self._dice.randint(1, 4))
        return Said(said.act, said.text, said.told, said.refused, days)

    def _telling(self, name: FactName) -> str:
        return self._filled("answers", name)

    def _filled(self, act: str, name: FactName) -> str:
        values = {word: self.truth[fact] for fact, word in _FACTS.items()}
        return self.pick(act, name.value).format(**values)

    def _invent(self, name: FactName) -> str:
        if name is FactName.CONTACT:
            return f"138{self._dice.randrange(10**8):08}"
        if name is FactName.POLICY_NUMBER:
            return f"PDAA{self._dice.randrange(10**15):015}"
        return self.pick("truth", _FACTS[name])

    def _chance(self, share: float) -> bool:
        return self._dice.random() < share
