"""The assistant process: Rasa with our channels on one Sanic server."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from bot.bootstrap import Container
from bot.config import ROOT
from bot.domain.errors import SettingsError
from bot.serve.credentials import guarded_channels
from bot.serve.model import require_fresh_model
from bot.tasks import end_tasks

WIDGET = ROOT / "web" / "dist" / "widget"
PAGE_POLICY = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; "
    "script-src 'self'; style-src 'self'; object-src 'none'; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def load_assistant(model: Path) -> Any:
    """Rasa's agent with in-process actions and turn-wise memory. Imports TensorFlow: slow.

    Raises SettingsError where there is no model, or it is older than its data or damaged.
    """
    require_fresh_model(model)
    # Before TensorFlow: it looks through all modules, and five seconds longer through TensorFlow's.
    importlib.import_module("skops.io")
    from rasa.core.agent import Agent
    from rasa.exceptions import ModelNotFound
    from rasa.shared.core.domain import Domain
    from rasa.utils.endpoints import EndpointConfig

    from bot.serve.inprocess import InProcessActions
    from bot.serve.trackers import TurnTrackerStore
    from connectors.memory import TURNS
    from connectors.wording import Wording

    try:
        return Agent.load(
            str(model),
            tracker_store=TurnTrackerStore(Domain.empty(), TURNS),
            action_endpoint=InProcessActions(TURNS),
            generator=EndpointConfig(type=f"{Wording.__module__}.{Wording.__name__}"),
        )
    except ModelNotFound as error:
        raise SettingsError(
            f"Cannot serve {model.name}: it is damaged. Run `make train`."
        ) from error


def make_assistant_app(box: Container, agent: Any) -> Sanic:
    """The Sanic application of the customer side; the line starts and stops with it."""
    from rasa.core.channels import channel

    from connectors.dingtalk.inbound import DingTalkInput
    from connectors.email.inbound import EmailInput
    from connectors.facebook.inbound import FacebookInput
    from connectors.feishu.inbound import FeishuInput
    from connectors.line_messaging.inbound import LineInput
    from connectors.rest.inbound import RestInput
    from connectors.telegram.inbound import TelegramInput
    from connectors.web.inbound import WebChatInput
    from connectors.webhook.inbound import WebhookInput
    from connectors.wechat.inbound import WeChatInput
    from connectors.wecom.inbound import WecomInput
    from connectors.whatsapp.inbound import WhatsAppInput

    app = Sanic(f"qingting_{box.settings.assistant_port}", configure_logging=False)
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.REQUEST_MAX_SIZE = 128 * 1024  # doors that take files have limits of their own
    app.config.RESPONSE_TIMEOUT = 180.0  # a photo over a slow line counts as response time
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 3.0
    app.ctx.agent = agent
    channels = [
        WebChatInput(_origins(box)),
        RestInput(),
        WebhookInput(),
        WeChatInput(),
        WecomInput(),
        DingTalkInput(),
        FeishuInput(),
        WhatsAppInput(),
        LineInput(),
        TelegramInput(),
        FacebookInput(),
        EmailInput(),
        *guarded_channels(box.settings.credentials),
    ]
    channel.register(channels, app, route="/webhooks/")
    _add_pages(app, box)
    return app


async def serve_app(app: Sanic, host: str, port: int) -> tuple[Any, asyncio.Task[None]]:
    """Start it on the running loop; returns the server to close and its task."""
    server = await app.create_server(
        host=host, port=port, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    await server.before_start()
    await server.after_start()
    task = asyncio.create_task(server.serve_forever(), name="assistant")
    return server, task


async def stop_app(server: Any, task: asyncio.Task[None]) -> None:
    """Stop taking requests, then stop the line."""
    await server.before_stop()
    server.close()
    await server.after_stop()
    await end_tasks([task])


def _add_pages(app: Sanic, box: Container) -> None:
    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        await box.store.ping()
        return json({"status": "ok"})

    @app.middleware("response")
    async def headers(_: Request, response: HTTPResponse) -> None:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        if str(response.content_type).startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        if box.settings.public_origins and "javascript" in str(response.content_type):
            response.headers.setdefault("Access-Control-Allow-Origin", "*")

    if not (WIDGET / "index.html").exists():

        @app.get("/")
        async def missing(_: Request) -> HTTPResponse:
            return text("The customer page is not built yet: run `make run`.", status=503)

        return
    app.static(
        "/", str(WIDGET / "index.html"), name="page", content_type="text/html; charset=utf-8"
    )
    app.static("/widget", str(WIDGET), name="widget")


def _origins(box: Container) -> list[str] | str | None:
    """None lets the page's own origin through; `*` everybody, on request."""
    given = box.settings.public_origins
    if not given:
        return None
    return "*" if given == "*" else [item.strip() for item in given.split(",") if item.strip()]
