"""What the platform's error codes mean for a delivery, in words for the desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure

STALE_TOKEN = frozenset({40001, 40014, 42001, 42007})
"""The access token is not (or no longer) good; a fresh one may be."""
NO_MENU = frozenset({40200, 48001, 48008})
"""The account may not send menus: subscription and test accounts."""

_PASSING: Mapping[int, str] = {
    -1: "WeChat is busy",
    40001: "the access token is refused: compare AppID and AppSecret",
    40013: "the AppID is refused: check QINGTING_WECHAT_APP_ID",
    40125: "the AppSecret is refused: check QINGTING_WECHAT_SECRET",
    40164: "this server's address is not in the account's IP whitelist (IP白名单)",
    45011: "too many calls in this minute",
    50002: "the account is restricted for now",
    65400: "WeChat's customer-service API is not ready",
}
"""May succeed later, or once somebody has mended the set-up."""
_PERMANENT: Mapping[int, str] = {
    40004: "WeChat does not take files of this kind",
    40005: "WeChat does not take files of this kind",
    40006: "the file is larger than WeChat takes",
    40009: "the picture is larger than WeChat takes",
    40010: "the recording is larger than WeChat takes",
    40011: "the video is larger than WeChat takes",
    45001: "the file is larger than WeChat takes",
    45007: "the recording is longer than the 60 seconds that WeChat takes",
    40003: "the customer's OpenID is not one of this account",
    43004: "the customer does not follow the account (any more)",
    43019: "the customer is on the account's blacklist",
    45002: "the text is longer than WeChat takes",
    45009: "the account's daily number of API calls is used up",
    45015: "WeChat allows replies for 48 hours after the customer's last message, which are over",
    45047: "WeChat allows 5 replies to a customer's message, which are used up",
    48001: "the account may not send customer-service messages: it must be verified (认证)",
    48004: "the account's right to this API is suspended",
    61450: "WeChat's customer-service system failed on this message",
}
_WHY: Mapping[Failure, Collection[int]] = {
    Failure.WINDOW_CLOSED: {45015},
    Failure.USED_UP: {45009, 45047},
    Failure.CUSTOMER_GONE: {40003, 43004, 43019},
    Failure.ACCESS: {*STALE_TOKEN, 40013, 40125, 40164, 48001, 48004, 50002},
    Failure.CONTENT: {40004, 40005, 40006, 40009, 40010, 40011, 45001, 45002, 45007},
    Failure.BUSY: {-1, 45011},
}


class Refused(DeliveryFailed):
    """The platform took the call and said no, with its `errcode`."""

    def __init__(self, errcode: int) -> None:
        retryable = errcode in _PASSING or errcode in STALE_TOKEN
        words = _PASSING.get(errcode) or _PERMANENT.get(errcode) or "see WeChat's return codes"
        failure = next((why for why, codes in _WHY.items() if errcode in codes), None)
        super().__init__(f"WeChat {errcode}: {words}", retryable=retryable, failure=failure)
        self.errcode = errcode
