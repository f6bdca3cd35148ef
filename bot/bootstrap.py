"""The one composition root: settings in, services out. Nothing is opened at import time."""

from __future__ import annotations

import asyncio
import hmac
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, datetime

from bot.adapters.attachments import EncryptedFiles
from bot.adapters.clock import SystemClock
from bot.adapters.crypto import AesGcmCipher, Argon2PasswordHasher
from bot.adapters.customers import Digester
from bot.adapters.hints import Hints, make_hints
from bot.adapters.holidays import ChineseWorkingDays
from bot.adapters.keyfile import load_or_create_key
from bot.adapters.scripts import DomainScripts
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.migrate import upgrade
from bot.adapters.sql.store import SqlStore
from bot.config import ROOT, Settings, load_settings
from bot.domain.assignment_policy import AssignmentPolicy
from bot.domain.callback import CallbackRules
from bot.domain.help_lines import HelpLines
from bot.domain.hours import OpeningHours
from bot.domain.privacy.detect import Detector
from bot.domain.wordless import WordlessPolicy
from bot.outside import customers_of, mailer_of, ways_to_on_call
from bot.policies import load_policies
from bot.ports import (
    Clock,
    CustomerDirectory,
    Mailer,
    Notifier,
    Presence,
    Scripts,
    Store,
    WorkingDays,
)
from bot.scripts.spellings import spellings
from bot.scripts.traditional import traditional
from bot.services.activity import LiveActivity
from bot.services.asides import Asides
from bot.services.assigning import Assigner
from bot.services.assignments import AssignmentDesk
from bot.services.audit import AuditTrail
from bot.services.boundary import Boundary
from bot.services.callbacks import CallbackBook
from bot.services.canned import CannedWords
from bot.services.case_file import CaseFiles
from bot.services.channel_memory import ChannelMemory
from bot.services.chat import CustomerChat
from bot.services.complaints import Complaints
from bot.services.delivery import Acknowledgements
from bot.services.elsewhere import Elsewhere
from bot.services.feed import Feed
from bot.services.figures import FiguresDesk
from bot.services.files import Files
from bot.services.handoffs import Handoffs
from bot.services.hands import Hands
from bot.services.inspection import Inspection
from bot.services.intake import Intake
from bot.services.monthly import MonthlyCounts
from bot.services.notes import NoteBook
from bot.services.notice_sender import NoticeSender
from bot.services.notices import Notices
from bot.services.on_call import OnCallDesk
from bot.services.overruling import Overruling
from bot.services.platform_limits import PlatformLimits
from bot.services.queue_answers import QueueAnswers
from bot.services.queue_order import QueueOrder
from bot.services.quotations import Quotations
from bot.services.recording import RecordingDesk
from bot.services.relations import RelationsDesk
from bot.services.replies import Replies
from bot.services.search import SearchDesk
from bot.services.silence import Silence
from bot.services.staff import StaffDesk
from bot.services.surveys import Surveys
from bot.services.teams import TeamDesk
from bot.services.waiting import Waiting

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
    hours: OpeningHours
    working_days: WorkingDays
    session_key: bytes
    boundary: Boundary
    intake: Intake
    files: Files
    waiting: Waiting
    handoffs: Handoffs
    help_lines: HelpLines
    elsewhere: Elsewhere
    scripts: Scripts
    callbacks: CallbackBook
    asides: Asides
    notices: NoticeSender
    complaints: Complaints
    surveys: Surveys
    silence: Silence
    overruling: Overruling
    notes: NoteBook
    canned: CannedWords
    search: SearchDesk
    case_files: CaseFiles
    relations: RelationsDesk
    recording: RecordingDesk
    replies: Replies
    chat: CustomerChat
    customers: CustomerDirectory | None
    acknowledgements: Acknowledgements
    channel_memory: ChannelMemory
    months: MonthlyCounts
    quotations: Quotations
    mailer: Mailer | None
    platform_limits: PlatformLimits
    activity: LiveActivity
    hands: Hands
    wordless: WordlessPolicy
    inspection: Inspection
    feed: Feed
    staff: StaffDesk
    teams: TeamDesk
    assignment: AssignmentPolicy
    assignments: AssignmentDesk
    assigner: Assigner
    queue_order: QueueOrder
    queue_answers: QueueAnswers
    audit: AuditTrail
    figures: FiguresDesk
    connections: AsyncExitStack

    def today(self) -> date:
        """The company's day."""
        return self.local(self.clock.now()).date()

    def local(self, moment: datetime) -> datetime:
        """The moment in the company's time zone."""
        return moment.astimezone(self.settings.zone)

    async def close(self) -> None:
        """Let go of connections."""
        await self.connections.aclose()


def compose(settings: Settings, clock: Clock | None = None) -> Container:
    """Build everything. Raises SettingsError. The database must have been migrated."""
    clock = clock or SystemClock()
    key = _master_key(settings)
    connections = AsyncExitStack()  # closed in reverse: store, notifier, Redis
    hints = make_hints(settings.redis_url, clock, connections)
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
    policies = load_policies(settings)
    triage, queue, clocks = policies.triage, policies.queue, policies.clocks
    detector = Detector(policies.privacy)
    days, zone = ChineseWorkingDays(), settings.zone
    hours = OpeningHours(policies.calendar, zone, days.kind)
    cipher = AesGcmCipher(key)
    boundary = Boundary(store, cipher, detector, clock)
    contents = EncryptedFiles(settings.attachments_folder, cipher)
    files = Files(store, contents, boundary, policies.attachments, hints.limiter, clock)
    customers = customers_of(settings, Digester(cipher.digest, detector), connections)
    memory = ChannelMemory(store, cipher, clock)
    quotations = Quotations(memory)
    scripts = DomainScripts(ROOT / "domain.yml")
    months = MonthlyCounts(memory, clock)
    platforms = PlatformLimits(store, policies.channels, months, clock)
    notices = Notices(scripts, clock)
    surveys = Surveys(store, notices, policies.survey, queue.new_round_priority, clock)
    calls = OnCallDesk(policies.on_call, hours, settings.desk_address)
    inspection = Inspection(store, boundary, (triage, policies.advices, clocks), clock)
    sender = NoticeSender(
        store, hints.notifier, ways_to_on_call(settings, policies.on_call.mail, clock), clock
    )
    connections.push_async_callback(sender.close)
    waiting = Waiting(store, hints.presence, (queue, triage, clocks), hours, clock)
    handoffs = Handoffs(store, waiting, notices, surveys, boundary, calls, clock, zone)
    callbacks = CallbackBook(store, boundary, CallbackRules(policies.callbacks, hours), clock)
    answers = QueueAnswers(store, waiting, (handoffs, notices, callbacks), clock, zone)
    return Container(
        settings=settings,
        store=store,
        notifier=hints.notifier,
        presence=hints.presence,
        clock=clock,
        hours=hours,
        working_days=days,
        session_key=hmac.new(key, b"qingting web session v1", "sha256").digest(),
        boundary=boundary,
        intake=Intake(
            *(store, boundary, files, quotations, (surveys, notices), hints.limiter, clock),
            policies.channels,
        ),
        files=files,
        waiting=waiting,
        handoffs=handoffs,
        help_lines=policies.help_lines,
        elsewhere=Elsewhere(store, handoffs, boundary, clock),
        scripts=scripts,
        callbacks=callbacks,
        asides=Asides(store, clocks, clock),
        notices=sender,
        complaints=Complaints(
            store, boundary, (clocks, triage, policies.incidents), spellings, clock, zone, customers
        ),
        notes=NoteBook(store, boundary, clock),
        canned=CannedWords(store, policies.canned, (clocks, triage), clock, zone, traditional()),
        search=SearchDesk(store, boundary, spellings, hints.limiter, clock),
        overruling=Overruling(store, boundary, triage, clock),
        surveys=surveys,
        silence=Silence(store, notices, (clocks, policies.silence), clock, zone),
        replies=Replies(
            store, boundary, files, platforms, clock, [entry.code for entry in policies.canned]
        ),
        chat=CustomerChat(store, boundary, hints.notifier, hints.activities, scripts),
        customers=customers,
        acknowledgements=Acknowledgements(store, clock),
        channel_memory=memory,
        months=months,
        quotations=quotations,
        mailer=mailer_of(settings),
        platform_limits=platforms,
        hands=Hands(store),
        activity=LiveActivity(store, hints.activities, hints.limiter, hints.notifier, clock),
        wordless=policies.wordless,
        inspection=inspection,
        recording=RecordingDesk(store, boundary, files, handoffs, clock, zone),
        relations=RelationsDesk(store, boundary, clock),
        case_files=CaseFiles(store, boundary, inspection, clock),
        feed=Feed(store, hints.notifier, hints.activities),
        staff=StaffDesk(
            store, Argon2PasswordHasher(), hints.limiter, clock, policies.assignment.line_codes
        ),
        teams=TeamDesk(store, clock),
        assignment=policies.assignment,
        assignments=AssignmentDesk(store, clock),
        assigner=Assigner(
            store,
            hints.presence,
            hints.notifier,
            (policies.assignment, triage),
            queue.conversations_at_once,
            clock,
        ),
        queue_order=QueueOrder(
            store, (queue, triage, clocks), (notices, calls), answers, policies.help_lines, clock
        ),
        queue_answers=answers,
        audit=AuditTrail(store, clock),
        figures=FiguresDesk(store, policies.service_levels, clock, zone),
        connections=connections,
    )


def _master_key(settings: Settings) -> bytes:
    if settings.vault_key:
        return bytes.fromhex(settings.vault_key)
    return load_or_create_key(settings.var / KEY_FILE)


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
