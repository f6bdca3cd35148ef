"""Facebook's signature: `sha256=<hex HMAC-SHA256 of the raw body>` with the app's secret."""

from __future__ import annotations

import hmac
from hashlib import sha256

HEADER = "X-Hub-Signature-256"


def is_signed(secret: str, body: bytes, header: str) -> bool:
    """Whether the app signed these very bytes; constant time, and never by SHA-1."""
    expected = f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
    return hmac.compare_digest(expected.encode(), header.encode())


def proof(secret: str, token: str) -> str:
    """`appsecret_proof`: shows that who has the token has the secret too."""
    return hmac.new(secret.encode(), token.encode(), sha256).hexdigest()
