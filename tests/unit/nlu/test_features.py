"""Features of a whole message: where something is said counts as well."""

from __future__ import annotations

import pytest

from bot.nlu.clauses import clauses
from bot.nlu.features import message_features
from bot.nlu.text import plain


def _features(text: str) -> set[str]:
    message = plain(text)
    return message_features(message, [], clauses(message.text)).spelled()


def test_the_first_and_the_last_clause_count_by_themselves() -> None:
    features = _features("交了三年，一直没管，现在能退吗")
    assert {"b:三年", "e:能退吗", "没管"} <= features
    assert not {"b:能退吗", "e:三年", "e:没管", "b:没管"} & features


def test_words_of_the_ends_count_in_rows() -> None:
    features = _features("I paid for years. Nobody called. How do I cancel")
    assert {"b:w:i_paid_for", "e:w:how_do_i", "w:nobody_called"} <= features
    assert "e:w:nobody_called" not in features


def test_a_message_of_one_clause_has_no_ends() -> None:
    assert not [name for name in _features("现在能退吗") if name.startswith(("b:", "e:"))]


@pytest.mark.parametrize("text", ["", "……", "，，，", "\u200f"])
def test_a_message_without_words_has_features_all_the_same(text: str) -> None:
    assert any(name.startswith("length:") for name in _features(text))


def test_numbers_at_the_ends_are_numbers_and_not_their_digits() -> None:
    features = _features("赔了3500，报价要8200")
    assert "e:000" in features
    assert not [name for name in features if "8200" in name]
