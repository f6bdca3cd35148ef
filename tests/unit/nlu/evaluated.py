"""Labelled messages with readings made up for them."""

from __future__ import annotations

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.triage import SignalName
from bot.nlu.evaluation.predictions import Row
from bot.nlu.labels import Labelled
from bot.nlu.language import Language
from bot.nlu.reader import FoundSignal, MessageReading, Scores

COMPLAIN, ASK, INFORM = Intent.COMPLAIN, Intent.ASK_PRODUCT, Intent.INFORM


def scores(
    intent: Intent = INFORM,
    complaint: float = 0.0,
    anger: float = 0.0,
    causes: dict[Cause, float] | None = None,
    topic: Topic = Topic.CLAIM,
    signals: dict[SignalName, float] | None = None,
) -> Scores:
    return Scores(
        intents={other: 0.8 if other is intent else 0.01 for other in Intent},
        complaint=complaint,
        anger=anger,
        causes={cause: (causes or {}).get(cause, 0.0) for cause in Cause},
        topics={other: 0.9 if other is topic else 0.01 for other in Topic},
        signals={name: (signals or {}).get(name, 0.0) for name in SignalName},
        best=dict.fromkeys(SignalName, (0, 1)),
    )


def row(
    truth: Reading,
    said: Scores,
    text: str = "x",
    file: str = "simplified_dialogue.yml",
    line: int = 1,
    scene: str = "",
) -> Row:
    """What was said counts from one half on."""
    ranking = sorted(said.intents.items(), key=lambda item: -item[1])
    found = MessageReading(
        ranking=ranking,
        complaint=said.complaint,
        is_complaint=said.complaint >= 0.5,
        causes=[cause for cause, score in said.causes.items() if score >= 0.5],
        cause_scores=said.causes,
        cause_guessed=False,
        anger=Anger(round(said.anger)),
        topic=max(said.topics, key=lambda topic: said.topics[topic])
        if ranking[0][0] is ASK
        else None,
        signals=[FoundSignal(n, s, text) for n, s in said.signals.items() if s >= 0.5],
        facts=[],
        language=Language("zh-Hans"),
    )
    return Row(Labelled(text, truth, file, line, scenario=scene), found, said)
