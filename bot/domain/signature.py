"""Signing of webhook bodies, in and out: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

HEADER = "X-Qingting-Signature"
TOLERANCE = 300
"""Seconds that a signature may be old or ahead."""

_FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def sign(secret: str, body: bytes, at: int) -> str:
    """The header's value for this body at this moment."""
    digest = hmac.new(secret.encode(), b"%d." % at + body, sha256).hexdigest()
    return f"t={at},v1={digest}"


def is_signed(secret: str, body: bytes, header: str, now: int) -> bool:
    """Whether the raw body was signed with the secret within the tolerance; constant time."""
    match = _FORM.fullmatch(header)
    if not match or abs(now - int(match[1])) > TOLERANCE:
        return False
    return hmac.compare_digest(sign(secret, body, int(match[1])), header)
