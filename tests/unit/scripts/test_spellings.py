"""Words in Simplified and Traditional."""

from __future__ import annotations

from bot.scripts.spellings import spellings


def test_a_word_is_found_in_either_script() -> None:
    assert set(spellings("理赔")) >= {"理赔", "理賠"}
    assert set(spellings("理賠")) >= {"理赔", "理賠"}
    assert spellings("理賠")[0] == "理賠"


def test_what_is_the_same_in_both_is_looked_for_once() -> None:
    assert spellings("QT") == ("QT",)
    assert spellings("支行") == ("支行",)
