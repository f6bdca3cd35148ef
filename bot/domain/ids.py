"""Identifiers: opaque text, so that any store and any channel can carry them."""

from __future__ import annotations

from typing import NewType
from uuid import uuid4

ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
CaseId = NewType("CaseId", str)
AgentId = NewType("AgentId", str)
TeamId = NewType("TeamId", str)
SurveyId = NewType("SurveyId", str)
AttachmentId = NewType("AttachmentId", str)
EventId = NewType("EventId", int)
"""Position in the event log; grows in commit order."""


def fresh() -> str:
    """A new random identifier: 32 hexadecimal digits, 122 random bits."""
    return uuid4().hex
