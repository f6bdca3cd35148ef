"""Meta's error codes as policy: what is tried again, what people have to mend."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure

WINDOW_CLOSED = 131047
TOKEN_REFUSED = 190
_PASSING = frozenset(
    {
        *(1, 2, 4),  # Meta's own trouble, or the app calls too often
        TOKEN_REFUSED,  # time to renew it
        80007,  # the account sends too much
        130429,  # too many messages per second
        131000,  # unknown trouble
        131016,  # overloaded
        131048,  # held back as spam for a while
        131056,  # too many messages to this customer
        131057,  # being maintained
        133004,  # server away
    }
)
_SENTENCES: Mapping[int, str] = {
    WINDOW_CLOSED: (
        "The customer last wrote more than 24 hours ago. Set QINGTING_WHATSAPP_TEMPLATE to write "
        "to them by template, or wait until they write."
    ),
    TOKEN_REFUSED: "WhatsApp refuses the access token: renew QINGTING_WHATSAPP_TOKEN.",
    80007: "WhatsApp's limit for this account is reached.",
    130429: "WhatsApp's limit of messages per second is reached.",
    131026: "WhatsApp cannot deliver to this customer (no WhatsApp, blocked, or an old version).",
    131030: "The number is not among the test numbers of this WhatsApp app.",
    131042: "WhatsApp's account has a payment problem: see Billing in Meta Business Suite.",
    131048: "WhatsApp holds messages back because many customers blocked or reported them.",
    131056: "Too many messages to this customer in a short time.",
    132000: "The template needs other parameters: its body must have exactly one variable.",
    132001: "WhatsApp has no such template in this language: see the template settings.",
    132015: "The template is paused for its low quality: see WhatsApp Manager.",
    132016: "The template is disabled for its low quality: see WhatsApp Manager.",
}
_WHY: Mapping[Failure, Collection[int]] = {
    Failure.WINDOW_CLOSED: {WINDOW_CLOSED},
    Failure.ACCESS: {TOKEN_REFUSED, 131042, 132000, 132001, 132015, 132016},
    Failure.CUSTOMER_GONE: {131026, 131030},
    Failure.BUSY: {4, 80007, 130429, 131016, 131048, 131056},
}


class Refused(DeliveryFailed):
    """Meta did not take a message, or took it and gave up; `platform_code` is Meta's."""

    def __init__(self, code: int, *, passing: bool = False, retry_after: float = 0.0) -> None:
        problem = _SENTENCES.get(code, f"WhatsApp refused the message (error {code}).")
        retryable = passing or code in _PASSING
        failure = next((why for why, codes in _WHY.items() if code in codes), None)
        super().__init__(problem, retryable=retryable, retry_after=retry_after, failure=failure)
        self.platform_code = code
