"""How Meta signs what it posts: `X-Hub-Signature-256: sha256=<hex HMAC of the raw body>`."""

from __future__ import annotations

import hmac
from hashlib import sha256

HEADER = "X-Hub-Signature-256"


def sign(app_secret: str, body: bytes) -> str:
    """The header's value for this body. It holds no time: a replay is told by its ids."""
    return "sha256=" + hmac.new(app_secret.encode(), body, sha256).hexdigest()


def is_signed(app_secret: str, body: bytes, header: str) -> bool:
    """Whether the raw body was signed with the app's secret; constant time."""
    return hmac.compare_digest(sign(app_secret, body).encode(), header.encode())
