"""Looks for what keeps an installation from working, one sentence each."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.adapters.sql import migrate
from bot.bootstrap import Container, compose
from bot.config import ROOT, Settings, load_settings
from bot.domain.errors import QingtingError
from bot.ports import CustomerDirectory
from bot.serve.doctor_channels import examine_channels
from bot.serve.doctor_counts import examine_counts
from bot.serve.model import stale_reason

HOLIDAYS_AHEAD = timedelta(days=60)
"""Holidays of the days up to then should be known by now."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    fine: bool
    text: str


async def examine() -> list[Finding]:
    """Everything, in the order in which a newcomer would mend it."""
    try:
        settings = load_settings()
    except QingtingError as error:
        return [Finding("settings", False, str(error))]
    findings = [Finding("settings", True, "readable")]
    findings += [_checked("front end", _front_end), _checked("model", lambda: _model(settings))]
    findings.append(_checked("data folder", lambda: _folder(settings.var, "QINGTING_VAR")))
    kept = settings.attachments_folder
    findings.append(_checked("attachments", lambda: _folder(kept, "QINGTING_ATTACHMENTS")))
    findings.append(await _database(settings))
    if findings[-1].fine:
        findings += await _composition(settings)
    findings += [Finding(*state) for state in examine_channels(settings)]
    findings.append(_on_call(settings))
    return findings


def _checked(what: str, look: Callable[[], str | None]) -> Finding:
    problem = look()
    return Finding(what, problem is None, problem or "ready")


def _front_end() -> str | None:
    pages = [ROOT / "web" / "dist" / part / "index.html" for part in ("widget", "desk")]
    return None if all(page.exists() for page in pages) else "not built: run `make run`"


def _model(settings: Settings) -> str | None:
    reason = stale_reason(settings.model)
    return f"{reason}: run `make train`" if reason else None


def _folder(folder: Path, variable: str) -> str | None:
    """It is made at the first start, in the nearest folder above that is there."""
    folder = folder.resolve()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return None
    return f"{folder} cannot be written to: set {variable} to another one"


async def _database(settings: Settings) -> Finding:
    try:
        revision = await migrate.current(settings.database)
    except Exception as error:  # noqa: BLE001 — whatever the driver raises, the sentence is the same
        text = f"cannot be reached ({type(error).__name__}): check DATABASE_URL"
        return Finding("database", False, text)
    if revision == migrate.head():
        return Finding("database", True, f"at revision {revision}")
    return Finding("database", False, "not migrated yet: `qingting serve` does it at its start")


async def _composition(settings: Settings) -> list[Finding]:
    try:
        box = compose(settings)
    except QingtingError as error:
        return [Finding("policies, key and customers", False, str(error))]
    try:
        return [
            Finding("policies and key", True, "readable"),
            _holidays(box),
            _help_lines(box),
            await _customers(box.customers),
            await _people_in_wecom(box),
            *[Finding(*state) for state in await examine_counts(box)],
        ]
    finally:
        await box.close()


def _holidays(box: Container) -> Finding:
    """A hint and no illness: without them the desk is open on ordinary weekdays."""
    known = box.working_days.known_until
    text = f"known until {known}"
    if known < (box.clock.now() + HOLIDAYS_AHEAD).date():
        text += (
            ": install a newer chinesecalendar, "
            "or put the dates into data/policy/calendar.yml (closed, open)"
        )
    return Finding("public holidays", True, text)


def _help_lines(box: Container) -> Finding:
    """A hint and no illness: it depends on people, not on the installation."""
    unchecked = box.help_lines.unchecked(box.today())
    if not unchecked:
        return Finding("help lines", True, "checked")
    text = (
        f"nobody has called those of {', '.join(unchecked)} lately: do, and write the day into "
        "data/policy/help_lines.yml (checked)"
    )
    return Finding("help lines", True, text)


def _on_call(settings: Settings) -> Finding:
    if settings.on_call_url and not settings.on_call_secret:
        return Finding("on call", False, "set QINGTING_ON_CALL_SECRET, else nothing is posted")
    if settings.on_call_recipients and not settings.smtp_url:
        return Finding("on call", False, "set QINGTING_SMTP_URL, else no e-mail goes out")
    if settings.on_call_url or settings.on_call_recipients:
        return Finding("on call", True, "on")
    text = (
        "off: set QINGTING_ON_CALL_URL or QINGTING_ON_CALL_MAIL_TO, else nobody is called at night"
    )
    return Finding("on call", True, text)


async def _customers(directory: CustomerDirectory | None) -> Finding:
    if directory is None:
        return Finding("customer directory", True, "none; set QINGTING_CUSTOMERS_CSV or _URL")
    try:
        await directory.find(())
    except QingtingError as error:
        return Finding("customer directory", False, str(error))
    return Finding("customer directory", True, "readable")


async def _people_in_wecom(box: Container) -> Finding:
    people = box.settings.wecom_agent
    if people and not await box.elsewhere.account(people):
        text = f"QINGTING_WECOM_AGENT: there is no account {people}: `qingting agents add {people}`"
        return Finding("people in WeCom", False, text)
    text = f"answer there, as {people}" if people else "none; people answer at the desk"
    return Finding("people in WeCom", True, text)
