"""Who the embedding site says that its visitor is: a token that the site signs (docs/widget.md)."""

from __future__ import annotations

import re

import jwt

from bot.domain.customers import SiteCustomer
from bot.domain.errors import QingtingError

AUDIENCE = "qingting"
LONGEST_TOKEN = 2000
_ID = re.compile(r"\S(?:[^\x00-\x1f\x7f]{0,98}\S)?")
_NAME = re.compile(r"[^\x00-\x1f\x7f]{0,60}")


class IdentityRefused(QingtingError):
    """The site's token does not count; the visitor stays anonymous."""

    code = "identity_invalid"
    status = 401


class IdentityExpired(IdentityRefused):
    """The site's token was good once."""

    code = "identity_expired"


class Identities:
    """Reads tokens signed with HS256 and the secret of QINGTING_WIDGET_SECRET."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def read(self, token: object) -> SiteCustomer:
        """Raises IdentityRefused saying what the site has to mend."""
        if not self._secret:
            raise IdentityRefused("QINGTING_WIDGET_SECRET is not set on the chat's server.")
        if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
            raise IdentityRefused(f"identity must be text of at most {LONGEST_TOKEN} characters.")
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=["HS256"],
                audience=AUDIENCE,
                options={"require": ["exp", "aud", "sub"]},
            )
        except jwt.ExpiredSignatureError:
            raise IdentityExpired("The token's exp has passed; sign a new one.") from None
        except jwt.InvalidTokenError as error:
            raise IdentityRefused(f"{error}; see docs/widget.md for what to sign.") from None
        return _customer(claims["sub"], claims.get("name", ""))


def _customer(subject: object, name: object) -> SiteCustomer:
    if not isinstance(subject, str) or not _ID.fullmatch(subject):
        raise IdentityRefused("sub must be your id of the customer, text of 1 to 100 characters.")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise IdentityRefused("name must be text of at most 60 characters.")
    return SiteCustomer(subject, name.strip())
