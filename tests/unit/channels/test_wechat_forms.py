"""What WeChat posts and takes: XML, envelope, signature, messages, texts."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.errors import InvalidInput, NotSignedIn
from bot.domain.wordless import WordlessPolicy, parse_wordless_policy
from connectors.splitting import split_text, utf8_bytes
from connectors.tencent import Door, Envelope, is_signed, signature
from connectors.wechat.payloads import Incoming, parse_incoming
from connectors.wechat.text import MOST_BYTES, bodies, choice_of, without_menu
from connectors.xml import parse_xml, write_xml

TOKEN, APP_ID = "a token for tests", "wx0000000000000001"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
AT = 1763780000
# Made with wechatpy 1.8.18: WeChatCrypto(TOKEN, KEY, APP_ID).encrypt_message(…, "n0nce", AT).
SEALED = (
    "AN0ENysuRl7zR+l8gOVkQFbCRXF0/X2K5Bf5WJ4mhv9udNDXn9o21DSktExJPJ2/HxECMu0jYrb6utrrr8kHTMTuyJkx"
    "/S4yhg5hg0wzR9qyzmKAenLTbxXFuwzbBw0VE4VlVOy9vUvvdAlaCJBJI82/n13Lc2Qn+AwbdfPG6k/J6MnaaIiRlUQV"
    "XK5FCTeSyXB/y9rwE+sYrr+SPdPQUXpHZQKvkTYPTPIzuJTcGpOhm0ASZrkt7btKA2TPbbk4"
)
SEALED_SIGNATURE = "3fc21809ea04b223a413a6d742c5482ccfac5170"
PLAIN_SIGNATURE = "0f8f11411330fe3cd8edb84d1cadf79334bbd558"

text_of_xml = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


@pytest.fixture(scope="module")
def words() -> WordlessPolicy:
    """The file that we deliver."""
    path = ROOT / "data" / "policy" / "wechat.yml"
    return load_policy(path, lambda data: parse_wordless_policy(path.name, data))


def test_what_another_library_sealed_and_signed_is_read() -> None:
    body = write_xml({"Encrypt": SEALED})
    query = {"msg_signature": SEALED_SIGNATURE, "timestamp": str(AT), "nonce": "n0nce"}
    assert Door(TOKEN, APP_ID, KEY).open(query, body, AT) == {
        "ToUserName": "gh_000000000001",
        "Content": "你们乱扣费，我要投诉",
    }
    assert signature(TOKEN, str(AT), "n0nce") == PLAIN_SIGNATURE


@given(st.binary(max_size=300))
def test_what_is_sealed_is_opened_again_with_the_same_key_and_account_only(message: bytes) -> None:
    sealed = Envelope(KEY, APP_ID).close(message)
    assert Envelope(KEY, APP_ID).open(sealed) == message
    for other in (Envelope(KEY, "wx-other"), Envelope(KEY[::-1], APP_ID)):
        with pytest.raises(InvalidInput, match="EncodingAESKey"):
            other.open(sealed)


@given(
    st.one_of(st.text(max_size=100), st.binary(max_size=128).map(lambda b: b64encode(b).decode()))
)
def test_any_envelope_is_opened_or_refused(sealed: str) -> None:
    with pytest.raises(InvalidInput):
        Envelope(KEY, APP_ID).open(sealed)


@given(st.text(max_size=40), st.text(max_size=20), st.binary(max_size=60))
def test_whatever_knocks_unsigned_is_turned_away(given_: str, at: str, body: bytes) -> None:
    query = {"signature": given_, "msg_signature": given_, "timestamp": at, "nonce": at}
    for key in ("", KEY):
        with pytest.raises(NotSignedIn):
            Door(TOKEN, APP_ID, key).open(query, body, AT)
    assert not is_signed(given_, TOKEN, at)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_fields_or_refused_by_name(body: bytes) -> None:
    try:
        fields = parse_xml(body)
    except InvalidInput as error:
        assert error.field == "body"  # noqa: PT017 — either outcome is fine
    else:
        assert all(isinstance(value, str) for value in fields.values())


@given(st.dictionaries(st.from_regex(r"[A-Za-z]{1,12}", fullmatch=True), text_of_xml))
def test_what_is_written_is_read_again(fields: dict[str, str]) -> None:
    assert parse_xml(write_xml(fields)) == fields


KINDS = ["text", "image", "voice", "video", "location", "link", "event", "new"]
FIELDS = [
    *("FromUserName", "MsgId", "CreateTime", "Event", "EventKey", "Content", "MediaId", "Title"),
    *("Recognition", "bizmsgmenuid", "Label", "Location_X", "Url", "Description"),
]


@given(
    fields=st.dictionaries(
        st.sampled_from(FIELDS), st.one_of(st.text(max_size=30), st.just("subscribe"))
    ),
    kind=st.sampled_from(KINDS),
)
def test_any_fields_are_understood_or_refused_by_name(
    words: WordlessPolicy, fields: dict[str, str], kind: str
) -> None:
    try:
        found = parse_incoming(
            {"FromUserName": "o1", "MsgId": "1", **fields, "MsgType": kind}, words
        )
    except InvalidInput as error:
        assert error.field in FIELDS  # noqa: PT017 — either outcome is fine
    else:
        assert found is None or found.said.text or found.file or found.arrival.message.refused
        assert not isinstance(found, Incoming) or found.customer


@given(st.text(max_size=3000), st.integers(min_value=8, max_value=200))
def test_parts_are_small_enough_and_lose_nothing_but_space(text: str, most: int) -> None:
    text = text.encode(errors="ignore").decode()
    parts = split_text(text, most, utf8_bytes)
    assert all(0 < len(part.encode()) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.text("字。 \nab", max_size=300), st.text("字。", max_size=100))
def test_a_text_that_grows_keeps_its_first_parts(text: str, more: str) -> None:
    before, after = (split_text(said, 32, utf8_bytes) for said in (text, text + more))
    assert after[: max(0, len(before) - 1)] == before[:-1]


def test_parts_end_where_a_reader_pauses() -> None:
    parts = split_text("第一句。第二句。第三句很长很长", 30, utf8_bytes)
    assert parts == ["第一句。第二句。", "第三句很长很长"]


def test_buttons_come_with_the_last_part_and_can_be_told_apart_later() -> None:
    buttons = ({"title": "满意", "payload": "/satisfied"}, {"title": "一般", "payload": "/neutral"})
    made = bodies("o1", "很长。" * 300, buttons, 17)
    assert [body["msgtype"] for body in made] == ["text", "msgmenu"]
    items = made[-1]["msgmenu"]["list"]
    assert [choice_of(item["id"]) for item in items] == [(17, 0), (17, 1)]
    assert all(item["id"].isdigit() for item in items)
    plain = without_menu(made[-1])["text"]["content"]
    assert plain.endswith("· 满意\n· 一般")
    assert len(plain.encode()) <= MOST_BYTES
    assert [choice_of(other) for other in ("", "1", "a", "9" * 30, "-100")] == [None] * 5


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"events": ["subscribe"]}, "events must list entries"),
        ({"menu": {"human": "转人工"}}, "menu.human must look like"),
        ({"menu": {"human": {"payload": "/ask_human"}}}, "menu.human.text must be a text"),
        ({"menu": {"human": {"text": "转人工", "payload": "human"}}}, "menu.human.payload"),
    ],
)
def test_a_mistake_in_the_designers_file_is_named(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=f"wechat.yml: {says}"):
        parse_wordless_policy("wechat.yml", changed)
