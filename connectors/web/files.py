"""`/chat/attachments`: files of the web chat go up and come down over plain HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import unquote

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, raw

from bot.bootstrap import Container, current
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import NotSignedIn, QingtingError
from bot.domain.ids import AttachmentId
from connectors.attachments import attachment_body
from connectors.http import failure, read_body
from connectors.web.payloads import CHANNEL
from connectors.web.sessions import Sessions

NAME_HEADER = "X-File-Name"
Origins = list[str] | str | None
Handler = Callable[..., Awaitable[HTTPResponse]]
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": f"Authorization, Content-Type, {NAME_HEADER}",
    "Access-Control-Max-Age": "600",
}


def files_blueprint(origins: Origins) -> Blueprint:
    """Uploads and downloads of the session that the bearer token names, from the web chat's own
    page or from `origins`."""
    routes = Blueprint("web_chat_files", url_prefix="/chat/attachments")

    @routes.post("", stream=True)
    @_answered
    async def upload(request: Request) -> HTTPResponse:
        box = await current()
        customer = _customer(request, box)
        await box.files.admit(CHANNEL, customer)
        content = await read_body(request, box.files.policy.largest_of_all)
        inbound = InboundAttachment(_name(request), request.content_type, content)
        return json(attachment_body(await box.files.upload(CHANNEL, customer, inbound)), 201)

    @routes.get("/<attachment_id:str>")
    @_answered
    async def download(request: Request, attachment_id: str) -> HTTPResponse:
        box = await current()
        opened = await box.files.for_customer(
            CHANNEL, _customer(request, box), AttachmentId(attachment_id)
        )
        media_type = opened.attachment.media_type
        return raw(opened.content, content_type=media_type, headers=opened.headers)

    @routes.options("")
    @routes.options("/<attachment_id:str>")
    async def preflight(_: Request, **__: str) -> HTTPResponse:
        return empty(headers=_PREFLIGHT)

    @routes.middleware("response")
    async def allow(request: Request, response: HTTPResponse) -> None:
        origin = request.headers.get("Origin")
        if origin and origins and (origins == "*" or origin in origins):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Vary"] = "Origin"

    return routes


def _answered(handler: Handler) -> Handler:
    @wraps(handler)
    async def answer(*args: object, **kwargs: object) -> HTTPResponse:
        try:
            return await handler(*args, **kwargs)
        except QingtingError as error:
            return failure(error)

    return answer


def _customer(request: Request, box: Container) -> str:
    """Raises NotSignedIn without a session of ours."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    customer = Sessions(box.session_key).read(token) if scheme == "Bearer" else None
    if customer is None:
        raise NotSignedIn("Send the session token as “Authorization: Bearer …”.")
    return customer


def _name(request: Request) -> str:
    """Percent-encoded UTF-8, as headers hold ASCII only."""
    return unquote(request.headers.get(NAME_HEADER, "")[:1000], errors="replace")
