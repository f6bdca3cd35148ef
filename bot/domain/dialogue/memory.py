"""What the dialogue remembers of an episode beside the record; one slot holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from bot.domain.dialogue.questions import Question

LONGEST_SAID = 60


@dataclass(frozen=True)
class Memory:
    """`attempts`: failed answers per question. `given_up`: questions not asked again.
    `reopened`: questions to be asked although answered. `held`: how often asking was held back
    for the customer's anger. `anger`: of the message before (0–4). `furious`: messages in a row
    as angry as the policy says; `enraged`: so many that a person is fetched. `misunderstood`:
    messages in a row that were not understood. `unmet`: how often the customer could not be
    served. `said`: digests of sentences already said. `early`: facts that were said before there
    was a record to keep them in. `offered`: a call-back was offered. `promised`: one was promised
    in words. `attended`: a person has spoken with the customer about this matter. `counted`: the
    message that was counted last.
    """

    acknowledged: bool = False
    attempts: Mapping[Question, int] | None = None
    given_up: tuple[Question, ...] = ()
    reopened: tuple[Question, ...] = ()
    held: int = 0
    anger: int = 0
    rising: bool = False
    furious: int = 0
    enraged: bool = False
    misunderstood: int = 0
    unmet: int = 0
    said: tuple[str, ...] = ()
    role_told: bool = False
    offered: bool = False
    promised: bool = False
    attended: bool = False
    clarified: bool = False
    counted: str | None = None
    early: Mapping[str, str] | None = None

    def failed(self, question: Question) -> Memory:
        """One more failed answer."""
        return replace(self.passed_over(question), unmet=self.unmet + 1)

    def passed_over(self, question: Question) -> Memory:
        """One more message about something else, which is nobody's failure."""
        attempts = dict(self.attempts or {})
        attempts[question] = attempts.get(question, 0) + 1
        return replace(self, attempts=attempts)

    def attempts_at(self, question: Question) -> int:
        """Failed answers so far."""
        return (self.attempts or {}).get(question, 0)

    def give_up(self, question: Question) -> Memory:
        """Not asked again, unless the customer wants to change it."""
        kept = tuple(q for q in self.reopened if q is not question)
        return replace(self, given_up=(*self.given_up, question), reopened=kept)

    def reopen(self, question: Question) -> Memory:
        """Asked anew, from the beginning."""
        given_up = tuple(q for q in self.given_up if q is not question)
        return replace(self.afresh(question), given_up=given_up, reopened=(question,))

    def afresh(self, question: Question) -> Memory:
        """Its failed answers are forgotten."""
        attempts = {q: n for q, n in (self.attempts or {}).items() if q is not question}
        return replace(self, attempts=attempts)

    def settled(self, question: Question) -> Memory:
        """Answered; whatever was counted against it is forgotten."""
        return replace(self, reopened=tuple(q for q in self.reopened if q is not question))

    def for_next_matter(self) -> Memory:
        """A new case begins: only what concerns the customer, not the matter, stays."""
        return Memory(said=self.said, anger=self.anger, counted=self.counted)

    def as_slot(self) -> dict[str, Any]:
        """As JSON for the slot; entries at their default are left out."""
        entries = asdict(self)
        entries["attempts"] = {q.value: n for q, n in (self.attempts or {}).items()}
        entries["given_up"] = [q.value for q in self.given_up]
        entries["reopened"] = [q.value for q in self.reopened]
        entries["said"] = list(self.said[-LONGEST_SAID:])
        return {key: value for key, value in entries.items() if value}

    @classmethod
    def from_slot(cls, data: Mapping[str, Any] | None) -> Memory:
        """The other way round; None is a new episode."""
        names = {field.name for field in fields(cls)}  # an older version kept more
        entries = {name: value for name, value in (data or {}).items() if name in names}
        attempts = {Question(q): n for q, n in entries.pop("attempts", {}).items()}
        given_up = tuple(Question(q) for q in entries.pop("given_up", ()))
        reopened = tuple(Question(q) for q in entries.pop("reopened", ()))
        return cls(
            attempts=attempts,
            given_up=given_up,
            reopened=reopened,
            said=tuple(entries.pop("said", ())),
            **entries,
        )
