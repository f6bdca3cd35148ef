"""A Rasa graph component that reads triage signals from a message (practice O1)."""

# ruff: noqa: ARG002, ARG003
# (Rasa sets the signatures)

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain.triage import Signal, TriagePolicy, parse_triage_policy

HARD_SIGNAL = "hard_signal"
SIGNALS = "signals"
_POLICY_FILE = "escalation.yml"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SignalReader(GraphComponent):
    """Sets `signals` on every message, and the intent `hard_signal` where one is hard.

    `signals` is a list of {"name", "score", "quote", "hard"}. Config: `policy`, the path of the
    triage policy. It is read and checked at training time and travels inside the model.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The path is relative to the project root, where `rasa train` runs."""
        return {"policy": "data/policy/escalation.yml"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make Rasa's training cache notice an edited policy."""
        path = Path(config.get("policy", cls.get_default_config()["policy"]))
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SignalReader:
        """An untrained reader; `train` gives it its policy."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SignalReader:
        """Read the policy from the model alone; `data/` need not be there."""
        with model_storage.read_from(resource) as directory:
            text = (directory / _POLICY_FILE).read_text(encoding="utf-8")
        return cls(config, model_storage, resource, _parse(text))

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        policy: TriagePolicy | None = None,
    ) -> None:
        self._path = Path(config["policy"])
        self._model_storage = model_storage
        self._resource = resource
        self._policy = policy

    def train(self, training_data: TrainingData) -> Resource:
        """Check the policy and put it into the model. Raises ValueError naming what to mend."""
        text = self._path.read_text(encoding="utf-8")
        self._policy = _parse(text)
        with self._model_storage.write_to(self._resource) as directory:
            (directory / _POLICY_FILE).write_text(text, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Read the signals; a hard one outranks the classifier, except over a button's payload."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith(INTENT_MESSAGE_PREFIX):
                self._read(message, text)
        return messages

    def _read(self, message: Message, text: str) -> None:
        signals = self._policy.read(text) if self._policy else ()
        message.set(SIGNALS, [_as_dict(signal) for signal in signals], add_to_output=True)
        ranking = _without_hard_signal(message.get(INTENT_RANKING_KEY) or [])
        if any(signal.hard for signal in signals):
            ranking = [{"name": HARD_SIGNAL, "confidence": 1.0}, *ranking]
        if ranking:
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add for components further down."""
        return training_data


def _parse(text: str) -> TriagePolicy:
    data = yaml.safe_load(text)
    if not isinstance(data, dict):
        raise ValueError(f"{_POLICY_FILE}: must be a mapping with `major_from` and `signals`.")
    return parse_triage_policy(data)


def _without_hard_signal(ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The other intents with the share of `hard_signal` given to them: only the policy, never the
    classifier alone, fetches a person."""
    taken = sum(float(entry["confidence"]) for entry in ranking if entry["name"] == HARD_SIGNAL)
    rest = max(1.0 - taken, 1e-9)
    return [
        {**entry, "confidence": float(entry["confidence"]) / rest}
        for entry in ranking
        if entry["name"] != HARD_SIGNAL
    ]


def _as_dict(signal: Signal) -> dict[str, Any]:
    return {
        "name": signal.name.value,
        "score": signal.score,
        "quote": signal.quote,
        "hard": signal.hard,
    }
