"""Files on the customer side: up, sent, down, and what is refused."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bot.domain.attachment import CLAIM_WITHIN, SWEEP_AFTER, AttachmentKind, InboundAttachment
from bot.domain.errors import DailyLimit
from bot.domain.ids import AttachmentId, fresh
from bot.domain.signature import HEADER, sign
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.samples import PDF, PNG
from tests.integration.channels.saying import rows_of
from tests.integration.channels.socket_client import SocketClient, connected
from tests.integration.line.callback import SECRET

PATH = "/chat/attachments"
Content = bytes | BytesIO | AsyncIterator[bytes]


async def _session(chat: SocketClient) -> dict[str, str]:
    """The headers that name a new customer."""
    return {"Authorization": f"Bearer {(await chat.call('session_request', {}))['session_id']}"}


async def _upload(
    served: Served, headers: Mapping[str, str], content: Content = PNG, name: str = "保单.png"
) -> tuple[int, Any]:
    headers = {**headers, "X-File-Name": quote(name), "Content-Type": "image/png"}
    async with served.client.post(served.url + PATH, data=content, headers=headers) as answer:
        return answer.status, await answer.json()


async def _uploaded(served: Served, headers: Mapping[str, str], content: bytes = PNG) -> str:
    status, body = await _upload(served, headers, content)
    assert status == 201, body
    return str(body["id"])


async def test_a_photo_goes_up_is_sent_and_comes_down_again(served: Served) -> None:
    async with connected(served.url) as chat:
        me = await _session(chat)
        status, photo = await _upload(served, me)
        assert status == 201
        shown = {"kind": "image", "media_type": "image/png", "name": "保单.png", "size": len(PNG)}
        assert photo == {"id": photo["id"], **shown}
        body = {"message": "", "message_id": "a", "attachments": [photo["id"]]}
        ack = await chat.call("user_uttered", body)
        assert (ack["ok"], ack["duplicate"]) == (True, False)
        assert await chat.hear(1) == ["回：/send_attachment"]
        again = await chat.call("user_uttered", body)
        assert (again["seq"], again["duplicate"]) == (ack["seq"], True)
        page = await chat.call("resume", {"after": 0})
    assert page["messages"][0]["text"] == ""
    assert page["messages"][0]["attachments"] == [photo]
    async with served.client.get(f"{served.url}{PATH}/{photo['id']}", headers=me) as answer:
        assert await answer.read() == PNG
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''%E4")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "private" in answer.headers["Cache-Control"]


async def test_with_words_the_assistant_gets_the_words(served: Served) -> None:
    async with connected(served.url) as chat:
        me = await _session(chat)
        ids = [await _uploaded(served, me), await _uploaded(served, me, PDF)]
        await chat.call("user_uttered", {"message": "这是保单", "attachments": ids})
        assert await chat.hear(1) == ["回：这是保单"]
        page = await chat.call("resume", {"after": 0})
    assert [item["id"] for item in page["messages"][0]["attachments"]] == ids


async def test_the_session_says_what_may_be_uploaded(served: Served) -> None:
    async with connected(served.url) as chat:
        limits = (await chat.call("session_request", {}))["attachments"]
    assert limits["types"]["image/jpeg"] == "image"
    assert limits["largest"]["image"] == 10 * 2**20
    assert limits["per_message"] == 5


async def test_a_file_is_seen_by_its_own_customer_only(served: Served) -> None:
    async with connected(served.url) as chat, connected(served.url) as other:
        me, somebody = await _session(chat), await _session(other)
        photo = await _uploaded(served, me)
        taken = await other.call("user_uttered", {"message": "", "attachments": [photo]})
        await chat.call("user_uttered", {"message": "", "attachments": [photo]})
        await other.call("user_uttered", {"message": "你好"})
    assert taken["error"]["code"] == "upload_gone"
    statuses = []
    for headers in (me, somebody, {}, {"Authorization": "Bearer x"}):
        async with served.client.get(f"{served.url}{PATH}/{photo}", headers=headers) as answer:
            statuses.append(answer.status)
    assert statuses == [200, 404, 401, 401]


@pytest.mark.parametrize("name", ["nothing", "a" * 32, "..%2F..%2Fvault.key"])
async def test_what_is_not_there_is_not_found(served: Served, name: str) -> None:
    async with connected(served.url) as chat:
        me = await _session(chat)
    async with served.client.get(f"{served.url}{PATH}/{name}", headers=me) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"<svg onload='alert(1)'/>", 415, "unsupported_media"),
        (b"MZ a program", 415, "unsupported_media"),
        (b"", 422, "invalid_input"),
    ],
)
async def test_what_may_not_be_sent_is_refused_with_what_may(
    served: Served, content: bytes, status: int, code: str
) -> None:
    async with connected(served.url) as chat:
        me = await _session(chat)
        answered, body = await _upload(served, me, content)
    assert (answered, body["error"]["code"]) == (status, code)
    if status == 415:
        assert "pdf" in body["error"]["details"]["allowed"]
    assert not served.box.settings.attachments_folder.exists()


@pytest.mark.parametrize("megabytes", [10, 20], ids=["too large for a photo", "for anything"])
async def test_a_file_over_the_limit_is_refused(served: Served, megabytes: int) -> None:
    async with connected(served.url) as chat:
        me = await _session(chat)
        large = BytesIO(PNG + bytes(megabytes * 2**20))
        status, body = await _upload(served, me, large)
    assert (status, body["error"]["code"]) == (413, "too_large")
    assert not served.box.settings.attachments_folder.exists()


async def test_an_upload_without_announced_length_ends_at_the_limit(served: Served) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(21):
            yield bytes(2**20)

    async with connected(served.url) as chat:
        me = await _session(chat)
        status, body = await _upload(served, me, endless())
    assert (status, body["error"]["code"]) == (413, "too_large")


async def test_personal_values_in_a_file_name_are_masked(served: Served) -> None:
    async with connected(served.url) as chat:
        me = await _session(chat)
        _, body = await _upload(served, me, name="身份证11010519491231002X正面.JPG")
    assert "19491231" not in body["name"]
    assert body["name"].endswith(".png")


async def test_nothing_readable_is_on_disk(served: Served) -> None:
    async with connected(served.url) as chat:
        await _uploaded(served, await _session(chat))
    stored = [p for p in served.box.settings.attachments_folder.rglob("*") if p.is_file()]
    assert len(stored) == 1
    assert b"PNG" not in stored[0].read_bytes()


async def test_too_many_files_in_a_message_in_a_minute_or_in_a_day_are_refused(
    served: Served,
) -> None:
    async with connected(served.url) as chat:
        me = await _session(chat)
        ids = [await _uploaded(served, me) for _ in range(20)]
        status, body = await _upload(served, me)
        assert (status, body["error"]["code"]) == (429, "too_many_requests")
        many = await chat.call("user_uttered", {"message": "", "attachments": ids[:6]})
        assert many["error"]["field"] == "attachments"
        ref = served.box.boundary.customer_ref("web", _subject(me))
    async with served.box.store.writing() as tx:
        one = await tx.attachments.get(AttachmentId(ids[0]))
        for _ in range(10):
            await tx.attachments.add(replace(one, id=AttachmentId(fresh())))
    with pytest.raises(DailyLimit, match="30 files"):
        await served.box.files.take_in(ref, [InboundAttachment("a.png", "image/png", PNG)])


async def test_an_upload_that_nobody_sent_is_swept_after_a_day(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(served.url) as chat:
        me = await _session(chat)
        sent, left = await _uploaded(served, me), await _uploaded(served, me)
        await chat.call("user_uttered", {"message": "", "attachments": [sent]})
        assert await served.box.files.sweep() == 0
        _later(served, monkeypatch, CLAIM_WITHIN + timedelta(seconds=1))
        late = await chat.call("user_uttered", {"message": "", "attachments": [left]})
        assert late["error"]["code"] == "upload_gone"
        _later(served, monkeypatch, SWEEP_AFTER + timedelta(seconds=1))
        assert await served.box.files.sweep() == 1
    folder = served.box.settings.attachments_folder
    assert [p.name for p in folder.rglob("*") if p.is_file()] == [sent]


async def test_of_two_messages_that_name_one_upload_one_gets_it(served: Served) -> None:
    async with connected(served.url) as chat:
        photo = await _uploaded(served, await _session(chat))
        sent = [
            chat.call("user_uttered", {"message": "", "message_id": name, "attachments": [photo]})
            for name in ("a", "b")
        ]
        answers = await asyncio.gather(*sent)
    assert sorted(answer["ok"] for answer in answers) == [False, True]


async def test_pages_of_named_origins_only_may_upload(tmp_path: Path) -> None:
    ours, theirs = "https://shop.example", "https://evil.example"
    async with serving(tmp_path, public_origins=ours) as served:
        for origin, allowed in ((ours, ours), (theirs, None)):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            async with served.client.options(served.url + PATH, headers=headers) as answer:
                assert answer.status == 204
                assert answer.headers.get("Access-Control-Allow-Origin") == allowed
                assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
            async with served.client.post(
                served.url + PATH, data=PNG, headers={"Origin": origin}
            ) as answer:
                assert answer.status == 401
                assert answer.headers.get("Access-Control-Allow-Origin") == allowed


def _file(content: bytes = PNG) -> dict[str, str]:
    encoded = base64.b64encode(content).decode()
    return {"name": "a.png", "type": "image/png", "base64": encoded}


async def test_the_rest_channel_takes_files_once(served: Served) -> None:
    body = {"sender": "a", "message_id": "m", "attachments": [_file(), _file(PDF)]}
    for _ in range(2):
        async with served.client.post(f"{served.url}/webhooks/rest/webhook", json=body) as answer:
            assert await answer.json() == [{"recipient_id": "a", "text": "回：/send_attachment"}]
    message = (await rows_of(served, "rest", "a"))[0]
    assert [item.kind for item in message.attachments] == [
        AttachmentKind.IMAGE,
        AttachmentKind.FILE,
    ]
    stored = [p for p in served.box.settings.attachments_folder.rglob("*") if p.is_file()]
    assert len(stored) == 2


async def test_the_webhook_takes_files(served: Served) -> None:
    large = _file(PNG + bytes(9 * 2**20))
    body = {"sender": "a", "message_id": "m", "text": "看图", "attachments": [large]}
    raw = json.dumps(body).encode()
    headers = {HEADER: sign(SECRET, raw, int(time.time()))}
    url = f"{served.url}/webhooks/webhook/messages"
    async with served.client.post(url, data=BytesIO(raw), headers=headers) as answer:
        assert answer.status == 202
    message = (await rows_of(served, "webhook", "a"))[0]
    assert (message.text, message.attachments[0].size) == ("看图", len(PNG) + 9 * 2**20)


@pytest.mark.parametrize(
    ("attachments", "status", "field"),
    [
        ("x", 422, "attachments"),
        ([{}] * 21, 422, "attachments"),
        (["x"], 422, "attachments[0]"),
        ([{"name": "a"}], 422, "attachments[0]"),
        ([{"base64": "%%%"}], 422, "attachments[0].base64"),
        ([_file(b"text")], 415, "attachment"),
        ([_file()] * 6, 422, "attachments"),
    ],
)
async def test_bad_files_in_a_body_are_refused_by_name(
    served: Served, attachments: object, status: int, field: str
) -> None:
    body = {"sender": "a", "attachments": attachments}
    async with served.client.post(f"{served.url}/webhooks/rest/webhook", json=body) as answer:
        assert answer.status == status
        assert (await answer.json())["error"]["details"]["field"] == field
    assert await served.box.chat.find("rest", "a") is None


def _subject(headers: Mapping[str, str]) -> str:
    payload = headers["Authorization"].split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=="))["sub"])


def _later(served: Served, monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment: datetime = served.box.clock.now() + by
    monkeypatch.setattr(type(served.box.clock), "now", lambda _: moment)
