"""A name without the words around it."""

from __future__ import annotations

import pytest

from bot.scripts.names import introduced_name, stripped_name

WRAPPED = [
    ("叫刘洋", "刘洋"),
    ("叫我马超", "马超"),
    ("登记杨光明吧", "杨光明"),
    ("投诉人徐海燕", "徐海燕"),
    ("曾慧敏，謝謝", "曾慧敏"),
    ("好的，我叫王建国", "王建国"),
    ("我個名係何詠詩", "何詠詩"),
    ("Sure, Peter Jones", "Peter Jones"),
    ("It is Linda Ho", "Linda Ho"),
    ("John Smith is my name", "John Smith"),
    ("Full name Grace Liu", "Grace Liu"),
    ("You can call me James Wilson", "James Wilson"),
    ("Mary Wong, thanks", "Mary Wong"),
]


@pytest.mark.parametrize(("text", "name"), WRAPPED)
def test_the_words_around_a_name_are_left_out(text: str, name: str) -> None:
    assert stripped_name(text) == name


@pytest.mark.parametrize("text", ["王女士", "Jon Smyth", "欧阳娜娜", "David"])
def test_a_bare_name_stays_as_it_is(text: str) -> None:
    assert stripped_name(text) == text
    assert introduced_name(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "叫你们的人来",
        "谢谢",
        "好的，谢谢",
        "it is ridiculous",
        "call me later",
        "是的",
        "我是",
        "thanks",
    ],
)
def test_no_name_is_made_of_other_words(text: str) -> None:
    assert introduced_name(text) is None


@pytest.mark.parametrize("answer", ["姓赵", "我姓赵", "免贵姓赵", "好的，姓赵"])
def test_a_family_name_is_a_name(answer: str) -> None:
    assert stripped_name(answer) == "赵"
