"""Messages that did not reach their customer."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.messages import DeliveryQuery, Message, Messages, message_answers
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import MessageId
from bot.domain.staff import Permission


async def list_deliveries(call: Call[NoBody, DeliveryQuery]) -> Messages:
    """Messages in one state of delivery, newest first."""
    views = await call.services.inspection.deliveries(call.query.state.value)
    return Messages(items=[answer for view in views for answer in message_answers(view)])


async def retry_delivery(call: Call[NoBody, NoQuery]) -> Message:
    """Send a dead letter once more."""
    message = await call.services.acknowledgements.retry(
        MessageId(call.path("message_id")), call.agent
    )
    (answer,) = message_answers(await call.services.inspection.message(message))
    return answer


ENDPOINTS = (
    Endpoint(
        "GET",
        f"{API}/deliveries",
        list_deliveries,
        Permission.READ_AUDIT,
        "List messages by delivery",
        Messages,
        query=DeliveryQuery,
    ),
    Endpoint(
        "POST",
        f"{API}/deliveries/{{message_id}}/retry",
        retry_delivery,
        Permission.RETRY_DELIVERY,
        "Send a dead letter once more",
        Message,
        errors=frozenset({409}),
    ),
)
