"""The brief that an agent reads first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from bot.desk.models.base import Answer
from bot.desk.models.callbacks import Callback, callback_answer
from bot.desk.models.cases import Fact, fact_answer
from bot.domain.advice import Advice as MadeAdvice
from bot.domain.brief import Brief as MadeBrief
from bot.domain.case import Case as Record
from bot.domain.case import CaseState, Level
from bot.domain.evidence import Heard as HeardMessage
from bot.domain.ids import AgentId
from bot.domain.message import Author, Message
from bot.domain.overruling import Judgement, Label
from bot.domain.reading import Cause
from bot.domain.triage import Reason as FoundReason
from bot.domain.triage import Scenario, SignalName, SignalSource
from bot.domain.triage import Signal as FoundSignal
from bot.services.callbacks import CallbackView
from bot.services.views import OpenedConversation


class Signal(Answer):
    """Evidence that the complaint may become major, in the customer's own words."""

    name: SignalName
    score: float
    quote: str
    hard: bool
    seq: int | None
    message_id: str | None
    source: SignalSource


class Ground(Answer):
    """Why a case stands as it does. `code`: a signal, or `anger_rising anger_peak furious
    level_decided`."""

    code: str
    quote: str
    seq: int | None
    weight: float


class AngerCourse(Answer):
    """Anger over the messages, 0 to 4 each, oldest first."""

    course: list[int]
    latest: int
    peak: int
    rising: bool


class Advice(Answer):
    """What to do, or to avoid, in this scenario."""

    code: str
    zh: str
    en: str


class Said(Answer):
    """What the customer was told, by the bot or an agent."""

    seq: int
    author: Author
    agent_name: str | None
    text: str


class EarlierCase(Answer):
    """A case of the same person or policy."""

    id: str
    conversation_id: str
    number: str | None
    state: CaseState
    level: Level
    created_at: datetime


class Heard(Answer):
    """What was read in one message; `anger` is null where nobody judged it."""

    message_id: str
    seq: int
    anger: int | None
    causes: list[Cause]
    intent: str


class Correction(Answer):
    """What a person overruled: the same as was sent, with who and when."""

    what: Judgement
    was: str
    should_be: str
    why: str
    name: str
    quote: str
    message_id: str | None
    seq: int
    at: datetime
    agent_id: str
    agent_name: str | None


class Brief(Answer):
    """What the agent reads first; `masks` resolves the tokens in all its texts."""

    emotion: Literal["calm", "upset", "heated"]
    risk: Literal["ordinary", "major"]
    responsibility: Literal["open", "staff_suspected"]
    rationality: Literal["issue_focused", "excessive"]
    demand: str
    facts: list[Fact]
    missing: list[list[str]]
    signals: list[Signal]
    reasons: list[str]
    said: list[Said]
    avoid: list[str]
    scenario: Scenario | None
    why: list[Ground]
    anger: AngerCourse
    causes: list[Cause]
    do: list[Advice]
    do_not: list[Advice]
    earlier_cases: list[EarlierCase]
    heard: list[Heard]
    round: int
    corrections: list[Correction]
    callback: Callback | None
    masks: dict[str, str]


def brief_answer(opened: OpenedConversation) -> Brief:
    """Draw a brief's shape."""
    brief, masks = opened.brief, opened.masks
    callback = CallbackView(opened.callback, masks, opened.view.case) if opened.callback else None
    return Brief.parse_obj(
        {
            "emotion": brief.emotion,
            "risk": brief.risk,
            "responsibility": brief.responsibility,
            "rationality": brief.rationality,
            "demand": brief.demand,
            "facts": [fact_answer(fact, masks) for fact in brief.facts],
            "missing": brief.missing,
            "signals": [_signal(signal) for signal in brief.signals],
            "reasons": [str(reason) for reason in brief.reasons],
            "said": [_said(message, opened.names) for message in brief.said],
            "avoid": brief.avoid,
            "scenario": brief.scenario,
            "why": [_reason(reason) for reason in brief.reasons],
            "anger": _anger(brief),
            "causes": brief.causes,
            "do": [_advice(advice) for advice in brief.do],
            "do_not": [_advice(advice) for advice in brief.do_not],
            "earlier_cases": [_earlier(case) for case in brief.earlier],
            "heard": [_heard(item) for item in brief.heard],
            "round": brief.round,
            "corrections": [_correction(label, opened.names) for label in opened.corrections],
            "callback": callback_answer(callback) if callback else None,
            "masks": masks,
        }
    )


def _signal(signal: FoundSignal) -> Signal:
    return Signal(
        name=signal.name,
        score=signal.score,
        quote=signal.quote,
        hard=signal.hard,
        seq=signal.seq,
        message_id=signal.message_id,
        source=signal.source,
    )


def _reason(reason: FoundReason) -> Ground:
    return Ground(code=reason.code, quote=reason.quote, seq=reason.seq, weight=reason.weight)


def _anger(brief: MadeBrief) -> AngerCourse:
    return AngerCourse(
        course=list(brief.anger.course),
        latest=brief.anger.latest,
        peak=brief.anger.peak,
        rising=brief.rising,
    )


def _advice(advice: MadeAdvice) -> Advice:
    return Advice(code=advice.code, zh=advice.zh, en=advice.en)


def _said(message: Message, names: Mapping[AgentId, str]) -> Said:
    name = names.get(message.agent_id) if message.agent_id else None
    return Said(seq=message.seq, author=message.author, agent_name=name, text=message.text)


def _heard(item: HeardMessage) -> Heard:
    return Heard(
        message_id=item.message_id,
        seq=item.seq,
        anger=item.anger,
        causes=list(item.causes),
        intent=item.intent,
    )


def _correction(label: Label, names: Mapping[AgentId, str]) -> Correction:
    return Correction(
        what=label.what,
        was=label.was,
        should_be=label.should_be,
        why=label.why,
        name=label.name,
        quote=label.quote,
        message_id=label.message_id,
        seq=label.seq,
        at=label.at,
        agent_id=label.made_by,
        agent_name=names.get(label.made_by),
    )


def _earlier(case: Record) -> EarlierCase:
    return EarlierCase(
        id=case.id,
        conversation_id=case.conversation_id,
        number=case.number,
        state=case.state,
        level=case.level,
        created_at=case.created_at,
    )
