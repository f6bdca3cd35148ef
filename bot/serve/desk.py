"""The desk process: aiohttp, without Rasa."""

from __future__ import annotations

from aiohttp import web

from bot import __version__
from bot.bootstrap import Container
from bot.config import ROOT
from bot.desk.app import DeskOptions, DeskServices, make_desk
from bot.services.leaving import Leaving

STATIC = ROOT / "web" / "dist" / "desk"


def make_desk_app(box: Container) -> web.Application:
    """The desk over this container."""
    services = DeskServices(
        waiting=box.waiting,
        handoffs=box.handoffs,
        replies=box.replies,
        inspection=box.inspection,
        complaints=box.complaints,
        callbacks=box.callbacks,
        asides=box.asides,
        overruling=box.overruling,
        staff=box.staff,
        feed=box.feed,
        acknowledgements=box.acknowledgements,
        boundary=box.boundary,
        presence=box.presence,
        files=box.files,
        notes=box.notes,
        canned=box.canned,
        platform_limits=box.platform_limits,
        activity=box.activity,
        hands=box.hands,
        search=box.search,
        case_files=box.case_files,
        relations=box.relations,
        recording=box.recording,
        teams=box.teams,
        leaving=Leaving(box.store, box.handoffs),
        assignment=box.assignment,
        assignments=box.assignments,
        audit=box.audit,
        figures=box.figures,
        clock=box.clock,
    )
    options = DeskOptions(
        static_dir=STATIC,
        secure_cookies=box.settings.secure_cookies,
        version=__version__,
        trusted_proxies=box.settings.trusted_proxies,
    )
    return make_desk(services, options)


async def serve_desk(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Start it on the running loop; `cleanup()` stops it."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
