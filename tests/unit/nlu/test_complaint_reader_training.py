"""Training the component: what it learns from, and broken material, which is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain.reading import Intent, Reading
from bot.nlu.complaint_reader import ComplaintReader, as_labelled
from tests.unit.nlu import small
from tests.unit.nlu.reader_component import CONTEXT, RESOURCE, process, storage_in, training_data


def test_an_untrained_reader_reads_nothing(tmp_path: Path) -> None:
    config = ComplaintReader.get_default_config()
    reader = ComplaintReader.create(config, storage_in(tmp_path / "model"), RESOURCE, CONTEXT)
    assert process(reader, "理赔被拒了").get("reading") is None


def test_a_loaded_reader_reads_what_the_trained_one_does(tmp_path: Path) -> None:
    config = small.write_material(tmp_path / "data")
    storage = storage_in(tmp_path / "model")
    trained = ComplaintReader.create(config, storage, RESOURCE, CONTEXT)
    trained.train(training_data())
    loaded = ComplaintReader.load(config, storage, RESOURCE, CONTEXT)
    for text in ("冇人理，我要去法院起诉", "昨天扣了两万三", "你好"):
        one, other = process(trained, text), process(loaded, text)
        assert one.as_dict() == other.as_dict()


@pytest.mark.parametrize(
    "name",
    [
        "reading/variants.yml",
        "reading/words.yml",
        "reading/facts.yml",
        "policy/escalation.yml",
        "policy/reading.yml",
    ],
)
def test_an_edited_file_makes_rasa_train_anew(tmp_path: Path, name: str) -> None:
    config = small.write_material(tmp_path)
    before = ComplaintReader.fingerprint_addon(config)
    assert ComplaintReader.fingerprint_addon(config) == before
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("\n# edited\n")
    assert ComplaintReader.fingerprint_addon(config) != before


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("reading/variants.yml", "variants: {", r"variants\.yml:1: is no valid YAML"),
        ("reading/variants.yml", "- 冇", r"variants\.yml: must be a mapping"),
        ("reading/variants.yml", "variants: {冇: no}", r"variants\.yml: False is not a word"),
        ("reading/variants.yml", "words: {}", r"`variants` is missing"),
        ("reading/words.yml", None, r"words\.yml: cannot be read: No such file"),
        ("reading/words.yml", "concepts: {court: 法院}", r"words\.yml: `court` must be a list"),
        ("reading/words.yml", "concepts: {court: []}", r"words\.yml: `court` must be a list"),
        ("reading/words.yml", "concepts: {court: [yes]}", r"words\.yml: `court`: True is not a w"),
        ("reading/words.yml", 'concepts: {court: [""]}', r"words\.yml: `court`: '' is not a word"),
        ("reading/facts.yml", "demands: []", r"facts\.yml"),
        ("policy/escalation.yml", "signals: {legal: {score: x, phrases: [a]}}", "score must be"),
        ("policy/escalation.yml", None, r"escalation\.yml: cannot be read"),
        ("policy/reading.yml", "complaint: 2", r"reading\.yml: "),
    ],
)
def test_broken_material_is_named(
    tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    config = small.write_material(tmp_path / "data")
    path = tmp_path / "data" / name
    if content is None:
        path.unlink()
    else:
        path.write_text(content, encoding="utf-8")
    reader = ComplaintReader(config, storage_in(tmp_path / "model"), RESOURCE)
    with pytest.raises(ValueError, match=says):
        reader.train(training_data())


def test_material_in_another_encoding_is_named(tmp_path: Path) -> None:
    config = small.write_material(tmp_path / "data")
    (tmp_path / "data" / "reading" / "words.yml").write_bytes("concepts: {a: [法]}".encode("gbk"))
    reader = ComplaintReader(config, storage_in(tmp_path / "model"), RESOURCE)
    with pytest.raises(ValueError, match=r"words\.yml: must be UTF-8"):
        reader.train(training_data())


def test_a_label_that_nobody_knows_is_named(tmp_path: Path) -> None:
    config = small.write_material(tmp_path / "data")
    reader = ComplaintReader(config, storage_in(tmp_path / "model"), RESOURCE)
    with pytest.raises(ValueError, match="moan"):
        reader.train(TrainingData([Message(data={"text": "唉", "intent": "moan"})]))


def test_an_example_without_labels_is_neutral_where_its_intent_says_so() -> None:
    entry = as_labelled(Message(data={"text": "你好", "intent": "greet"}), 3)
    assert entry.reading == Reading(Intent.GREET, False)
    assert (entry.line, entry.partial) == (3, False)


@pytest.mark.parametrize("intent", ["complain", "vent", "hard_signal"])
def test_of_a_complaint_without_labels_only_the_intent_is_known(intent: str) -> None:
    entry = as_labelled(Message(data={"text": "骗子", "intent": intent}), 3)
    assert entry.reading == Reading(Intent.COMPLAIN, True)
    assert entry.partial
