"""The front end's files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.integration.desk.world import World, copied, open_world

PAGE = "<!doctype html><title>desk</title>"


@pytest_asyncio.fixture
async def built(desk_database: Path, tmp_path: Path) -> AsyncIterator[World]:
    """A desk with a front end, and a secret beside it."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "index-Ab12.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    async with open_world(copied(desk_database, tmp_path), folder) as world:
        yield world


async def test_the_page_is_asked_for_each_time_and_its_assets_once(built: World) -> None:
    browser = built.somebody().browser
    async with browser.get("/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        assert response.headers["Cache-Control"] == "no-cache"
        assert await response.text() == PAGE
    async with browser.get("/assets/index-Ab12.js") as response:
        assert response.content_type in ("text/javascript", "application/javascript")
        assert "immutable" in response.headers["Cache-Control"]
    async with browser.get("/favicon.svg") as response:
        assert response.headers["Cache-Control"] == "no-cache"
    async with browser.head("/") as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2Fsecret.txt",
        "/assets/../../secret.txt",
        "/assets/..%2F..%2Fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets//etc/passwd",
        "/assets/%2Fetc%2Fpasswd",
        "/assets/..%5C..%5Csecret.txt",
        "/assets/link.txt",
        "/assets",
        "/assets/",
        "/assets/missing.js",
        "/assets/%00",
        "/" + "x" * 3000,
        "/qingting.db",
    ],
)
async def test_nothing_outside_the_folder_is_served(built: World, path: str) -> None:
    head, body = await _raw_get(built, path)
    assert head.startswith("HTTP/1.1 404 ")
    assert "secret" not in body


async def test_a_missing_build_says_what_to_do(world: World) -> None:
    async with world.somebody().browser.get("/") as response:
        assert response.status == 503
        assert "make run" in await response.text()
    async with world.somebody().browser.get("/assets/index.js") as response:
        assert response.status == 404


async def _raw_get(world: World, path: str) -> tuple[str, str]:
    """What the server answers to exactly this path; clients would clean it up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", world.server.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n".encode())
    head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return head, body
