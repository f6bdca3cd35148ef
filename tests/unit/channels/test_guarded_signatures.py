"""The signatures that Twilio and Slack publish as examples hold at our doors."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.domain.errors import NotSignedIn
from connectors.slack.inbound import GuardedSlack
from connectors.twilio.inbound import HEADER, GuardedTwilio

# twilio.com/docs/usage/security, “Validating Signatures from Twilio”
TWILIO_TOKEN, TWILIO_SIGNATURE = "12345", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
TWILIO_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
TWILIO_FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+12349013030",
    "Digits": "1234",
    "From": "+12349013030",
    "To": "+18005551212",
}
# docs.slack.dev/authentication/verifying-requests-from-slack
SLACK_SECRET, SLACK_AT = "8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618
SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
SLACK_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
    b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)


def _post(body: bytes, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(method="POST", body=body, headers=named)


def test_twilios_own_example() -> None:
    channel = GuardedTwilio.from_credentials(
        {"account_sid": "AC1", "auth_token": TWILIO_TOKEN, "webhook_url": TWILIO_URL}
    )
    body = urlencode(TWILIO_FORM).encode()
    name = HEADER.replace("-", "_")
    channel.verify(_post(body, **{name: TWILIO_SIGNATURE}))
    with pytest.raises(NotSignedIn):
        channel.verify(_post(body + b"&Digits=5", **{name: TWILIO_SIGNATURE}))


def test_slacks_own_example(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = GuardedSlack("xoxb-1", slack_signing_secret=SLACK_SECRET)
    headers = {"X_Slack_Signature": SLACK_SIGNATURE, "X_Slack_Request_Timestamp": str(SLACK_AT)}
    with monkeypatch.context() as then:
        then.setattr(time, "time", lambda: float(SLACK_AT))
        channel.verify(_post(SLACK_BODY, **headers))
        with pytest.raises(NotSignedIn):
            channel.verify(_post(SLACK_BODY + b"x", **headers))
    with pytest.raises(NotSignedIn):
        channel.verify(_post(SLACK_BODY, **headers))  # years later
