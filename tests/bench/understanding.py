"""Row 5: reading one message."""

from __future__ import annotations

import time
from typing import Any

from tests.bench.figures import Samples, milliseconds
from tests.bench.report import Table
from tests.bench.script import COMPLAINT, SIDE_QUESTIONS, detector, tokenised

ROUNDS = 40
TEXTS = (
    *COMPLAINT,
    *SIDE_QUESTIONS,
    "我的保单号是P2023000123456789，身份证110101199003077578，打了三次电话都没人理我，"
    "上个月二十号说三天内回复，到现在也没有消息，我要求退保并且赔偿我的损失",
)


async def measure(agent: Any) -> Table:
    """One NLU parse and one look for personal values, message by message in turn."""
    finder, safe_texts = detector(), tokenised(TEXTS)
    parses, finds = Samples(), Samples()
    for text in safe_texts:
        await agent.parse_message(text)
    for _ in range(ROUNDS):
        for text, safe in zip(TEXTS, safe_texts, strict=True):
            start = time.perf_counter()
            finder.find(text)
            middle = time.perf_counter()
            await agent.parse_message(safe)
            finds.append(middle - start)
            parses.append(time.perf_counter() - middle)
    return Table(
        "Reading one message",
        ("step", "median", "p95"),
        (
            ("one NLU parse", milliseconds(parses.median), milliseconds(parses.p95)),
            ("looking for personal values", milliseconds(finds.median), milliseconds(finds.p95)),
        ),
        f"{len(TEXTS)} messages of {min(map(len, TEXTS))} to {max(map(len, TEXTS))} characters, "
        f"{ROUNDS} times each.",
    )
