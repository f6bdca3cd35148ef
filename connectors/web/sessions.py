"""The web chat's session tokens: issued and signed by the server, never chosen by a client."""

from __future__ import annotations

from datetime import datetime, timedelta

import jwt

from bot.domain.ids import fresh

LIFE = timedelta(days=365)
AUDIENCE = "qingting-web"


class Sessions:
    """Signs and reads tokens that name a customer."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, now: datetime) -> tuple[str, str]:
        """A new customer: (customer_ref, token)."""
        ref = fresh()
        claims = {"sub": ref, "aud": AUDIENCE, "iat": now, "exp": now + LIFE}
        return ref, jwt.encode(claims, self._key, algorithm="HS256")

    def read(self, token: object) -> str | None:
        """The customer whom a token names; None where it does not verify."""
        if not isinstance(token, str) or len(token) > 2000:
            return None
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                audience=AUDIENCE,
                options={"require": ["exp", "sub"]},
            )
        except jwt.InvalidTokenError:
            return None
        return str(claims["sub"])
