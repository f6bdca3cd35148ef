"""Replies at the desk: files, quotations, and what the customer's platform takes."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse

from bot.domain.events import EventKind
from bot.domain.ids import AttachmentId, ConversationId, EventId
from bot.domain.message import Author, InboundMessage, Reply
from bot.domain.staff import Role
from bot.services.transcript import Outgoing, record_outgoing
from tests.integration.desk.world import Person, World

PNG = b"\x89PNG\r\n\x1a\n a form to sign"
PDF = b"%PDF-1.7 the decision"


async def _owned(world: World, channel: str = "web") -> tuple[Person, ConversationId, str]:
    person = await world.person("li")
    message = InboundMessage(channel, "customer", f"m-{channel}", "我要投诉你们")
    conversation = (await world.intake.receive(message)).conversation_id
    await person.post(f"/conversations/{conversation}/claim")
    return person, conversation, f"/conversations/{conversation}"


async def _upload(person: Person, path: str, content: bytes, name: str = "a.png") -> ClientResponse:
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": name}
    return await person.ask("POST", f"{path}/attachments", data=BytesIO(content), headers=headers)


def _saying(text: str, client_id: str = "1", **more: Any) -> dict[str, Any]:
    return {"text": text, "client_id": client_id, **more}


async def test_a_file_goes_with_a_reply_and_the_customer_can_open_it(world: World) -> None:
    li, conversation, path = await _owned(world)
    name = "%E5%86%B3%E5%AE%9A.pdf"  # 决定.pdf
    answer = await _upload(li, path, PDF, name)
    assert answer.status == 201
    uploaded = await answer.json()
    assert (uploaded["kind"], uploaded["name"]) == ("file", "决定.pdf")
    body = _saying("", attachments=[uploaded["id"]])
    sent = await li.post(f"{path}/messages", body, 201)
    assert (sent["text"], sent["attachments"]) == ("", [uploaded])
    assert await li.post(f"{path}/messages", body, 201) == sent  # the same client_id
    opened = await world.services.files.for_customer(
        "web", "customer", AttachmentId(uploaded["id"])
    )
    assert opened.content == PDF
    events = await world.services.feed.page(EventId(0), conversation, 500)
    (event,) = [event for event in events if event.kind is EventKind.ATTACHMENT_SENT]
    assert event.data["attachment_id"] == uploaded["id"]
    assert "决定" not in str(event)


async def test_a_file_belongs_to_its_agent_and_conversation(world: World) -> None:
    li, _, path = await _owned(world)
    uploaded = await (await _upload(li, path, PNG)).json()
    other = await world.conversation()
    await li.post(f"/conversations/{other}/claim")
    body = _saying("", attachments=[uploaded["id"]])
    refused = await li.post(f"/conversations/{other}/messages", body, 422)
    assert refused["error"]["code"] == "upload_gone"
    wang = await world.person("wang")
    assert (await _upload(wang, path, PNG)).status == 409
    await li.post(f"{path}/messages", body, 201)
    await li.post(f"{path}/messages", {**body, "client_id": "2"}, 422)


async def test_what_is_no_allowed_file_is_refused(world: World) -> None:
    li, _, path = await _owned(world)
    html = await _upload(li, path, b"<script>alert(1)</script>")
    assert (html.status, (await html.json())["error"]["code"]) == (415, "unsupported_media")
    assert (await _upload(li, path, b"")).status == 422
    most = world.services.files.policy.largest_of_all
    assert (await _upload(li, path, PNG + b" " * most)).status == 413
    designer = await world.person("designer", Role.DESIGNER)
    assert (await _upload(designer, path, PNG)).status == 403
    await li.post(f"{path}/messages", _saying(" "), 422)


async def test_a_channel_that_carries_text_only_says_so(world: World) -> None:
    li, _, path = await _owned(world, "line")
    limits = await li.get(f"{path}/limits")
    assert limits == {"quotes": False, "files": None, "window": None, "month": None}
    refused = await _upload(li, path, PNG)
    assert (refused.status, (await refused.json())["error"]["code"]) == (409, "files_not_carried")
    await li.post(f"{path}/messages", _saying("好", quoted_seq=1), 422)


async def test_a_reply_quotes_what_the_customer_can_see(world: World) -> None:
    li, conversation, path = await _owned(world)
    sent = await li.post(f"{path}/messages", _saying("这一点我来查", quoted_seq=1), 201)
    assert sent["quoted_seq"] == 1
    page = await world.services.inspection.transcript(conversation, 0, 50)
    assert [row.quoted_seq for row in page.messages if row.author is Author.AGENT] == [1]
    async with world.store.writing() as tx:
        locked = await tx.conversations.lock(conversation)
        hidden = Outgoing(Author.BOT, Reply("迟到的回复"), suppressed=True)
        (unseen,) = await record_outgoing(tx, locked, [hidden], world.clock.now())
    for seq in (unseen.seq, 99):
        await li.post(f"{path}/messages", _saying("x", f"q{seq}", quoted_seq=seq), 422)
    for wrong in (0, "1", True):
        await li.post(f"{path}/messages", _saying("x", "w", quoted_seq=wrong), 422)


async def test_wechat_takes_five_and_the_sixth_is_refused_with_advice(world: World) -> None:
    li, _, path = await _owned(world, "wechat")
    before = (await li.get(f"{path}/limits"))["window"]
    assert (before["standing"], before["left"], before["most"]) == ("open", 4, 5)  # a notice went
    for number in range(4):
        await li.post(f"{path}/messages", _saying(f"第{number}句", str(number)), 201)
    refused = (await li.post(f"{path}/messages", _saying("再一句", "x"), 409))["error"]
    assert refused["code"] == "replies_used_up"
    assert refused["details"] == {"most": "5", "left": "0", "needed": "1"}
    assert (await li.get(f"{path}/limits"))["window"]["standing"] == "used_up"
    again = await li.post(f"{path}/messages", _saying("第0句", "0"), 201)  # not a new one
    assert again["text"] == "第0句"
    await world.intake.receive(InboundMessage("wechat", "customer", "m2", "在吗"))
    await li.post(f"{path}/messages", _saying("在的", "y"), 201)


async def test_a_text_that_is_too_long_for_what_is_left_is_refused_whole(world: World) -> None:
    li, _, path = await _owned(world, "wecom")
    refused = await li.post(f"{path}/messages", _saying("好" * 3500), 409)
    assert refused["error"]["details"] == {"most": "5", "left": "4", "needed": "6"}
    assert (await li.get(f"{path}/limits"))["window"]["left"] == 4


async def test_whatsapp_is_closed_after_a_day(world: World) -> None:
    li, _, path = await _owned(world, "whatsapp")
    await li.post(f"{path}/messages", _saying("一"), 201)
    world.clock.ahead += timedelta(hours=24)
    await li.sign_in("li")
    refused = (await li.post(f"{path}/messages", _saying("二", "2"), 409))["error"]
    assert refused["code"] == "reply_window_closed"
    assert "wait until they write" in refused["message"]
    window = (await li.get(f"{path}/limits"))["window"]
    assert (window["standing"], window["left"]) == ("closed", None)
    assert refused["details"]["since"][:16] == window["closes_at"][:16]


async def test_limits_are_for_those_who_may_read(world: World) -> None:
    li, _, path = await _owned(world)
    limits = await li.get(f"{path}/limits")
    assert limits["quotes"]
    assert limits["files"]["types"]["application/pdf"] == "file"
    await world.somebody().get(f"{path}/limits", 401)
    await li.get("/conversations/unknown/limits", 404)


async def test_a_reply_says_which_canned_words_it_began_from(world: World) -> None:
    li, conversation, path = await _owned(world)
    titles = (await li.get("/canned/titles"))["items"]
    assert {"code": "greet", "title": {"zh": "接手问候", "en": "Taking over"}} in titles
    sent = await li.post(f"{path}/messages", _saying("您好，我来办。", canned_code="greet"), 201)
    assert sent["canned_code"] == "greet"
    own = await li.post(f"{path}/messages", _saying("我自己写的", "2"), 201)
    assert own["canned_code"] is None
    said = (await li.get(f"{path}/messages?after=0"))["items"]
    assert [message["canned_code"] for message in said][-2:] == ["greet", None]
    events = await world.services.feed.page(EventId(0), conversation, 500)
    assert [e.data["seq"] for e in events if e.data.get("canned_code") == "greet"] == [sent["seq"]]
    unknown = _saying("您好", "3", canned_code="no_such_words")
    refused = await li.post(f"{path}/messages", unknown, 422)
    assert refused["error"]["details"]["field"] == "canned_code"
