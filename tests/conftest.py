"""How Hypothesis works in all tests. `--hypothesis-profile=long` looks for longer."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

SLOW = (HealthCheck.too_slow,)
"""A busy machine is no finding: neither the time of an example nor that of making it counts."""

settings.register_profile("qingting", deadline=None, suppress_health_check=SLOW)
settings.register_profile("long", settings.get_profile("qingting"), max_examples=2000)
settings.load_profile("qingting")
