"""Looks for what keeps an installation from working, one sentence each."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.sql import migrate
from bot.bootstrap import compose
from bot.config import ROOT, Settings, load_settings
from bot.domain.errors import QingtingError
from bot.serve.model import stale_reason


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
        findings.append(await _composition(settings))
    findings.append(_webhook(settings))
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


async def _composition(settings: Settings) -> Finding:
    try:
        box = compose(settings)
    except QingtingError as error:
        return Finding("policies and key", False, str(error))
    await box.close()
    return Finding("policies and key", True, "readable")


def _webhook(settings: Settings) -> Finding:
    if not settings.webhook_secret:
        return Finding("webhook channel", True, "off")
    if not settings.webhook_callback:
        text = "set QINGTING_WEBHOOK_CALLBACK, else replies stay in the outbox"
        return Finding("webhook channel", False, text)
    return Finding("webhook channel", True, "on")
