"""A complete desk over SQLite, and people and customers to use it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from bot.adapters.memory import MemoryNotifier, MemoryRateLimiter
from bot.adapters.sql import SqlStore, make_engine
from bot.desk.app import DeskOptions, DeskServices, make_desk
from bot.domain.attachment import InboundAttachment
from bot.domain.case import Case, FactName
from bot.domain.conversation import HandoffReason
from bot.domain.ids import ConversationId
from bot.domain.message import InboundMessage
from bot.domain.staff import Agent, Role
from bot.domain.triage import Signal, SignalName
from bot.services.intake import Intake
from tests.integration.desk.composed import MovedClock, composed

API = "/api/v1"
PASSWORD = "correct horse battery"
PHONE = "13812348000"


@dataclass
class Person:
    """Somebody with a browser. `csrf` is sent with every request where it is set."""

    browser: ClientSession
    agent: Agent | None = None
    csrf: str = ""

    async def ask(self, method: str, path: str, **parts: Any) -> ClientResponse:
        """One request to the API; the answer is read in full."""
        headers = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        headers |= parts.pop("headers", {})
        response = await self.browser.request(method, f"{API}{path}", headers=headers, **parts)
        await response.read()
        return response

    async def get(self, path: str, status: int = 200, **parts: Any) -> Any:
        """The JSON of an answer that must have this status."""
        return await self.told("GET", path, status, **parts)

    async def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        """The same, for acts."""
        return await self.told("POST", path, status, json={} if body is None else body)

    async def told(self, method: str, path: str, status: int = 200, **parts: Any) -> Any:
        """The JSON of an answer that must have this status; None where it is empty."""
        response = await self.ask(method, path, **parts)
        text = await response.text()
        assert response.status == status, f"{method} {path}: {response.status} {text}"
        return await response.json() if text else None

    async def sign_in(self, username: str, password: str = PASSWORD, status: int = 200) -> Any:
        """Sign in through the API and keep the CSRF token."""
        body = {"username": username, "password": password}
        session = await self.told("POST", "/session", status, json=body)
        if status == 200:
            self.csrf = session["csrf"]
        return session


@dataclass
class World:
    """The server, the use cases behind it, and what tests put into them."""

    store: SqlStore
    clock: MovedClock
    services: DeskServices
    intake: Intake
    server: TestServer
    browsers: list[ClientSession] = field(default_factory=list)
    customers: int = 0

    def somebody(self) -> Person:
        """A fresh browser, at an address of its own."""
        address = f"10.0.{len(self.browsers) // 250}.{len(self.browsers) % 250 + 1}"
        browser = ClientSession(
            base_url=self.server.make_url("/"),
            cookie_jar=CookieJar(unsafe=True),
            headers={"X-Forwarded-For": address},
        )
        self.browsers.append(browser)
        return Person(browser)

    async def account(self, username: str, role: Role = Role.AGENT) -> Agent:
        """An account whose password is PASSWORD."""
        staff = self.services.staff
        agent, first = await staff.add(username, username.title(), role, by="system")
        return (await staff.change_password(agent, first, PASSWORD)).agent

    async def person(self, username: str, role: Role = Role.AGENT) -> Person:
        """Somebody with an account, signed in."""
        agent, person = await self.account(username, role), self.somebody()
        await person.sign_in(username)
        person.agent = agent
        return person

    async def conversation(self, *texts: str, queued: bool = True) -> ConversationId:
        """A new customer who wrote this; in the queue, or with the bot."""
        self.customers += 1
        conversation_id = ConversationId("")
        for text in texts or ("我要投诉你们",):
            conversation_id = await self.hears(self.customers, text)
        if queued:
            async with self.store.writing() as tx:
                locked = await tx.conversations.lock(conversation_id)
                await self.services.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
        return conversation_id

    async def hears(self, customer: int, text: str, *files: InboundAttachment) -> ConversationId:
        """The customer with this number writes."""
        async with self.store.reading() as tx:
            count = await tx.events.last_id()
        message = InboundMessage(
            "web", f"customer-{customer}", f"m-{customer}-{count}", text, attachments=files
        )
        return (await self.intake.receive(message)).conversation_id

    async def held(self) -> tuple[Person, ConversationId]:
        """An agent, and a conversation that they have."""
        person, conversation = await self.person("li"), await self.conversation()
        await person.post(f"/conversations/{conversation}/claim")
        return person, conversation

    async def case(self, conversation_id: ConversationId) -> Case:
        """A draft on this conversation, with one fact and one hard signal."""
        noted = await self.services.complaints.note(
            conversation_id,
            None,
            complaint=True,
            facts={FactName.DEMAND: "退保费"},
            signals=[Signal(SignalName.REGULATOR, 0.9, "我要去银保监", hard=True)],
        )
        assert noted.case is not None
        return noted.case


@asynccontextmanager
async def open_world(
    database: Path, static_dir: Path | None = None, *, secure_cookies: bool = False
) -> AsyncIterator[World]:
    """Build everything over this migrated database and serve it on a loopback port."""
    clock, notifier = MovedClock(), MemoryNotifier()
    store = SqlStore(make_engine(f"sqlite:///{database}"), notifier)
    limiter = MemoryRateLimiter(clock)
    folder = database.parent / "attachments"
    services, intake = composed(store, notifier, limiter, clock, folder)
    options = DeskOptions(static_dir, secure_cookies, "1.2.3", trusted_proxies=1)
    server = TestServer(make_desk(services, options))
    await server.start_server()
    world = World(store, clock, services, intake, server)
    try:
        yield world
    finally:
        for browser in world.browsers:
            await browser.close()
        await server.close()
        await store.close()


def copied(template: Path, folder: Path) -> Path:
    """A database of the test's own."""
    return Path(shutil.copy(template, folder / "qingting.db"))


def app_of(world: World) -> web.Application:
    """The application that the server runs."""
    app = world.server.app
    assert isinstance(app, web.Application)
    return app
