"""Files of Messenger's customers: fetched once, and only from Facebook's hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.attachment import AttachmentKind
from connectors.facebook.api import FILES
from connectors.platform import is_allowed
from tests.integration.channels.facebook.facebook_page import (
    EVENT,
    facebook,
    heard_texts,
    messages,
    post,
    transcript,
)
from tests.integration.channels.far_servers import far_end
from tests.integration.channels.samples import PNG, payload
from tests.integration.line.working import until


async def test_a_picture_is_fetched_once_and_taken_in(tmp_path: Path) -> None:
    async with facebook(tmp_path) as (served, graph):
        graph.files["/picture"] = PNG
        picture = {"type": "image", "payload": {"url": f"{graph.url}/picture"}}
        event = payload("facebook", "image", **{f"{EVENT}__message__attachments": [picture]})
        assert await post(served, event) == 200
        del graph.files["/picture"]  # the address has expired when it is redelivered
        assert await post(served, event) == 200
        (row, *_) = await transcript(served)
        assert (row.payload, row.attachments[0].kind) == ("/send_attachment", AttachmentKind.IMAGE)
        assert not any(item.author.value == "system" for item in await transcript(served))


async def test_files_from_elsewhere_are_not_fetched_and_the_customer_is_told(
    tmp_path: Path,
) -> None:
    async with far_end() as elsewhere, facebook(tmp_path) as (served, graph):
        elsewhere.files["/picture"] = PNG
        picture = {"type": "image", "payload": {"url": f"{elsewhere.url}/picture"}}
        await post(
            served, payload("facebook", "image", **{f"{EVENT}__message__attachments": [picture]})
        )
        await until(lambda: bool(messages(graph)))
        assert "pdf" in messages(graph)[0]["text"]
        assert await heard_texts(served) == ["📎 image"]


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
