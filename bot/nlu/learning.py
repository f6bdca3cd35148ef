"""Training from labelled messages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.nlu import judging, spotting, weighing
from bot.nlu.labels import Labelled
from bot.nlu.language import language_of
from bot.nlu.material import Material, Preparation, Prepared
from bot.nlu.reader import MessageReader, weigher_inputs


def learn(entries: Sequence[Labelled], material: Material) -> MessageReader:
    """Train from labelled messages. Raises ValueError where the material is broken."""
    preparation = Preparation(material)
    messages = [preparation.prepare(entry.text) for entry in entries]
    folds = [judging.fold_of(entry.file, entry.line) for entry in entries]
    judge, judged = judging.learn(
        [
            judging.Example(message.features, entry.reading, fold, entry.partial)
            for entry, message, fold in zip(entries, messages, folds, strict=True)
        ]
    )
    whole = [i for i, entry in enumerate(entries) if not entry.partial]
    spotter, spotted = spotting.learn([_lesson(entries[i], messages[i], folds[i]) for i in whole])
    seen = [
        weigher_inputs(judged[i], best, messages[i], language_of(entries[i].text))
        for i, best in zip(whole, spotted.tolist(), strict=True)
    ]
    weigher = weighing.learn(np.stack(seen), [entries[i].reading for i in whole])
    return MessageReader(material, judge, spotter, weigher)


def _lesson(entry: Labelled, message: Prepared, fold: int) -> spotting.Lesson:
    places = {
        name: place
        for name, quote in entry.reading.signals.items()
        if (place := spotting.place_of(message.plain, quote))
    }
    return spotting.Lesson(message.clauses, places, fold)
