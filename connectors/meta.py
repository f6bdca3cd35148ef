"""What Meta does the same for WhatsApp and Messenger: signing, and checking an address."""

from __future__ import annotations

import hmac
from hashlib import sha256

from sanic.request import Request

from bot.domain.errors import Forbidden

HEADER = "X-Hub-Signature-256"


def sign(app_secret: str, body: bytes) -> str:
    """The header's value: `sha256=` and the hex HMAC of the raw body. It holds no time: a replay
    is told by its ids."""
    return "sha256=" + hmac.new(app_secret.encode(), body, sha256).hexdigest()


def is_signed(app_secret: str, body: bytes, header: str) -> bool:
    """Whether the raw body was signed with the app's secret; constant time, never by SHA-1."""
    return hmac.compare_digest(sign(app_secret, body).encode(), header.encode())


def proof(app_secret: str, token: str) -> str:
    """`appsecret_proof`: shows that who has the token has the secret too."""
    return hmac.new(app_secret.encode(), token.encode(), sha256).hexdigest()


def challenge(request: Request, word: str) -> str:
    """What has to be said back when the address is entered in the console. Raises Forbidden."""
    given, mode = request.args.get("hub.verify_token", ""), request.args.get("hub.mode", "")
    if mode != "subscribe" or not hmac.compare_digest(given.encode(), word.encode()):
        raise Forbidden("hub.verify_token is not the word that is set for this channel.")
    said: str = request.args.get("hub.challenge", "")
    return said[:200]
