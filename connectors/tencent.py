"""Who may come in: signature, freshness and, in encrypted mode, the envelope."""

from __future__ import annotations

import os
from collections.abc import Mapping

from bot.domain.errors import InvalidInput, NotSignedIn
from connectors.wechat.crypto import Envelope, is_signed, signature
from connectors.wechat.xml import parse_xml, write_xml

TOLERANCE = 300
"""Seconds that a signature may be old or ahead; redeliveries come within 15."""

Query = Mapping[str, str]


class Door:
    """Of one account. With an EncodingAESKey nothing comes in that is not encrypted."""

    def __init__(self, token: str, app_id: str, aes_key: str) -> None:
        self._token = token
        self._envelope = Envelope(aes_key, app_id) if aes_key else None

    def echo(self, query: Query, now: int) -> str:
        """The answer with which the address is proved ours. Raises NotSignedIn."""
        self._check(query, "signature", now)
        return query.get("echostr", "")

    def open(self, query: Query, body: bytes, now: int) -> dict[str, str]:
        """The message's fields. Raises NotSignedIn, InvalidInput."""
        if self._envelope is None:
            self._check(query, "signature", now)
            return parse_xml(body)
        sealed = _sealed(body)
        self._check(query, "msg_signature", now, sealed)
        return parse_xml(self._envelope.open(sealed))

    def answer(self, fields: Mapping[str, str], now: int) -> bytes:
        """An answer's body in the mode of the account."""
        plain = write_xml(fields)
        if self._envelope is None:
            return plain
        sealed, at, nonce = self._envelope.close(plain), str(now), os.urandom(8).hex()
        signed = signature(self._token, at, nonce, sealed)
        return write_xml(
            {"Encrypt": sealed, "MsgSignature": signed, "TimeStamp": at, "Nonce": nonce}
        )

    def _check(self, query: Query, name: str, now: int, *also: str) -> None:
        at, nonce = query.get("timestamp", ""), query.get("nonce", "")
        right = is_signed(query.get(name, ""), self._token, at, nonce, *also)
        if not right or not _is_fresh(at, now):
            raise NotSignedIn(f"The {name} is missing, wrong or too old.")


def _is_fresh(at: str, now: int) -> bool:
    return at.isascii() and at.isdigit() and len(at) <= 12 and abs(now - int(at)) <= TOLERANCE


def _sealed(body: bytes) -> str:
    """The encrypted part; what cannot be read was not signed either."""
    try:
        return parse_xml(body).get("Encrypt", "")
    except InvalidInput as error:
        raise NotSignedIn("The body is no encrypted message.") from error
