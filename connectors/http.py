"""How the customer-side HTTP doors answer errors."""

from __future__ import annotations

from sanic.response import HTTPResponse, json

from bot.domain.errors import QingtingError


def error_body(error: QingtingError) -> dict[str, object]:
    """The one shape of an error."""
    return {"code": error.code, "message": str(error), "details": dict(error.details)}


def failure(error: QingtingError) -> HTTPResponse:
    """The answer with the error's own status."""
    return json({"error": error_body(error)}, status=error.status)
