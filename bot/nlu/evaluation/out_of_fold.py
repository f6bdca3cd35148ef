"""Scores of training messages by readers that never saw them, for choosing thresholds.

The messages to measure with are not needed for this and stay untouched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.nlu.evaluation.predictions import Scores, scores_of
from bot.nlu.labels import Labelled
from bot.nlu.reader import Material, learn

FOLDS = 3
_NEIGHBOURS = 40


@dataclass(frozen=True)
class Scored:
    """A training message with the scores of a reader that was trained without its scene."""

    entry: Labelled
    scores: Scores


def fold_of(entry: Labelled, folds: int = FOLDS) -> int:
    """Whole scenes share a fold; without a scene, neighbouring lines of a file do."""
    scene = entry.scenario or str(entry.line // _NEIGHBOURS)
    # A checksum such as CRC-32 would divide names that differ by one digit unevenly.
    digest = hashlib.sha256(f"{entry.file}:{scene}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % folds


def out_of_fold(
    entries: Sequence[Labelled],
    material: Material,
    say: Callable[[str], None],
    folds: int = FOLDS,
) -> list[Scored]:
    """Train once per fold, about as long as `make train` takes each; `say` hears of each step.

    Raises ValueError where the material is broken or too little to be divided.
    """
    parts = [fold_of(entry, folds) for entry in entries]
    if len(set(parts)) < folds:
        raise ValueError(f"{len(entries)} messages are too few to divide into {folds} parts.")
    scored: list[Scored] = []
    for fold in range(folds):
        held = [entry for entry, part in zip(entries, parts, strict=True) if part == fold]
        rest = [entry for entry, part in zip(entries, parts, strict=True) if part != fold]
        say(f"Part {fold + 1} of {folds}: learning from {len(rest)}, scoring {len(held)} …")
        reader = learn(rest, material)
        scored += [Scored(entry, scores_of(reader, entry.text)) for entry in held]
    return scored
