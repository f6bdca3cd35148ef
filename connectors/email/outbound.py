"""Delivers replies as mails, under the customer's last one."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed
from bot.domain.message import Author, Message
from connectors.attachments import content_to_send
from connectors.email.payloads import Ours, answered_subject
from connectors.email.threads import Thread, Threads
from connectors.quoting import quoted_by
from connectors.splitting import with_choices


class EmailSender:
    """One mailbox's way out. Every try of the same words bears the same Message-ID, by which the
    far end's server recognises a second copy."""

    def __init__(self, box: Container) -> None:
        self._box, self._threads = box, Threads(box)
        name, address = parseaddr(box.settings.email_from)
        self._from = Address(name, addr_spec=address)

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """`message.seq` is that of the last bubble, where several go out as one. Raises
        DeliveryFailed."""
        if self._box.mailer is None:
            raise DeliveryFailed("e-mail: QINGTING_EMAIL_SMTP_URL is not set", retryable=True)
        thread = await self._threads.of(recipient)
        mail = self._mail(message, thread, await self._subject(message, thread))
        mail["To"] = Address(addr_spec=recipient)
        quoted = await quoted_by(self._box, message)
        said = quoted.above(text) if quoted else text
        mail.set_content(with_choices(said, message.buttons), cte="base64")
        await self._attach(mail, message)
        await self._box.mailer.send(mail)

    async def close(self) -> None:
        """Every mail has a connection of its own."""

    def _mail(self, message: Message, thread: Thread, subject: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["Subject"] = self._from, subject
        mail["Date"] = format_datetime(message.created_at)
        mail["Message-ID"] = Ours(message.id, message.seq).header(self._from.domain.lower())
        if thread.message_id:
            mail["In-Reply-To"] = thread.message_id
            mail["References"] = f"{thread.references} {thread.message_id}".strip()
        if message.author is not Author.AGENT:
            mail["Auto-Submitted"] = "auto-replied"
            mail["X-Auto-Response-Suppress"] = "All"
        return mail

    async def _subject(self, message: Message, thread: Thread) -> str:
        if thread.subject:
            return answered_subject(thread.subject)
        async with self._box.store.reading() as tx:
            conversation = await tx.conversations.get(message.conversation_id)
        return self._box.scripts.reply("utter_email_subject", conversation.language, {}).text

    async def _attach(self, mail: EmailMessage, message: Message) -> None:
        for attachment in message.attachments:
            content = await content_to_send(self._box.files, attachment)
            kind, _, subtype = attachment.media_type.partition("/")
            name = attachment.file_name
            mail.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
