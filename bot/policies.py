"""The designers' policies, read together: `data/policy/` and the canned words of the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from bot.adapters.policies import load_policy
from bot.config import ROOT, Settings
from bot.domain.advice import Advices, parse_advice
from bot.domain.assignment_policy import AssignmentPolicy, parse_assignment_policy
from bot.domain.attachment import AttachmentPolicy, parse_attachment_policy
from bot.domain.calendar import parse_calendar
from bot.domain.callback import CallbackPolicy, parse_callback_policy
from bot.domain.canned import Canned, parse_canned
from bot.domain.channel_rules import ChannelRules, parse_channel_rules
from bot.domain.handoff import QueuePolicy
from bot.domain.help_lines import HelpLines, parse_help_lines
from bot.domain.hours import Calendar
from bot.domain.incidents import Incident, parse_incidents
from bot.domain.on_call import OnCallPolicy, parse_on_call_policy
from bot.domain.policy import ClockPolicy, parse_clock_policy, parse_queue_policy
from bot.domain.privacy.rules import PrivacyRules, parse_rules
from bot.domain.service_level import ServiceLevel, parse_service_levels
from bot.domain.silence import SilencePolicy, parse_silence_policy
from bot.domain.survey import SurveyPolicy, parse_survey_policy
from bot.domain.triage import TriagePolicy, parse_triage_policy
from bot.domain.wordless import WordlessPolicy, parse_wordless_policy
from bot.scripts.grief import GRIEF, parse_grief
from bot.scripts.phrases import PHRASES, parse_phrase_book
from bot.scripts.record_words import RECORD, parse_record_words

T = TypeVar("T")
_WORDS = ((GRIEF, parse_grief), (PHRASES, parse_phrase_book), (RECORD, parse_record_words))


@dataclass(frozen=True)
class Policies:
    """Each is described where it is parsed."""

    privacy: PrivacyRules
    triage: TriagePolicy
    advices: Advices
    queue: QueuePolicy
    clocks: ClockPolicy
    silence: SilencePolicy
    survey: SurveyPolicy
    attachments: AttachmentPolicy
    on_call: OnCallPolicy
    callbacks: CallbackPolicy
    channels: ChannelRules
    wordless: WordlessPolicy
    help_lines: HelpLines
    incidents: tuple[Incident, ...]
    service_levels: tuple[ServiceLevel, ...]
    assignment: AssignmentPolicy
    calendar: Calendar
    canned: tuple[Canned, ...]


def require_words() -> None:
    """Whoever needs the designers' words reads them at the first message; what is wrong in a file
    of `data/scripts/` is to be known before. Raises SettingsError, as `load_policies` does."""
    for file, parse in _WORDS:
        load_policy(file, parse)


def load_policies(settings: Settings) -> Policies:
    """Read all files. Raises SettingsError, which names the file and what is wrong in it."""
    require_words()

    def read(name: str, parse: Callable[[Mapping[str, Any]], T]) -> T:
        return load_policy(settings.policies / name, parse)

    triage = read("escalation.yml", parse_triage_policy)
    return Policies(
        privacy=read("privacy.yml", parse_rules),
        triage=triage,
        advices=read("advice.yml", partial(parse_advice, triage.scenarios)),
        queue=read("queue.yml", parse_queue_policy),
        clocks=read("clocks.yml", parse_clock_policy),
        silence=read("clocks.yml", parse_silence_policy),
        survey=read("survey.yml", parse_survey_policy),
        attachments=read("attachments.yml", parse_attachment_policy),
        on_call=read("on_call.yml", parse_on_call_policy),
        callbacks=read("callbacks.yml", parse_callback_policy),
        channels=read("channels.yml", parse_channel_rules).with_allowed(
            templates={"whatsapp": bool(settings.whatsapp_template)},
            people={"facebook": settings.facebook_human_agent},
        ),
        wordless=read("wechat.yml", partial(parse_wordless_policy, "wechat.yml")),
        help_lines=read("help_lines.yml", parse_help_lines),
        incidents=read("incidents.yml", parse_incidents),
        service_levels=read("service_levels.yml", parse_service_levels),
        assignment=read("assignment.yml", parse_assignment_policy),
        calendar=read("calendar.yml", parse_calendar),
        canned=load_policy(ROOT / "data" / "desk" / "canned.yml", parse_canned),
    )
