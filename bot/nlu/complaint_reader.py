"""The Rasa graph component that reads a message the way a complaint officer does."""

# ruff: noqa: ARG003
# (Rasa sets the signatures)

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain.reading import Anger, Intent, Reading
from bot.nlu.facts.read import FoundFact
from bot.nlu.labels import BUTTONS, DERIVED, Labelled, read_folder
from bot.nlu.learning import learn
from bot.nlu.material import Material
from bot.nlu.reader import MessageReader, MessageReading

HARD_SIGNAL = "hard_signal"
VENT = "vent"
READING = "reading"
SIGNALS = "signals"
FACTS = "facts"
SAID_AT = "said_at"
"""Key of a message's metadata with the moment in which the customer wrote it (ISO 8601, UTC)."""
_LONGEST_VENT = 60
_COMMAND = re.compile(r"/[a-z][a-z_]*(?:@[\d.]+)?(?:\{.*\})?", re.DOTALL)
"""What Rasa takes for an intent with its entities; any other text is somebody's words."""
_POLICIES = ("escalation.yml", "reading.yml")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ComplaintReader(GraphComponent):
    """Sets intent and ranking, `entities` (facts), `signals` and `reading` on every message.

    `reading`: {"intent", "confidence", "is_complaint", "complaint", "cause", "cause_scores",
    "anger", "topic", "language", "mixed"}. `signals`: a list of {"name", "score", "weight",
    "quote", "hard"}. `facts`: {name: [{"value", "text", "start", "end"}]}.

    Two intents are derived for the rules: `hard_signal` where a signal fetches a person at once,
    `vent` for anger without a matter. `reading.intent` always tells what was read.

    Config: `reading` and `policy`, the designers' folders; `timezone` of the customers.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Paths are relative to the project root, where `rasa train` runs."""
        return {"reading": "data/reading", "policy": "data/policy", "timezone": "Asia/Shanghai"}

    @staticmethod
    def required_packages() -> list[str]:
        """What Rasa checks before it starts."""
        return ["sklearn", "opencc"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make Rasa's training cache notice edited words, policies, and this very code."""
        config = {**cls.get_default_config(), **config}
        digest = hashlib.sha256()
        for path in [
            *sorted(Path(config["reading"]).glob("*.yml")),
            *(Path(config["policy"]) / name for name in _POLICIES),
            *sorted(
                p for p in Path(__file__).parent.rglob("*.py") if p.parent.name != "evaluation"
            ),
        ]:
            digest.update(path.read_bytes() if path.is_file() else b"")
        return digest.hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ComplaintReader:
        """An untrained reader; `train` teaches it."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ComplaintReader:
        """Everything comes from the model; `data/` need not be there."""
        with model_storage.read_from(resource) as directory:
            reader = MessageReader.load(Path(directory))
        return cls(config, model_storage, resource, reader)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        reader: MessageReader | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self.reader = reader
        self._zone = ZoneInfo(config["timezone"])
        self._now: Callable[[], datetime] = lambda: datetime.now(timezone.utc)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn and put everything into the model. Raises ValueError naming what to mend.

        Rasa brings the examples of `data/nlu`; the labelled messages are read here, since Rasa
        copies and hashes every example several times, which would double the training time.
        """
        material = Material.from_folders(
            Path(self._config["reading"]), Path(self._config["policy"])
        )
        examples = [
            as_labelled(message, number)
            for number, message in enumerate(training_data.intent_examples)
            if message.get(INTENT) not in BUTTONS
        ]
        labelled = read_folder(Path(self._config["reading"]))
        self.reader = learn([*examples, *labelled], material)
        with self._model_storage.write_to(self._resource) as directory:
            self.reader.save(Path(directory))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message; what a button sends is left to Rasa, which knows its intent."""
        for message in messages:
            text = message.get(TEXT) or ""
            if _COMMAND.fullmatch(text.strip()):
                message.set(INTENT, {"name": None, "confidence": 1.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
            elif self.reader is not None:
                self._read(self.reader, message, text)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add for components further down."""
        return training_data

    def _read(self, reader: MessageReader, message: Message, text: str) -> None:
        said_at = _moment(message.get(METADATA)) or self._now()
        reading = reader.read(text, said_at.astimezone(self._zone).date())
        signals = [_signal(found, reader) for found in reading.signals]
        ranking = _ranking(reading, any(signal["hard"] for signal in signals), len(text))
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(SIGNALS, signals, add_to_output=True)
        message.set(READING, _as_dict(reading), add_to_output=True)
        message.set(FACTS, _facts(reading), add_to_output=True)
        entities = [*(message.get(ENTITIES) or []), *_entities(reading)]
        message.set(ENTITIES, entities, add_to_output=True)


def _ranking(reading: MessageReading, hard: bool, length: int) -> list[dict[str, Any]]:
    ranking = [{"name": intent.value, "confidence": share} for intent, share in reading.ranking]
    if hard:
        return [{"name": HARD_SIGNAL, "confidence": 1.0}, *ranking]
    if _vents(reading, length):
        return [{"name": VENT, "confidence": ranking[0]["confidence"]}, *ranking]
    return ranking


def _vents(reading: MessageReading, length: int) -> bool:
    """Anger without a matter: there is nothing to record yet but the feeling (practice I15, J6)."""
    return (
        reading.intent is Intent.COMPLAIN
        and reading.anger >= Anger.ANGRY
        and reading.cause_guessed
        and not reading.facts
        and length <= _LONGEST_VENT
    )


def _signal(found: Any, reader: MessageReader) -> dict[str, Any]:
    rule = reader.preparation.triage.rule(found.name)
    return {
        "name": found.name.value,
        "score": round(found.score, 4),
        "weight": rule.score if rule else 0.0,
        "quote": found.quote,
        "hard": bool(rule and rule.hard),
    }


def _as_dict(reading: MessageReading) -> dict[str, Any]:
    return {
        "intent": reading.intent.value,
        "confidence": round(reading.ranking[0][1], 4),
        "is_complaint": reading.is_complaint,
        "complaint": round(reading.complaint, 4),
        "cause": [cause.value for cause in reading.causes],
        "cause_scores": {
            cause.value: round(reading.cause_scores[cause], 4) for cause in reading.causes
        },
        "anger": int(reading.anger),
        "topic": reading.topic.value if reading.topic else None,
        "language": reading.language.name,
        "mixed": reading.language.mixed,
        "either_script": reading.language.either,
    }


def _facts(reading: MessageReading) -> dict[str, list[dict[str, Any]]]:
    facts: dict[str, list[dict[str, Any]]] = {}
    for fact in reading.facts:
        facts.setdefault(fact.name, []).append(
            {"value": fact.value, "text": fact.text, "start": fact.start, "end": fact.end}
        )
    return facts


def _entities(reading: MessageReading) -> list[dict[str, Any]]:
    """Facts as Rasa's entities: the value is what the record keeps, the customer's own words.

    When something was bought is not when the trouble happened (practice D9: no guessing), so it
    has a name of its own.
    """
    return [
        {
            "entity": "bought_at" if _is_purchase(fact) else fact.name,
            "start": fact.start,
            "end": fact.end,
            "value": fact.text,
            "normalised": fact.value,
            "extractor": ComplaintReader.__name__,
        }
        for fact in reading.facts
    ]


def _is_purchase(fact: FoundFact) -> bool:
    return isinstance(fact.value, dict) and fact.value.get("role") == "bought"


def as_labelled(message: Message, number: int) -> Labelled:
    """An example of `data/nlu`, the `number`-th: neutral where its intent says so.

    Of a complaint only the intent is known; the intents that the reader derives are complaints
    to it.
    """
    name = message.get(INTENT)
    intent = Intent.COMPLAIN if name in DERIVED else Intent(name)
    complaint = intent is Intent.COMPLAIN
    reading = Reading(intent, complaint)
    return Labelled(message.get(TEXT), reading, "data/nlu", number, partial=complaint)


def _moment(metadata: Mapping[str, Any] | None) -> datetime | None:
    moment = (metadata or {}).get(SAID_AT)
    return datetime.fromisoformat(moment) if isinstance(moment, str) else None
