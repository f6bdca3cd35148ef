"""E-mail: a mailbox that has every mail three times, and a server that takes four of five."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from tests.integration.channels import mail_platform
from tests.integration.channels.conftest import Served
from tests.integration.guarantee.bad_line import Chance, Fate
from tests.integration.guarantee.player import Far, Plain
from tests.integration.guarantee.schedule import Said


class Email(Plain):
    """The mailbox has an order of its own: that in which mails came."""

    channel, by_platform = "email", False
    mails: mail_platform.Mails

    def customer(self, index: int) -> str:
        return f"li.lei.{index}@customer.example"

    @asynccontextmanager
    async def play(self, chance: Chance, folder: Path) -> AsyncIterator[Far]:
        def refuse(letter: EmailMessage) -> str:
            refused = chance.fate(str(letter["To"])) is not Fate.FINE
            return "451 later" if refused else ""

        async with mail_platform.mail_servers() as self.mails:
            self.mails.outgoing.refuse = refuse
            yield Far(chance, self.mails.settings)

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        name = f"<m{said.place}@customer.example>"
        headers = {"From": said.customer, "Message_ID": name, "Subject": ""}
        self.mails.put(mail_platform.mail(said.text, **headers))
        return True

    def read(self, customer: str) -> list[str]:
        letters = [item for item in self.mails.outgoing.letters if item["To"] == customer]
        return [bubble for item in letters for bubble in mail_platform.body(item).split("\n\n")]
