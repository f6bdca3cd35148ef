"""Meta's Cloud API on a local port, with its habits: it knows its token, gives every message an
id, has media behind a second address, and fails when told to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiohttp import web

from connectors.meta import HEADER, sign
from tests.integration.channels.conftest import Served
from tests.integration.listening import listening

NUMBER = "100000000000001"
SECRET, VERIFY, TOKEN = "app secret", "verify me", "EAAinvented"
CUSTOMER = "85251234567"


def fails(code: int, status: int = 400) -> tuple[int, dict[str, Any]]:
    """An answer as the Graph API words it."""
    error = {"message": f"(#{code}) invented", "type": "OAuthException", "code": code}
    return status, {"error": error}


@dataclass
class Cloud:
    """`sent` holds what was taken, `tried` everything that was asked; `answer` may refuse by the
    number of the try, from 1."""

    url: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    tried: list[dict[str, Any]] = field(default_factory=list)
    read: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    answer: Callable[[int], tuple[int, dict[str, Any]] | None] = lambda _: None
    uploaded: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    media_url: str = ""
    """Where files are said to lie, in place of here."""
    media_status: int = 200

    @property
    def settings(self) -> dict[str, str]:
        """The assistant's settings for this platform."""
        return {
            "whatsapp_phone_number_id": NUMBER,
            "whatsapp_token": TOKEN,
            "whatsapp_app_secret": SECRET,
            "whatsapp_verify_token": VERIFY,
            "whatsapp_api": f"{self.url}/v23.0",
        }

    @property
    def texts(self) -> list[str]:
        """The words of what was taken, in order."""
        return [_words(body) for body in self.sent]

    async def deliver(self, served: Served, body: bytes, signature: str | None = None) -> int:
        """Post it as Meta does; the status of the answer."""
        headers = {HEADER: sign(SECRET, body) if signature is None else signature}
        url = f"{served.url}/webhooks/whatsapp/events"
        async with served.client.post(url, data=BytesIO(body), headers=headers) as answer:
            return answer.status

    async def report(
        self, served: Served, sent: dict[str, Any], state: str, code: int = 0, **more: Any
    ) -> int:
        """A status of something that was sent."""
        status = {
            "id": sent["wamid"],
            "status": state,
            "timestamp": "1763776805",
            "recipient_id": CUSTOMER,
            "biz_opaque_callback_data": sent["biz_opaque_callback_data"],
            **more,
        }
        if code:
            status["errors"] = [{"code": code, "title": "invented"}]
        value = {"metadata": {"phone_number_id": NUMBER}, "statuses": [status]}
        data = {"entry": [{"id": "2", "changes": [{"field": "messages", "value": value}]}]}
        return await self.deliver(served, json.dumps(data).encode())


def _words(body: dict[str, Any]) -> str:
    if body["type"] == "template":
        parameters = body["template"]["components"][0]["parameters"]
        return str(parameters[0]["text"])
    inner = body[body["type"]]["body"]
    return str(inner["text"] if isinstance(inner, dict) else inner)


@asynccontextmanager
async def cloud_server() -> AsyncIterator[Cloud]:
    """Listens on loopback while the block runs."""
    cloud = Cloud()

    async def messages(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        body = await request.json()
        assert body["messaging_product"] == "whatsapp"
        if body.get("status") == "read":
            cloud.read.append(body)
            return web.json_response({"success": True})
        cloud.tried.append(body)
        refusal = cloud.answer(len(cloud.tried))
        if refusal:
            return web.json_response(refusal[1], status=refusal[0])
        wamid = f"wamid.SENT{len(cloud.sent) + 1}"
        cloud.sent.append({**body, "wamid": wamid})
        return web.json_response({"messages": [{"id": wamid}]})

    async def describe(request: web.Request) -> web.Response:
        ref = request.match_info["ref"]
        if ref not in cloud.media:
            status, body = fails(100)
            return web.json_response(body, status=status)
        media_type, content = cloud.media[ref]
        url = cloud.media_url or f"{cloud.url}/files/{ref}"
        return web.json_response({"url": url, "mime_type": media_type, "file_size": len(content)})

    async def take_media(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        assert form["messaging_product"] == "whatsapp"
        assert form["type"] == file.content_type
        ref = f"{200 + len(cloud.uploaded)}"
        with file.file:
            cloud.uploaded[ref] = (file.content_type, file.file.read())
        return web.json_response({"id": ref})

    async def content(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        media_type, content = cloud.media[request.match_info["ref"]]
        return web.Response(body=content, content_type=media_type, status=cloud.media_status)

    app = web.Application()
    app.router.add_post(f"/v23.0/{NUMBER}/messages", messages)
    app.router.add_post(f"/v23.0/{NUMBER}/media", take_media)
    app.router.add_get("/v23.0/{ref}", describe)
    app.router.add_get("/files/{ref}", content)
    async with listening(app) as url:
        cloud.url = url
        yield cloud
