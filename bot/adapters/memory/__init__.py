"""Ports within one process; nothing survives it."""

from __future__ import annotations

from bot.adapters.memory.activities import MemoryActivities
from bot.adapters.memory.notifier import MemoryNotifier
from bot.adapters.memory.presence import MemoryPresence
from bot.adapters.memory.rate_limiter import MemoryRateLimiter

__all__ = ["MemoryActivities", "MemoryNotifier", "MemoryPresence", "MemoryRateLimiter"]
