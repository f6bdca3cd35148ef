"""Labelled messages as designers write them, and the mistakes they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.triage import SignalName
from bot.nlu.labels import LabelError, read_file, read_folder

GOOD = """
# a comment
reading:
  complain:
    - {anger: 2, cause: [claim, service], signals: {repeat: 交了三回}, text: 材料交了三回还说缺发票}
    - text: "no"
      writer: Li
      scenario: hospital
  ask_human:
    - {complaint: true, anger: 3, text: 转人工！你们骗人}
  ask_product:
    - {topic: claim, text: 理赔要什么材料}
  deny:
    - {text: no}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.yml"


def _read(file: Path, text: str) -> list[Reading]:
    file.write_text(text, encoding="utf-8")
    return [entry.reading for entry in read_file(file)]


def test_a_good_file_gives_every_message_with_its_labels(file: Path) -> None:
    readings = _read(file, GOOD)
    assert readings == [
        Reading(
            Intent.COMPLAIN,
            True,
            Anger.ANNOYED,
            (Cause.CLAIM, Cause.SERVICE),
            None,
            {SignalName.REPEAT: "交了三回"},
        ),
        Reading(Intent.COMPLAIN, True),
        Reading(Intent.ASK_HUMAN, True, Anger.ANGRY),
        Reading(Intent.ASK_PRODUCT, False, topic=Topic.CLAIM),
        Reading(Intent.DENY, False),
    ]


def test_a_message_knows_where_it_stands_and_who_wrote_it(file: Path) -> None:
    _read(file, GOOD)
    first, second, *_, last = read_file(file)
    assert (first.place, first.writer, first.scenario) == ("some.yml:5", "some", "")
    assert (second.place, second.writer, second.scenario) == ("some.yml:6", "Li", "hospital")
    assert last.text == "no"  # the word, not YAML's false
    assert not first.partial


def test_a_single_cause_needs_no_list(file: Path) -> None:
    (reading,) = _read(file, "reading: {complain: [{cause: claim, text: 不赔}]}")
    assert reading.causes == (Cause.CLAIM,)


def test_a_file_of_other_things_has_no_messages(file: Path) -> None:
    assert _read(file, "variants: {冇: 没有}") == []


def test_a_folder_gives_its_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text("reading: {greet: [{text: 乙}]}", encoding="utf-8")
    (tmp_path / "a.yml").write_text("reading: {greet: [{text: 甲}]}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert [entry.text for entry in read_folder(tmp_path)] == ["甲", "乙"]
    assert read_folder(tmp_path / "missing") == []


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{text: 不赔, angry: 2}", "unknown key `angry`; known are .*'anger'"),
        ("{anger: 2}", "`text` is missing"),
        ('{text: "  "}', "`text` is missing"),
        ("{text: [不赔]}", "`text` is missing"),
        ("{text: 不赔, anger: 5}", "`anger` must be 0 to 4, not 5"),
        ("{text: 不赔, anger: high}", "`anger` must be 0 to 4, not high"),
        ("{text: 不赔, cause: [claims]}", "`claims` is unknown; known are claim, "),
        ("{text: 不赔, cause: {claim: 1}}", "is unknown; known are claim, "),
        ("{text: 不赔, topic: money}", "`money` is unknown; known are surrender, "),
        ("{text: 不赔, complaint: yes}", "`complaint` must be true or false, not yes"),
        ("{text: 不赔, signals: {court: 不赔}}", "`court` is unknown; known are regulator, "),
        ("{text: 不赔, signals: [legal]}", "`signals` must give a quote per signal"),
        ("{text: 不赔, signals: {legal: 起诉}}", "quote of `legal` is not part of the text: 起诉"),
        ("{text: 不赔, signals: {legal: }}", "quote of `legal` is not part of the text"),
        ("{text: 不赔, signals: {legal: [不赔]}}", "quote of `legal` is not part of the text"),
        ("不赔", "must be a mapping"),
    ],
)
def test_a_mistake_in_a_message_is_named_with_its_line(file: Path, entry: str, says: str) -> None:
    with pytest.raises(LabelError, match=rf"^some\.yml:4: .*{says}"):
        _read(file, f"reading:\n  complain:\n    - {{text: 好}}\n    - {entry}\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("reading:\n  moan:\n    - {text: 唉}", r"some\.yml:2: `moan` is unknown; known are compl"),
        ("reading:\n  complain: 不赔", r"some\.yml:2: `complain` needs a list"),
        ("reading:\n  complain:\n  greet: []", r"some\.yml:2: `complain` needs a list"),
        ("reading:\n  - 不赔", r"some\.yml:2: must be a mapping"),
        ("reading: {", r"some\.yml:1: is no valid YAML: "),
        ("- 不赔", r"some\.yml: must be a mapping with the key `reading`"),
        ("", r"some\.yml: must be a mapping with the key `reading`"),
    ],
)
def test_a_mistake_in_the_file_is_named(file: Path, text: str, says: str) -> None:
    with pytest.raises(LabelError, match=f"^{says}"):
        _read(file, text)


def test_a_file_in_another_encoding_is_named(file: Path) -> None:
    file.write_bytes("reading: {greet: [{text: 你好}]}".encode("gbk"))
    with pytest.raises(LabelError, match=r"^some\.yml: must be UTF-8"):
        read_file(file)
