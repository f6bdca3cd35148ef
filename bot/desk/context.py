"""What the desk is built from, and where handlers find it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.domain.assignment_policy import AssignmentPolicy
from bot.ports import Clock, Presence
from bot.services.activity import LiveActivity
from bot.services.asides import Asides
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
from bot.services.leaving import Leaving
from bot.services.notes import NoteBook
from bot.services.overruling import Overruling
from bot.services.platform_limits import PlatformLimits
from bot.services.recording import RecordingDesk
from bot.services.relations import RelationsDesk
from bot.services.replies import Replies
from bot.services.search import SearchDesk
from bot.services.staff import StaffDesk
from bot.services.teams import TeamDesk
from bot.services.waiting import Waiting


@dataclass(frozen=True)
class DeskServices:
    """The use cases that the desk opens to people, and who is at their desk."""

    staff: StaffDesk
    inspection: Inspection
    waiting: Waiting
    handoffs: Handoffs
    replies: Replies
    complaints: Complaints
    callbacks: CallbackBook
    asides: Asides
    overruling: Overruling
    acknowledgements: Acknowledgements
    feed: Feed
    boundary: Boundary
    presence: Presence
    files: Files
    notes: NoteBook
    canned: CannedWords
    platform_limits: PlatformLimits
    activity: LiveActivity
    hands: Hands
    search: SearchDesk
    case_files: CaseFiles
    relations: RelationsDesk
    recording: RecordingDesk
    teams: TeamDesk
    leaving: Leaving
    assignment: AssignmentPolicy
    assignments: AssignmentDesk
    audit: AuditTrail
    figures: FiguresDesk
    clock: Clock


@dataclass(frozen=True)
class DeskOptions:
    """`static_dir`: the built front end, None where there is none. `trusted_proxies`: how many
    reverse proxies stand in front and append to X-Forwarded-For."""

    static_dir: Path | None = None
    secure_cookies: bool = False
    version: str = "0"
    trusted_proxies: int = 0


SERVICES = web.AppKey("services", DeskServices)
OPTIONS = web.AppKey("options", DeskOptions)
