"""When a person knows better: corrections of what was judged, kept as labelled examples.

Nothing in the record is rewritten. Labels lie over it: an overruled signal no longer counts, an
added one does, and both stay readable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.case import Level
from bot.domain.evidence import CauseDecision, Evidence, Heard, LevelDecision
from bot.domain.ids import AgentId, CaseId, ConversationId, MessageId
from bot.domain.reading import Cause
from bot.domain.signals import Signal, SignalName, SignalSource

Weigh = Callable[[SignalName], tuple[float, bool]]
"""Score and hardness of a signal that a person adds."""


class Judgement(str, Enum):
    """What can be overruled."""

    SIGNAL = "signal"
    ANGER = "anger"
    CAUSE = "cause"
    LEVEL = "level"
    FACT = "fact"
    INTENT = "intent"


@dataclass(frozen=True)
class Correction:
    """What a person says. `was` and `should_be` by `what`:

    signal   names; an empty `was` adds a signal, an empty `should_be` takes it away
    anger    0 to 4                      of the message
    cause    names, the main one first, with commas between; without a message: of the case
    level    ordinary or major           of the case
    fact     values; `name` is the fact's; the label names the message that `was` was read from;
             an empty `should_be` takes the fact away, as nobody said it
    intent   names                       of the message

    `quote`: the customer's words in the message that show an added signal.
    """

    what: Judgement
    was: str
    should_be: str
    why: str
    message_id: MessageId | None = None
    name: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Label:
    """A correction as it is kept. `why` is tokenised. `seq` is the message's, or the last one of
    the conversation at that moment."""

    case_id: CaseId
    conversation_id: ConversationId
    episode: int
    what: Judgement
    was: str
    should_be: str
    why: str
    made_by: AgentId
    at: datetime
    seq: int
    message_id: MessageId | None = None
    name: str = ""
    quote: str = ""


def corrected(evidence: Evidence, labels: Iterable[Label], weigh: Weigh) -> Evidence:
    """The evidence as people see it; `labels` oldest first, later ones win."""
    for label in labels:
        if label.what is Judgement.SIGNAL:
            evidence = replace(evidence, signals=_signals(evidence.signals, label, weigh))
        elif label.what is Judgement.LEVEL:
            evidence = replace(evidence, level=LevelDecision(Level(label.should_be), label.seq))
        elif label.what is Judgement.CAUSE and label.message_id is None:
            causes = CauseDecision(causes_in(label.should_be), label.seq)
            evidence = replace(evidence, causes=causes)
        elif label.message_id is not None and label.what is not Judgement.FACT:
            evidence = replace(evidence, heard=_heard(evidence.heard, label))
    return evidence


def causes_in(text: str) -> tuple[Cause, ...]:
    """Causes written with commas between. Raises ValueError on an unknown one."""
    return tuple(dict.fromkeys(Cause(name.strip()) for name in text.split(",") if name.strip()))


def written(causes: Iterable[Cause]) -> str:
    """The opposite of `causes_in`."""
    return ",".join(cause.value for cause in causes)


def _signals(signals: Sequence[Signal], label: Label, weigh: Weigh) -> tuple[Signal, ...]:
    kept = tuple(signal for signal in signals if not _is_meant(signal, label))
    if not label.should_be:
        return kept
    name = SignalName(label.should_be)
    score, hard = weigh(name)
    quote = label.quote or next((s.quote for s in signals if _is_meant(s, label)), "")
    seq = label.seq if label.message_id else None
    added = Signal(name, score, quote, hard, label.message_id, seq, SignalSource.PERSON)
    return (*kept, added)


def _is_meant(signal: Signal, label: Label) -> bool:
    return (signal.name.value, signal.message_id) == (label.was, label.message_id)


def _heard(heard: Sequence[Heard], label: Label) -> tuple[Heard, ...]:
    known = {item.message_id: item for item in heard}
    assert label.message_id is not None
    item = known.get(label.message_id, Heard(label.message_id, label.seq))
    if label.what is Judgement.ANGER:
        item = replace(item, anger=int(label.should_be))
    elif label.what is Judgement.CAUSE:
        item = replace(item, causes=causes_in(label.should_be))
    elif label.what is Judgement.INTENT:
        item = replace(item, intent=label.should_be)
    known[label.message_id] = item
    return tuple(known.values())
