"""Messages whose files lie at the platform: fetched, then handed to intake with their message.

The platform waits for its acknowledgement only briefly. Where the files take longer it is told
to come again, while the fetching goes on; by then the message is stored. What cannot be fetched
or taken is still in the transcript by its kind, and the customer is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import structlog

from bot.bootstrap import Container
from bot.domain.attachment import AttachmentKind, AttachmentPolicy, InboundAttachment
from bot.domain.errors import DeliveryFailed, InvalidInput
from bot.domain.message import MAX_TEXT, InboundMessage
from bot.services.tasks import end_tasks

log = structlog.get_logger(__name__)

PAUSES = (0.5, 1.5)
"""Seconds before a file is tried again."""

KIND_NAMES = {
    AttachmentKind.IMAGE: "[图片]",
    AttachmentKind.AUDIO: "[语音]",
    AttachmentKind.VIDEO: "[视频]",
    AttachmentKind.FILE: "[文件]",
}
"""What stands in the transcript for a file that was not taken, as chat programs write it."""
OTHER_KIND = "[其他消息]"

_Cuttable = TypeVar("_Cuttable", str, tuple["RemoteFile", ...])


@dataclass(frozen=True)
class RemoteFile:
    """A file that is still at the platform; `key` is what it is fetched by."""

    key: str
    kind: AttachmentKind
    name: str = ""


@dataclass(frozen=True)
class Incoming:
    """A message of a platform; `message` has no files yet."""

    message: InboundMessage
    files: tuple[RemoteFile, ...] = ()


Fetch = Callable[[RemoteFile], Awaitable[InboundAttachment]]


class Receiver:
    """Hands one channel's messages to intake. `patience`: seconds that a request may wait."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def receive(self, box: Container, incoming: Incoming, fetch: Fetch) -> bool:
        """Whether it is stored already; if not, it will be soon. Raises like `Intake.receive`."""
        if not incoming.files:
            await _receive(box, incoming, fetch)
            return True
        key = incoming.message.external_id
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.create_task(_receive(box, incoming, fetch), name="files")
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        await asyncio.wait({task}, timeout=self._patience)
        if not task.done():
            return False
        await task
        return True

    async def stop(self) -> None:
        """Break off what is unfinished; nothing of it was acknowledged."""
        await end_tasks(list(self._tasks.values()))

    def _ended(self, key: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(key, None)
        if not task.cancelled() and (error := task.exception()):
            log.warning("channel.not_stored", error=type(error).__name__)


async def _receive(box: Container, incoming: Incoming, fetch: Fetch) -> None:
    for part in parts_of(incoming, box.files.policy.files_per_message):
        if part.files:
            await _receive_with_files(box, part, fetch)
        else:
            await box.intake.receive(part.message)


def parts_of(incoming: Incoming, files_at_once: int) -> Sequence[Incoming]:
    """The message in pieces that intake takes; the id of every piece is the same each time."""
    message, files = incoming.message, incoming.files
    texts = _cut(message.text, MAX_TEXT)
    groups = _cut(files, files_at_once)
    return [
        Incoming(
            replace(
                message,
                text=texts[n] if n < len(texts) else "",
                external_id=f"{message.external_id}#{n + 1}" if n else message.external_id,
            ),
            groups[n] if n < len(groups) else (),
        )
        for n in range(max(len(texts), len(groups), 1))
    ]


def _cut(whole: _Cuttable, length: int) -> list[_Cuttable]:
    return [whole[i : i + length] for i in range(0, len(whole), length)]


async def _receive_with_files(box: Container, part: Incoming, fetch: Fetch) -> None:
    """What was said and the good files are one message; what is not taken is named in another."""
    taken, refused = await _fetched(box.files.policy, part.files, fetch)
    told = bool(part.message.text.strip())
    try:
        known = (told or bool(taken)) and await _store(box, part.message, taken)
    except InvalidInput as error:  # for example the daily limit; the words do come through
        log.info("channel.files_refused", why=type(error).__name__)
        taken, refused = (), part.files
        known = told and await _store(box, part.message, taken)
    if refused and not known:
        suffix = "!" if told or taken else ""
        await box.intake.receive(_marker(part.message, refused, suffix))


async def _store(
    box: Container, message: InboundMessage, files: tuple[InboundAttachment, ...]
) -> bool:
    """Whether it was known already."""
    return (await box.intake.receive(replace(message, attachments=files))).duplicate


def _marker(message: InboundMessage, refused: Sequence[RemoteFile], suffix: str) -> InboundMessage:
    names = "".join(KIND_NAMES[file.kind] for file in refused)
    external_id = message.external_id + suffix
    return replace(message, text=names, external_id=external_id, payload=None, refused=True)


async def _fetched(
    policy: AttachmentPolicy, files: Sequence[RemoteFile], fetch: Fetch
) -> tuple[tuple[InboundAttachment, ...], tuple[RemoteFile, ...]]:
    """The files that can be taken, and those that cannot."""
    found = await asyncio.gather(*(_tried(policy, file, fetch) for file in files))
    refused = tuple(file for file, content in zip(files, found, strict=True) if content is None)
    return tuple(content for content in found if content is not None), refused


async def _tried(
    policy: AttachmentPolicy, file: RemoteFile, fetch: Fetch
) -> InboundAttachment | None:
    for pause in (*PAUSES, None):
        try:
            content = await fetch(file)
            policy.inspect(content)
        except (DeliveryFailed, InvalidInput) as error:
            if error.retryable and pause is not None:
                await asyncio.sleep(pause)
                continue
            log.info("channel.file_refused", why=type(error).__name__)
            return None
        return content
    return None
