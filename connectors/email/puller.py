"""Looks into the mailbox again and again, and takes in what nobody has seen yet.

A mail is marked as seen after it was stored, so a crash in between finds it again; intake knows its
Message-ID. Two processes that look into the same mailbox at once do no harm for the same reason.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import DeliveryFailed, NotFound, TooManyRequests
from bot.domain.failure import Failure
from bot.domain.message import InboundMessage
from bot.services.delivery import pause_before
from connectors.arrivals import Arrival, RemoteFile, take_in
from connectors.email.mailbox import LEFT, SEEN, ImapServer, Mailbox, Waiting
from connectors.email.payloads import CHANNEL, Bounce, Letter, Unanswerable, read_mail
from connectors.email.threads import Threads

log = structlog.get_logger(__name__)

AT_ONCE = 50
"""Mails per look; the rest waits for the next one, which follows at once."""
LARGEST = 40 * 2**20
"""Bytes; of larger mails only the header is read, and the customer is told."""


class Puller:
    """One per process. IMAP blocks, so every step of it is a thread's."""

    def __init__(self, box: Container, own: str, *, largest: int = LARGEST) -> None:
        self._box, self._own, self._largest = box, own.lower(), largest
        self._mailbox = Mailbox(ImapServer.of(box.settings.email_imap_url))
        self._threads = Threads(box)
        self._failures = 0

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                found = await self.look()
                self._failures = 0
            except Exception as error:  # noqa: BLE001 — nothing is lost: the mail is still unseen
                problem = str(error) if isinstance(error, DeliveryFailed) else type(error).__name__
                log.warning("email.pull_failed", problem=problem)
                self._failures, found = min(self._failures + 1, 6), 0
            if found < AT_ONCE:
                rest = pause_before(self._failures, 0.5).total_seconds() if self._failures else 0
                await asyncio.sleep(max(float(self._box.settings.email_poll), rest))

    async def close(self) -> None:
        """End the connection."""
        await asyncio.to_thread(self._mailbox.close)

    async def look(self) -> int:
        """Take in what is new, in order; returns how many mails are done with. Whose mail cannot
        be stored yet waits for the next look, and holds up nobody else. Raises DeliveryFailed
        where the mailbox is away."""
        held: set[str] = set()
        done = 0
        for mail in await asyncio.to_thread(self._mailbox.unseen, AT_ONCE):
            flags = await self._take(mail, held)
            if flags:
                await asyncio.to_thread(self._mailbox.mark, mail.uid, flags)
                done += 1
        return done

    async def _take(self, waiting: Waiting, held: set[str]) -> str:
        """With which flags it is done with; none where it has to wait. `held`: senders of whom
        something waits already."""
        whole = waiting.size <= self._largest
        fetch = self._mailbox.whole if whole else self._mailbox.head
        raw = await asyncio.to_thread(fetch, waiting.uid)
        try:
            mail = await asyncio.to_thread(self._read, raw, whole)
        except Exception as error:  # noqa: BLE001 — one mail that nobody foresaw holds up no other
            log.warning("email.unreadable", error=type(error).__name__)
            return LEFT
        if isinstance(mail, Unanswerable):
            log.info("email.left_for_people", why=mail.why)
            return LEFT
        if isinstance(mail, Bounce):
            return await self._bounced(mail)
        if mail.sender in held:
            return ""
        try:
            return await self._arrived(mail)
        except TooManyRequests as error:
            log.info("email.put_off", code=error.code)
            held.add(mail.sender)
            return ""

    def _read(self, raw: bytes, whole: bool) -> Letter | Bounce | Unanswerable:
        authserv = self._box.settings.email_authserv
        return read_mail(raw, self._own, authserv=authserv, whole=whole)

    async def _bounced(self, bounce: Bounce) -> str:
        problem = f"the customer's mail server refused it {bounce.code}".strip()
        try:
            rows = await self._threads.went_out(bounce.ours)
            error = DeliveryFailed(problem, retryable=False, failure=Failure.CUSTOMER_GONE)
            await self._box.acknowledgements.refused(CHANNEL, [row.id for row in rows], error)
        except NotFound:
            return LEFT
        return SEEN

    async def _arrived(self, letter: Letter) -> str:
        arrival, files = await self._arrival(letter)
        await self._threads.note(arrival.message.customer_ref, letter)  # before the bot can answer

        async def fetch(file: RemoteFile) -> InboundAttachment:
            return files[int(file.ref)]

        return SEEN if await take_in(self._box, [arrival], fetch) else LEFT

    async def _arrival(self, letter: Letter) -> tuple[Arrival, tuple[InboundAttachment, ...]]:
        message = InboundMessage(
            channel=CHANNEL,
            customer_ref=letter.sender,
            external_id=letter.external_id,
            text=letter.text,
            language=letter.language,
            scoped=True,
            refused=letter.refused,
        )
        answered = await self._threads.conversation(letter)
        known = self._box.boundary.address(answered) if answered else letter.sender
        if known != letter.sender:  # people see from where; answers go where they went before
            text = f"From: {letter.sender}\n\n{letter.text}"
            message = replace(message, customer_ref=known, text=text)
        named = enumerate(letter.files)
        files = tuple(RemoteFile(str(n), one.file_name, one.declared_type) for n, one in named)
        return Arrival(message, files), letter.files
