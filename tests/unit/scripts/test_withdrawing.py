"""Only a clear word withdraws (Order 3/2020 Art. 15)."""

from __future__ import annotations

import pytest

from bot.scripts.withdrawing import keeps


@pytest.mark.parametrize(
    "text",
    ["不要撤回", "别撤", "没说要撤", "继续吧", "我还要投诉", "不", "保留", "唔好撤", "我沒說要撤",
     "keep it", "don't withdraw", "I did not withdraw", "no, go on", "I still want to complain"],
)  # fmt: skip
def test_words_that_keep_the_complaint(text: str) -> None:
    assert keeps(text)


@pytest.mark.parametrize(
    "text",
    ["确定撤回", "是的", "撤吧", "不投诉了，撤了吧", "不想继续了", "唔投訴喇", "yes, withdraw it",
     "I don't want to continue", "/affirm"],
)  # fmt: skip
def test_words_that_do_not(text: str) -> None:
    assert not keeps(text)
