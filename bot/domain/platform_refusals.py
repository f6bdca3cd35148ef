"""What a customer's platform does not take; a part of the family in `bot.domain.errors`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.errors import QingtingError


class PlatformRefuses(QingtingError):
    """The customer's platform would not take the message now; nothing was recorded."""

    code = "platform_refuses"
    status = 409


class ReplyWindowClosed(PlatformRefuses):
    """The customer last wrote too long ago."""

    code = "reply_window_closed"

    def __init__(self, closed_at: datetime | None) -> None:
        super().__init__(
            "The platform takes no reply so long after the customer's last message. "
            "Call, or wait until they write again."
        )
        self.closed_at = closed_at

    @property
    def details(self) -> Mapping[str, str]:
        return {"since": self.closed_at.isoformat()} if self.closed_at else {}


class RepliesUsedUp(PlatformRefuses):
    """The platform counts replies, and this one needs more than are left."""

    code = "replies_used_up"

    def __init__(self, most: int, left: int, needed: int) -> None:
        super().__init__(
            f"The platform takes {most} messages until the customer writes again; {left} are left "
            f"and this needs {needed}. Write less, call, or wait until they write."
        )
        self._numbers = {"most": most, "left": left, "needed": needed}

    @property
    def details(self) -> Mapping[str, str]:
        return {name: str(number) for name, number in self._numbers.items()}


class NobodyToWriteTo(PlatformRefuses):
    """The complaint was typed in at the desk."""

    code = "nobody_to_write_to"

    def __init__(self) -> None:
        super().__init__(
            "This complaint was typed in at the desk, so no message reaches the customer. Use the "
            "contact in the record, and leave a note of it."
        )


class FilesNotCarried(PlatformRefuses):
    """The channel carries text only."""

    code = "files_not_carried"

    def __init__(self) -> None:
        super().__init__(
            "Files do not get through to this customer's channel. Say in words what it holds, or "
            "send it another way."
        )
