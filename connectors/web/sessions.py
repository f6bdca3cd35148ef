"""The web chat's session tokens: issued and signed by the server, never chosen by a client."""

from __future__ import annotations

from datetime import datetime, timedelta

import jwt

from bot.domain.customers import SiteCustomer
from bot.domain.ids import fresh

LIFE = timedelta(days=365)
SITE_LIFE = timedelta(hours=12)
"""Of a session that the embedding site vouched for: it signs anew with every page."""
_OF_SITE = "site:"
AUDIENCE = "qingting-web"


class Sessions:
    """Signs and reads tokens that name a customer."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, now: datetime) -> tuple[str, str]:
        """A new customer: (customer_ref, token)."""
        ref = fresh()
        return ref, self._sign(ref, now, LIFE)

    def issue_for(self, customer: SiteCustomer, now: datetime) -> tuple[str, str]:
        """The same for a customer of the embedding site, wherever they come from."""
        ref = _OF_SITE + customer.id
        return ref, self._sign(ref, now, SITE_LIFE)

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

    def _sign(self, ref: str, now: datetime, life: timedelta) -> str:
        claims = {"sub": ref, "aud": AUDIENCE, "iat": now, "exp": now + life}
        return jwt.encode(claims, self._key, algorithm="HS256")


def is_of_site(ref: str) -> bool:
    """Whether a customer_ref names a customer of the embedding site."""
    return ref.startswith(_OF_SITE)
