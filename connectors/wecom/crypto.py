"""WeCom's envelope: SHA-1 over sorted parts, AES-256-CBC with the receiver's id inside.

Own code: no library in the lock has it, and `wechatpy` compares signatures in variable time.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.domain.errors import InvalidInput

TOLERANCE = 300
"""Seconds that a callback's timestamp may be old or ahead."""
_BLOCK, _RANDOM, _LENGTH = 32, 16, 4


class Envelope:
    """Opens what WeCom sealed for this receiver (the corp id)."""

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        self._token, self._receiver = token, receiver.encode()
        self._key = base64.b64decode(aes_key + "=")

    def is_signed(self, signature: str, timestamp: str, nonce: str, sealed: str, now: int) -> bool:
        """Whether the token's owner signed this, within the tolerance; constant time."""
        made = self.sign(timestamp, nonce, sealed)
        genuine = hmac.compare_digest(made.encode(), signature.encode())
        fresh = timestamp.isdecimal() and abs(now - int(timestamp[:12])) <= TOLERANCE
        return genuine and fresh

    def sign(self, timestamp: str, nonce: str, sealed: str) -> str:
        """`msg_signature` of these parts."""
        parts = "".join(sorted((self._token, timestamp, nonce, sealed)))
        return sha1(parts.encode()).hexdigest()  # noqa: S324 — the platform's choice

    def open(self, sealed: str) -> bytes:
        """The content. Raises InvalidInput where it is broken or meant for somebody else."""
        try:
            content = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError):
            raise InvalidInput("Encrypt", "is no valid base64.") from None
        if not content or len(content) % 16:
            raise InvalidInput("Encrypt", "is cut off.")
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16])).decryptor()
        return self._content(decryptor.update(content) + decryptor.finalize())

    def _content(self, padded: bytes) -> bytes:
        plain = padded[: -padded[-1]] if 1 <= padded[-1] <= _BLOCK else b""
        start = _RANDOM + _LENGTH
        end = start + int.from_bytes(plain[_RANDOM:start], "big")
        if len(plain) < start or plain[end:] != self._receiver:
            raise InvalidInput("Encrypt", "cannot be opened with this key and corp id.")
        return plain[start:end]
