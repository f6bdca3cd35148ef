"""The built front end: one page and its hashed assets."""

from __future__ import annotations

from pathlib import Path

from aiohttp import hdrs, web

from bot.desk.context import OPTIONS
from bot.desk.models.base import unusable

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"
_MISSING = (
    "倾听：工作台页面尚未构建。请在项目目录运行 make run 。\n"
    "Qingting: the desk's page has not been built yet. Run `make run` in the project folder.\n"
)


def add_static(app: web.Application) -> None:
    """Register the page and its assets; last, as they take every address that is left."""
    app.router.add_get("/", _page)
    app.router.add_get("/{name:[^/]+}", _file)
    app.router.add_get("/assets/{name:.+}", _asset)


async def _page(request: web.Request) -> web.StreamResponse:
    page = _find(request, "index.html")
    if page is None:
        return web.Response(text=_MISSING, status=503, headers={hdrs.CACHE_CONTROL: "no-store"})
    return web.FileResponse(page, headers={hdrs.CACHE_CONTROL: _ASK_EACH_TIME})


async def _file(request: web.Request) -> web.StreamResponse:
    return _served(request, request.match_info["name"], _ASK_EACH_TIME)


async def _asset(request: web.Request) -> web.StreamResponse:
    return _served(request, f"assets/{request.match_info['name']}", _FOR_EVER)


def _served(request: web.Request, name: str, keep: str) -> web.StreamResponse:
    found = _find(request, name)
    if found is None:
        raise web.HTTPNotFound
    return web.FileResponse(found, headers={hdrs.CACHE_CONTROL: keep})


def _find(request: web.Request, name: str) -> Path | None:
    """The file of this name, if it lies in the folder, whatever dots and links say."""
    folder = request.app[OPTIONS].static_dir
    if folder is None or unusable(name):
        return None
    try:
        root = folder.resolve()
        found = (root / name).resolve()
        inside = found.is_relative_to(root) and found.is_file()
    except (OSError, ValueError, RuntimeError):
        return None
    return found if inside else None
