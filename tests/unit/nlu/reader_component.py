"""The graph component as Rasa runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.complaint_reader import ComplaintReader

RESOURCE = Resource("reader")
CONTEXT = ExecutionContext(GraphSchema({}))


def storage_in(folder: Path) -> LocalModelStorage:
    """An empty model in this new folder."""
    folder.mkdir()
    return LocalModelStorage.create(folder)


def training_data() -> TrainingData:
    """As Rasa hands it over: examples of `data/nlu` carry no labels."""
    plain = [
        *(Message(data={"text": text, "intent": "vent"}) for text in ("垃圾公司", "垃圾公司！！")),
        Message(data={"text": "法院见我起诉", "intent": "hard_signal"}),
        Message(data={"text": "哈喽", "intent": "greet"}),
    ]
    return TrainingData(plain)


def process(reader: ComplaintReader, text: str, **data: Any) -> Message:
    """What leaves the component for this text."""
    (message,) = reader.process([Message(data={"text": text, **data})])
    return message
