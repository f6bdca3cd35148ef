"""The bodies of our own channels, REST and web chat: whatever comes is read or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.message import InboundMessage
from connectors.rest.payloads import parse_inbound
from connectors.web.payloads import LANGUAGES, language_of, number_of, parse_uttered
from tests.integration.channels.samples import json_values

_NAMES = ("sender", "message", "message_id", "attachments", "payload", "language", "seq")
_ANYTHING = json_values(st.sampled_from(_NAMES))
_BODIES = st.dictionaries(st.sampled_from(_NAMES), _ANYTHING) | _ANYTHING


def _uttered(data: object) -> InboundMessage:
    return parse_uttered(data, "a visitor", None)


@pytest.mark.parametrize("parse", [parse_inbound, _uttered])
@given(data=_BODIES)
def test_any_body_is_read_or_refused_by_name(
    parse: Callable[[object], InboundMessage], data: Any
) -> None:
    try:
        message = parse(data)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine
    else:
        assert 0 < len(message.external_id) <= 100
        assert message.customer_ref
        assert isinstance(message.text, str)


@given(_BODIES)
def test_any_wish_for_a_language_or_place_is_read_or_refused(data: Any) -> None:
    assert language_of(data) in {*LANGUAGES, None}
    try:
        assert number_of(data, "seq") >= 0
    except InvalidInput as error:
        assert error.field == "seq"  # noqa: PT017 — either outcome is fine


def test_what_is_right_is_read() -> None:
    said = {"sender": "a", "message": "你们乱扣费", "message_id": "m1"}
    assert parse_inbound(said).text == _uttered(said).text == "你们乱扣费"
    assert language_of({"language": "en"}) == "en"
