"""The platform's signature and its envelope: AES-256-CBC over length, message and account."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.domain.errors import InvalidInput

_BLOCK = 32
"""The platform pads to 32 bytes, not to AES's 16."""
_HEAD = 16 + 4


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
    return InvalidInput("body", "cannot be decrypted: compare EncodingAESKey and AppID.")
