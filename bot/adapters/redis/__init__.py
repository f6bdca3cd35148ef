"""Ports over Redis, for several processes.

The truth is in the database, so Redis may fail without harm: hints are delivered within the
process and otherwise late, limits and presence are kept per process until it is back.
"""

from __future__ import annotations

from bot.adapters.redis.activities import RedisActivities
from bot.adapters.redis.client import make_client
from bot.adapters.redis.notifier import RedisNotifier
from bot.adapters.redis.presence import RedisPresence
from bot.adapters.redis.rate_limiter import RedisRateLimiter

__all__ = ["RedisActivities", "RedisNotifier", "RedisPresence", "RedisRateLimiter", "make_client"]
