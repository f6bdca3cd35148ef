"""People on call and call-backs over real databases."""

from __future__ import annotations

from tests.integration.line.conftest import database_url, postgres

__all__ = ["database_url", "postgres"]
