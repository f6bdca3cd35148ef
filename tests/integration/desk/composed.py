"""The desk's use cases over a store, composed for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import argon2

from bot.adapters.attachments import EncryptedFiles
from bot.adapters.crypto import AesGcmCipher, Argon2PasswordHasher
from bot.adapters.memory import MemoryActivities, MemoryNotifier, MemoryPresence, MemoryRateLimiter
from bot.adapters.policies import load_policy
from bot.adapters.sql import SqlStore
from bot.config import ROOT
from bot.desk.app import DeskServices
from bot.domain.advice import parse_advice
from bot.domain.assignment_policy import parse_assignment_policy
from bot.domain.attachment import parse_attachment_policy
from bot.domain.callback import CallbackPolicy, CallbackRules
from bot.domain.canned import parse_canned
from bot.domain.channel_rules import parse_channel_rules
from bot.domain.handoff import QueuePolicy
from bot.domain.message import Reply
from bot.domain.on_call import MailWords, OnCallPolicy
from bot.domain.policy import ClockPolicy
from bot.domain.privacy.detect import Detector
from bot.domain.privacy.rules import parse_rules
from bot.domain.service_level import parse_service_levels
from bot.domain.survey import parse_survey_policy
from bot.domain.triage import TriagePolicy
from bot.scripts.spellings import spellings
from bot.scripts.traditional import traditional
from bot.services.activity import LiveActivity
from bot.services.asides import Asides
from bot.services.assignments import AssignmentDesk
from bot.services.audit import AuditTrail
from bot.services.boundary import Boundary
from bot.services.callbacks import CallbackBook
from bot.services.canned import CannedWords
from bot.services.case_file import CaseFiles
from bot.services.channel_memory import ChannelMemory
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
from bot.services.monthly import MonthlyCounts
from bot.services.notes import NoteBook
from bot.services.notices import Notices
from bot.services.on_call import OnCallDesk
from bot.services.overruling import Overruling
from bot.services.platform_limits import PlatformLimits
from bot.services.quotations import Quotations
from bot.services.recording import RecordingDesk
from bot.services.relations import RelationsDesk
from bot.services.replies import Replies
from bot.services.search import SearchDesk
from bot.services.staff import StaffDesk
from bot.services.surveys import Surveys
from bot.services.teams import TeamDesk
from bot.services.waiting import Waiting
from tests.calendars import always_open


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


def composed(
    store: SqlStore,
    notifier: MemoryNotifier,
    limiter: MemoryRateLimiter,
    clock: MovedClock,
    folder: Path,
) -> tuple[DeskServices, Intake]:
    """All use cases of the desk over this store, and intake for customers."""
    rules = load_policy(ROOT / "data" / "policy" / "privacy.yml", parse_rules)
    cipher = AesGcmCipher(b"k" * 32)
    boundary = Boundary(store, cipher, Detector(rules), clock)
    limits = load_policy(ROOT / "data" / "policy" / "attachments.yml", parse_attachment_policy)
    files = Files(store, EncryptedFiles(folder, cipher), boundary, limits, limiter, clock)
    channels = load_policy(ROOT / "data" / "policy" / "channels.yml", parse_channel_rules)
    months = MonthlyCounts(ChannelMemory(store, cipher, clock), clock)
    platforms = PlatformLimits(store, channels, months, clock)
    activities = MemoryActivities(clock)
    presence, triage = MemoryPresence(clock), TriagePolicy(rules=(), major_from=1.0)
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    zone = timezone(timedelta(hours=8))
    notices = Notices(EchoScripts(), clock)
    survey = load_policy(ROOT / "data" / "policy" / "survey.yml", parse_survey_policy)
    surveys = Surveys(store, notices, survey, 40, clock)
    hours = always_open(zone)
    days, minutes = timedelta(days=14), timedelta(minutes=15)
    times = CallbackRules(CallbackPolicy(minutes, days, 2 * minutes, minutes), hours)
    nobody = OnCallPolicy((), minutes, 1, MailWords("", ""))
    on_call = OnCallDesk(nobody, hours, "")
    advices = load_policy(
        ROOT / "data" / "policy" / "advice.yml", partial(parse_advice, triage.scenarios)
    )
    inspection = Inspection(store, boundary, (triage, advices, ClockPolicy(15, 24)), clock)
    levels = load_policy(ROOT / "data" / "policy" / "service_levels.yml", parse_service_levels)
    canned = load_policy(ROOT / "data" / "desk" / "canned.yml", parse_canned)
    assignment = load_policy(ROOT / "data" / "policy" / "assignment.yml", parse_assignment_policy)
    waiting = Waiting(
        store, presence, (QueuePolicy(5.0, 20.0), triage, ClockPolicy(15, 24)), hours, clock
    )
    handoffs = Handoffs(store, waiting, notices, surveys, boundary, on_call, clock, zone)
    services = DeskServices(
        staff=StaffDesk(store, Argon2PasswordHasher(cheap), limiter, clock, assignment.line_codes),
        inspection=inspection,
        relations=RelationsDesk(store, boundary, clock),
        recording=RecordingDesk(store, boundary, files, handoffs, clock, zone),
        case_files=CaseFiles(store, boundary, inspection, clock),
        waiting=waiting,
        handoffs=handoffs,
        leaving=Leaving(store, handoffs),
        callbacks=CallbackBook(store, boundary, times, clock),
        asides=Asides(store, ClockPolicy(15, 24), clock),
        replies=Replies(store, boundary, files, platforms, clock, [entry.code for entry in canned]),
        complaints=Complaints(
            store, boundary, (ClockPolicy(15, 24), triage, ()), spellings, clock, zone
        ),
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
            canned,
            (ClockPolicy(15, 24), triage),
            clock,
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
    quotations = Quotations(ChannelMemory(store, cipher, clock))
    after = (surveys, notices)
    return services, Intake(store, boundary, files, quotations, after, limiter, clock)
