"""Errors that only the HTTP door can have; they belong to the one family."""

from __future__ import annotations

from bot.domain.errors import Forbidden, QingtingError


class Malformed(QingtingError):
    """The request's body is no JSON object."""

    code = "malformed"
    status = 400


class WrongContentType(QingtingError):
    """The body is announced as something other than JSON in UTF-8."""

    code = "unsupported_media_type"
    status = 415


class PasswordChangeRequired(Forbidden):
    """The person still has a one-time password; nothing but changing it is allowed."""

    code = "password_change_required"
