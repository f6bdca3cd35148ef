"""Composed services over a migrated database, for tests below the level of processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.adapters.sql.migrate import upgrade
from bot.bootstrap import Container, compose
from bot.config import Settings
from bot.domain.ids import AgentId, fresh
from bot.domain.staff import Agent, Role
from bot.ports import Clock


@asynccontextmanager
async def box_over(
    url: str, var: Path, *, clock: Clock | None = None, **settings: object
) -> AsyncIterator[Container]:
    """A container over this database; migrates it first."""
    await upgrade(url)
    values = Settings(database_url=url, var=var, **settings)  # type: ignore[arg-type]  # pydantic checks
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
