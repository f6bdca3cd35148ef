"""The one composition root: settings in, services out. Nothing is opened at import time."""

from __future__ import annotations

import asyncio
import hmac
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

from bot.adapters.attachments import EncryptedFiles
from bot.adapters.clock import SystemClock
from bot.adapters.crypto import AesGcmCipher, Argon2PasswordHasher
from bot.adapters.customers import Digester
from bot.adapters.hints import Hints, make_hints
from bot.adapters.holidays import ChineseWorkingDays
from bot.adapters.keyfile import load_or_create_key
from bot.adapters.policies import load_policy
from bot.adapters.scripts import DomainScripts
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.migrate import upgrade
from bot.adapters.sql.store import SqlStore
from bot.config import ROOT, Settings, load_settings
from bot.domain.advice import advice_for
from bot.domain.assignment_policy import AssignmentPolicy, parse_assignment_policy
from bot.domain.attachment import parse_attachment_policy
from bot.domain.calendar import parse_calendar
from bot.domain.callback import CallbackRules, parse_callback_policy
from bot.domain.canned import parse_canned
from bot.domain.channel_rules import parse_channel_rules
from bot.domain.hours import OpeningHours
from bot.domain.on_call import parse_on_call_policy
from bot.domain.policy import parse_clock_policy, parse_queue_policy
from bot.domain.privacy.detect import Detector
from bot.domain.privacy.rules import parse_rules
from bot.domain.service_level import parse_service_levels
from bot.domain.silence import parse_silence_policy
from bot.domain.survey import parse_survey_policy
from bot.domain.triage import parse_triage_policy
from bot.domain.wordless import WordlessPolicy, parse_wordless_policy
from bot.outside import customers_of, ways_to_on_call
from bot.ports import (
    Clock,
    CustomerDirectory,
    Notifier,
    Presence,
    Scripts,
    Store,
    WorkingDays,
)
from bot.scripts.spellings import spellings
from bot.scripts.traditional import traditional
from bot.services.activity import LiveActivity
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
from bot.services.notes import NoteBook
from bot.services.notice_sender import NoticeSender
from bot.services.notices import Notices
from bot.services.on_call import OnCallDesk
from bot.services.overruling import Overruling
from bot.services.platform_limits import PlatformLimits
from bot.services.queue_order import QueueOrder
from bot.services.relations import RelationsDesk
from bot.services.replies import Replies
from bot.services.search import SearchDesk
from bot.services.silence import Silence
from bot.services.staff import StaffDesk
from bot.services.surveys import Surveys
from bot.services.teams import TeamDesk

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
    handoffs: Handoffs
    elsewhere: Elsewhere
    scripts: Scripts
    callbacks: CallbackBook
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
    replies: Replies
    chat: CustomerChat
    customers: CustomerDirectory | None
    acknowledgements: Acknowledgements
    channel_memory: ChannelMemory
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
    audit: AuditTrail
    figures: FiguresDesk
    connections: AsyncExitStack

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
    policies = settings.policies
    detector = Detector(load_policy(policies / "privacy.yml", parse_rules))
    triage = load_policy(policies / "escalation.yml", parse_triage_policy)
    advices = load_policy(policies / "advice.yml", lambda data: advice_for(triage.scenarios, data))
    queue = load_policy(policies / "queue.yml", parse_queue_policy)
    clocks = load_policy(policies / "clocks.yml", parse_clock_policy)
    silence = load_policy(policies / "clocks.yml", parse_silence_policy)
    survey = load_policy(policies / "survey.yml", parse_survey_policy)
    limits = load_policy(policies / "attachments.yml", parse_attachment_policy)
    on_call = load_policy(policies / "on_call.yml", parse_on_call_policy)
    promises = load_policy(policies / "callbacks.yml", parse_callback_policy)
    channels = load_policy(policies / "channels.yml", parse_channel_rules).with_templates(
        {"whatsapp": settings.whatsapp_template}
    )
    wordless = load_policy(
        policies / "wechat.yml", lambda data: parse_wordless_policy("wechat.yml", data)
    )
    levels = load_policy(policies / "service_levels.yml", parse_service_levels)
    assignment = load_policy(policies / "assignment.yml", parse_assignment_policy)
    canned = load_policy(ROOT / "data" / "desk" / "canned.yml", parse_canned)
    days, zone = ChineseWorkingDays(), settings.zone
    hours = OpeningHours(load_policy(policies / "calendar.yml", parse_calendar), zone, days.kind)
    cipher = AesGcmCipher(key)
    boundary = Boundary(store, cipher, detector, clock)
    contents = EncryptedFiles(settings.attachments_folder, cipher)
    files = Files(store, contents, boundary, limits, hints.limiter, clock)
    customers = customers_of(settings, Digester(cipher.digest, detector), connections)
    scripts = DomainScripts(ROOT / "domain.yml")
    platforms = PlatformLimits(store, channels, clock)
    notices = Notices(scripts, clock)
    surveys = Surveys(store, notices, survey, queue.new_round_priority, clock)
    calls = OnCallDesk(on_call, hours, settings.desk_address)
    inspection = Inspection(store, boundary, (triage, advices, clocks), clock)
    sender = NoticeSender(
        store, hints.notifier, ways_to_on_call(settings, on_call.mail, clock), clock
    )
    connections.push_async_callback(sender.close)
    handoffs = Handoffs(
        store, hints.presence, notices, surveys, boundary, (queue, triage), clock, hours, calls
    )
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
        intake=Intake(store, boundary, files, (surveys, notices), hints.limiter, clock),
        files=files,
        handoffs=handoffs,
        elsewhere=Elsewhere(store, handoffs, boundary, clock),
        scripts=scripts,
        callbacks=CallbackBook(store, boundary, CallbackRules(promises, hours), clock),
        notices=sender,
        complaints=Complaints(store, boundary, (clocks, triage), clock, zone, customers),
        notes=NoteBook(store, boundary, clock),
        canned=CannedWords(store, canned, (clocks, triage), zone, traditional()),
        search=SearchDesk(store, boundary, spellings, hints.limiter, clock),
        overruling=Overruling(store, boundary, triage, clock),
        surveys=surveys,
        silence=Silence(store, notices, (clocks, silence), clock, zone),
        replies=Replies(store, boundary, files, platforms, clock),
        chat=CustomerChat(store, boundary, hints.notifier, hints.activities, scripts),
        customers=customers,
        acknowledgements=Acknowledgements(store, clock),
        channel_memory=ChannelMemory(store, cipher, clock),
        platform_limits=platforms,
        hands=Hands(store),
        activity=LiveActivity(store, hints.activities, hints.limiter, hints.notifier, clock),
        wordless=wordless,
        inspection=inspection,
        relations=RelationsDesk(store, boundary, clock),
        case_files=CaseFiles(store, boundary, inspection, clock),
        feed=Feed(store, hints.notifier, hints.activities),
        staff=StaffDesk(store, Argon2PasswordHasher(), hints.limiter, clock, assignment.line_codes),
        teams=TeamDesk(store, clock),
        assignment=assignment,
        assignments=AssignmentDesk(store, clock),
        assigner=Assigner(
            store,
            hints.presence,
            hints.notifier,
            (assignment, triage),
            queue.conversations_at_once,
            clock,
        ),
        queue_order=QueueOrder(store, (queue, triage), clock),
        audit=AuditTrail(store, clock),
        figures=FiguresDesk(store, levels, clock, zone),
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
