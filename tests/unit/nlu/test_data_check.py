"""What spoils a model quietly is found in its material."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot.domain.reading import Anger, Intent, Reading
from bot.domain.triage import SignalName
from bot.nlu.data_counts import Finding
from bot.nlu.labels import Labelled
from bot.nlu.text import Variants
from tests.unit.nlu.labelled_data import (
    COMPLAINT,
    GREETING,
    LONG,
    amiss,
    clean,
    findings,
    labelled,
    ten_letters,
)


def test_clean_material_gives_no_finding() -> None:
    assert findings(clean()) == []


def test_a_finding_names_its_place() -> None:
    assert str(Finding("a.yml:3", "wrong.")) == "a.yml:3: wrong."


def test_the_same_message_twice_is_found() -> None:
    found = amiss([labelled("你好", GREETING, 1), labelled(" 你好", GREETING, 2)])
    assert found == ["new.yml:2: the same message stands at new.yml:1; remove one."]


@pytest.mark.parametrize(
    "other", [Reading(Intent.THANK, False), replace(COMPLAINT, anger=Anger.ANGRY)]
)
def test_the_same_message_with_other_labels_is_found(other: Reading) -> None:
    found = amiss([labelled("无语", COMPLAINT, 1), labelled("无语", other, 2)])
    assert found == ["new.yml:2: the same message has other labels at new.yml:1; decide which."]


@pytest.mark.parametrize(
    ("partial", "says"),
    [(Reading(Intent.COMPLAIN, True), "stands at"), (GREETING, "has other labels at")],
)
def test_of_a_message_with_its_intent_alone_only_the_intent_can_differ(
    partial: Reading, says: str
) -> None:
    (found,) = amiss([labelled("无语", COMPLAINT, 1), labelled("无语", partial, 2, partial=True)])
    assert found.startswith(f"new.yml:2: the same message {says} new.yml:1")


@pytest.mark.parametrize(
    "twin",
    [
        LONG + "！！",
        LONG.replace("电话", "電話"),
        LONG + "了",
        LONG.replace("没有", "冇"),
    ],
)
def test_nearly_the_same_message_with_another_intent_is_found(twin: str) -> None:
    entries = [labelled(LONG, COMPLAINT, 1), labelled(twin, GREETING, 2)]
    assert amiss(entries, Variants({"冇": "没有"})) == [
        "new.yml:2: nearly the same as new.yml:1, but `greet` instead of `complain`; "
        "decide, or make the difference plain."
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG, "你们的理赔员昨天上午说会给我写信结果没有回"),  # something else
        ("不对的", "不对吧"),  # too short to be called alike
    ],
)
def test_messages_that_differ_may_have_different_intents(one: str, other: str) -> None:
    assert amiss([labelled(one, COMPLAINT, 1), labelled(other, GREETING, 2)]) == []


def test_nearly_the_same_message_with_the_same_intent_is_welcome() -> None:
    softer = replace(COMPLAINT, anger=Anger.DISSATISFIED)
    assert amiss([labelled(LONG, COMPLAINT), labelled(LONG + "！！", softer)]) == []


@pytest.mark.parametrize(
    ("reading", "says"),
    [
        (replace(COMPLAINT, complaint=False), "but no complaint instead of a complaint"),
        (replace(COMPLAINT, signals={SignalName.LEGAL: "x"}), "but `legal` instead of no signal"),
        (replace(COMPLAINT, anger=Anger.FURIOUS), "but anger 4 instead of anger 2"),
    ],
)
@pytest.mark.parametrize(("text", "twin"), [(LONG, LONG + "了"), ("无语", "无语。")])
def test_nearly_the_same_message_that_is_read_otherwise_is_found(
    reading: Reading, says: str, text: str, twin: str
) -> None:
    entries = [labelled(text, COMPLAINT, 1)]
    (found,) = amiss([*entries, labelled(twin, reading, 2)])
    assert found.startswith(f"new.yml:2: nearly the same as new.yml:1, {says}")
    assert amiss([*entries, labelled(twin, reading, 2, partial=True)]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LONG, True),
        (LONG[:-2] + "，人呢", True),
        (LONG[:12] + ten_letters(1), False),
        ("谢谢你们", False),  # short ones are everybody's
    ],
)
def test_a_message_that_the_reader_is_measured_with_is_found(text: str, found: bool) -> None:
    held_out = [
        Labelled(words, COMPLAINT, "held_out.yml", line)
        for line, words in enumerate([LONG, "谢谢你们"], 1)
    ]
    said = amiss([labelled(text, COMPLAINT)], held_out=held_out)
    assert (
        said
        == [
            "new.yml:1: nearly the same as held_out.yml:1, with which the reader is "
            "measured; remove it here."
        ]
        * found
    )


def test_a_twin_is_found_among_thousands_that_begin_alike() -> None:
    """None is passed over because its beginning is common."""
    crowd = [labelled(LONG[:12] + ten_letters(i), COMPLAINT, i) for i in range(1_000)]
    found = amiss([crowd[3], *crowd[4:], labelled(crowd[3].text + "!", GREETING, 9_999)])
    assert [line.split(",")[0] for line in found] == ["new.yml:9999: nearly the same as new.yml:3"]


def test_personal_data_are_found() -> None:
    assert amiss([labelled("打我电话138啊", GREETING)]) == [
        "new.yml:1: personal data (phone); write a token such as [手机号1]."
    ]


def test_ten_thousand_messages_are_compared_in_seconds() -> None:
    entries = [
        labelled(LONG[i % 9 :] + ten_letters(i % 8_000) + LONG[: i % 7], COMPLAINT, i)
        for i in range(10_000)
    ]
    begun = time.process_time()
    findings(entries)
    assert time.process_time() - begun < 8
