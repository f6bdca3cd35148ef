"""The vocabulary of the endpoint table: routes and the served document are drawn from it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeAlias, TypeVar

from aiohttp import web

from bot.desk.context import SERVICES, DeskServices
from bot.desk.models.base import Answer, Body, Query
from bot.domain.errors import NotSignedIn
from bot.domain.staff import Agent, Permission, StaffSession

API = "/api/v1"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_PLACEHOLDER = re.compile(r"{(\w+)}")


class Access(Enum):
    """Who may call an endpoint that asks for no particular permission."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Who:
    """The signed-in caller."""

    agent: Agent
    session: StaffSession


B = TypeVar("B", bound=Body)
Q = TypeVar("Q", bound=Query)


@dataclass(frozen=True)
class Call(Generic[B, Q]):
    """One request after all checks: signed in, allowed, body and query valid."""

    request: web.Request
    caller: Who | None
    body: B
    query: Q

    @property
    def services(self) -> DeskServices:
        """The use cases."""
        return self.request.app[SERVICES]

    @property
    def who(self) -> Who:
        """The signed-in caller. Raises NotSignedIn on a public endpoint."""
        if self.caller is None:
            raise NotSignedIn("Please sign in.")
        return self.caller

    @property
    def agent(self) -> Agent:
        """The person who calls."""
        return self.who.agent

    def path(self, name: str) -> str:
        """The value of a `{name}` in the path."""
        return self.request.match_info[name]


@dataclass(frozen=True)
class WithSession:
    """An answer that starts a browser session (`secret`), or ends the one there is (None)."""

    content: Answer | None
    secret: str | None
    seconds: int = 0


Result: TypeAlias = Answer | WithSession | web.StreamResponse | None


@dataclass(frozen=True)
class Endpoint:
    """One row of the table. `access` has no default: nothing is open by oversight.

    `path` is complete and may hold `{name}`s. `answer` is None for 204. `errors` are the
    statuses beyond those that follow from the row itself. `body_optional`: a missing body
    stands for the model's defaults. `before_password_change`: allowed while a one-time
    password is unchanged. `media_type` is what a successful answer is made of. `raw_body`: the
    body is a file, which the handler reads itself, up to its limit.
    """

    method: str
    path: str
    handler: Callable[[Call[Any, Any]], Awaitable[Result]]
    access: Access | Permission
    summary: str
    answer: type[Answer] | None
    body: type[Body] | None = None
    query: type[Query] | None = None
    status: int = 200
    errors: frozenset[int] = frozenset()
    body_optional: bool = False
    before_password_change: bool = False
    media_type: str = "application/json"
    raw_body: bool = False

    @property
    def path_names(self) -> tuple[str, ...]:
        """The `{name}`s in the path."""
        return tuple(_PLACEHOLDER.findall(self.path))

    @property
    def unsafe(self) -> bool:
        """Whether the call may change something."""
        return self.method in UNSAFE

    @property
    def error_statuses(self) -> frozenset[int]:
        """Every status other than success that a caller must reckon with."""
        found = set(self.errors)
        if self.access is not Access.PUBLIC:
            found |= {401, 403}
        if self.unsafe:
            found.add(403)
        if self.path_names:
            found.add(404)
        if self.body:
            found |= {400, 413, 415, 422}
        if self.raw_body:
            found |= {413, 415, 422}
        if self.query:
            found.add(422)
        return frozenset(found)
