"""Everything that is read from one message, put together: no Rasa in here.

`learn` trains from labelled messages, `MessageReader.read` reads one. The designers' words and
policies travel with the trained heads, so that a model is complete without `data/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.domain.reading import Anger, Cause, Intent, Topic
from bot.domain.reading_policy import ReadingPolicy, parse_reading_policy
from bot.domain.triage import SignalName, TriagePolicy, parse_triage_policy
from bot.nlu import judging, spotting
from bot.nlu.facts.read import FactReader, FoundFact, parse_fact_words
from bot.nlu.features import familiar, message_features
from bot.nlu.labels import Labelled
from bot.nlu.language import Language, language_of
from bot.nlu.lexicon import Lexicon
from bot.nlu.text import Plain, Variants, plain

_JUDGE = "judge.npz"
_SPOTTER = "spotter.npz"
_MATERIAL = "material.json"
LIKELY_CAUSE = 0.15
"""From which a complaint's likeliest cause is named although none passes its threshold."""
FAMILIAR = 0.5
"""Share of known letter pairs below which certainty falls."""
SURE_COMPLAINT = 0.65
"""From which it is a complaint although it looks like one of the following (cross-validated)."""
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
class Material:
    """The designers' words and policies, as parsed YAML."""

    variants: Mapping[str, Any]
    words: Mapping[str, Any]
    facts: Mapping[str, Any]
    escalation: Mapping[str, Any]
    reading: Mapping[str, Any]

    @classmethod
    def from_folders(cls, reading: Path, policy: Path) -> Material:
        """Raises ValueError naming the file to mend."""
        return cls(
            variants=_yaml(reading / "variants.yml"),
            words=_yaml(reading / "words.yml"),
            facts=_yaml(reading / "facts.yml"),
            escalation=_yaml(policy / "escalation.yml"),
            reading=_yaml(policy / "reading.yml"),
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
class Prepared:
    """A plain message, its features, and those of its clauses."""

    plain: Plain
    features: Sequence[str]
    clauses: Sequence[spotting.Clause]


class Preparation:
    """Makes messages plain and cuts them into features; the same in training and reading."""

    def __init__(self, material: Material) -> None:
        self.triage: TriagePolicy = parse_triage_policy(material.escalation)
        self.policy: ReadingPolicy = parse_reading_policy(material.reading)
        self.variants = Variants(_texts(_section(material.variants, "variants"), "variants.yml"))
        self.lexicon = Lexicon(_concepts(_section(material.words, "concepts")))
        self.facts = FactReader(parse_fact_words(material.facts))
        self._cutter = spotting.Cutter(self.triage)

    def prepare(self, raw: str) -> Prepared:
        """The message as every reader takes it."""
        message = plain(raw, self.variants)
        found = self.lexicon.find(message.text)
        return Prepared(message, message_features(message, found), self._cutter.cut(message, found))


class MessageReader:
    """Reads messages with trained heads."""

    def __init__(self, material: Material, judge: judging.Judge, spotter: spotting.Spotter) -> None:
        self._material = material
        self.preparation = Preparation(material)
        self.judge = judge
        self.spotter = spotter

    def read(self, raw: str, today: date) -> MessageReading:
        """Never raises, whatever the customer sends; linear in the length."""
        message = self.preparation.prepare(raw)
        judgement = self.judge.judge(message.features)
        policy = self.preparation.policy
        knows = self.judge.heads.vocabulary.knows
        ranking = _ranking(judgement, familiar(message.plain, knows))
        is_complaint = judgement.complaint >= policy.complaint
        return MessageReading(
            ranking=ranking,
            complaint=judgement.complaint,
            is_complaint=is_complaint,
            causes=causes_of(judgement.causes, policy) if is_complaint else (),
            anger=policy.anger_of(judgement.anger),
            topic=_likeliest(judgement.topics) if ranking[0][0] is Intent.ASK_PRODUCT else None,
            signals=self._signals(message),
            facts=_stated(self.preparation.facts.read(message.plain, today), ranking[0][0]),
            language=language_of(raw),
        )

    def _signals(self, message: Prepared) -> list[FoundSignal]:
        limits = self.preparation.policy.signals
        return [
            FoundSignal(found.name, found.score, message.plain.quote(found.start, found.end))
            for found in self.spotter.spot(message.clauses)
            if found.score >= limits[found.name]
        ]

    def save(self, folder: Path) -> None:
        """Everything that `load` needs."""
        self.judge.save(folder / _JUDGE)
        self.spotter.save(folder / _SPOTTER)
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
        )


def learn(entries: Sequence[Labelled], material: Material) -> MessageReader:
    """Train from labelled messages. Raises ValueError where the material is broken."""
    preparation = Preparation(material)
    examples: list[judging.Example] = []
    lessons: list[spotting.Lesson] = []
    for entry in entries:
        message = preparation.prepare(entry.text)
        fold = judging.fold_of(entry.file, entry.line)
        examples.append(judging.Example(message.features, entry.reading, fold, entry.partial))
        if not entry.partial:
            places = {
                name: place
                for name, quote in entry.reading.signals.items()
                if (place := spotting.place_of(message.plain, quote))
            }
            lessons.append(spotting.Lesson(message.clauses, places, fold))
    return MessageReader(material, judging.learn(examples), spotting.learn(lessons))


def _ranking(judgement: judging.Judgement, familiarity: float) -> list[tuple[Intent, float]]:
    """Likeliest first; of words hardly ever seen nothing is sure.

    Facts, thanks or a yes with a plain grievance in them are the grievance.
    """
    sure = min(1.0, familiarity / FAMILIAR)
    shares = ((intent, share * sure) for intent, share in judgement.intents.items())
    ranking = sorted(shares, key=lambda item: -item[1])
    if ranking[0][0] in _MAY_HIDE_A_GRIEVANCE and judgement.complaint >= SURE_COMPLAINT:
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


def _section(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    section = data.get(key)
    if not isinstance(section, Mapping):
        raise ValueError(f"data/reading: the key `{key}` is missing or no mapping.")
    return section


def _concepts(section: Mapping[str, Any]) -> dict[str, list[str]]:
    for concept, words in section.items():
        if not isinstance(words, list) or not words:
            raise ValueError(f"words.yml: `{concept}` must be a list of words.")
    return {
        concept: list(_texts(dict.fromkeys(words, ""), f"words.yml: `{concept}`"))
        for concept, words in section.items()
    }


def _texts(words: Mapping[Any, Any], where: str) -> dict[str, str]:
    """Words as text; a bare number is one, a bare yes or no is YAML's and must be quoted."""
    for word in [*words, *words.values()]:
        if isinstance(word, bool) or not isinstance(word, (str, int)):
            raise ValueError(f"{where}: {word!r} is not a word; put it between quotation marks.")
    if "" in words:
        raise ValueError(f"{where}: '' is not a word; remove it.")
    return {str(word): str(read) for word, read in words.items()}


def _yaml(path: Path) -> Mapping[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} must be UTF-8: {error.reason}.") from error
    except yaml.YAMLError as error:
        raise ValueError(f"{path} is no valid YAML: {error}") from error
    if not isinstance(data, Mapping):
        raise ValueError(f"{path} must be a mapping.")
    return data
