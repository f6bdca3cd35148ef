"""What can go wrong, as one sentence: what is wrong and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

FAILED = 1  # a tool that we called failed
MISSING = 2  # the machine lacks something that only its owner can put there
STOPPED = 130  # Ctrl-C

# Faults that a tool's own words leave unexplained.
FAULTS = (
    (r"no space left on device|\bENOSPC", MISSING, "the disk is full: free about 4 GB"),
    (
        r"hash mismatch|do not match the hashes|\bEINTEGRITY",
        FAILED,
        "a download is not what the lock file promises: restore the lock file with git, and if it"
        " is unchanged do not trust the package index that you use",
    ),
    (
        r"failed to fetch|dns error|error sending request|connection refused|name resolution"
        r"|network is unreachable|max retries|\bENOTFOUND|\bEAI_AGAIN|\bETIMEDOUT|\bECONNRE",
        MISSING,
        "the network or the package index did not answer: check the connection, the proxy"
        " (HTTPS_PROXY) and your index settings for pip, uv or npm",
    ),
)


class Failure(Exception):
    """Ends the set-up with a sentence for the person at the keyboard."""

    def __init__(self, sentence: str, status: int = FAILED) -> None:
        super().__init__(sentence)
        self.status = status


class CommandFailed(Exception):
    """A command ended with a status other than 0, or could not be started."""

    def __init__(self, command: Sequence[str], status: int, output: str) -> None:
        super().__init__(f"{Path(command[0]).name} ended with status {status}")
        self.output = output


def explain(label: str, error: CommandFailed) -> Failure:
    """The sentence for a tool's failure."""
    known = (fault for fault in FAULTS if re.search(fault[0], error.output, re.IGNORECASE))
    unknown = ("", FAILED, f"{error}, so mend what it complains about above")
    _, status, advice = next(known, unknown)
    sentence = f"{label} failed: {advice}, then run the same command again."
    return Failure(sentence[0].upper() + sentence[1:], status)
