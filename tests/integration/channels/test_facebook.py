"""Facebook Messenger: its own protocol, against a local server that plays the Graph API."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.channels.facebook import FacebookInput as RasasFacebook

from bot.domain.attachment import AttachmentKind
from bot.domain.errors import InvalidInput
from bot.domain.message import Delivery, Message
from connectors.arrivals import Arrival
from connectors.facebook.api import FILES, failure
from connectors.facebook.payloads import parse_events
from connectors.meta import HEADER, is_signed, proof
from connectors.platform import Answer, is_allowed
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.far_servers import FarEnd, damaged, far_end, kinds, payload
from tests.integration.channels.whole_line import Scripted, complain_to_close, settled, until

SECRET, WORD, TOKEN = "an app's secret", "a word", "EAAtoken"
CUSTOMER = "24001234567"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
EVENT = "entry__0__messaging__0"


@asynccontextmanager
async def _facebook(tmp_path: Path, **changes: Any) -> AsyncIterator[tuple[Served, FarEnd]]:
    async with far_end() as graph:
        options = {
            "facebook_app_secret": SECRET,
            "facebook_verify_token": WORD,
            "facebook_page_token": TOKEN,
            "facebook_api": f"{graph.url}/v21.0",
            **changes,
        }
        async with serving(tmp_path, **options) as served:
            yield served, graph


def _sign(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def _post(served: Served, body: Any, signature: str | None = None) -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {HEADER: _sign(raw) if signature is None else signature}
    url = f"{served.url}/webhooks/facebook/webhook"
    async with served.client.post(url, data=BytesIO(raw), headers=headers) as answer:
        return answer.status


async def _rows(served: Served) -> list[Message]:
    conversation_id = await served.box.chat.find("facebook", CUSTOMER)
    if conversation_id is None:
        return []
    async with served.box.store.reading() as tx:
        return list(await tx.messages.transcript(conversation_id))


async def _said(served: Served) -> list[str]:
    return [row.text for row in await _rows(served) if row.processing]


def _messages(graph: FarEnd) -> list[dict[str, Any]]:
    return [body["message"] for body in graph.bodies("messages") if "message" in body]


class Messaging:
    """A customer in Messenger; Facebook delivers everything twice."""

    channel, customer = "facebook", CUSTOMER

    def __init__(self, served: Served, graph: FarEnd) -> None:
        self._served, self._graph, self._count = served, graph, 0

    async def say(self, text: str) -> None:
        await self._deliver("text", text=text)

    async def press(self, title: str) -> None:
        (choice,) = [c for c in _messages(self._graph)[-1]["quick_replies"] if c["title"] == title]
        await self._deliver("quick_reply", text=title, quick_reply={"payload": choice["payload"]})

    def heard(self) -> list[str]:
        return [message["text"] for message in _messages(self._graph)]

    async def _deliver(self, name: str, **message: object) -> None:
        self._count += 1
        message["mid"] = f"m_{self._count}"
        for _ in range(2):
            event = payload(f"facebook/{name}", **{f"{EVENT}__message": message})
            assert await _post(self._served, event) == 200


async def test_a_complaint_goes_all_the_way_to_a_person_and_its_end(tmp_path: Path) -> None:
    async with _facebook(tmp_path, agent=Scripted()) as (served, graph):
        await complain_to_close(served, Messaging(served, graph))
        sent = [body for body in graph.bodies("messages") if "message" in body]
        assert all(body["messaging_type"] == "RESPONSE" for body in sent)
        assert {body["recipient"]["id"] for body in sent} == {CUSTOMER}
        assert all(headers["Authorization"] == f"Bearer {TOKEN}" for headers in graph.headers)
        assert all(TOKEN not in headers["path"] for headers in graph.headers)
        assert all(proof(SECRET, TOKEN) in headers["path"] for headers in graph.headers)


async def test_it_is_stored_and_acknowledged_while_assistant_and_graph_are_slow(
    tmp_path: Path,
) -> None:
    agent = Scripted()
    agent.gate.clear()
    async with _facebook(tmp_path, agent=agent) as (served, graph):
        started = time.monotonic()
        assert await _post(served, payload("facebook/text")) == 200
        assert time.monotonic() - started < 1
        assert await _said(served) == ["你们乱扣费"]
        await until(lambda: len(graph.calls) == 2)
        assert [body["sender_action"] for _, body in graph.calls] == ["mark_seen", "typing_on"]
        agent.gate.set()
        await until(lambda: bool(_messages(graph)))


async def test_every_event_of_a_batch_is_stored_in_order_and_once(tmp_path: Path) -> None:
    async with _facebook(tmp_path) as (served, _):
        for _ in range(3):
            assert await _post(served, payload("facebook/batch")) == 200
        assert await _said(served) == ["一", "二", "三"]


RAW = json.dumps(payload("facebook/text")).encode()


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "nonsense",
        "sha256=",
        _sign(RAW, "another"),
        _sign(RAW + b" "),
        "sha1=" + hmac.new(SECRET.encode(), RAW, hashlib.sha1).hexdigest(),
        _sign(RAW).upper(),
        "sha256=é",
    ],
    ids=["none", "nonsense", "empty", "secret", "body", "sha1", "upper case", "no ascii"],
)
async def test_a_wrong_signature_is_refused_without_a_trace(tmp_path: Path, signature: str) -> None:
    async with _facebook(tmp_path) as (served, _):
        assert await _post(served, RAW, signature) == 401
        assert await _rows(served) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[]", 422),
        (b'{"object": "user", "entry": []}', 422),
        (RAW[:-5], 422),
        (b"[" * 100_000, 422),
        (b" " * (1024 * 1024 + 1), 413),
        (b'{"object": "page", "entry": [5, {"messaging": {}}]}', 200),
    ],
    ids=["empty", "list", "other object", "truncated", "deep", "oversized", "odd types"],
)
async def test_hostile_bodies_leave_no_trace(tmp_path: Path, body: bytes, status: int) -> None:
    async with _facebook(tmp_path) as (served, _):
        assert await _post(served, body) == status
        assert await _rows(served) == []


@pytest.mark.parametrize(
    ("mode", "word", "status"),
    [
        ("subscribe", WORD, 200),
        ("subscribe", "other", 403),
        ("", WORD, 403),
        ("subscribe", "", 403),
    ],
)
async def test_the_set_up_is_answered_to_who_knows_the_word(
    tmp_path: Path, mode: str, word: str, status: int
) -> None:
    async with _facebook(tmp_path) as (served, _):
        query = {"hub.mode": mode, "hub.verify_token": word, "hub.challenge": "1158201444"}
        url = f"{served.url}/webhooks/facebook/webhook"
        async with served.client.get(url, params=query) as answer:
            assert answer.status == status
            assert (await answer.text() == "1158201444") is (status == 200)
            assert answer.content_type != "text/html"


async def test_without_its_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with _facebook(tmp_path, facebook_app_secret="") as (served, _):
        assert await _post(served, RAW, _sign(RAW, "")) == 404


async def test_what_the_page_itself_said_is_not_heard_as_the_customers(tmp_path: Path) -> None:
    async with _facebook(tmp_path) as (served, _):
        assert await _post(served, payload("facebook/echo")) == 200
        assert await served.box.chat.find("facebook", "1000200030") is None


async def test_the_first_button_greets_and_a_place_is_its_name_and_coordinates(
    tmp_path: Path,
) -> None:
    async with _facebook(tmp_path) as (served, _):
        await _post(served, payload("facebook/postback"))
        await _post(served, payload("facebook/location"))
        rows = [row for row in await _rows(served) if row.processing]
        assert [(row.text, row.payload) for row in rows] == [
            ("Get Started", "/greet"),
            ("📍 营业厅 31.2304,121.4737", None),
        ]


async def test_what_the_customer_has_read_becomes_delivered(tmp_path: Path) -> None:
    async with _facebook(tmp_path) as (served, graph):
        await _post(served, payload("facebook/text"))
        await until(lambda: bool(_messages(graph)))
        conversation_id = (await _rows(served))[0].conversation_id
        assert (await settled(served, conversation_id))[-1].delivery is Delivery.SENT
        assert await _post(served, payload("facebook/read")) == 200
        assert (await _rows(served))[-1].delivery is Delivery.DELIVERED


async def test_a_picture_is_fetched_once_and_taken_in(tmp_path: Path) -> None:
    async with _facebook(tmp_path) as (served, graph):
        graph.files["/picture"] = PNG
        picture = {"type": "image", "payload": {"url": f"{graph.url}/picture"}}
        event = payload("facebook/image", **{f"{EVENT}__message__attachments": [picture]})
        assert await _post(served, event) == 200
        del graph.files["/picture"]  # the address has expired when it is redelivered
        assert await _post(served, event) == 200
        (row, *_) = await _rows(served)
        assert (row.payload, row.attachments[0].kind) == ("/send_attachment", AttachmentKind.IMAGE)
        assert not any(item.author.value == "system" for item in await _rows(served))


async def test_files_from_elsewhere_are_not_fetched_and_the_customer_is_told(
    tmp_path: Path,
) -> None:
    async with far_end() as elsewhere, _facebook(tmp_path) as (served, graph):
        elsewhere.files["/picture"] = PNG
        picture = {"type": "image", "payload": {"url": f"{elsewhere.url}/picture"}}
        await _post(
            served, payload("facebook/image", **{f"{EVENT}__message__attachments": [picture]})
        )
        await until(lambda: bool(_messages(graph)))
        assert "pdf" in _messages(graph)[0]["text"]
        assert await _said(served) == ["📎 image"]


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://scontent.xx.fbcdn.net/v/1.jpg?oh=1", True),
        ("https://cdn.fbsbx.com/v/1.mp4", True),
        ("http://scontent.xx.fbcdn.net/1.jpg", False),
        ("https://fbcdn.net.example.com/1.jpg", False),
        ("https://evilfbcdn.net/1.jpg", False),
        ("https://fbcdn.net@example.com/1.jpg", False),
        ("https://user:pw@scontent.fbcdn.net/1.jpg", False),
        ("https://scontent.fbcdn.net:8443/1.jpg", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("file:///etc/passwd", False),
        ("https://[::1", False),
        ("https://scontent.fbcdn.net:x/", False),
    ],
)
def test_only_facebooks_hosts_are_asked_for_files(url: str, fine: bool) -> None:
    assert is_allowed(url, (*FILES, "https://graph.facebook.com")) is fine


@pytest.mark.parametrize(
    ("status", "error", "retryable", "says"),
    [
        (400, {"code": 10, "error_subcode": 2018278}, False, "24 hours"),
        (400, {"code": 551, "error_subcode": 1545041}, False, "cannot be reached"),
        (400, {"code": 190}, False, "QINGTING_FACEBOOK_PAGE_TOKEN"),
        (400, {"code": 100, "message": "(#100) No matching user 24001234567"}, False, "error 100"),
        (400, {"code": 613}, True, "error 613"),
        (400, {"code": 1200}, True, "error 1200"),
        (400, {"code": 99, "is_transient": True}, True, "error 99"),
        (429, {}, True, "facebook 429"),
        (503, {}, True, "facebook 503"),
    ],
)
def test_errors_say_what_they_mean_and_whether_to_try_again(
    status: int, error: dict[str, Any], retryable: bool, says: str
) -> None:
    failed = failure(Answer(status, {"error": error}))
    assert failed.retryable is retryable
    assert says in str(failed)
    assert CUSTOMER not in str(failed)


async def test_a_reply_after_the_window_is_a_dead_letter_with_its_reason(tmp_path: Path) -> None:
    async with _facebook(tmp_path) as (served, graph):
        error = {"error": {"code": 10, "error_subcode": 2018278, "message": "(#10) outside"}}
        graph.answer = lambda _: (400, error)
        await _post(served, payload("facebook/text"))
        conversation_id = (await _rows(served))[0].conversation_id
        row = (await settled(served, conversation_id))[-1]
        assert row.delivery is Delivery.DEAD
        assert "24 hours" in (row.error or "")


async def test_an_overloaded_graph_is_asked_again(tmp_path: Path) -> None:
    async with _facebook(tmp_path) as (served, graph):
        graph.answer = lambda attempt: (500, {}) if attempt <= 2 else None
        await _post(served, payload("facebook/text"))
        await until(lambda: bool(_messages(graph)))
        assert [message["text"] for message in _messages(graph)] == ["回：你们乱扣费"]


@given(st.binary(max_size=200), st.text(min_size=1, max_size=20))
def test_our_signature_is_what_rasas_own_channel_takes_for_sha256(body: bytes, secret: str) -> None:
    secret = secret.encode("utf-8", "ignore").decode()
    header = _sign(body, secret)
    assert is_signed(secret, body, header)
    assert RasasFacebook.validate_hub_signature(secret, body, header)
    assert not is_signed(secret, body + b"x", header)


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused_by_name(body: bytes) -> None:
    try:
        parse_events(body)
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — either outcome is fine


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(kinds("facebook")))
def test_any_shape_of_event_is_parsed_or_refused(body: bytes) -> None:
    try:
        events = parse_events(body)
    except InvalidInput:
        return
    for event in events:
        if isinstance(event, Arrival):
            assert event.message.text.strip() or event.message.refused or event.files
