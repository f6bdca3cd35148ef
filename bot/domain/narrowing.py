"""Which conversations of a list somebody wants to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.assessment import Assessment
from bot.domain.case import Level
from bot.domain.evidence import Evidence
from bot.domain.ids import AgentId, TeamId
from bot.domain.scenario import Scenario
from bot.domain.signals import SignalName


@dataclass(frozen=True)
class Narrowing:
    """All conditions hold together; None is no condition.

    `level`: of the present episode's case, ordinary where there is none. `agent_id`: who has it.
    `promised_before`: waits, and was told a time before this one. `anger`: at least so angry of
    late. `scenario`, `signal` and `anger` are judged from the evidence, the rest stands in rows.
    """

    level: Level | None = None
    channel: str | None = None
    language: str | None = None
    team_id: TeamId | None = None
    agent_id: AgentId | None = None
    promised_before: datetime | None = None
    scenario: Scenario | None = None
    signal: SignalName | None = None
    anger: int | None = None

    @property
    def judged(self) -> bool:
        """Whether rows alone do not tell."""
        return any(one is not None for one in (self.scenario, self.signal, self.anger))

    def fits(self, evidence: Evidence, assessment: Assessment) -> bool:
        """Whether the judged conditions hold."""
        return (
            self.scenario in (None, assessment.scenario)
            and (self.signal is None or any(one.name is self.signal for one in evidence.signals))
            and (self.anger is None or evidence.anger.latest >= self.anger)
        )


EVERYTHING = Narrowing()
