"""What the record of an episode shows beyond the words of one message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.case import Level
from bot.domain.ids import MessageId
from bot.domain.reading import Anger, Cause
from bot.domain.signals import Signal


@dataclass(frozen=True)
class Heard:
    """What was read in one message of the customer. `anger` is None where nobody judged it;
    `intent` is empty where it is not known."""

    message_id: MessageId
    seq: int
    anger: int | None = None
    causes: tuple[Cause, ...] = ()
    intent: str = ""
    is_complaint: bool = False


@dataclass(frozen=True)
class AngerTrend:
    """How anger went over an episode. `course`: one degree per judged message, oldest first."""

    course: tuple[int, ...] = ()

    @property
    def latest(self) -> int:
        """The last message's."""
        return self.course[-1] if self.course else 0

    @property
    def peak(self) -> int:
        """The angriest message's."""
        return max(self.course, default=0)

    @property
    def rise(self) -> int:
        """By how much the last message is angrier than the calmest one before it."""
        return max(0, self.latest - min(self.course, default=0))

    def in_a_row(self, degree: int) -> int:
        """The longest run of messages at least so angry."""
        longest = run = 0
        for anger in self.course:
            run = run + 1 if anger >= degree else 0
            longest = max(longest, run)
        return longest


@dataclass(frozen=True)
class LevelDecision:
    """A person's word on the level. Only evidence after `seq` may raise it again."""

    level: Level
    seq: int


@dataclass(frozen=True)
class CauseDecision:
    """A person's word on the causes, main one first. Later messages may only add to it."""

    causes: tuple[Cause, ...]
    seq: int


@dataclass(frozen=True)
class Evidence:
    """All that an assessment is drawn from: signals, what was heard, what people decided."""

    signals: tuple[Signal, ...] = ()
    heard: tuple[Heard, ...] = ()
    level: LevelDecision | None = None
    causes: CauseDecision | None = None

    @property
    def anger(self) -> AngerTrend:
        """Over the messages in their order."""
        ordered = sorted(self.heard, key=lambda item: item.seq)
        return AngerTrend(tuple(int(i.anger) for i in ordered if i.anger is not None))

    def all_causes(self) -> tuple[Cause, ...]:
        """The main one first."""
        if self.causes is None:
            return causes_by_weight(self.heard)
        seq = self.causes.seq
        later = causes_by_weight(item for item in self.heard if item.seq > seq)
        return tuple(dict.fromkeys((*self.causes.causes, *later)))


def causes_by_weight(heard: Iterable[Heard]) -> tuple[Cause, ...]:
    """Causes named most often first; of equals the latest, of one message its main one (L42)."""
    count: Counter[Cause] = Counter()
    latest: dict[Cause, tuple[int, int]] = {}
    for item in heard:
        for place, cause in enumerate(dict.fromkeys(item.causes)):
            count[cause] += 1
            latest[cause] = max(latest.get(cause, (-1, 0)), (item.seq, -place))
    return tuple(sorted(count, key=lambda cause: (count[cause], latest[cause]), reverse=True))


def seq_of(heard: Sequence[Heard], anger: int) -> int | None:
    """The first message at least so angry."""
    angry = (item.seq for item in heard if item.anger is not None and item.anger >= anger)
    return min(angry, default=None)


def checked_anger(value: int | None) -> int | None:
    """The degree, held within the scale."""
    return None if value is None else min(max(value, Anger.NONE), Anger.FURIOUS)
