"""How anger moves."""

from __future__ import annotations

import pytest

from bot.domain.dialogue.feeling import felt, shade
from bot.domain.dialogue.memory import Memory
from bot.domain.record_rules import FuriousTrigger

TRIGGER = FuriousTrigger(anger=4, messages=2)


def test_anger_rises_and_falls_with_the_messages() -> None:
    first = felt(Memory(), 3, "m1", TRIGGER, understood=True)
    second = felt(first, 1, "m2", TRIGGER, understood=True)
    assert (first.rising, second.rising) == (True, False)


def test_fury_is_counted_in_a_row() -> None:
    memory = felt(
        felt(Memory(), 4, "m1", TRIGGER, understood=True), 4, "m2", TRIGGER, understood=True
    )
    assert (memory.furious, memory.enraged) == (2, True)
    assert memory.rising
    assert felt(memory, 2, "m3", TRIGGER, understood=True).furious == 0


def test_how_much_fury_fetches_a_person_is_the_policys() -> None:
    soon = felt(Memory(), 3, "m1", FuriousTrigger(anger=3, messages=1), understood=True)
    never = felt(felt(Memory(), 4, "m1", None, understood=True), 4, "m2", None, understood=True)
    assert (soon.enraged, never.enraged) == (True, False)


def test_a_message_counts_once_however_often_it_is_looked_at() -> None:
    once = felt(Memory(), 4, "m1", TRIGGER, understood=False)
    assert felt(once, 4, "m1", TRIGGER, understood=False) == once
    assert once.misunderstood == 1


def test_what_is_understood_ends_the_row_of_misunderstandings() -> None:
    assert felt(Memory(misunderstood=1), 0, "m1", TRIGGER, understood=True).misunderstood == 0


@pytest.mark.parametrize(("anger", "name"), [(0, "low"), (1, "low"), (2, "raised"), (4, "high")])
def test_scripts_know_three_shades(anger: int, name: str) -> None:
    assert shade(anger) == name
