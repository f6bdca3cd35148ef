"""What runs beside Rasa in an assistant process: the bot's turns and the outbox.

Every channel's blueprint starts it with the server, so that it is the same under
`qingting serve` and under Rasa's own `rasa run`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sanic import Blueprint, Sanic

from bot.bootstrap import Container, current
from bot.ports import Assistant, Sender
from bot.services.delivery import Deliverer
from bot.services.turns import TurnRunner, TurnSettings
from bot.tasks import end_tasks
from connectors.assistant import OnNewMessage, RasaAssistant, reading_only
from connectors.courtesies import Courtesies
from connectors.memory import TURNS
from connectors.senders import MERGING, senders_of


class Line:
    """Turn runner and deliverer of one process."""

    def __init__(self, box: Container, assistant: Assistant, senders: Mapping[str, Sender]) -> None:
        settings = TurnSettings(
            box.settings.worker_name,
            parallel=box.settings.parallel_turns,
            time_out=box.settings.turn_seconds,
        )
        self._turns = TurnRunner(
            box.store,
            box.notifier,
            (box.handoffs, box.queue_order),
            assistant,
            box.clock,
            settings,
        )
        self._deliverer = Deliverer(
            box.store, box.notifier, box.boundary, senders, box.clock, merging=MERGING
        )
        self._senders, self._courtesies = senders, Courtesies(box, senders)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to work, on the running loop."""
        self._tasks = [
            asyncio.create_task(self._turns.run(), name="turns"),
            asyncio.create_task(self._deliverer.run(), name="deliveries"),
            asyncio.create_task(self._courtesies.run(), name="courtesies"),
        ]

    async def stop(self) -> None:
        """End; what was in the middle is taken up again at the next start."""
        await end_tasks(self._tasks)
        for sender in self._senders.values():
            await sender.close()


def attach_line(blueprint: Blueprint, on_new_message: OnNewMessage) -> None:
    """Start the process's line with the server that serves this channel, once."""

    async def start(app: Sanic, _: object) -> None:
        if getattr(app.ctx, "line", None) is not None:
            return
        app.ctx.line = line = Line(
            box := await current(),
            RasaAssistant(on_new_message, reading_only(lambda: app.ctx.agent), TURNS),
            {**senders_of(box), **_guarded_senders(app)},
        )
        line.start()

    async def stop(app: Sanic, _: object) -> None:
        line, app.ctx.line = getattr(app.ctx, "line", None), None
        if line is not None:
            await line.stop()

    blueprint.listener(start, "after_server_start")
    blueprint.listener(stop, "before_server_stop")


def _guarded_senders(app: Sanic) -> Mapping[str, Sender]:
    """Guarded channels bring their own way out (connectors/guard.py)."""
    channels = getattr(app.ctx, "input_channels", ())
    return {item.name(): item.sender() for item in channels if hasattr(item, "sender")}
