"""Calls people on call by e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timezone
from email.message import EmailMessage
from email.utils import format_datetime

from bot.domain.on_call import MailWords, Notice
from bot.ports import Mailer


class MailOnCall:
    """ports.OnCall. `Message-ID` is made from the notice's id, the same on every try."""

    def __init__(
        self, mailer: Mailer, sender: str, recipients: Sequence[str], words: MailWords
    ) -> None:
        self._mailer, self._words = mailer, words
        self._sender, self._recipients = sender, tuple(recipients)

    async def send(self, notice: Notice) -> None:
        """Raises DeliveryFailed: for good where the server refuses it, the sign-in or everybody."""
        await self._mailer.send(self._message(notice))

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
