"""A robot for DingTalk. One server serves all tests of a file, each with a customer of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.channels.dingtalk.dingtalk_robot import Robot, running_robot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Robot]:
    """One server for all tests of a file."""
    async with running_robot(tmp_path_factory.mktemp("dingtalk")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def robot(shared: Robot) -> Robot:
    """As if nothing had happened, for a customer of the test's own."""
    return await shared.for_somebody_new()
