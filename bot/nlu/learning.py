"""Training from labelled messages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.nlu import judging, spotting, weighing
from bot.nlu.gathering import gather
from bot.nlu.labels import Labelled
from bot.nlu.material import Material
from bot.nlu.reader import MessageReader, weigher_inputs


def learn(entries: Sequence[Labelled], material: Material) -> MessageReader:
    """Train from labelled messages. Raises ValueError where the material is broken."""
    gathered = gather(entries, material)
    judge, judged = judging.learn(
        gathered.messages,
        [
            judging.Example(entry.reading, judging.fold_of(entry.file, entry.line), entry.partial)
            for entry in entries
        ],
    )
    spotter, spotted = spotting.learn(gathered.clauses, gathered.lessons)
    whole = [i for i, entry in enumerate(entries) if not entry.partial]
    seen = [
        weigher_inputs(judged[i], best, entries[i].text, language)
        for i, best, language in zip(whole, spotted, gathered.languages, strict=True)
    ]
    weigher = weighing.learn(np.stack(seen), [entries[i].reading for i in whole])
    return MessageReader(material, judge, spotter, weigher)
