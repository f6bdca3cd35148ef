"""Signals of a major complaint, learned from a few messages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.triage import SignalName, parse_triage_policy
from bot.nlu.learning import learn
from bot.nlu.reader import MessageReader
from bot.nlu.spotting import Cutter, Spotted, Spotter, place_of
from bot.nlu.text import Variants, plain
from tests.unit.nlu import small


def _found(reader: MessageReader, text: str) -> dict[str, str]:
    message = reader.preparation.prepare(text)
    return {
        spotted.name.value: message.plain.quote(spotted.start, spotted.end)
        for spotted in reader.spotter.spot(message.clauses)
        if spotted.score >= 0.4
    }


def _odds(reader: MessageReader, text: str, name: SignalName) -> Spotted:
    message = reader.preparation.prepare(text)
    spotted = reader.spotter.spot(message.clauses)
    assert [item.name for item in spotted] == list(SignalName)
    return next(item for item in spotted if item.name is name)


@pytest.mark.parametrize(
    ("text", "name", "quote"),
    [
        ("理赔被拒了，我要去法院起诉！谢谢", "legal", "我要去法院起诉！"),
        ("退保不给办，真的唔想活了，怎么办", "self_harm", "真的唔想活了，"),
        ("多扣了保费，我已经说过四遍", "repeat", "我已经说过四遍"),
        ("監管局見。理賠太慢", "regulator", "監管局見。"),
        ("维权群都来了，理赔不赔", "group", "维权群都来了，"),
    ],
)
def test_the_quote_is_the_clause_that_shows_it_as_the_customer_wrote_it(
    small_reader: MessageReader, text: str, name: str, quote: str
) -> None:
    assert _found(small_reader, text) == {name: quote}


def test_several_signals_stand_side_by_side(small_reader: MessageReader) -> None:
    found = _found(small_reader, "我都说过五遍了，我要找记者曝光，法院见我起诉")
    assert found.keys() == {"repeat", "media", "legal"}
    assert found["media"] == "我要找记者曝光，"


@pytest.mark.parametrize(
    "text", ["退保能退多少钱", "理赔被拒了，希望处理一下", "你好", "", "！！！"]
)
def test_other_messages_show_none(small_reader: MessageReader, text: str) -> None:
    assert _found(small_reader, text) == {}


def test_an_unless_phrase_undoes_a_signal(small_reader: MessageReader) -> None:
    assert "legal" in _found(small_reader, "理赔被拒了，我要去法院起诉你们")
    assert _found(small_reader, "理赔被拒了，我不想去法院起诉你们") == {}
    assert "legal" in _found(small_reader, "我不想起诉你们，但是我要去法院起诉")


def test_an_unless_phrase_makes_the_difference_by_itself() -> None:
    """Learned with and without it, from the same messages."""
    escalation: Any = small.material().escalation
    legal = {key: value for key, value in escalation["signals"]["legal"].items() if key != "unless"}
    bare = {**escalation, "signals": {**escalation["signals"], "legal": legal}}
    entries = small.entries()
    text = "没打算为这个起诉谁"
    with_unless = learn(entries, small.material())
    without = learn(entries, replace(small.material(), escalation=bare))
    assert (
        _odds(with_unless, text, SignalName.LEGAL).score
        < _odds(without, text, SignalName.LEGAL).score
    )


def test_a_phrase_is_a_hint_for_words_that_no_example_has() -> None:
    """“对簿公堂” stands in no message; as a phrase of the policy it is as good as “起诉”."""
    escalation: Any = small.material().escalation
    legal = {**escalation["signals"]["legal"], "phrases": ["起诉", "法院见", "对簿公堂"]}
    told = {**escalation, "signals": {**escalation["signals"], "legal": legal}}
    entries = small.entries()
    text = "理赔被拒了，咱们对簿公堂"
    before = _odds(learn(entries, small.material()), text, SignalName.LEGAL)
    after = _odds(
        learn(entries, replace(small.material(), escalation=told)), text, SignalName.LEGAL
    )
    assert after.score > 3 * before.score
    assert text[after.start : after.end] == "咱们对簿公堂"


def test_a_clause_carries_the_rules_that_hit_it() -> None:
    policy = parse_triage_policy(small.material().escalation)
    cutter = Cutter(policy)
    hit, undone = cutter.cut(plain("我要起诉，我不想起诉"), [])
    assert "r:legal" in hit.features.names
    assert "u:legal" not in hit.features.names
    assert "u:legal" in undone.features.names
    assert "r:legal" not in undone.features.names


def test_an_empty_message_has_one_empty_clause() -> None:
    (clause,) = Cutter(parse_triage_policy(small.material().escalation)).cut(plain(""), [])
    assert (clause.start, clause.end) == (0, 0)


def test_a_saved_spotter_spots_the_same(small_reader: MessageReader, tmp_path: Path) -> None:
    small_reader.spotter.save(tmp_path / "spotter.npz")
    cut = small_reader.preparation.prepare("法院见，我不想活了").clauses
    assert Spotter.load(tmp_path / "spotter.npz").spot(cut) == small_reader.spotter.spot(cut)


@pytest.mark.parametrize(
    ("raw", "quote", "plain_words"),
    [
        ("理赔太慢，我冇錢", "我冇錢", "我没有钱"),
        ("ＡＢＣ，法院見", "法院見", "法院见"),
        ("电话[手机号1]，起诉", "起诉", "起诉"),
        ("理赔太慢", "起诉", None),
        ("退\u200b\u200b保", "\u200b\u200b", None),  # nothing of it is left
    ],
)
def test_a_quote_is_found_again_in_the_plain_text(
    raw: str, quote: str, plain_words: str | None
) -> None:
    message = plain(raw, Variants({"冇": "没有"}))
    place = place_of(message, quote)
    assert (message.text[slice(*place)] if place else None) == plain_words
