"""Scores of training messages by readers that never saw them, for choosing thresholds.

The messages to measure with are not needed for this and stay untouched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.nlu.evaluation.predictions import scores_of
from bot.nlu.labels import Labelled
from bot.nlu.learning import learn
from bot.nlu.likeness import Likeness, letters
from bot.nlu.material import Material
from bot.nlu.reader import Scores

FOLDS = 3
ALIKE = 0.7
"""Share of common letter triples from which two messages are near-duplicates."""
_NEIGHBOURS = 40


@dataclass(frozen=True)
class Scored:
    """A training message with the scores of a reader that was trained without its scene."""

    entry: Labelled
    scores: Scores


def parts_of(entries: Sequence[Labelled], folds: int = FOLDS) -> list[int]:
    """The part of each: whole scenes, without a scene neighbouring lines of a file, share one, and
    so do scenes that have near-duplicates in each other."""
    scenes = [f"{e.file}:{e.scenario or e.line // _NEIGHBOURS}" for e in entries]
    joined: dict[str, str] = {}

    def home(scene: str) -> str:
        while scene in joined:
            scene = joined[scene]
        return scene

    for pair in Likeness([letters(entry.text) for entry in entries], ALIKE).pairs():
        one, two = (home(scenes[at]) for at in pair)
        if one != two:
            joined[two] = one
    return [_part(home(scene), folds) for scene in scenes]


def _part(scene: str, folds: int) -> int:
    # A checksum such as CRC-32 would divide names that differ by one digit unevenly.
    digest = hashlib.sha256(scene.encode()).digest()
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
    parts = parts_of(entries, folds)
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
