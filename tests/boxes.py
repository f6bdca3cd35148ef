"""Composed services over a migrated database, for tests below the level of processes."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from bot import bootstrap
from bot.adapters.scripts import DomainScripts
from bot.adapters.sql.migrate import upgrade
from bot.bootstrap import Container, compose
from bot.config import ROOT, Settings
from bot.domain.ids import AgentId, fresh
from bot.domain.staff import Agent, Role
from bot.ports import Clock

_scripts = cache(DomainScripts)
"""The domain takes half a second to parse: once per process is enough for all tests."""
CALENDAR = """hours: {monday: &day ["00:00-24:00"], tuesday: *day, wednesday: *day, thursday: *day,
  friday: *day, saturday: *day, sunday: *day, make_up_day: *day}
holidays: none
closed: []
open: {}
"""


def open_policies(folder: Path) -> Path:
    """The designers' policies with a desk that never closes, so that tests do not depend on the
    time of day, and with platforms that deliver in order, so that they wait for nobody."""
    policies = folder / "policies"
    if not policies.exists():
        shutil.copytree(ROOT / "data" / "policy", policies)
        (policies / "calendar.yml").write_text(CALENDAR, encoding="utf-8")
        channels = (policies / "channels.yml").read_text(encoding="utf-8")
        in_order = re.sub(r"reordering_seconds: \d+", "reordering_seconds: 0", channels)
        (policies / "channels.yml").write_text(in_order, encoding="utf-8")
    return policies


@asynccontextmanager
async def box_over(
    url: str,
    var: Path,
    *,
    clock: Clock | None = None,
    migrated: bool = False,
    **settings: object,
) -> AsyncIterator[Container]:
    """A container over this database; migrates it first where nobody has."""
    if not migrated:
        await upgrade(url)
    settings.setdefault("policies", open_policies(var))
    values = Settings(database_url=url, var=var, **settings)  # type: ignore[arg-type]  # pydantic checks
    with patch.object(bootstrap, "DomainScripts", _scripts):
        box = compose(values, clock)
    try:
        yield box
    finally:
        await box.close()


async def make_agent(box: Container, name: str, role: Role = Role.AGENT) -> Agent:
    """An account that nobody signs in to, so it needs no (slow) password."""
    agent = Agent(AgentId(fresh()), name, f"专员{name}", role, box.clock.now())
    async with box.store.writing() as tx:
        await tx.staff.add(agent, "no password")
    return agent
