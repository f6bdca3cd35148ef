"""Sends e-mail with the standard library's client in a thread."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from bot.domain.errors import DeliveryFailed

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


class SmtpMailer:
    """ports.Mailer. Every e-mail has a connection of its own."""

    def __init__(self, server: MailServer, time_out: float = TIME_OUT) -> None:
        self._server, self._time_out = server, time_out

    async def send(self, mail: EmailMessage) -> None:
        """Raises DeliveryFailed: for good where the server refuses it, the sign-in or everybody."""
        try:
            await asyncio.to_thread(self._deliver, mail)
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            raise _failed(error, retryable=any(code < 500 for code in codes)) from error
        except smtplib.SMTPResponseException as error:
            raise _failed(error, retryable=error.smtp_code < 500) from error
        except smtplib.SMTPNotSupportedError as error:
            raise _failed(error, retryable=False) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _failed(error, retryable=True) from error

    def _deliver(self, mail: EmailMessage) -> None:
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
            client.send_message(mail)


def _failed(error: Exception, *, retryable: bool) -> DeliveryFailed:
    """Servers repeat addresses in what they say, so only the kind and the code are kept."""
    code = getattr(error, "smtp_code", "")
    return DeliveryFailed(f"e-mail: {type(error).__name__} {code}".rstrip(), retryable=retryable)
