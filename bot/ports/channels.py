"""What channels keep between processes and restarts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class ChannelNotes(Protocol):
    """Small encrypted values by channel and key."""

    async def get(self, channel: str, key: str) -> tuple[bytes, datetime | None] | None:
        """The value with its end, ended or not; None where there is none."""
        ...

    async def keys(self, channel: str, prefix: str) -> list[str]:
        """The keys that begin so, ended or not."""
        ...

    async def put(
        self, channel: str, key: str, value: bytes, expires_at: datetime | None
    ) -> None: ...

    async def drop(self, channel: str, key: str) -> None: ...

    async def drop_ended(self, before: datetime) -> int:
        """Remove what ended before this moment; returns how many."""
        ...
