"""The next step of a complaint that is being taken: which words, which question, what to do.

Practice: venting is let out before anything is asked (I4, I15, J6), at most twice; several facts
come in any order and are never asked again (AD13); a question is put differently once (H8) and
then left; the whole record is read back before it is filed (C2, C13, I19).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.case import FactName
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import (
    ASKED_OF_EVERYBODY,
    ASKED_OF_ROLE,
    Question,
    next_question,
)

HOLD_AT_MOST = 2
ASK_AT_MOST = 2
TOLD_AT_MOST = 3
"""Messages about something else after which a question is left."""
ANGRY = 3


class Outcome(str, Enum):
    """What a message did about the question that stood."""

    ANSWERED = "answered"
    REFUSED = "refused"
    INVALID = "invalid"
    UNCLEAR = "unclear"
    TOLD_MORE = "told_more"
    LAMENTED = "lamented"
    REMARKED = "remarked"
    NUMBER_UNKNOWN = "number_unknown"
    CORRECTED = "corrected"
    NAMED_FIELD = "named_field"
    WANTS_CHANGE = "wants_change"
    AGREED = "agreed"
    ASIDE = "aside"


class Act(str, Enum):
    """What is done beside talking."""

    READ_BACK = "read_back"
    FILE = "file"
    FETCH = "fetch"


@dataclass(frozen=True)
class Heard:
    """What a message did. `field`: the part of the record it names. `invalid`: which kind of
    value was given in a form that cannot be right."""

    outcome: Outcome
    field: Question | None = None
    invalid: str | None = None


@dataclass(frozen=True)
class Situation:
    """The record and the dialogue when the next step is decided; `venting`: anger without
    matter in this message; `outburst`: fury in few words; `bare`: no more than that they want to
    complain. `needed`: the only questions worth asking before a person comes; None where nobody
    is to be fetched.
    `clarify`: the concrete problem is to be made clear first (practice O10–O12). `role`: the
    complainant's, where they complain for somebody else.
    """

    known: Collection[FactName]
    asked: Question | None
    anger: int
    venting: bool
    outburst: bool
    heard: Heard
    memory: Memory
    needed: Collection[Question] | None = None
    clarify: bool = False
    role: str | None = None
    bare: bool = False

    @property
    def worth_asking(self) -> Collection[Question]:
        """The questions for this customer."""
        if self.needed is not None:
            return self.needed
        return ASKED_OF_EVERYBODY | {q for r, q in ASKED_OF_ROLE.items() if r == self.role}


@dataclass(frozen=True)
class Step:
    """`say`: responses by name, in order. `ask`: the question that now stands, put differently
    where `again`; `about_another`: the words said are not about the question that stood."""

    memory: Memory
    say: tuple[str, ...] = ()
    ask: Question | None = None
    again: bool = False
    act: Act | None = None
    silent: bool = False
    about_another: bool = False


def next_step(now: Situation) -> Step:
    """Decide it."""
    if now.memory.enraged and not now.memory.offered:
        return Step(now.memory, act=Act.FETCH)
    if _opens_bare(now):
        words = ("utter_how_to_complain",)  # which asks what has happened
        return Step(now.memory, words, ask=Question.WHAT_HAPPENED, silent=True)
    if not now.memory.acknowledged and not _nothing_told(now):
        return _open(now)
    if _hold(now):
        return _held(now, "utter_comfort")
    if now.anger >= ANGRY and now.heard.outcome is not Outcome.ANSWERED and now.memory.rising:
        return _go_on(now, "utter_comfort")
    return _react(now)


def _nothing_told(now: Situation) -> bool:
    """Then there is nothing to thank for yet."""
    nothing = now.bare or now.heard.outcome is Outcome.ASIDE
    return nothing and FactName.WHAT_HAPPENED not in now.known


def _opens_bare(now: Situation) -> bool:
    """“投诉”, and not a word more."""
    first = now.asked is None and not now.memory.acknowledged
    return first and now.bare and not now.known


def _open(now: Situation) -> Step:
    """The first answer mirrors matter and feeling and asks at most one thing."""
    memory = replace(now.memory, acknowledged=True)
    if now.venting or now.outburst:
        return _held(replace(now, memory=memory), "utter_acknowledge_listening")
    untold = FactName.WHAT_HAPPENED not in now.known
    if untold and now.memory.attempts_at(Question.WHAT_HAPPENED) < ASK_AT_MOST:
        # There is nothing yet to say that it is noted; the matter is mirrored once it is told.
        waiting = now.memory.passed_over(Question.WHAT_HAPPENED)
        words = ("utter_acknowledge_listening",)
        return Step(waiting, words, ask=Question.WHAT_HAPPENED, silent=True)
    now = replace(now, memory=memory)
    return _go_on(now, "utter_acknowledge")


def _hold(now: Situation) -> bool:
    if now.memory.held >= HOLD_AT_MOST or now.heard.outcome is Outcome.ANSWERED:
        return False
    return now.venting or (now.anger >= ANGRY and now.memory.rising)


def _held(now: Situation, words: str) -> Step:
    """The question that stood still stands, but nobody presses for it."""
    memory = replace(now.memory, held=now.memory.held + 1)
    return Step(memory, (words,), ask=now.asked, silent=True)


def _react(now: Situation) -> Step:
    reaction = _REACTIONS[now.heard.outcome]
    return reaction(now)


def _answered(now: Situation) -> Step:
    return _go_on(now)


def _aside(now: Situation) -> Step:
    """A side question was answered; back to the point."""
    return _go_on(now)


def _told_more(now: Situation) -> Step:
    """The question stands; whoever is angry still hears more than that it is noted (E33, J6).
    Nobody is asked for ever (E7, D3)."""
    if now.asked is not None and now.asked is not Question.CONFIRMED:
        memory = now.memory.passed_over(now.asked)
        if memory.attempts_at(now.asked) >= TOLD_AT_MOST:
            memory = memory.give_up(now.asked)
        now = replace(now, memory=memory)
    return _go_on(now, "utter_comfort" if now.anger >= ANGRY else "utter_more_noted")


def _lamented(now: Situation) -> Step:
    """Sorrow is heard (practice I4, J6)."""
    return _said_beside(now, "utter_sorrow")


def _remarked(now: Situation) -> Step:
    return _said_beside(now, "utter_more_noted")


def _said_beside(now: Situation, words: str) -> Step:
    """It is kept; the question is put once more, then left."""
    if now.asked is None or now.asked is Question.CONFIRMED:
        return _go_on(now, words)
    memory = now.memory.passed_over(now.asked)
    if memory.attempts_at(now.asked) >= ASK_AT_MOST:
        memory = memory.give_up(now.asked)
    return _go_on(replace(now, memory=memory), words, again=True)


def _number_unknown(now: Situation) -> Step:
    """It need not be asked for any more; the question stands. Where there is no policy number a
    phone would do as well, once that question is answered."""
    assert now.asked is not None
    assert now.heard.field is not None
    memory = now.memory.give_up(now.heard.field)
    if now.heard.field is Question.IDENTITY and FactName.CONTACT not in now.known:
        memory = replace(memory, reopened=(now.asked, Question.CONTACT))
    step = _go_on(replace(now, memory=memory), "utter_accept_without")
    return replace(step, about_another=True)


def _corrected(now: Situation) -> Step:
    return _go_on(now, "utter_correction_noted")


def _refused(now: Situation) -> Step:
    if now.asked is None or now.asked is Question.CONFIRMED:
        return _unclear(now)
    memory = now.memory.give_up(now.asked)
    if now.heard.field:  # no policy number at hand; a phone number would do as well
        return _go_on(replace(now, memory=memory.reopen(now.heard.field)))
    return _go_on(replace(now, memory=memory), "utter_accept_without")


def _invalid(now: Situation) -> Step:
    assert now.asked is not None
    memory = now.memory.failed(now.asked)
    if memory.attempts_at(now.asked) >= ASK_AT_MOST:
        return _refused(replace(now, memory=memory))
    return Step(memory, (f"utter_invalid_{now.heard.invalid}",), ask=now.asked, silent=True)


def _unclear(now: Situation) -> Step:
    if now.asked is None:
        return _go_on(now)
    memory = now.memory.failed(now.asked)
    if now.asked is Question.CONFIRMED and memory.attempts_at(now.asked) >= ASK_AT_MOST:
        # It was read back twice; what is recorded must not be lost over a yes.
        return Step(memory, act=Act.FILE)
    if memory.attempts_at(now.asked) < ASK_AT_MOST:
        return _go_on(replace(now, memory=memory), again=True)
    return _go_on(replace(now, memory=memory.give_up(now.asked)))


def _named_field(now: Situation) -> Step:
    assert now.heard.field is not None
    return _go_on(replace(now, memory=now.memory.reopen(now.heard.field)))


def _wants_change(now: Situation) -> Step:
    return Step(now.memory, ask=Question.WHICH_FIELD)


def _agreed(now: Situation) -> Step:
    if now.asked is Question.CONFIRMED:
        return Step(now.memory, act=Act.FILE)
    return _go_on(now)


_REACTIONS = {
    Outcome.ANSWERED: _answered,
    Outcome.REFUSED: _refused,
    Outcome.INVALID: _invalid,
    Outcome.UNCLEAR: _unclear,
    Outcome.TOLD_MORE: _told_more,
    Outcome.LAMENTED: _lamented,
    Outcome.REMARKED: _remarked,
    Outcome.NUMBER_UNKNOWN: _number_unknown,
    Outcome.CORRECTED: _corrected,
    Outcome.NAMED_FIELD: _named_field,
    Outcome.WANTS_CHANGE: _wants_change,
    Outcome.AGREED: _agreed,
    Outcome.ASIDE: _aside,
}


def _go_on(now: Situation, *words: str, again: bool = False) -> Step:
    """Ask what is missing; where nothing is, read the record back."""
    if now.clarify and not now.memory.clarified and FactName.WHAT_HAPPENED in now.known:
        memory = replace(now.memory, clarified=True)
        return Step(
            memory, (*words, "utter_clarify_demand"), ask=Question.CLARIFY_DEMAND, silent=True
        )
    question = next_question(now.known, now.memory.given_up, now.memory.reopened, now.worth_asking)
    if question is None and now.needed is not None:
        return Step(now.memory, act=Act.FETCH)
    if question is None and not now.known:
        return Step(now.memory, (*words, "utter_nothing_recorded"))
    if question is None:
        return Step(now.memory, words, ask=Question.CONFIRMED, act=Act.READ_BACK, again=again)
    return Step(now.memory, words, ask=question, again=again and question is now.asked)
