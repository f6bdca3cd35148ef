"""WeCom's envelope against the vendor's published examples; parsers against anything at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput, NotSignedIn
from bot.domain.ids import MessageId, fresh
from connectors.tencent import TOLERANCE, Door
from connectors.wecom.ids import message_of, platform_id, sending_of
from connectors.wecom.payloads import Page, Said, parse_callback, parse_entry, parse_page
from connectors.wecom.texts import HEAD_BYTES, bodies
from connectors.xml import parse_xml, write_xml
from tests.integration.channels.samples import json_values

# Tencent's own sample for WXBizMsgCrypt, the reference implementation.
VENDOR_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
VENDOR = Door("QDG6eK", "wx5823bf96d3bd56c7", VENDOR_KEY)
ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
ECHO_SIGNED = ("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780")
POST = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUp"
    "j911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue"
    "06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+"
    "3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH"
    "27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8"
    "R07+qN+E7Q=="
)
POST_SIGNED = ("477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149")


def _query(signed: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("msg_signature", "timestamp", "nonce"), signed, strict=True))


def test_the_vendors_examples_are_signed_and_open() -> None:
    at = int(ECHO_SIGNED[1])
    assert VENDOR.unseal(_query(ECHO_SIGNED), ECHO, at) == b"1616140317555161061"
    body = write_xml({"Encrypt": POST})
    fields = VENDOR.open(_query(POST_SIGNED), body, int(POST_SIGNED[1]))
    assert (fields["MsgType"], fields["Content"]) == ("text", "hello")


def test_a_signature_holds_for_its_parts_within_the_tolerance_only() -> None:
    query = _query(ECHO_SIGNED)
    at = int(query["timestamp"])
    assert VENDOR.unseal(query, ECHO, at + TOLERANCE)
    for changed, sealed, now in (
        ({}, ECHO, at + TOLERANCE + 1),
        ({}, ECHO[:-4], at),
        ({"msg_signature": "签名"}, ECHO, at),
        ({"timestamp": ""}, ECHO, at),
    ):
        with pytest.raises(NotSignedIn):
            VENDOR.unseal({**query, **changed}, sealed, now)


def test_an_envelope_for_another_company_is_refused() -> None:
    other = Door("QDG6eK", "wx0000000000000000", VENDOR_KEY)
    with pytest.raises(InvalidInput, match="企业ID"):
        other.unseal(_query(ECHO_SIGNED), ECHO, int(ECHO_SIGNED[1]))


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Encrypt>&a;</Encrypt></xml>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>',
        b"<xml>" + b"<a>" * 9 + b"</a>" * 9 + b"</xml>",
        b"<xml><Encrypt>cut off",
    ],
    ids=["entity", "external", "deep", "cut off"],
)
def test_dangerous_or_broken_xml_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidInput, match="body"):
        parse_xml(body)


_KEYS = ["msgtype", "text", "event", "content", "open_kfid", "origin", "x"]
_JSON = json_values(st.sampled_from(_KEYS), 15)


@given(_JSON)
def test_any_entry_is_understood_ignored_or_refused_by_name(data: object) -> None:
    try:
        entry = parse_entry(data)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine
    else:
        assert entry is None or ":" in entry.ref


@given(
    st.sampled_from(["text", "image", "location", "link", "merged_msg", "whatever"]),
    _JSON,
)
def test_a_customers_entry_of_any_content_always_says_something(kind: str, content: object) -> None:
    data = {"msgid": "m1", "open_kfid": "wk1", "external_userid": "wm1", "send_time": 1}
    try:
        entry = parse_entry({**data, "origin": 3, "msgtype": kind, kind: content})
    except InvalidInput:
        return
    assert isinstance(entry, Said)
    arrival = entry.arrival
    assert arrival.message.text or arrival.message.refused or arrival.files


@given(st.dictionaries(st.sampled_from(["msg_list", "next_cursor", "has_more"]), _JSON))
def test_any_page_is_read_or_refused(data: dict[str, object]) -> None:
    try:
        page = parse_page(data)
    except InvalidInput:
        return
    assert isinstance(page, Page)


@given(st.dictionaries(st.sampled_from(["ToUserName", "Event", "Token"]), st.text(max_size=9)))
def test_any_callback_is_refused_unless_it_names_the_company(fields: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        parse_callback(fields, "ww0000000001")


@given(st.integers(0, 99), st.integers(0, 99))
def test_platform_ids_are_short_and_lead_back_to_the_message(sending: int, part: int) -> None:
    message_id = MessageId(fresh())
    made = platform_id(message_id, sending, part)
    assert len(made.encode()) <= 32
    assert (message_of(made), sending_of(made)) == (message_id, sending)


@given(st.text(max_size=40))
def test_foreign_ids_belong_to_no_message(text: str) -> None:
    found = message_of(text)
    assert found is None or len(found) == 32


def test_buttons_stand_under_the_last_part_which_is_short_enough_for_a_menu() -> None:
    made = bodies("好" * 1000, [{"title": "是的", "payload": "/affirm"}])
    assert [body["msgtype"] for body in made] == ["text", "text", "msgmenu"][-len(made) :]
    menu = made[-1]["msgmenu"]
    assert len(menu["head_content"].encode()) <= HEAD_BYTES
    assert menu["list"] == [{"type": "click", "click": {"id": "/affirm", "content": "是的"}}]
