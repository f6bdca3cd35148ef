"""The transcript, and messages that could not be delivered."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.desk.models.attachments import Attachment, attachment_answer
from bot.desk.models.base import After, Answer, Body, Id, Limit, Line, Query, Seq, Value
from bot.desk.models.cases import masks_in
from bot.domain.failure import Failure
from bot.domain.ids import AttachmentId
from bot.domain.message import Author, Delivery
from bot.domain.message import Message as Row
from bot.services.replies import Words
from bot.services.views import TranscriptView


class TranscriptQuery(Query):
    """A stretch of the transcript."""

    after: After = After(0)
    limit: Limit = Limit(200)


class DeliveryQuery(Query):
    """Which messages for the customer."""

    state: Delivery = Delivery.DEAD


class NewMessage(Body):
    """What the agent says; `client_id` names it, so that sending it again does not repeat it.
    With `attachments` (ids of uploads) the text may be empty; `quoted_seq` is the message that
    it answers, `canned_code` names the canned words that it began from."""

    text: Value = Value("")
    client_id: Line
    attachments: list[Id] = Field(default_factory=list, max_items=20)
    quoted_seq: Seq | None = None
    canned_code: Id | None = None

    def words(self) -> Words:
        """As the use case takes them."""
        uploads = tuple(AttachmentId(one) for one in self.attachments)
        return Words(self.text, self.client_id, uploads, self.quoted_seq, self.canned_code)


class Button(Answer):
    """Something the customer may press."""

    title: str
    payload: str


class Message(Answer):
    """A row of the transcript; personal values are tokens, `masks` says what to show for them."""

    id: str
    conversation_id: str
    seq: int
    episode: int
    author: Author
    agent_id: str | None
    agent_name: str | None
    text: str
    buttons: list[Button]
    attachments: list[Attachment]
    quoted_seq: int | None
    canned_code: str | None
    created_at: datetime
    delivery: Delivery | None
    error: str | None
    failure: Failure | None
    masks: dict[str, str]


class Messages(Answer):
    """Messages."""

    items: list[Message]


class Transcript(Answer):
    """In order of `seq`; `more` says that there are later ones."""

    items: list[Message]
    more: bool


def message_answers(view: TranscriptView) -> list[Message]:
    """Draw the messages' shape."""
    return [_message(row, view) for row in view.messages]


def _message(row: Row, view: TranscriptView) -> Message:
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        episode=row.episode,
        author=row.author,
        agent_id=row.agent_id,
        agent_name=view.names.get(row.agent_id) if row.agent_id else None,
        text=row.text,
        buttons=[
            Button(title=b.get("title", ""), payload=b.get("payload", "")) for b in row.buttons
        ],
        attachments=[attachment_answer(item) for item in row.attachments],
        quoted_seq=row.quoted_seq,
        canned_code=row.canned_code,
        created_at=row.created_at,
        delivery=row.delivery,
        error=row.error,
        failure=row.failure,
        masks=masks_in(row.text, view.masks),
    )
