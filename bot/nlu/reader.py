"""Everything that is read from one message, put together: no Rasa in here.

`learn` (learning.py) trains from labelled messages, `MessageReader.read` reads one. The designers'
words and policies travel with the trained heads, so that a model is complete without `data/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain.reading import Anger, Cause, Intent, Topic
from bot.domain.reading_policy import ReadingPolicy
from bot.domain.triage import SignalName
from bot.nlu import judging, spotting, weighing
from bot.nlu.facts.read import FoundFact
from bot.nlu.features import familiar
from bot.nlu.heads import Floats
from bot.nlu.language import Language, language_of
from bot.nlu.material import Material, Preparation, Prepared

_JUDGE = "judge.npz"
_SPOTTER = "spotter.npz"
_WEIGHER = "weigher.npz"
_MATERIAL = "material.json"
LIKELY_CAUSE = 0.15
"""From which a complaint's likeliest cause is named although none passes its threshold."""
CLEAR = 0.4
"""From which a cause is more than a guess, although it misses its threshold."""
FAMILIAR = 0.6
"""Share of known letter pairs below which certainty falls."""
SURE_COMPLAINT = 0.65
"""From which it is a complaint although it looks like one of the following (cross-validated)."""
PLAIN_DANGER = 0.9
"""From which a clause with such a phrase tells of danger whatever stands beside it: nine in ten
clauses that the spotter had not seen did (cross-validated). A false alarm is better than a miss."""
_DANGER = frozenset({SignalName.SELF_HARM, SignalName.VIOLENCE})
_MAY_HIDE_A_GRIEVANCE = frozenset(
    {
        Intent.INFORM,
        Intent.THANK,
        Intent.PRAISE,
        Intent.AFFIRM,
        Intent.DENY,
        Intent.GREET,
        Intent.GOODBYE,
    }
)


@dataclass(frozen=True)
class FoundSignal:
    """A signal with its certainty (0–1) and the customer's own words."""

    name: SignalName
    score: float
    quote: str


@dataclass(frozen=True)
class MessageReading:
    """What one message says; `ranking` holds every intent, likeliest first."""

    ranking: Sequence[tuple[Intent, float]]
    complaint: float
    is_complaint: bool
    causes: Sequence[Cause]
    cause_scores: Mapping[Cause, float]
    """Of every cause, named or not."""
    cause_guessed: bool
    """Nothing is clear but the anger: if a cause is named, it is a guess."""
    anger: Anger
    topic: Topic | None
    signals: Sequence[FoundSignal]
    facts: Sequence[FoundFact]
    language: Language

    @property
    def intent(self) -> Intent:
        """The likeliest."""
        return self.ranking[0][0]


@dataclass(frozen=True)
class Scores:
    """Everything that is judged of one message, before any threshold; `anger` lies between 0 and 4,
    all others between 0 and 1. `best`: the clause that shows a signal best."""

    intents: Mapping[Intent, float]
    complaint: float
    anger: float
    causes: Mapping[Cause, float]
    topics: Mapping[Topic, float]
    signals: Mapping[SignalName, float]
    best: Mapping[SignalName, tuple[int, int]]


class MessageReader:
    """Reads messages with trained heads."""

    def __init__(
        self,
        material: Material,
        judge: judging.Judge,
        spotter: spotting.Spotter,
        weigher: weighing.Weigher,
    ) -> None:
        self._material = material
        self.preparation = Preparation(material)
        self.judge = judge
        self.spotter = spotter
        self.weigher = weigher

    def read(self, raw: str, today: date) -> MessageReading:
        """Never raises, whatever the customer sends; linear in the length."""
        message = self.preparation.prepare(raw)
        language = language_of(raw)
        scores = self.score(message, language)
        policy = self.preparation.policy
        ranking = _ranking(scores, familiar(message.plain, self.judge.heads.vocabulary))
        is_complaint = scores.complaint >= policy.complaint
        causes = causes_of(scores.causes, policy) if is_complaint else ()
        return MessageReading(
            ranking=ranking,
            complaint=scores.complaint,
            is_complaint=is_complaint,
            causes=causes,
            cause_scores=scores.causes,
            cause_guessed=all(scores.causes[c] < min(policy.causes[c], CLEAR) for c in causes),
            anger=policy.anger_of(scores.anger),
            topic=_likeliest(scores.topics) if ranking[0][0] is Intent.ASK_PRODUCT else None,
            signals=self._signals(message, scores),
            facts=_stated(self.preparation.facts.read(message.plain, today), ranking[0][0]),
            language=language,
        )

    def score(self, message: Prepared, language: Language) -> Scores:
        """What every part says of the message, however unlikely."""
        judged = self.judge.heads.scores([message.features])[0]
        spotted = self.spotter.spot(message.clauses)
        weighed = self.weigher.weigh(
            weigher_inputs(judged, [s.score for s in spotted], message.plain.raw, language)
        )
        judgement = self.judge.interpret(judged)
        return Scores(
            intents=_both(judgement.intents, weighed.intents),
            complaint=weighed.complaint,
            anger=judgement.anger,
            causes=weighed.causes,
            topics=judgement.topics,
            signals={**weighed.signals, **_plain_danger(message, spotted, weighed.signals)},
            best={found.name: (found.start, found.end) for found in spotted},
        )

    def _signals(self, message: Prepared, scores: Scores) -> list[FoundSignal]:
        limits = self.preparation.policy.signals
        return [
            FoundSignal(name, score, message.plain.quote(*scores.best[name]))
            for name, score in scores.signals.items()
            if score >= limits[name]
        ]

    def save(self, folder: Path) -> None:
        """Everything that `load` needs."""
        self.judge.save(folder / _JUDGE)
        self.spotter.save(folder / _SPOTTER)
        self.weigher.save(folder / _WEIGHER)
        text = json.dumps(vars(self._material), ensure_ascii=False)
        (folder / _MATERIAL).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> MessageReader:
        """What `save` wrote."""
        material = json.loads((folder / _MATERIAL).read_text(encoding="utf-8"))
        return cls(
            Material(**material),
            judging.Judge.load(folder / _JUDGE),
            spotting.Spotter.load(folder / _SPOTTER),
            weighing.Weigher.load(folder / _WEIGHER),
        )


def weigher_inputs(
    judged: Floats, spotted: Sequence[float], raw: str, language: Language
) -> Floats:
    """What the weigher weighs; the same in training and reading."""
    return weighing.inputs(judged, spotted, raw, english=language.name == "en")


def _plain_danger(
    message: Prepared, spotted: Sequence[spotting.Spotted], weighed: Mapping[SignalName, float]
) -> dict[SignalName, float]:
    """What a clause says plainly, in the designers' own words, is not weighed away by the rest."""
    names = {clause.start: clause.features.names for clause in message.clauses}
    return {
        found.name: max(found.score, weighed[found.name])
        for found in spotted
        if found.name in _DANGER
        and found.score >= PLAIN_DANGER
        and spotting.shown(found.name) in names[found.start]
    }


def _both(judged: Mapping[Intent, float], weighed: Mapping[Intent, float]) -> dict[Intent, float]:
    """Neither is always right; their mean is, more often than either."""
    return {intent: (share + weighed[intent]) / 2 for intent, share in judged.items()}


def _ranking(scores: Scores, familiarity: float) -> list[tuple[Intent, float]]:
    """Likeliest first; of words hardly ever seen nothing is sure.

    Facts, thanks or a yes with a plain grievance in them are the grievance.
    """
    sure = min(1.0, familiarity / FAMILIAR)
    shares = ((intent, share * sure) for intent, share in scores.intents.items())
    ranking = sorted(shares, key=lambda item: -item[1])
    if ranking[0][0] in _MAY_HIDE_A_GRIEVANCE and scores.complaint >= SURE_COMPLAINT:
        share = ranking[0][1]
        rest = [item for item in ranking if item[0] is not Intent.COMPLAIN]
        return [(Intent.COMPLAIN, share), *rest]
    return ranking


def _stated(facts: Sequence[FoundFact], intent: Intent) -> list[FoundFact]:
    """“Please change it” about what was read back is no demand to mend a policy."""
    correcting = intent is Intent.CORRECT
    return [f for f in facts if not (correcting and (f.name, f.value) == ("demand", "correction"))]


def causes_of(scores: Mapping[Cause, float], policy: ReadingPolicy) -> list[Cause]:
    """The causes that hold, main one first; at least a likely one."""
    found = sorted(scores, key=lambda cause: -scores[cause])
    passed = [cause for cause in found if scores[cause] >= policy.causes[cause]]
    return passed or ([found[0]] if scores[found[0]] >= LIKELY_CAUSE else [])


def _likeliest(topics: Mapping[Topic, float]) -> Topic:
    return max(topics, key=lambda topic: topics[topic])
