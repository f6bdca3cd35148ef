"""What spoils a model quietly is found in its material."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pytest

from bot.domain.reading import Anger, Cause, Intent, Reading
from bot.domain.triage import SignalName
from bot.nlu import data_check
from bot.nlu.data_check import Finding, check
from bot.nlu.labels import Labelled
from bot.nlu.text import Variants

_LETTERS = [chr(0x4E00 + 7 * i) for i in range(2_000)]
ENOUGH = 60


def _text(number: int) -> str:
    """Ten letters, like no other number's."""
    return "".join(random.Random(number).sample(_LETTERS, 10))


def _clean() -> list[Labelled]:
    """Enough of everything."""
    readings = [
        *(Reading(intent, False) for intent in Intent for _ in range(ENOUGH)),
        *(
            Reading(Intent.COMPLAIN, True, causes=(cause,), signals={name: "x"})
            for cause, name in zip(Cause, SignalName, strict=True)
            for _ in range(ENOUGH)
        ),
    ]
    return [
        Labelled(_text(number), reading, "clean.yml", number)
        for number, reading in enumerate(readings)
    ]


def _personal(text: str) -> Iterable[str]:
    return ["phone", "phone"] if "138" in text else []


def _check(entries: list[Labelled], variants: Variants | None = None) -> list[str]:
    found = check(entries, _personal, lambda *_: True, variants or Variants({}))
    return [str(finding) for finding in found]


def _entry(text: str, reading: Reading, line: int = 1, *, partial: bool = False) -> Labelled:
    return Labelled(text, reading, "new.yml", line, partial=partial)


GREETING = Reading(Intent.GREET, False)
COMPLAINT = Reading(Intent.COMPLAIN, True, Anger.ANNOYED)
LONG = "你们的理赔员上个星期二下午答应给我回电话结果没有回"


def test_clean_material_gives_no_finding() -> None:
    assert _check(_clean()) == []


def test_a_finding_names_its_place() -> None:
    assert str(Finding("a.yml:3", "wrong.")) == "a.yml:3: wrong."


def test_the_same_message_twice_is_found() -> None:
    found = _check([*_clean(), _entry("你好", GREETING, 1), _entry(" 你好", GREETING, 2)])
    assert found == ["new.yml:2: the same message stands at new.yml:1; remove one."]


@pytest.mark.parametrize(
    "other", [Reading(Intent.THANK, False), replace(COMPLAINT, anger=Anger.ANGRY)]
)
def test_the_same_message_with_other_labels_is_found(other: Reading) -> None:
    found = _check([*_clean(), _entry("无语", COMPLAINT, 1), _entry("无语", other, 2)])
    assert found == ["new.yml:2: the same message has other labels at new.yml:1; decide which."]


@pytest.mark.parametrize(
    ("partial", "says"),
    [(Reading(Intent.COMPLAIN, True), "stands at"), (GREETING, "has other labels at")],
)
def test_of_a_message_with_its_intent_alone_only_the_intent_can_differ(
    partial: Reading, says: str
) -> None:
    (found,) = _check(
        [*_clean(), _entry("无语", COMPLAINT, 1), _entry("无语", partial, 2, partial=True)]
    )
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
    entries = [*_clean(), _entry(LONG, COMPLAINT, 1), _entry(twin, GREETING, 2)]
    assert _check(entries, Variants({"冇": "没有"})) == [
        "new.yml:2: nearly the same as new.yml:1, but `greet` instead of `complain`; "
        "decide, or make the difference plain."
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG, "你们的理赔员昨天上午说会给我写信结果没有回"),  # something else
        ("不对", "不对!"),  # too short to be called alike
    ],
)
def test_messages_that_differ_may_have_different_intents(one: str, other: str) -> None:
    assert _check([*_clean(), _entry(one, COMPLAINT, 1), _entry(other, GREETING, 2)]) == []


def test_nearly_the_same_message_with_the_same_intent_is_welcome() -> None:
    softer = replace(COMPLAINT, anger=Anger.DISSATISFIED)
    assert _check([*_clean(), _entry(LONG, COMPLAINT), _entry(LONG + "！！", softer)]) == []


def test_a_twin_is_found_among_thousands_that_begin_alike() -> None:
    """None is passed over because its beginning is common."""
    crowd = [_entry(LONG[:12] + _text(i), COMPLAINT, i) for i in range(1_000)]
    found = _check([*_clean(), crowd[3], *crowd[4:], _entry(crowd[3].text + "!", GREETING, 9_999)])
    assert [line.split(",")[0] for line in found] == ["new.yml:9999: nearly the same as new.yml:3"]


def test_personal_data_are_found() -> None:
    assert _check([*_clean(), _entry("打我电话138啊", GREETING)]) == [
        "new.yml:1: personal data (phone); write a token such as [手机号1]."
    ]


@pytest.mark.parametrize("intent", [Intent.GREET, Intent.ASK_BOT])
def test_an_intent_with_too_few_examples_is_found(intent: Intent) -> None:
    entries = [entry for entry in _clean() if entry.reading.intent is not intent]
    assert _check(entries) == [f"data: `{intent.value}` has 0 examples; 40 are needed."]


@pytest.mark.parametrize(("kept", "needed"), [(59, True), (60, False)])
def test_a_cause_with_too_few_examples_is_found(kept: int, needed: bool) -> None:
    fees = [entry for entry in _clean() if Cause.FEE in entry.reading.causes]
    others = [entry for entry in _clean() if Cause.FEE not in entry.reading.causes]
    found = _check([*others, *fees[:kept]])
    assert ("data: `fee` has 59 examples; 60 are needed." in found) is needed


def test_a_signal_with_too_few_examples_is_found() -> None:
    entries = [
        replace(entry, reading=replace(entry.reading, signals={}))
        if SignalName.MEDIA in entry.reading.signals
        else entry
        for entry in _clean()
    ]
    assert _check(entries) == ["data: `media` has 0 examples; 40 are needed."]


def test_an_intent_that_drowns_another_is_found() -> None:
    crowd = [_entry(one + other, COMPLAINT) for one, other in product(_LETTERS[:70], _LETTERS[:70])]
    found = _check([*_clean(), *crowd])
    assert found == [
        "data: `complain` has 5680 examples, `ask_how_to_complain` only 60; "
        "write more of the latter."
    ]


def test_a_signal_without_counter_examples_is_found() -> None:
    shows = {entry.text: entry.reading.signals for entry in _clean()}

    def found(speaking: int) -> list[str]:
        others = [text for text, signals in shows.items() if SignalName.LEGAL not in signals]
        speak = set(others[:speaking])

        def speaks_of(text: str, name: SignalName) -> bool:
            return name is not SignalName.LEGAL or text in speak or name in shows[text]

        return [str(finding) for finding in check(_clean(), _personal, speaks_of)]

    needed = data_check.FEWEST_COUNTER_EXAMPLES
    assert found(needed) == []
    (line,) = found(needed - 1)
    assert line.startswith("data: signal `legal` has 39 messages that speak of its matter")


def test_messages_with_their_intent_alone_are_no_counter_examples() -> None:
    """They may well show the signal; nobody has looked."""
    entries = [replace(entry, partial=True) for entry in _clean()]
    assert sum("speak of its matter" in line for line in _check(entries)) == len(SignalName)


def test_ten_thousand_messages_are_compared_in_seconds() -> None:
    entries = [
        _entry(LONG[i % 9 :] + _text(i % 8_000) + LONG[: i % 7], COMPLAINT, i)
        for i in range(10_000)
    ]
    begun = time.process_time()
    _check(entries)
    assert time.process_time() - begun < 8
