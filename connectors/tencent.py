"""What Tencent does the same for WeChat and WeCom: signing, freshness, and an envelope of
AES-256-CBC over length, message and account.

Own code: no library in the lock has it, and `wechatpy` compares signatures in variable time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sanic.request import Request

from bot.domain.errors import InvalidInput, NotSignedIn
from connectors.xml import parse_xml, write_xml

TOLERANCE = 300
"""Seconds that a signature may be old or ahead; redeliveries come within 15."""

_BLOCK = 32
"""The platform pads to 32 bytes, not to AES's 16."""
_HEAD = 16 + 4


Query = Mapping[str, str]


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts, as the platform signs."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 — the platform's choice


def is_signed(given: str, *parts: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(signature(*parts).encode(), given.encode())


class Envelope:
    """Closes and opens encrypted bodies of one account. `key` is the EncodingAESKey."""

    def __init__(self, key: str, account: str) -> None:
        self._key, self._account = base64.b64decode(key + "="), account.encode()

    def open(self, sealed: str) -> bytes:
        """The message inside. Raises InvalidInput where it was not made for this account with
        this key; call it only after the signature held."""
        try:
            plain = self._decrypt(base64.b64decode(sealed, validate=True))
        except (binascii.Error, ValueError):
            plain = b""
        padding = plain[-1] if plain else 0
        if not 1 <= padding <= _BLOCK or len(plain) < _HEAD + padding:
            raise _unreadable()
        end = _HEAD + int.from_bytes(plain[16:_HEAD], "big")
        if not hmac.compare_digest(plain[end:-padding], self._account):
            raise _unreadable()
        return plain[_HEAD:end]

    def close(self, message: bytes) -> str:
        """The message as the platform reads it."""
        plain = os.urandom(16) + len(message).to_bytes(4, "big") + message + self._account
        padding = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def _decrypt(self, sealed: bytes) -> bytes:
        decryptor = self._cipher().decryptor()
        return decryptor.update(sealed) + decryptor.finalize()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))


def _unreadable() -> InvalidInput:
    return InvalidInput("body", "cannot be decrypted: compare EncodingAESKey and AppID or 企业ID.")


class Door:
    """Of one account: an AppID, or a company's id. With an EncodingAESKey nothing comes in that is
    not encrypted."""

    def __init__(self, token: str, account: str, aes_key: str) -> None:
        self._token = token
        self._envelope = Envelope(aes_key, account) if aes_key else None

    def echo(self, query: Query, now: int) -> str:
        """The answer with which the address is proved ours. Raises NotSignedIn."""
        self._check(query, "signature", now)
        return query.get("echostr", "")

    def open(self, query: Query, body: bytes, now: int) -> dict[str, str]:
        """The message's fields. Raises NotSignedIn, InvalidInput."""
        if self._envelope is None:
            self._check(query, "signature", now)
            return parse_xml(body)
        return parse_xml(self.unseal(query, _sealed(body), now))

    def unseal(self, query: Query, sealed: str, now: int) -> bytes:
        """What is in a sealed text whose signature stands in the query. Raises NotSignedIn,
        InvalidInput."""
        self._check(query, "msg_signature", now, sealed)
        if self._envelope is None:
            raise InvalidInput("body", "is encrypted, and no EncodingAESKey is set.")
        return self._envelope.open(sealed)

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


def query_of(request: Request) -> Query:
    """Each parameter once."""
    return {name: values[0] for name, values in request.args.items() if values}
