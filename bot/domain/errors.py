"""The one family of errors. Each carries its policy; one place per door renders it.

`code` is stable and part of the API; `status` is the HTTP status a door answers with;
`retryable` says whether the same call may succeed later without a change by the caller.
`str(error)` says what is wrong and how to mend it. It never contains personal data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.failure import Failure


class QingtingError(Exception):
    """Base of everything that this program raises on purpose."""

    code = "error"
    status = 500
    retryable = False

    @property
    def details(self) -> Mapping[str, str]:
        """Machine-readable additions for the API's error body."""
        return {}


class NotFound(QingtingError):
    """The named thing does not exist, or the caller may not know that it does."""

    code = "not_found"
    status = 404

    def __init__(self, what: str, name: object) -> None:
        super().__init__(f"There is no {what} {name!s}.")
        self.what = what


class InvalidInput(QingtingError):
    """The caller sent something that cannot be used; `field` names it."""

    code = "invalid_input"
    status = 422

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field

    @property
    def details(self) -> Mapping[str, str]:
        return {"field": self.field}


class CallTimeRefused(InvalidInput):
    """No call can be promised for then; `possible` names the next times."""

    code = "call_time_refused"

    def __init__(self, problem: str, possible: str) -> None:
        super().__init__("at", f"{problem}; possible: {possible or 'none at present'}.")
        self.possible = possible

    @property
    def details(self) -> Mapping[str, str]:
        return {"field": self.field, "possible": self.possible}


class TooLarge(InvalidInput):
    """The message or the upload is over the limit; nothing was stored."""

    code = "too_large"
    status = 413


class UnsupportedMedia(InvalidInput):
    """The file is none of the types that may be sent; `allowed` lists them: `jpg, png, pdf`."""

    code = "unsupported_media"
    status = 415

    def __init__(self, allowed: str) -> None:
        super().__init__("attachment", f"is of a type that cannot be sent. Allowed: {allowed}.")
        self.allowed = allowed

    @property
    def details(self) -> Mapping[str, str]:
        return {"field": self.field, "allowed": self.allowed}


class UploadGone(InvalidInput):
    """A message names an upload that is not there, too old, sent already or somebody else's."""

    code = "upload_gone"

    def __init__(self) -> None:
        super().__init__("attachments", "names an upload that cannot be used; upload it again.")


class DailyLimit(InvalidInput):
    """The customer has sent as many files as one day allows; text still comes through."""

    code = "daily_limit"
    status = 429

    def __init__(self, files: int, megabytes: int) -> None:
        super().__init__(
            "attachment", f"is over the day's limit of {files} files and {megabytes} MB."
        )


class Forbidden(QingtingError):
    """The role of the signed-in person does not allow this."""

    code = "forbidden"
    status = 403


class NotSignedIn(QingtingError):
    """There is no valid session, or the request lacks its CSRF token."""

    code = "not_signed_in"
    status = 401


class Unavailable(QingtingError):
    """The database does not answer, or all connections to it are taken."""

    code = "unavailable"
    status = 503
    retryable = True


class TooManyRequests(QingtingError):
    """A rate limit was hit; the same call succeeds after `retry_after` seconds."""

    code = "too_many_requests"
    status = 429
    retryable = True

    def __init__(self, retry_after: float) -> None:
        self.retry_after = max(1, round(retry_after))
        super().__init__(f"Too many requests. Try again in {self.retry_after} seconds.")

    @property
    def details(self) -> Mapping[str, str]:
        return {"retry_after": str(self.retry_after)}


class OwnershipConflict(QingtingError):
    """The conversation is not (or no longer) in the hands that this act needs."""

    code = "ownership_conflict"
    status = 409


class AlreadyClaimed(OwnershipConflict):
    """Another agent was faster; `winner` is the name to show to the loser."""

    code = "already_claimed"

    def __init__(self, winner_id: str, winner: str, since: datetime) -> None:
        super().__init__(f"{winner} took this conversation over at {since.isoformat()}.")
        self.winner_id, self.winner, self.since = winner_id, winner, since

    @property
    def details(self) -> Mapping[str, str]:
        return {
            "winner_id": self.winner_id,
            "winner": self.winner,
            "since": self.since.isoformat(),
        }


class StateConflict(QingtingError):
    """The case or message is in a state in which this act has no meaning."""

    code = "state_conflict"
    status = 409


class NotYetStored(QingtingError):
    """A message could not be stored: the platform has to deliver it once more."""

    code = "not_yet_stored"
    status = 503
    retryable = True


class AssistantFailed(QingtingError):
    """The assistant gave no usable turn (error or time-out); the message stays pending."""

    code = "assistant_failed"
    status = 503
    retryable = True


class DeliveryFailed(QingtingError):
    """A platform did not take a message. `retryable` decides between back-off and dead letter,
    `retry_after` is the pause in seconds that the platform itself asked for. `failure`: why, where
    more is known than that."""

    code = "delivery_failed"
    status = 502

    def __init__(
        self,
        problem: str,
        *,
        retryable: bool,
        retry_after: float = 0.0,
        failure: Failure | None = None,
    ) -> None:
        super().__init__(problem)
        self.retryable, self.retry_after = retryable, retry_after
        self.failure = failure or (Failure.UNREACHABLE if retryable else Failure.REFUSED)


class DirectoryUnavailable(QingtingError):
    """The customer directory gives no answer; the program goes on without it."""

    code = "directory_unavailable"
    status = 503
    retryable = True


class VaultUnreadable(QingtingError):
    """A stored personal value cannot be decrypted with the configured key."""

    code = "vault_unreadable"


class AttachmentUnreadable(QingtingError):
    """A stored file is damaged, or was encrypted with another key."""

    code = "attachment_unreadable"


class SettingsError(QingtingError):
    """Settings, policy files or prerequisites are unusable; the sentence says what to do."""

    code = "settings"
