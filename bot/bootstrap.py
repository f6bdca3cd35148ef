"""The one composition root: settings in, services out. Nothing is opened at import time."""

from __future__ import annotations

import asyncio
import hmac
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.adapters.attachments import EncryptedFiles
from bot.adapters.clock import SystemClock
from bot.adapters.crypto import AesGcmCipher, Argon2PasswordHasher
from bot.adapters.keyfile import load_or_create_key
from bot.adapters.memory import MemoryNotifier, MemoryPresence, MemoryRateLimiter
from bot.adapters.policies import load_policy
from bot.adapters.redis import RedisNotifier, RedisPresence, RedisRateLimiter, make_client
from bot.adapters.scripts import DomainScripts
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.migrate import upgrade
from bot.adapters.sql.store import SqlStore
from bot.config import ROOT, Settings, load_settings
from bot.domain.attachment import parse_attachment_policy
from bot.domain.policy import parse_clock_policy, parse_queue_policy
from bot.domain.privacy.detect import Detector
from bot.domain.privacy.rules import parse_rules
from bot.domain.triage import parse_triage_policy
from bot.ports import Clock, Notifier, Presence, RateLimiter, Store
from bot.services.boundary import Boundary
from bot.services.chat import CustomerChat
from bot.services.complaints import Complaints
from bot.services.delivery import Acknowledgements
from bot.services.feed import Feed
from bot.services.files import Files
from bot.services.handoffs import Handoffs
from bot.services.inspection import Inspection
from bot.services.intake import Intake
from bot.services.replies import Replies
from bot.services.staff import StaffDesk

KEY_FILE = "vault.key"
"""The vault's key in the data folder, where no setting gives one."""


@dataclass(frozen=True)
class Container:
    """Everything that entry points, channels and actions use."""

    settings: Settings
    store: Store
    notifier: Notifier
    presence: Presence
    clock: Clock
    session_key: bytes
    boundary: Boundary
    intake: Intake
    files: Files
    handoffs: Handoffs
    complaints: Complaints
    replies: Replies
    chat: CustomerChat
    acknowledgements: Acknowledgements
    inspection: Inspection
    feed: Feed
    staff: StaffDesk
    connections: AsyncExitStack

    def local(self, moment: datetime) -> datetime:
        """The moment in the company's time zone."""
        return moment.astimezone(self.settings.zone)

    async def close(self) -> None:
        """Let go of connections."""
        await self.connections.aclose()


@dataclass(frozen=True)
class Hints:
    """What runs in process, or in Redis where several processes share the work."""

    notifier: Notifier
    limiter: RateLimiter
    presence: Presence


def compose(settings: Settings) -> Container:
    """Build everything. Raises SettingsError. The database must have been migrated."""
    clock = SystemClock()
    key = _master_key(settings)
    connections = AsyncExitStack()  # closed in reverse: store, notifier, Redis
    hints = _hints(settings, clock, connections)
    connections.push_async_callback(hints.notifier.close)
    store = SqlStore(make_engine(settings.database), hints.notifier)
    connections.push_async_callback(store.close)
    return _services(settings, store, hints, key, clock, connections)


def _services(
    settings: Settings,
    store: Store,
    hints: Hints,
    key: bytes,
    clock: Clock,
    connections: AsyncExitStack,
) -> Container:
    policies = ROOT / "data" / "policy"
    detector = Detector(load_policy(policies / "privacy.yml", parse_rules))
    triage = load_policy(policies / "escalation.yml", parse_triage_policy)
    queue = load_policy(policies / "queue.yml", parse_queue_policy)
    clocks = load_policy(policies / "clocks.yml", parse_clock_policy)
    limits = load_policy(policies / "attachments.yml", parse_attachment_policy)
    scripts = DomainScripts(ROOT / "domain.yml")
    zone: ZoneInfo = settings.zone
    cipher = AesGcmCipher(key)
    boundary = Boundary(store, cipher, detector, clock)
    contents = EncryptedFiles(settings.attachments_folder, cipher)
    files = Files(store, contents, boundary, limits, hints.limiter, clock)
    return Container(
        settings=settings,
        store=store,
        notifier=hints.notifier,
        presence=hints.presence,
        clock=clock,
        session_key=hmac.new(key, b"qingting web session v1", "sha256").digest(),
        boundary=boundary,
        intake=Intake(store, boundary, files, hints.limiter, clock),
        files=files,
        handoffs=Handoffs(store, hints.presence, scripts, boundary, (queue, triage), clock, zone),
        complaints=Complaints(store, boundary, (clocks, triage), clock, zone),
        replies=Replies(store, boundary, clock),
        chat=CustomerChat(store, boundary, hints.notifier, clock),
        acknowledgements=Acknowledgements(store, clock),
        inspection=Inspection(store, boundary, triage),
        feed=Feed(store, hints.notifier),
        staff=StaffDesk(store, Argon2PasswordHasher(), hints.limiter, clock),
        connections=connections,
    )


def _master_key(settings: Settings) -> bytes:
    if settings.vault_key:
        return bytes.fromhex(settings.vault_key)
    return load_or_create_key(settings.var / KEY_FILE)


def _hints(settings: Settings, clock: Clock, connections: AsyncExitStack) -> Hints:
    if not settings.redis_url:
        return Hints(MemoryNotifier(), MemoryRateLimiter(clock), MemoryPresence(clock))
    client = make_client(settings.redis_url)
    connections.push_async_callback(client.close)
    return Hints(
        RedisNotifier(client), RedisRateLimiter(client, clock), RedisPresence(client, clock)
    )


_installed: Container | None = None
_composing = asyncio.Lock()


def install(box: Container | None) -> None:
    """Make this container the process's own (entry points, tests); None takes it away."""
    global _installed  # noqa: PLW0603 — Rasa constructs actions and channels without arguments
    _installed = box


async def current() -> Container:
    """The process's container; composed from the environment at first use where no entry point
    installed one (`rasa run`, `rasa run actions`), and then the database is migrated too."""
    if _installed is None:
        async with _composing:
            if _installed is None:
                settings = load_settings()
                settings.var.mkdir(parents=True, exist_ok=True)
                await upgrade(settings.database)
                install(compose(settings))
    assert _installed is not None
    return _installed
