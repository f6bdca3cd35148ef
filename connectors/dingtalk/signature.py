"""How DingTalk signs its callbacks: `sign` = base64(HMAC-SHA256(secret, timestamp \\n secret)).

The body is not signed. So the time window is narrow, the robot is checked, and the address for
replies is called only where it lies at DingTalk.
"""

from __future__ import annotations

import base64
import hmac
import re
from datetime import datetime
from hashlib import sha256

_MILLISECONDS = re.compile(r"[0-9]{13}")


def sign(secret: str, timestamp: str) -> str:
    """The `sign` header of this timestamp (milliseconds)."""
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), sha256).digest()
    return base64.b64encode(digest).decode()


def is_signed(secret: str, timestamp: str, signature: str, now: datetime, window: int) -> bool:
    """Whether the timestamp was signed with the secret, at most `window` seconds away from now;
    constant time."""
    if not _MILLISECONDS.fullmatch(timestamp):
        return False
    fresh = abs(now.timestamp() - int(timestamp) / 1000) <= window
    genuine = hmac.compare_digest(
        sign(secret, timestamp).encode(), signature.encode("utf-8", "surrogateescape")
    )
    return fresh and genuine
