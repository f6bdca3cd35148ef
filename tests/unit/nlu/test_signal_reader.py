"""The graph component by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.signal_reader import SignalReader

POLICY = """
major_from: 1
signals:
  legal: {score: 0.9, hard: true, phrases: ['起诉'], unless: ['不想起诉']}
  repeat: {score: 0.3, phrases: ['踢皮球']}
"""
RANKING = [{"name": "complain", "confidence": 0.6}, {"name": "hard_signal", "confidence": 0.2}]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "escalation.yml"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    folder = tmp_path / "model"
    folder.mkdir()
    return LocalModelStorage.create(folder)


@pytest.fixture
def reader(file: Path, storage: LocalModelStorage) -> SignalReader:
    """Trained, then loaded where the file is gone."""
    context = ExecutionContext(GraphSchema({}))
    config: dict[str, Any] = {"policy": str(file)}
    SignalReader.create(config, storage, Resource("reader"), context).train(TrainingData())
    file.unlink()
    return SignalReader.load(config, storage, Resource("reader"), context)


def _message(text: str, ranking: list[dict[str, Any]] | None = None) -> Message:
    ranking = RANKING if ranking is None else ranking
    return Message(data={"text": text, "intent": ranking[0], "intent_ranking": ranking})


def test_a_hard_signal_becomes_the_intent(reader: SignalReader) -> None:
    (message,) = reader.process([_message("我要起诉")])
    assert message.get("intent") == {"name": "hard_signal", "confidence": 1.0}
    names = [entry["name"] for entry in message.get("intent_ranking")]
    assert names == ["hard_signal", "complain"]
    output = message.as_dict(only_output_properties=True)
    assert output["signals"] == [{"name": "legal", "score": 0.9, "quote": "起诉", "hard": True}]


def test_a_soft_signal_is_reported_and_the_intent_stays(reader: SignalReader) -> None:
    (message,) = reader.process([_message("你们踢皮球")])
    assert message.get("intent")["name"] == "complain"
    assert [signal["name"] for signal in message.get("signals")] == ["repeat"]


def test_the_classifier_alone_never_fetches_a_person(reader: SignalReader) -> None:
    (message,) = reader.process([_message("我不想起诉", RANKING[::-1])])
    assert message.get("intent")["name"] == "complain"
    assert message.get("intent")["confidence"] == pytest.approx(0.75)


def test_a_button_is_left_alone(reader: SignalReader) -> None:
    (message,) = reader.process([_message('/inform{"text": "起诉"}')])
    assert message.get("signals") is None
    assert message.get("intent")["name"] == "complain"


def test_training_refuses_a_policy_that_cannot_be_read(
    file: Path, storage: LocalModelStorage
) -> None:
    file.write_text("signals: {legal: {score: high, phrases: ['x']}}", encoding="utf-8")
    reader = SignalReader({"policy": str(file)}, storage, Resource("reader"))
    with pytest.raises(ValueError, match="score must be a number"):
        reader.train(TrainingData())


def test_an_edited_policy_invalidates_the_training_cache(file: Path) -> None:
    config = {"policy": str(file)}
    before = SignalReader.fingerprint_addon(config)
    file.write_text(POLICY + "#", encoding="utf-8")
    assert SignalReader.fingerprint_addon(config) != before
