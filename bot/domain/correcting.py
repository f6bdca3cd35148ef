"""Whether a correction makes sense, and whether it speaks of what stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from bot.domain.case import Case, FactName, Level
from bot.domain.errors import InvalidInput, StateConflict
from bot.domain.evidence import Evidence, Heard
from bot.domain.message import MAX_TEXT, Message
from bot.domain.overruling import Correction, Judgement, causes_in, written
from bot.domain.reading import Anger, Intent
from bot.domain.signals import SignalName

_OF_A_MESSAGE = frozenset({Judgement.ANGER, Judgement.INTENT})
_MAY_BE_EMPTY = frozenset({Judgement.SIGNAL, Judgement.CAUSE, Judgement.FACT})
_OF_THE_CASE = frozenset({Judgement.LEVEL, Judgement.FACT})


def checked(correction: Correction) -> Correction:
    """The correction in its normal form. Raises InvalidInput naming the field to mend."""
    if not correction.why.strip():
        raise InvalidInput("why", "must say why.")
    if correction.what in _OF_A_MESSAGE and correction.message_id is None:
        raise InvalidInput("message_id", f"must name the message for {correction.what.value}.")
    if correction.what in _OF_THE_CASE and correction.message_id is not None:
        raise InvalidInput("message_id", f"must be empty for {correction.what.value}.")
    normal = replace(
        correction,
        was=_CHECKS[correction.what]("was", correction.was.strip()),
        should_be=_CHECKS[correction.what]("should_be", correction.should_be.strip()),
    )
    if normal.what is Judgement.FACT:
        _known(FactName, "name", correction.name)
    if normal.was == normal.should_be:
        raise InvalidInput("should_be", "must differ from what it was.")
    if normal.what not in _MAY_BE_EMPTY and not normal.should_be:
        raise InvalidInput("should_be", "must have a value.")
    return normal


def require_words(correction: Correction, message: Message | None) -> None:
    """A signal added to a message needs the customer's own words. Raises InvalidInput."""
    if correction.quote and (message is None or correction.quote not in message.text):
        raise InvalidInput("quote", "must stand in the message, letter by letter.")
    added = correction.what is Judgement.SIGNAL and not correction.was
    if added and message is not None and not correction.quote:
        raise InvalidInput("quote", "must hold the words that show the signal.")


def require_standing(correction: Correction, case: Case, evidence: Evidence) -> None:
    """Raises StateConflict where something else stands than the person saw."""
    if correction.what is Judgement.SIGNAL:
        _require_signal(correction, evidence)
        return
    stands = _standing(correction, case, evidence)
    if stands != correction.was:
        raise StateConflict("It was changed meanwhile; look again.")


def _require_signal(correction: Correction, evidence: Evidence) -> None:
    names = {
        signal.name.value
        for signal in evidence.signals
        if signal.message_id == correction.message_id
    }
    if correction.was and correction.was not in names:
        raise StateConflict(f"The signal {correction.was} does not stand there; look again.")
    if correction.should_be in names:
        raise StateConflict(f"The signal {correction.should_be} stands there already.")


def _standing(correction: Correction, case: Case, evidence: Evidence) -> str:
    if correction.what is Judgement.LEVEL:
        return case.level.value
    if correction.what is Judgement.FACT:
        fact = case.fact(FactName(correction.name))
        return fact.value if fact else ""
    if correction.message_id is None:
        return written(evidence.all_causes())
    heard = next((h for h in evidence.heard if h.message_id == correction.message_id), None)
    return _heard_value(correction.what, heard) if heard else ""


def _heard_value(what: Judgement, heard: Heard) -> str:
    if what is Judgement.ANGER:
        return "" if heard.anger is None else str(int(heard.anger))
    return heard.intent if what is Judgement.INTENT else written(heard.causes)


def _known(kind: type[Enum], field: str, value: str) -> str:
    if value and value not in {item.value for item in kind}:
        known = ", ".join(str(item.value) for item in kind)
        raise InvalidInput(field, f"must be one of {known}.")
    if not value and field == "name":
        raise InvalidInput(field, "must name the fact.")
    return value


def _anger(field: str, value: str) -> str:
    if value and value not in {str(int(degree)) for degree in Anger}:
        raise InvalidInput(field, "must be 0 to 4.")
    return value


def _causes(field: str, value: str) -> str:
    try:
        return written(causes_in(value))
    except ValueError:
        raise InvalidInput(field, "must be causes with commas between.") from None


def _value(field: str, value: str) -> str:
    if len(value) > MAX_TEXT:
        raise InvalidInput(field, f"must have at most {MAX_TEXT} characters.")
    return value


_CHECKS: dict[Judgement, Callable[[str, str], str]] = {
    Judgement.SIGNAL: lambda field, value: _known(SignalName, field, value),
    Judgement.ANGER: _anger,
    Judgement.CAUSE: _causes,
    Judgement.LEVEL: lambda field, value: _known(Level, field, value),
    Judgement.FACT: _value,
    # What the reader said may be a derived intent such as `vent`; a person names a plain one.
    Judgement.INTENT: lambda field, value: (
        value if field == "was" else _known(Intent, field, value)
    ),
}
