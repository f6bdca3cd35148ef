"""What a platform's error number comes to for the people at the desk."""

from __future__ import annotations

import pytest

from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from connectors.wechat.errors import Refused as WechatRefused
from connectors.whatsapp.errors import Refused as WhatsappRefused


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (WechatRefused(45015), Failure.WINDOW_CLOSED),
        (WechatRefused(45047), Failure.USED_UP),
        (WechatRefused(43004), Failure.CUSTOMER_GONE),
        (WechatRefused(40164), Failure.ACCESS),
        (WechatRefused(45002), Failure.CONTENT),
        (WechatRefused(45011), Failure.BUSY),
        (WechatRefused(61450), Failure.REFUSED),
        (WhatsappRefused(131047), Failure.WINDOW_CLOSED),
        (WhatsappRefused(131026), Failure.CUSTOMER_GONE),
        (WhatsappRefused(190), Failure.ACCESS),
        (WhatsappRefused(130429), Failure.BUSY),
        (WhatsappRefused(1), Failure.UNREACHABLE),
        (DeliveryFailed("time-out", retryable=True), Failure.UNREACHABLE),
        (DeliveryFailed("no", retryable=False), Failure.REFUSED),
    ],
)
def test_a_failure_has_a_code_that_the_desk_has_words_for(
    error: DeliveryFailed, failure: Failure
) -> None:
    assert error.failure is failure
