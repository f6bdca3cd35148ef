"""Why a message did not reach the customer."""

from __future__ import annotations

from enum import Enum


class Failure(str, Enum):
    """What people at the desk can make of it; the platform's own words stand beside it."""

    UNREACHABLE = "unreachable"  # the platform gave no usable answer
    BUSY = "busy"  # it takes no more calls for a while
    WINDOW_CLOSED = "window_closed"  # so long after the customer's last message it takes none
    USED_UP = "used_up"  # so many it takes, and they have been sent
    CUSTOMER_GONE = "customer_gone"  # blocked, left, or not there
    ACCESS = "access"  # our account or its settings have to be mended
    CONTENT = "content"  # it does not take such a text or file
    REFUSED = "refused"  # for another reason


def of_status(status: int) -> Failure | None:
    """What an HTTP status alone says; None where it says nothing more than yes or no."""
    return {401: Failure.ACCESS, 403: Failure.ACCESS, 429: Failure.BUSY}.get(status)
