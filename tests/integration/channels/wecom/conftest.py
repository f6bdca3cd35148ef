"""A customer side for WeCom, with and without people who answer there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.staff import Agent
from tests.boxes import make_agent
from tests.integration.channels.wecom.wecom_world import World, world


@pytest.fixture
async def wecom(tmp_path: Path) -> AsyncIterator[World]:
    """With the usual settings."""
    async with world(tmp_path) as made:
        yield made


@pytest.fixture
async def people(tmp_path: Path) -> AsyncIterator[tuple[World, Agent]]:
    """People answer in WeCom, and one desk account stands for them."""
    async with world(tmp_path, wecom_agent="wecom") as made:
        yield made, await make_agent(made.box, "wecom")
