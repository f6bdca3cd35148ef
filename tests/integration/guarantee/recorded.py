"""A platform behind the bad line: what it took is noted, and read from the notes."""

from __future__ import annotations

import abc
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Protocol

from tests.integration.channels.conftest import Served
from tests.integration.channels.far_servers import far_end
from tests.integration.guarantee.bad_line import BadLine, Call, Chance, bad_line
from tests.integration.guarantee.player import Far, Plain

SECRET = "an invented secret"


async def posted(
    served: Served, way: str, body: bytes, headers: Mapping[str, str], **more: Any
) -> bool:
    """Deliver it to one of our addresses; whether that was acknowledged."""
    url = f"{served.url}/webhooks/{way}"
    async with served.client.post(url, data=BytesIO(body), headers=headers, **more) as answer:
        return answer.status < 300


class Played(Protocol):
    """A server that plays a platform."""

    url: str


class Recorded(Plain, abc.ABC):
    """Played by a server that takes everything, behind the bad line, which notes what it took."""

    line: BadLine
    answers: ClassVar[Mapping[str, dict[str, Any]]] = {}

    @abc.abstractmethod
    def addressee(self, call: Call) -> str | None:
        """To whom this call says something."""

    @abc.abstractmethod
    def words(self, call: Call) -> str:
        """What it says."""

    @abc.abstractmethod
    def settings(self, url: str, folder: Path) -> dict[str, Any]:
        """The assistant's, with the platform at this address."""

    def far(self) -> AbstractAsyncContextManager[Played]:
        """The server."""
        return _taking(self.answers)

    @asynccontextmanager
    async def play(self, chance: Chance, folder: Path) -> AsyncIterator[Far]:
        async with (
            self.far() as far,
            bad_line(BadLine(far.url, self.addressee, chance)) as self.line,
        ):
            yield Far(chance, self.settings(self.line.url, folder))

    def read(self, customer: str) -> list[str]:
        taken = self.line.taken.get(customer, [])
        return [bubble for call in taken for bubble in self.words(call).split("\n\n")]


@asynccontextmanager
async def _taking(answers: Mapping[str, dict[str, Any]]) -> AsyncIterator[Played]:
    async with far_end() as far:
        far.replies.update(answers)
        yield far
