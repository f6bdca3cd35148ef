"""What a platform delivers: messages, some with files that still lie with the platform."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import structlog

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import DeliveryFailed, InvalidInput
from bot.domain.message import MAX_TEXT, InboundMessage, Receipt
from connectors.splitting import split_text

log = structlog.get_logger(__name__)

FILE_SIGN = "📎"
"""Stands in the transcript for what could not be taken."""
PAUSES = (0.5, 1.5)
"""Seconds before a file that is not to be had is tried again."""


@dataclass(frozen=True)
class RemoteFile:
    """A file as the platform names it. `name` and `media_type` are what the customer's app said."""

    ref: str
    name: str = ""
    media_type: str = ""

    def __repr__(self) -> str:
        return f"RemoteFile({self.media_type!r})"  # the others may be secret or personal


@dataclass(frozen=True)
class Arrival:
    """One message; with files its text may be empty."""

    message: InboundMessage
    files: tuple[RemoteFile, ...] = ()


Fetch = Callable[[RemoteFile], Awaitable[InboundAttachment]]
"""Raises InvalidInput where the file can never be had, DeliveryFailed otherwise."""


async def take_in(box: Container, arrivals: Sequence[Arrival], fetch: Fetch) -> list[Receipt]:
    """Store one delivery: customers side by side, the messages of each in order.

    Raises what kept a message from being stored *yet*. Then the platform must not get its
    acknowledgement, so that it delivers all again; what is stored by then is recognised. What
    can never be stored is logged and left out. Files that cannot be had or taken are named in
    the transcript, and the customer is told.
    """
    files = Files(box, fetch)
    work = [_in_order(box, each, files) for each in by_customer(arrivals)]
    done = await asyncio.gather(*work, return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result
    return [receipt for result in done if isinstance(result, list) for receipt in result]


def by_customer(arrivals: Sequence[Arrival]) -> list[list[Arrival]]:
    """What each customer said, in order."""
    customers: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        customers.setdefault(arrival.message.customer_ref, []).append(arrival)
    return list(customers.values())


def parts_of(arrival: Arrival, most_files: int) -> list[Arrival]:
    """The message in pieces that intake takes; the id of every piece is the same each time."""
    message, files = arrival.message, arrival.files
    texts = split_text(message.text, MAX_TEXT)
    groups = [files[at : at + most_files] for at in range(0, len(files), most_files)]
    first, *further = list(zip_longest(texts, groups)) or [("", ())]
    return [
        Arrival(replace(message, text=first[0] or ""), first[1] or ()),
        *(
            Arrival(_further(message, text or "", number), group or ())
            for number, (text, group) in enumerate(further, 2)
        ),
    ]


def _further(message: InboundMessage, text: str, number: int) -> InboundMessage:
    external_id = f"{message.external_id}#{number}"
    rest = replace(message, text=text, external_id=external_id, payload=None, refused="")
    return replace(rest, attachments=(), uploads=(), quoted_id="")


async def _in_order(box: Container, arrivals: Sequence[Arrival], files: Files) -> list[Receipt]:
    most, receipts = box.files.policy.files_per_message, list[Receipt]()
    for arrival in arrivals:
        try:
            for part in parts_of(arrival, most):
                receipts.append(await store(box, part, files))
        except InvalidInput as error:
            unusable(arrival, error)
    return receipts


def unusable(arrival: Arrival, error: InvalidInput) -> None:
    """Note that this can never be stored."""
    log.warning("arrival.unusable", channel=arrival.message.channel, field=error.field)


async def store(box: Container, part: Arrival, files: Files) -> Receipt:
    """Store one piece with its files, unless it is stored already. Raises like intake, and as
    `Files.take`."""
    message = part.message
    if not part.files:
        return await box.intake.receive(message)
    if known := await box.intake.known(message):
        return known
    taken = await asyncio.gather(*(files.take(file) for file in part.files))
    pairs = list(zip(part.files, taken, strict=True))
    message = replace(
        message,
        attachments=tuple(content for _, content in pairs if content),
        refused=_signs([file for file, content in pairs if content is None]),
    )
    try:
        return await box.intake.receive(message)
    except InvalidInput as error:  # for example the day's limit; the words do come through
        if not message.attachments:
            raise
        log.warning("arrival.files_refused", channel=message.channel, code=error.code)
        message = replace(message, attachments=(), refused=_signs(part.files))
        return await box.intake.receive(message)


def _signs(files: Sequence[RemoteFile]) -> str:
    return "\n".join(f"{FILE_SIGN} {file.name[:80]}".strip() for file in files)


class Files:
    """Fetches what customers sent, and looks at it. `final`: nobody will ask for it again."""

    def __init__(self, box: Container, fetch: Fetch, *, final: bool = True) -> None:
        self._policy, self._fetch, self._final = box.files.policy, fetch, final

    async def take(self, file: RemoteFile) -> InboundAttachment | None:
        """None where it cannot be had or taken. Raises DeliveryFailed where it may come later
        and somebody will ask again."""
        for pause in (*PAUSES, None):
            try:
                content = await self._fetch(file)
                self._policy.inspect(content)
            except (DeliveryFailed, InvalidInput) as error:
                if error.retryable and pause is not None:
                    await asyncio.sleep(pause)
                    continue
                if error.retryable and not self._final:
                    raise
                log.warning("arrival.file_refused", code=error.code)
                return None
            return content
        return None
