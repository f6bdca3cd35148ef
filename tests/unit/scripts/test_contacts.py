"""Another number stands beside the first, a corrected one in its place (practice C3, C13)."""

from __future__ import annotations

import pytest

from bot.scripts.contacts import with_contact

FIRST, SECOND = "[手机号1]", "[手机号2]"


@pytest.mark.parametrize(
    ("text", "changing", "stands"),
    [
        (f"也可以打{SECOND}", False, f"{FIRST}、{SECOND}"),
        (f"我太太的手机 {SECOND}", False, f"{FIRST}、{SECOND}"),
        (f"you can also ring {SECOND}", False, f"{FIRST}, {SECOND}"),
        (f"另外还有一个号码{SECOND}", True, f"{FIRST}、{SECOND}"),
        (f"{SECOND}", True, SECOND),
        (f"换号码了，{SECOND}", False, SECOND),
        (f"號碼錯了，還有，應該是{SECOND}", True, SECOND),
        (f"I have a new number, {SECOND}", False, SECOND),
        (f"my phone is wrong, it is {SECOND}", True, SECOND),
    ],
)
def test_what_stands_after_a_second_number(text: str, changing: bool, stands: str) -> None:
    language = "en" if " " in text and ", " in stands else "zh-Hans"
    assert with_contact(FIRST, SECOND, text, changing=changing, language=language) == stands


def test_the_first_one_stands_alone_and_is_not_doubled() -> None:
    assert with_contact(None, FIRST, FIRST, changing=False, language="zh-Hans") == FIRST
    assert (
        with_contact(FIRST, FIRST, f"电话是{FIRST}，没错", changing=True, language="zh-Hans")
        == FIRST
    )
    two = f"{FIRST}、{SECOND}"
    assert (
        with_contact(two, SECOND, f"第一个不用了，打{SECOND}", changing=False, language="zh-Hans")
        == SECOND
    )
    assert with_contact(two, FIRST, f"对，{FIRST}", changing=True, language="zh-Hans") == two
    both = f"{FIRST}, [邮箱1]"
    assert with_contact(FIRST, both, "phone and mail", changing=False, language="en") == both
