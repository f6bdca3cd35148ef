"""Calls people on call by e-mail, with the standard library's client in a thread."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timezone
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from bot.domain.errors import DeliveryFailed
from bot.domain.on_call import MailWords, Notice

TIME_OUT = 6.0
"""Seconds for each step of the conversation with the server."""


@dataclass(frozen=True)
class MailServer:
    """From `smtp://` (STARTTLS where the server has it) or `smtps://` (TLS from the start)."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> MailServer:
        """`smtp[s]://[user:password@]host[:port]`; the settings have checked it."""
        parts = urlsplit(url)
        tls = parts.scheme == "smtps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "", parts.port or (465 if tls else 587), tls, user, password)


class MailOnCall:
    """ports.OnCall. `Message-ID` is made from the notice's id, the same on every try."""

    def __init__(
        self,
        server: MailServer,
        sender: str,
        recipients: Sequence[str],
        words: MailWords,
        time_out: float = TIME_OUT,
    ) -> None:
        self._server, self._sender, self._recipients = server, sender, tuple(recipients)
        self._words, self._time_out = words, time_out

    async def send(self, notice: Notice) -> None:
        """Raises DeliveryFailed: for good where the server refuses it, the sign-in or everybody."""
        message = self._message(notice)
        try:
            await asyncio.to_thread(self._deliver, message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            raise _failed(error, retryable=any(code < 500 for code in codes)) from error
        except smtplib.SMTPResponseException as error:
            raise _failed(error, retryable=error.smtp_code < 500) from error
        except smtplib.SMTPNotSupportedError as error:
            raise _failed(error, retryable=False) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _failed(error, retryable=True) from error

    async def close(self) -> None:
        """Every e-mail has a connection of its own."""

    def _message(self, notice: Notice) -> EmailMessage:
        words = self._words.filled(notice.payload)
        message = EmailMessage()
        message["From"], message["To"] = self._sender, ", ".join(self._recipients)
        message["Subject"] = words.subject
        message["Date"] = format_datetime(notice.created_at.astimezone(timezone.utc))
        message["Message-ID"] = f"<{notice.id}@{self._sender.rpartition('@')[2].rstrip('>')}>"
        message.set_content(words.text)
        return message

    def _deliver(self, message: EmailMessage) -> None:
        server, context = self._server, ssl.create_default_context()
        if server.tls:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._time_out, context=context
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=self._time_out)
        with client:
            client.ehlo()
            if not server.tls and (server.user or client.has_extn("starttls")):
                client.starttls(context=context)  # a password never goes out in the clear
                client.ehlo()
            if server.user:
                client.login(server.user, server.password)
            client.send_message(message)


def _failed(error: Exception, *, retryable: bool) -> DeliveryFailed:
    """Servers repeat addresses in what they say, so only the kind and the code are kept."""
    code = getattr(error, "smtp_code", "")
    return DeliveryFailed(f"e-mail: {type(error).__name__} {code}".rstrip(), retryable=retryable)
