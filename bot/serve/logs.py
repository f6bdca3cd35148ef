"""Logging, configured before Rasa is imported: JSON lines, no message text, no telemetry.

Rasa logs whole messages. Its lines are let through from `warning` on and lose every field
except the name of the event.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

OURS = ("bot.", "connectors.", "actions.")
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def quiet_environment() -> None:
    """Set what has to stand in the environment before Rasa and TensorFlow are imported."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # Rasa sets a talkative one for its children
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("SANIC_REGISTER", "false")


def configure_logs(level: str) -> None:
    """JSON lines on stderr: ours from `level`, the libraries' from `warning`."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s", force=True)
    logging.getLogger().handlers[0].addFilter(_only_our_text)
    logging.captureWarnings(capture=True)  # old libraries warn a screenful at every start
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    for name in ("bot", "connectors", "actions"):
        logging.getLogger(name).setLevel(_LEVELS[level])
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _strip_foreign,
            _plain_traceback,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _strip_foreign(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if str(event.get("logger", "")).startswith(OURS):
        return event
    return {key: event[key] for key in ("event", "level", "logger", "timestamp") if key in event}


def _plain_traceback(
    _: object, __: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Where it happened and what kind it was; an error's own words may quote a message."""
    if event.pop("exc_info", None):
        kind, _error, trace = sys.exc_info()
        frames = []
        while trace:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["error_type"] = kind.__name__ if kind else None
        event["trace"] = frames[-12:]
    return event


def _only_our_text(record: logging.LogRecord) -> bool:
    """Lines of libraries that use plain logging: keep the template, drop the arguments."""
    if not record.name.startswith(OURS) and record.args:
        record.msg, record.args = f"{record.name}: {record.msg}", ()
    if not record.name.startswith(OURS):
        record.exc_info = None
        record.exc_text = None
    return True
