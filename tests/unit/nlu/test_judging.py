"""What is learned about whole messages from a few of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.reading_policy import parse_reading_policy
from bot.nlu import judging
from bot.nlu.judging import Judge
from bot.nlu.labels import Labelled
from bot.nlu.language import language_of
from bot.nlu.learning import learn
from bot.nlu.reader import MessageReader, MessageReading, Scores, causes_of
from bot.nlu.teaching import FOLDS
from tests.unit.nlu import small

TODAY = date(2026, 11, 21)


def _read(reader: MessageReader, text: str) -> MessageReading:
    return reader.read(text, TODAY)


def _judge(reader: MessageReader, text: str) -> Scores:
    return reader.score(reader.preparation.prepare(text), language_of(text))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("理赔拖了三个月，到底怎么回事", Intent.COMPLAIN),
        ("退保能退多少呢", Intent.ASK_PRODUCT),
        ("我叫王伟", Intent.INFORM),
        ("请帮我转人工", Intent.ASK_HUMAN),
        ("你好啊", Intent.GREET),
        ("查下我的投诉进度", Intent.ASK_STATUS),
    ],
)
def test_messages_that_no_example_has_are_understood(
    small_reader: MessageReader, text: str, intent: Intent
) -> None:
    reading = _read(small_reader, text)
    assert reading.intent is intent
    assert reading.is_complaint is (intent is Intent.COMPLAIN)
    assert 0 < sum(share for _, share in reading.ranking) <= 1 + 1e-6  # less where words are new
    assert {name for name, _ in reading.ranking} == {Intent.COMPLAIN, Intent.ASK_PRODUCT} | set(
        small.OTHERS
    )


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("理赔被拖了三个月", Cause.CLAIM),
        ("退保只给退一半", Cause.SURRENDER),
        ("客服又挂我电话", Cause.SERVICE),
        ("软件又登录不了", Cause.SYSTEM),
        ("tb拖着不办", Cause.SURRENDER),  # as the variants have it
        ("理賠被拒了", Cause.CLAIM),
    ],
)
def test_a_complaint_has_its_cause(small_reader: MessageReader, text: str, cause: Cause) -> None:
    odds = _judge(small_reader, text).causes
    assert max(odds, key=lambda name: odds[name]) is cause


def test_two_causes_are_both_named(small_reader: MessageReader) -> None:
    odds = _judge(small_reader, "理赔被拒了，理赔材料补了又补，客服没人接，客服挂我电话").causes
    assert sorted(odds, key=lambda cause: -odds[cause])[:2] == [Cause.CLAIM, Cause.SERVICE]


def test_a_question_has_a_topic_and_no_cause(small_reader: MessageReader) -> None:
    reading = _read(small_reader, "分红怎么领取")
    assert reading.topic is Topic.RETURNS
    assert reading.causes == ()
    assert _read(small_reader, "分红比说的少，太过分").topic is None


def test_harder_words_are_angrier(small_reader: MessageReader) -> None:
    story = "退保拖着不办"
    tails = ["，请核实", "，到底怎么回事", "，骗子，太过分", "，王八蛋，去死"]
    scores = [_judge(small_reader, story + tail).anger for tail in tails]
    assert scores == sorted(scores)
    levels = [_read(small_reader, story + tail).anger for tail in tails]
    assert levels == list(Anger)[1:]
    assert _read(small_reader, "谢谢你").anger is Anger.NONE


def test_what_only_rasa_knows_of_says_nothing_about_anger_and_cause() -> None:
    """An example of `data/nlu` that complains is not one of a calm complaint without a cause."""
    plain = [
        Labelled("理赔拖了两个月，王八蛋", Reading(Intent.COMPLAIN, True), "nlu", 40 * i)
        for i in range(60)
    ]
    partial = [replace(entry, partial=True) for entry in plain]
    told = learn([*small.entries(), *partial], small.material())
    misled = learn([*small.entries(), *plain], small.material())
    message = "理赔拖了两个月，王八蛋"
    assert _judge(told, message).anger > 2
    assert _judge(told, message).causes[Cause.CLAIM] > 0.5
    assert _judge(misled, message).anger < 1
    assert _judge(misled, message).causes[Cause.CLAIM] < 0.5


def test_the_likeliest_cause_is_named_where_none_passes() -> None:
    policy = parse_reading_policy(small.POLICY)
    low = dict.fromkeys(Cause, 0.01)
    assert causes_of({**low, Cause.FEE: 0.3}, policy) == [Cause.FEE]
    assert causes_of({**low, Cause.FEE: 0.1}, policy) == []
    assert causes_of({**low, Cause.FEE: 0.6, Cause.CLAIM: 0.9}, policy) == [Cause.CLAIM, Cause.FEE]


def test_a_saved_judge_judges_the_same(small_reader: MessageReader, tmp_path: Path) -> None:
    small_reader.judge.save(tmp_path / "judge.npz")
    loaded = Judge.load(tmp_path / "judge.npz")
    features = small_reader.preparation.prepare("理赔太慢了").features
    scores = loaded.heads.scores([features])[0]
    assert scores.tolist() == small_reader.judge.heads.scores([features])[0].tolist()
    assert loaded.interpret(scores) == small_reader.judge.interpret(scores)


def test_a_class_without_an_example_cannot_be_learned() -> None:
    entries = [entry for entry in small.entries() if entry.reading.topic is not Topic.RULES]
    with pytest.raises(ValueError, match="class"):
        learn(entries, small.material())


def test_neighbours_in_a_file_share_a_fold() -> None:
    folds = [judging.fold_of("a.yml", line) for line in range(400)]
    assert set(folds) == set(range(FOLDS))
    assert all(len(set(folds[i : i + 40])) == 1 for i in range(0, 400, 40))
