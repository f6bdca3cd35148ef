"""A mailbox on local ports: as much of an IMAP server as a client needs, and the SMTP server of
tests/integration/people/far_ends.py."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage

from tests.integration.people.far_ends import Mailbox as Outgoing
from tests.integration.people.far_ends import mailbox as smtp_server

OWN = "service@qingting.example"
CUSTOMER = "li.lei@customer.example"
USER, PASSWORD = "service", "a pass word"


@dataclass
class Mails:
    """`inbox`: raw mails by uid; `flags` of each. `refusing`: commands that are answered with NO.
    `dropping`: how many connections still break at the next command."""

    outgoing: Outgoing
    imap: str = ""
    inbox: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    refusing: set[str] = field(default_factory=set)
    dropping: int = 0
    fetched: list[str] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, object]:
        """The assistant's settings for this mailbox."""
        return {
            "email_from": f"倾听客服 <{OWN}>",
            "email_imap_url": self.imap,
            "email_smtp_url": self.outgoing.url,
            "email_poll": 1,
        }

    @property
    def heard(self) -> list[str]:
        """The texts of what customers got."""
        return [body(letter) for letter in self.outgoing.letters]

    def put(self, raw: bytes) -> int:
        """A mail arrives."""
        uid = len(self.inbox) + 1
        self.inbox[uid], self.flags[uid] = raw, set()
        return uid


def body(letter: EmailMessage) -> str:
    """The words of a mail that a customer got."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).strip()


def mail(text: str, **headers: str) -> bytes:
    """A customer's plain mail; `In_Reply_To="…"` sets that header."""
    made = EmailMessage()
    given = {"From": CUSTOMER, "To": OWN, "Subject": "投诉", **headers}
    for name, value in given.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes(policy=policy.SMTP)


@asynccontextmanager
async def mail_servers() -> AsyncIterator[Mails]:
    """Both listen on loopback while the block runs."""
    async with smtp_server() as outgoing:
        mails = Mails(outgoing)

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"* OK ready\r\n")
            while line := await reader.readline():
                if mails.dropping:
                    mails.dropping -= 1
                    break
                tag, _, command = line.decode().strip().partition(" ")
                writer.write(_answer(mails, tag, command))
                await writer.drain()
                if command.upper().startswith("LOGOUT"):
                    break
            writer.close()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        mails.imap = f"imap://{USER}:a%20pass%20word@127.0.0.1:{port}/INBOX"
        async with server:
            yield mails


def _answer(mails: Mails, tag: str, command: str) -> bytes:
    name = command.removeprefix("UID ").split(" ")[0].upper()
    if name in mails.refusing:
        return f"{tag} NO not now\r\n".encode()
    data = _DATA[name](mails, command) if name in _DATA else b""
    return data + f"{tag} OK done\r\n".encode()


def _login(_: Mails, command: str) -> bytes:
    assert command == f'LOGIN {USER} "{PASSWORD}"'
    return b""


def _search(mails: Mails, command: str) -> bytes:
    assert command == "UID SEARCH UNSEEN"
    unseen = [str(uid) for uid in mails.inbox if r"\Seen" not in mails.flags[uid]]
    return f"* SEARCH {' '.join(unseen)}\r\n".encode()


def _fetch(mails: Mails, command: str) -> bytes:
    found = re.fullmatch(r"UID FETCH ([\d,]+) \((.+)\)", command)
    assert found
    answer = b""
    for uid in map(int, found[1].split(",")):
        raw = mails.inbox[uid]
        if found[2] == "RFC822.SIZE":
            answer += f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})\r\n".encode()
            continue
        mails.fetched.append(found[2])
        head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        content = head if found[2] == "BODY.PEEK[HEADER]" else raw
        answer += f"* {uid} FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode()
        answer += content + b")\r\n"
    return answer


def _store(mails: Mails, command: str) -> bytes:
    found = re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \((.+)\)", command)
    assert found
    mails.flags[int(found[1])] |= set(found[2].split())
    return b""


_DATA: Mapping[str, Callable[[Mails, str], bytes]] = {
    "CAPABILITY": lambda *_: b"* CAPABILITY IMAP4rev1 ID\r\n",
    "SELECT": lambda mails, _: f"* {len(mails.inbox)} EXISTS\r\n".encode(),
    "LOGIN": _login,
    "SEARCH": _search,
    "FETCH": _fetch,
    "STORE": _store,
}
