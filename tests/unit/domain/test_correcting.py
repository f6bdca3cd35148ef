"""Which corrections make sense."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.correcting import checked
from bot.domain.errors import InvalidInput
from bot.domain.ids import MessageId
from bot.domain.overruling import Correction, Judgement

MESSAGE = MessageId("m")
GOOD = Correction(Judgement.SIGNAL, "legal", "", "在法院上班", message_id=MESSAGE)


@pytest.mark.parametrize(
    "correction",
    [
        GOOD,
        replace(GOOD, message_id=None, was="vip"),
        replace(GOOD, was="", should_be="media"),
        Correction(Judgement.ANGER, "", "3", "x", MESSAGE),
        Correction(Judgement.INTENT, "vent", "complain", "x", MESSAGE),
        Correction(Judgement.CAUSE, "", "claim,service", "x"),
        Correction(Judgement.LEVEL, "ordinary", "major", "x"),
        Correction(Judgement.FACT, "", "退费", "x", name="demand"),
        Correction(Judgement.FACT, "退费", "", "x", name="demand"),
    ],
)
def test_a_sound_correction_passes_as_it_is(correction: Correction) -> None:
    assert checked(correction) == correction


def test_causes_are_brought_into_one_form() -> None:
    loose = Correction(Judgement.CAUSE, "claim", " fee , claim,", "x")
    assert checked(loose).should_be == "fee,claim"


@pytest.mark.parametrize(
    ("correction", "field"),
    [
        (replace(GOOD, why="  "), "why"),
        (replace(GOOD, was="storm"), "was"),
        (replace(GOOD, should_be="legal"), "should_be"),
        (replace(GOOD, should_be="storm"), "should_be"),
        (Correction(Judgement.ANGER, "1", "5", "x", MESSAGE), "should_be"),
        (Correction(Judgement.ANGER, "1", "", "x", MESSAGE), "should_be"),
        (Correction(Judgement.ANGER, "1", "2", "x"), "message_id"),
        (Correction(Judgement.INTENT, "inform", "vent", "x", MESSAGE), "should_be"),
        (Correction(Judgement.CAUSE, "", "weather", "x"), "should_be"),
        (Correction(Judgement.LEVEL, "ordinary", "huge", "x"), "should_be"),
        (Correction(Judgement.LEVEL, "ordinary", "major", "x", MESSAGE), "message_id"),
        (Correction(Judgement.FACT, "", "42", "x", name="shoe_size"), "name"),
        (Correction(Judgement.FACT, "", "42", "x"), "name"),
        (Correction(Judgement.FACT, "", "x" * 4001, "x", name="demand"), "should_be"),
    ],
)
def test_a_mistake_names_its_field(correction: Correction, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(correction)
    assert caught.value.field == field
