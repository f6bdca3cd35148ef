"""Work that several processes share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import joblib

PROCESSES = 2
T = TypeVar("T")


def shared_out(work: Callable[..., T], calls: Iterable[tuple[Any, ...]]) -> list[T]:
    """`work` once for each of `calls`, in their order; what it raises is raised here.

    Every caller goes through here: joblib ends its processes and starts new ones wherever it is
    asked with other options than before, which takes seconds and has been seen to hang.
    """
    run = joblib.Parallel(n_jobs=PROCESSES, max_nbytes=None)
    done: list[T] = run(joblib.delayed(work)(*call) for call in calls)
    return done
