"""Parts of the composition root: what the settings name outside of this program."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack

from bot.adapters.customers import CsvCustomers, Digester, SqlCustomers
from bot.adapters.on_call import MailOnCall, WebhookOnCall
from bot.adapters.smtp import MailServer, SmtpMailer
from bot.adapters.sql.engine import make_engine, reading_engine
from bot.config import Settings
from bot.domain.on_call import MailWords, NoticeKind
from bot.ports import Clock, CustomerDirectory, Mailer, OnCall


def customers_of(
    settings: Settings, digester: Digester, connections: AsyncExitStack
) -> CustomerDirectory | None:
    """None where no directory is set."""
    if settings.customers_csv:
        return CsvCustomers(settings.customers_csv, digester)
    if not settings.customers_url:
        return None
    engine = reading_engine(make_engine(settings.customers_url, "QINGTING_CUSTOMERS_URL"))
    directory = SqlCustomers(engine, digester)
    connections.push_async_callback(directory.close)
    return directory


def ways_to_on_call(
    settings: Settings, words: MailWords, clock: Clock
) -> Mapping[NoticeKind, OnCall]:
    """The ways to the people on call that are set up."""
    ways: dict[NoticeKind, OnCall] = {}
    if settings.on_call_url and settings.on_call_secret:
        ways[NoticeKind.WEBHOOK] = WebhookOnCall(
            settings.on_call_url, settings.on_call_secret, clock
        )
    if settings.smtp_url and settings.on_call_recipients:
        mailer = SmtpMailer(MailServer.of(settings.smtp_url))
        sender = settings.on_call_mail_from or settings.on_call_recipients[0]
        ways[NoticeKind.EMAIL] = MailOnCall(mailer, sender, settings.on_call_recipients, words)
    return ways


def mailer_of(settings: Settings) -> Mailer | None:
    """The way out of the e-mail channel; None where it is off."""
    return SmtpMailer(MailServer.of(settings.email_smtp_url)) if settings.email_smtp_url else None
