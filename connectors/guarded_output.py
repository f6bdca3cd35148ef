"""The outbox's way through the output of one of Rasa's channels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
import async_timeout
from rasa.core.channels.channel import OutputChannel

from bot.domain.errors import DeliveryFailed
from bot.domain.failure import of_status
from bot.domain.message import Message
from connectors.platform import is_passing
from connectors.splitting import with_choices

TIME_OUT = 8.0
AT_ONCE = 8

Failing = Callable[[Exception], DeliveryFailed | None]


class GuardedSender:
    """Sends in threads, each with a loop of its own: the libraries behind Rasa's channels often
    block, and none of them sets a limit to it."""

    def __init__(self, name: str, output: Callable[[], OutputChannel], failing: Failing) -> None:
        self._name, self._output, self._failing = name, output, failing
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"{name}-out")

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed: as `failing` says; else retryable on 408, 425, 429, 5xx and
        network trouble."""
        loop = asyncio.get_running_loop()
        said = (_in_one_piece(text), message.buttons, recipient)
        try:
            async with async_timeout.timeout(TIME_OUT + 1):
                await loop.run_in_executor(self._threads, self._in_thread, *said)
        except Exception as error:  # noqa: BLE001 — every library has errors of its own
            # Its text may name the customer.
            raise self._failing(error) or _failure(self._name, error) from None

    async def close(self) -> None:
        """Take nothing more on; what hangs is left behind."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _in_thread(self, *said: Any) -> None:
        asyncio.run(self._say(*said))

    async def _say(self, text: str, buttons: tuple[Mapping[str, str], ...], recipient: str) -> None:
        output = self._output()
        able = type(output).send_text_with_buttons is not OutputChannel.send_text_with_buttons
        if buttons and able:
            shown = [dict(button) for button in buttons]
            call = output.send_text_with_buttons(recipient, text, shown)
        else:
            call = output.send_text_message(recipient, with_choices(text, buttons))
        async with async_timeout.timeout(TIME_OUT):
            await call


def _in_one_piece(text: str) -> str:
    """Rasa's channels send a message for each paragraph; if one of them failed, the next try
    would repeat the others. A space on the empty line keeps them together."""
    return text.strip().replace("\n\n", "\n \n")


def _failure(name: str, error: Exception) -> DeliveryFailed:
    status, answer = _status(error), getattr(error, "response", None)
    if status is None:
        network = isinstance(error, (OSError, asyncio.TimeoutError, aiohttp.ClientError))
        return DeliveryFailed(f"{name}: {type(error).__name__}", retryable=network)
    pause = str((getattr(answer, "headers", None) or {}).get("Retry-After", ""))
    return DeliveryFailed(
        f"{name} {status}: {type(error).__name__}",
        retryable=is_passing(status),
        retry_after=float(pause) if pause.isdecimal() else 0.0,
        failure=of_status(status),
    )


def _status(error: Exception) -> int | None:
    """As the usual libraries name it, on the error or on its response."""
    found: list[Any] = [
        getattr(holder, name, None)
        for holder in (error, getattr(error, "response", None))
        for name in ("status", "status_code")
    ]
    return next((value for value in found if isinstance(value, int)), None)
