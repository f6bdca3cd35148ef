"""Which language and script a message is written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.language import language_of

SIMPLIFIED, TRADITIONAL = "zh-Hans", "zh-Hant"


@pytest.mark.parametrize(
    ("raw", "name", "mixed"),
    [
        ("理赔太慢了", SIMPLIFIED, False),
        ("理賠太慢了", TRADITIONAL, False),
        ("你好", SIMPLIFIED, False),  # both scripts write it alike
        ("佢哋唔理我", TRADITIONAL, False),  # Cantonese, whatever the script
        ("冇人理我", TRADITIONAL, False),
        ("是在台北的櫃台", TRADITIONAL, False),  # nobody in Taipei writes 臺 twice
        ("我在台上吃过饭", SIMPLIFIED, False),
        ("后來我的保险理赔说不赔", SIMPLIFIED, False),  # one slip of the keyboard
        ("my claim was refused", "en", False),
        ("REFUND", "en", False),
        ("你们的APP打不开", SIMPLIFIED, False),  # one English word is everyday Chinese
        ("我要 refund 因为 agent 说 no risk", SIMPLIFIED, True),
        ("please give me a refund right now 谢谢", "en", True),
        ("please call 张", "en", False),
        ("12378", "und", False),
        ("😡！！", "und", False),
        ("a", "und", False),
        ("", "und", False),
        ("[手机号1]", "und", False),  # the privacy boundary wrote it
        ("call [手机号1] please", "en", False),
        ("[手機] 理賠", TRADITIONAL, False),
    ],
)
def test_the_letters_tell_the_language(raw: str, name: str, mixed: bool) -> None:
    found = language_of(raw)
    assert (found.name, found.mixed) == (name, mixed)


@pytest.mark.parametrize(
    ("raw", "either"),
    [
        ("去年十月", True),
        ("台北", True),
        ("你好", True),
        ("理赔", False),
        ("佢哋", False),
    ],
)
def test_some_words_are_written_alike_in_both_scripts(raw: str, either: bool) -> None:
    assert language_of(raw).either is either


@given(raw=st.text(st.characters(), max_size=60))
def test_any_message_has_some_language(raw: str) -> None:
    assert language_of(raw).name in {SIMPLIFIED, TRADITIONAL, "en", "und"}
