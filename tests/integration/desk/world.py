"""A complete desk over SQLite, and people and customers to use it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import argon2
from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from bot.adapters.attachments import EncryptedFiles
from bot.adapters.crypto import AesGcmCipher, Argon2PasswordHasher
from bot.adapters.memory import MemoryActivities, MemoryNotifier, MemoryPresence, MemoryRateLimiter
from bot.adapters.policies import load_policy
from bot.adapters.sql import SqlStore, make_engine
from bot.desk.app import DeskOptions, DeskServices, make_desk
from bot.domain.assignment_policy import parse_assignment_policy
from bot.domain.attachment import InboundAttachment, parse_attachment_policy
from bot.domain.callback import CallbackPolicy, CallbackRules
from bot.domain.canned import parse_canned
from bot.domain.case import Case, FactName
from bot.domain.channel_rules import parse_channel_rules
from bot.domain.conversation import HandoffReason
from bot.domain.handoff import QueuePolicy
from bot.domain.ids import ConversationId
from bot.domain.message import InboundMessage, Reply
from bot.domain.on_call import MailWords, OnCallPolicy
from bot.domain.policy import ClockPolicy
from bot.domain.privacy.detect import Detector
from bot.domain.privacy.rules import parse_rules
from bot.domain.service_level import parse_service_levels
from bot.domain.staff import Agent, Role
from bot.domain.survey import parse_survey_policy
from bot.domain.triage import Signal, SignalName, TriagePolicy
from bot.scripts.spellings import spellings
from bot.scripts.traditional import traditional
from bot.services.activity import LiveActivity
from bot.services.assignments import AssignmentDesk
from bot.services.audit import AuditTrail
from bot.services.boundary import Boundary
from bot.services.callbacks import CallbackBook
from bot.services.canned import CannedWords
from bot.services.case_file import CaseFiles
from bot.services.complaints import Complaints
from bot.services.delivery import Acknowledgements
from bot.services.feed import Feed
from bot.services.figures import FiguresDesk
from bot.services.files import Files
from bot.services.handoffs import Handoffs
from bot.services.hands import Hands
from bot.services.inspection import Inspection
from bot.services.intake import Intake
from bot.services.leaving import Leaving
from bot.services.notes import NoteBook
from bot.services.notices import Notices
from bot.services.on_call import OnCallDesk
from bot.services.overruling import Overruling
from bot.services.platform_limits import PlatformLimits
from bot.services.relations import RelationsDesk
from bot.services.replies import Replies
from bot.services.search import SearchDesk
from bot.services.staff import StaffDesk
from bot.services.surveys import Surveys
from bot.services.teams import TeamDesk
from tests.calendars import always_open

ROOT = Path(__file__).resolve().parents[3]
API = "/api/v1"
PASSWORD = "correct horse battery"
PHONE = "13812348000"


class MovedClock:
    """The real time, plus whatever a test adds."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self.ahead


class EchoScripts:
    """Says the script's name, so that tests do not depend on designers' words."""

    def text(self, name: str, language: str, values: Mapping[str, str]) -> str:
        return f"{name} {language} {sorted(values)}"

    def reply(self, name: str, language: str, values: Mapping[str, str]) -> Reply:
        return Reply(self.text(name, language, values))


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
    services, intake = _services(store, notifier, limiter, clock, folder)
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


def _services(
    store: SqlStore,
    notifier: MemoryNotifier,
    limiter: MemoryRateLimiter,
    clock: MovedClock,
    folder: Path,
) -> tuple[DeskServices, Intake]:
    rules = load_policy(ROOT / "data" / "policy" / "privacy.yml", parse_rules)
    cipher = AesGcmCipher(b"k" * 32)
    boundary = Boundary(store, cipher, Detector(rules), clock)
    limits = load_policy(ROOT / "data" / "policy" / "attachments.yml", parse_attachment_policy)
    files = Files(store, EncryptedFiles(folder, cipher), boundary, limits, limiter, clock)
    channels = load_policy(ROOT / "data" / "policy" / "channels.yml", parse_channel_rules)
    platforms = PlatformLimits(store, channels, clock)
    activities = MemoryActivities(clock)
    presence, triage = MemoryPresence(clock), TriagePolicy(rules=(), major_from=1.0)
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    zone = timezone(timedelta(hours=8))
    policies = QueuePolicy(5.0, 20.0), triage
    notices = Notices(EchoScripts(), clock)
    survey = load_policy(ROOT / "data" / "policy" / "survey.yml", parse_survey_policy)
    surveys = Surveys(store, notices, survey, 40, clock)
    hours = always_open(zone)
    days, minutes = timedelta(days=14), timedelta(minutes=15)
    times = CallbackRules(CallbackPolicy(minutes, days, 2 * minutes), hours)
    nobody = OnCallPolicy((), minutes, 1, MailWords("", ""))
    on_call = OnCallDesk(nobody, hours, "")
    inspection = Inspection(store, boundary, (triage, {}, ClockPolicy(15, 24)), clock)
    levels = load_policy(ROOT / "data" / "policy" / "service_levels.yml", parse_service_levels)
    assignment = load_policy(ROOT / "data" / "policy" / "assignment.yml", parse_assignment_policy)
    handoffs = Handoffs(
        store, presence, notices, surveys, boundary, policies, clock, hours, on_call
    )
    services = DeskServices(
        staff=StaffDesk(store, Argon2PasswordHasher(cheap), limiter, clock, assignment.line_codes),
        inspection=inspection,
        relations=RelationsDesk(store, boundary, clock),
        case_files=CaseFiles(store, boundary, inspection, clock),
        handoffs=handoffs,
        leaving=Leaving(store, handoffs),
        callbacks=CallbackBook(store, boundary, times, clock),
        replies=Replies(store, boundary, files, platforms, clock),
        complaints=Complaints(store, boundary, (ClockPolicy(15, 24), triage), clock, zone),
        overruling=Overruling(store, boundary, triage, clock),
        acknowledgements=Acknowledgements(store, clock),
        feed=Feed(store, notifier, activities),
        boundary=boundary,
        presence=presence,
        files=files,
        notes=NoteBook(store, boundary, clock),
        search=SearchDesk(store, boundary, spellings, limiter, clock),
        canned=CannedWords(
            store,
            load_policy(ROOT / "data" / "desk" / "canned.yml", parse_canned),
            (ClockPolicy(15, 24), triage),
            zone,
            traditional(),
        ),
        platform_limits=platforms,
        hands=Hands(store),
        activity=LiveActivity(store, activities, limiter, notifier, clock),
        teams=TeamDesk(store, clock),
        assignment=assignment,
        assignments=AssignmentDesk(store, clock),
        audit=AuditTrail(store, clock),
        figures=FiguresDesk(store, levels, clock, zone),
        clock=clock,
    )
    return services, Intake(store, boundary, files, (surveys, notices), limiter, clock)
