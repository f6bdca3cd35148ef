"""The one shape of an error."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk.models.base import Answer
from bot.domain.errors import QingtingError


class ErrorDetail(Answer):
    """`code` is stable; `message` is for people; `details` depends on the code."""

    code: str
    message: str
    details: dict[str, str]


class Error(Answer):
    """What every refused request gets."""

    error: ErrorDetail


def error_answer(code: str, message: str, details: Mapping[str, str] | None = None) -> Error:
    """Draw the error's shape."""
    return Error(error=ErrorDetail(code=code, message=message, details=dict(details or {})))


def of_error(error: QingtingError) -> Error:
    """Draw the shape of an error of the family."""
    return error_answer(error.code, str(error), error.details)
