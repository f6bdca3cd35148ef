"""The mailbox over IMAP, with the standard library's client. It blocks: use it in a thread."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from bot.domain.errors import DeliveryFailed

TIME_OUT = 10.0
"""Seconds for each step of the conversation with the server."""
SEEN, LEFT = r"(\Seen)", r"(\Seen \Flagged)"
"""What was taken in; what was left for people, who find it by its flag."""

_SIZE = re.compile(rb"UID (\d+)\b.*RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*UID (\d+)\b")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class ImapServer:
    """From `imap://` (STARTTLS, save on this machine) or `imaps://` (TLS from the start)."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"

    @classmethod
    def of(cls, url: str) -> ImapServer:
        """`imap[s]://user:password@host[:port][/folder]`; the settings have checked it."""
        parts = urlsplit(url)
        tls = parts.scheme == "imaps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        folder = unquote(parts.path.strip("/")) or "INBOX"
        port = parts.port or (993 if tls else 143)
        return cls(parts.hostname or "", port, tls, user, password, folder)


@dataclass(frozen=True)
class Waiting:
    """A mail that nobody has seen yet, with its size in bytes."""

    uid: str
    size: int


class Mailbox:
    """One folder. Every method raises DeliveryFailed where the server is away or refuses; then
    the connection is made anew at the next call."""

    def __init__(self, server: ImapServer, time_out: float = TIME_OUT) -> None:
        self._server, self._time_out = server, time_out
        self._client: imaplib.IMAP4 | None = None

    def unseen(self, most: int) -> list[Waiting]:
        """The oldest ones, at most so many."""
        found = self._uid("SEARCH", "UNSEEN")
        uids = b" ".join(part for part in found if isinstance(part, bytes)).split()[:most]
        if not uids:
            return []
        sizes = self._uid("FETCH", b",".join(uids).decode(), "(RFC822.SIZE)")
        matches = [_SIZE.search(part) for part in sizes if isinstance(part, bytes)]
        read = [match for match in matches if match]
        return [
            Waiting((match[1] or match[4]).decode(), int(match[2] or match[3])) for match in read
        ]

    def whole(self, uid: str) -> bytes:
        """The mail as it came; it stays unseen."""
        return self._content(uid, "BODY.PEEK[]")

    def head(self, uid: str) -> bytes:
        """Its header only."""
        return self._content(uid, "BODY.PEEK[HEADER]")

    def mark(self, uid: str, flags: str) -> None:
        """Give it `SEEN` or `LEFT`; it will not be found again."""
        self._uid("STORE", uid, "+FLAGS.SILENT", flags)

    def close(self) -> None:
        """End the connection, whatever state it is in."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.shutdown()
        except OSError:
            return

    def _content(self, uid: str, part: str) -> bytes:
        for item in self._uid("FETCH", uid, f"({part})"):
            if isinstance(item, tuple):
                return bytes(item[1])
        raise DeliveryFailed("mailbox: the mail is gone", retryable=True)

    def _uid(self, command: str, *arguments: str) -> Sequence[object]:
        try:
            client = self._client or self._connect()
            answer, data = client.uid(command, *arguments)
            _require(answer, command)
        except (imaplib.IMAP4.error, OSError) as error:
            self.close()
            raise DeliveryFailed(f"mailbox: {type(error).__name__}", retryable=True) from None
        return data or []

    def _connect(self) -> imaplib.IMAP4:
        server, context = self._server, ssl.create_default_context()
        if server.tls:
            client: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                server.host, server.port, ssl_context=context, timeout=self._time_out
            )
        else:
            client = imaplib.IMAP4(server.host, server.port, timeout=self._time_out)
        self._client = client
        if not server.tls and server.host not in _LOOPBACK:
            client.starttls(ssl_context=context)  # a password never goes out in the clear
        client.login(server.user, server.password)
        if "ID" in client.capabilities:  # NetEase's servers answer nobody who does not say it
            client.xatom("ID", '("name" "qingting")')
        answer, _ = client.select(f'"{server.folder}"')
        _require(answer, "SELECT")
        return client


def _require(answer: str, command: str) -> None:
    if answer != "OK":
        raise imaplib.IMAP4.error(command)
