"""What the customer-side HTTP doors share: reading a body up to a limit, answering errors."""

from __future__ import annotations

from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.domain.errors import QingtingError, TooLarge


def error_body(error: QingtingError) -> dict[str, object]:
    """The one shape of an error."""
    return {"code": error.code, "message": str(error), "details": dict(error.details)}


def failure(error: QingtingError) -> HTTPResponse:
    """The answer with the error's own status."""
    return json({"error": error_body(error)}, status=error.status)


async def read_body(request: Request, limit: int) -> bytes:
    """The raw body of a route that was made with `stream=True`, which Sanic's own limit spares.

    Raises TooLarge as soon as more than `limit` bytes are announced or have come. The connection
    then ends with the answer, as the rest of the body would be taken for the next request.
    """
    announced = request.headers.get("Content-Length", "")
    too_large = announced.isdecimal() and int(announced) > limit
    body = bytearray()
    while request.stream and not too_large and (chunk := await request.stream.read()):
        body += chunk
        too_large = len(body) > limit
    if too_large:
        if request.stream:
            request.stream.keep_alive = False
        raise TooLarge("body", f"is larger than {limit} bytes.")
    return bytes(body)
