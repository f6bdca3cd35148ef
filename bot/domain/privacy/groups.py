"""Digits as people group them: `138-0013 8000` is three groups of one cluster.

A number is looked for in *pieces*: neighbouring whole groups of one cluster. A piece never cuts a
group, so a phone number is not found inside a longer number. Digits typed one by one
(`1 3 8 0 0 …`) count as one group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SEPARATORS = r" \t\r\n\-._/|,、。()"
_LONGEST_GAP = 4
_LONGEST_PIECE, _SHORTEST_PIECE = 24, 7
_LONGEST_SCATTERED, _MOST_GROUPS = 19, 8

_GROUP = re.compile(r"[0-9]+")
_GAP = re.compile(rf"[{SEPARATORS}]{{1,{_LONGEST_GAP}}}")


@dataclass(frozen=True)
class Group:
    """Digits that belong together; `start`/`end` are offsets into the folded text."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True)
class Cluster:
    """Groups with only separators between them; `gaps[i]` stands after `groups[i]`."""

    groups: tuple[Group, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """The groups `first..last` of a cluster read as one number."""

    cluster: Cluster
    first: int
    last: int
    digits: str

    @property
    def start(self) -> int:
        return self.cluster.groups[self.first].start

    @property
    def end(self) -> int:
        return self.cluster.groups[self.last].end

    @property
    def count(self) -> int:
        """How many groups it has."""
        return self.last - self.first + 1

    @property
    def parts(self) -> tuple[str, ...]:
        """The digits of each group."""
        return tuple(group.digits for group in self.cluster.groups[self.first : self.last + 1])

    @property
    def gaps(self) -> tuple[str, ...]:
        """What stands between the groups."""
        return self.cluster.gaps[self.first : self.last]

    @property
    def next_gap(self) -> str:
        """What separates the piece from the next group of its cluster; empty at the end."""
        return self.cluster.gaps[self.last] if self.last < len(self.cluster.gaps) else ""


def clusters(folded: str) -> Iterator[Cluster]:
    """Every cluster of `folded`, in order."""
    groups: list[Group] = []
    gaps: list[str] = []
    for match in _GROUP.finditer(folded):
        if groups:
            gap = folded[groups[-1].end : match.start()]
            if _joins(gap):
                gaps.append(gap)
            else:
                yield _cluster(groups, gaps)
                groups, gaps = [], []
        groups.append(Group(match.start(), match.end(), match.group()))
    if groups:
        yield _cluster(groups, gaps)


def pieces(cluster: Cluster) -> Iterator[Piece]:
    """Every piece of 7 to 24 digits, and every single group that is longer still.

    Pieces of more than 8 groups end at 19 digits: nothing longer is ever typed so scattered.
    """
    for first, group in enumerate(cluster.groups):
        digits = group.digits
        if len(digits) > _LONGEST_PIECE:
            yield Piece(cluster, first, first, digits)
            continue
        for last in range(first, len(cluster.groups)):
            digits = digits if last == first else digits + cluster.groups[last].digits
            if len(digits) > _LONGEST_PIECE:
                break
            if len(digits) > _LONGEST_SCATTERED and last - first >= _MOST_GROUPS:
                break
            if len(digits) >= _SHORTEST_PIECE:
                yield Piece(cluster, first, last, digits)


def _joins(gap: str) -> bool:
    return len(gap) <= _LONGEST_GAP and _GAP.fullmatch(gap) is not None


def _cluster(groups: list[Group], gaps: list[str]) -> Cluster:
    """The cluster, with runs of single digits drawn together into one group."""
    drawn: list[Group] = [groups[0]]
    kept: list[str] = []
    single = len(groups[0].digits) == 1
    for group, gap in zip(groups[1:], gaps, strict=True):
        if single and len(group.digits) == 1:
            drawn[-1] = Group(drawn[-1].start, group.end, drawn[-1].digits + group.digits)
            continue
        drawn.append(group)
        kept.append(gap)
        single = len(group.digits) == 1
    return Cluster(tuple(drawn), tuple(kept))
