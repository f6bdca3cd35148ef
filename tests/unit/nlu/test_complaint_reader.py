"""The graph component by itself: trained on a few messages, loaded where their folders are gone."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timezone
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.domain.reading import Intent
from bot.nlu.complaint_reader import ComplaintReader
from tests.unit.nlu import small
from tests.unit.nlu.reader_component import CONTEXT, RESOURCE, process, storage_in, training_data


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> ComplaintReader:
    folder = tmp_path_factory.mktemp("reader")
    config = small.write_material(folder / "data")
    storage = storage_in(folder / "model")
    trained = ComplaintReader.create(config, storage, RESOURCE, CONTEXT)
    assert trained.train(training_data()) == RESOURCE
    shutil.rmtree(folder / "data")
    return ComplaintReader.load(config, storage, RESOURCE, CONTEXT)


def _intents(message: Message) -> list[str]:
    return [entry["name"] for entry in message.get("intent_ranking")]


def test_a_message_is_read_in_full(reader: ComplaintReader) -> None:
    message = process(reader, "理赔拖了两个月，到底怎么回事")
    assert message.get("intent")["name"] == "complain"
    assert message.get("intent") == message.get("intent_ranking")[0]
    reading = message.get("reading")
    assert {key: reading[key] for key in ("intent", "is_complaint", "cause", "anger")} == {
        "intent": "complain",
        "is_complaint": True,
        "cause": ["claim"],
        "anger": 2,
    }
    assert (reading["language"], reading["mixed"], reading["topic"]) == ("zh-Hans", False, None)
    assert reading["confidence"] == pytest.approx(message.get("intent")["confidence"], abs=1e-4)
    assert reading["complaint"] > 0.5
    assert message.get("signals") == []


def test_what_was_read_leaves_the_component_and_can_be_written_down(
    reader: ComplaintReader,
) -> None:
    message = process(reader, "我叫王伟，理赔被拒了，我要去法院起诉")
    output = message.as_dict(only_output_properties=True)
    assert output.keys() >= {"intent", "intent_ranking", "entities", "signals", "reading", "facts"}
    assert json.loads(json.dumps(output, ensure_ascii=False)) == output


def test_a_question_has_its_topic(reader: ComplaintReader) -> None:
    message = process(reader, "退保能退多少钱")
    assert _intents(message)[0] == "ask_product"
    assert message.get("reading")["topic"] == "surrender"
    assert message.get("reading")["is_complaint"] is False


def test_a_hard_signal_fetches_a_person_and_keeps_what_was_read(reader: ComplaintReader) -> None:
    message = process(reader, "理賠被拒了，我要去法院起訴")
    assert message.get("intent") == {"name": "hard_signal", "confidence": 1.0}
    assert _intents(message)[:2] == ["hard_signal", "complain"]
    assert message.get("reading")["intent"] == "complain"
    assert message.get("reading")["confidence"] < 1
    (signal,) = message.get("signals")
    score = signal.pop("score")
    assert 0.5 < score <= 1
    assert signal == {"name": "legal", "weight": 0.9, "quote": "我要去法院起訴", "hard": True}


def test_a_soft_signal_is_reported_and_the_intent_stays(reader: ComplaintReader) -> None:
    message = process(reader, "多扣了保费，我都说过五遍")
    assert _intents(message)[0] == "complain"
    (signal,) = message.get("signals")
    assert (signal["name"], signal["weight"], signal["hard"]) == ("repeat", 0.3, False)


def test_a_signal_that_the_policy_has_no_rule_for_weighs_nothing(reader: ComplaintReader) -> None:
    (signal,) = process(reader, "理赔被拒了，我要找记者曝光").get("signals")
    assert (signal["name"], signal["weight"], signal["hard"]) == ("media", 0.0, False)


def test_anger_without_a_matter_is_vented(reader: ComplaintReader) -> None:
    message = process(reader, "王八蛋，去死")
    assert _intents(message)[:2] == ["vent", "complain"]
    first, second = message.get("intent_ranking")[:2]
    assert first["confidence"] == second["confidence"]
    assert message.get("reading")["intent"] == "complain"


@pytest.mark.parametrize(
    "text",
    [
        "理赔被拒了，王八蛋，去死",  # a matter
        "你们骗子！！要求退款",  # a fact
        "王八蛋，去死，" * 9,  # a story
        "理赔被拒了，请核实",  # no anger
        "你好",  # no complaint
    ],
)
def test_anything_else_is_not_mere_venting(reader: ComplaintReader, text: str) -> None:
    assert "vent" not in _intents(process(reader, text))


def test_examples_of_derived_intents_teach_complaining(reader: ComplaintReader) -> None:
    """The learned ranking never holds a derived intent, so nothing but a signal derives one."""
    trained = reader.reader
    assert trained is not None
    names = [name for name in trained.judge.heads.names if name.startswith("intent:")]
    assert not {"intent:vent", "intent:hard_signal"} & set(names)
    assert process(reader, "你们垃圾公司！！").get("reading")["intent"] == "complain"
    assert set(_intents(process(reader, "我不想去法院起诉"))) <= {item.value for item in Intent}


@pytest.mark.parametrize("text", ['/inform{"text": "起诉"}', "/hard_signal"])
def test_a_button_is_left_to_rasa(reader: ComplaintReader, text: str) -> None:
    """Whatever words it carries: Rasa itself puts in the intent that the button names."""
    message = process(reader, text)
    assert message.get("intent") == {"name": None, "confidence": 1.0}
    assert message.get("intent_ranking") == []
    assert message.get("reading") is None
    assert message.get("signals") is None


@pytest.mark.parametrize(
    "text", ["/理赔被拒了，我要去法院起诉", "/ 理赔被拒了，法院见我起诉", "//起诉"]
)
def test_words_behind_a_stroke_are_words(reader: ComplaintReader, text: str) -> None:
    assert _intents(process(reader, text))[0] == "hard_signal"


def test_facts_become_entities_in_the_customers_words(reader: ComplaintReader) -> None:
    text = "我叫王偉，扣了我两万三，要求退款"
    before = {"entity": "opening", "start": 0, "end": 1, "value": "我"}
    message = process(reader, text, entities=[before])
    first, *entities = message.get("entities")
    assert first == before
    named = {entity["entity"]: entity for entity in entities}
    assert named.keys() == {"complainant_name", "amount", "demand"}
    assert named["amount"]["value"] == "两万三"
    assert named["amount"]["normalised"] == {"value": 23000, "currency": "CNY"}
    assert named["complainant_name"]["value"] == "王偉"
    assert named["demand"]["normalised"] == "refund"
    for entity in entities:
        assert text[entity["start"] : entity["end"]] == entity["value"]
        assert entity["extractor"] == "ComplaintReader"
    facts = message.get("facts")
    assert facts.keys() == named.keys()
    assert facts["amount"] == [
        {
            "value": {"value": 23000, "currency": "CNY"},
            "text": "两万三",
            "start": named["amount"]["start"],
            "end": named["amount"]["end"],
        }
    ]


def test_when_it_was_bought_is_a_fact_but_not_the_time_of_the_trouble(
    reader: ComplaintReader,
) -> None:
    message = process(
        reader, "我是2024年3月5日买的", metadata={"said_at": "2026-11-21T02:00:00+00:00"}
    )
    (fact,) = message.get("facts")["happened_at"]
    assert fact["value"]["role"] == "bought"
    assert [entity["entity"] for entity in message.get("entities")] == ["bought_at"]


@pytest.mark.parametrize(
    ("today", "yesterday"),
    [
        ("2026-03-01T01:00:00+00:00", "02-28"),
        ("2024-03-01T01:00:00+00:00", "02-29"),
        ("2026-02-28T17:00:00+00:00", "02-28"),  # already the first of March in Shanghai
    ],
)
def test_yesterday_is_before_the_day_the_message_was_written(
    reader: ComplaintReader, today: str, yesterday: str
) -> None:
    message = process(reader, "昨天扣了保费", metadata={"said_at": today})
    (fact,) = message.get("facts")["happened_at"]
    assert yesterday in json.dumps(fact["value"])


@pytest.mark.parametrize("metadata", [None, {}, {"said_at": None}])
def test_without_a_day_it_is_today_where_the_customers_live(
    reader: ComplaintReader, monkeypatch: pytest.MonkeyPatch, metadata: Any
) -> None:
    now = datetime(2026, 11, 20, 20, tzinfo=timezone.utc)
    monkeypatch.setattr(reader, "_now", lambda: now)
    message = process(reader, "昨天扣了保费", metadata=metadata)
    (fact,) = message.get("facts")["happened_at"]
    assert "2026-11-20" in json.dumps(fact["value"])


@pytest.mark.parametrize(
    "text",
    ["", " ", "😡", "\u0000\ud800", "！" * 3_000, "x" * 20_000],
    ids=["empty", "blank", "emoji", "broken", "marks", "long"],
)
def test_whatever_is_sent_is_read(reader: ComplaintReader, text: str) -> None:
    message = process(reader, text)
    assert 0 <= message.get("intent")["confidence"] <= 1
    assert len(_intents(message)) > 1
