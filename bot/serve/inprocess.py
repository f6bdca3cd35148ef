"""Custom actions in the assistant's own process: the SDK's executor without the HTTP hop."""

from __future__ import annotations

from typing import Any

import structlog
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from connectors.memory import OpenTurns

log = structlog.get_logger(__name__)


# Rasa builds a JSON-schema validator for every answer of an action server: three quarters of a
# turn's time. What comes here was made by our own executor a moment ago.
RemoteAction.action_response_format_spec = staticmethod(dict)


class InProcessActions(EndpointConfig):
    """What Rasa takes for an action server."""

    def __init__(self, turns: OpenTurns, package: str = "actions") -> None:
        super().__init__(url="inprocess://actions")
        self._turns = turns
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *_: object, **kwargs: Any) -> dict[str, Any] | None:
        """Run the action that Rasa names. A broken action fails the turn instead of leaving the
        customer without an answer: Rasa itself would log it and go on."""
        call: dict[str, Any] = kwargs["json"]
        try:
            result: dict[str, Any] | None = await self._executor.run(call)
        except Exception as error:
            log.exception("action.broke", action=call.get("next_action"))
            turn = self._turns.get(str(call.get("sender_id")))
            if turn:
                turn.failed = f"{call.get('next_action')}: {type(error).__name__}"
            raise
        return result
