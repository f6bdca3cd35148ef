"""What stands where Rasa's agent stands in tests of channels."""

from __future__ import annotations

import asyncio

from rasa.core.channels.channel import UserMessage

HUMAN, CHOICE = "转人工", "选什么"
ASK_HUMAN = {"title": "找专员", "payload": "/ask_human"}
BUTTONS = [{"title": "是的，继续", "payload": "/affirm"}, {"title": "不用了", "payload": "/deny"}]
_ASKING = (HUMAN, "轉人工", *ASK_HUMAN.values())


class Scripted:
    """Says back what it was given, with these buttons beside it; offers a choice, or fetches a
    person, when asked to. `gate` holds every answer back until it is set."""

    def __init__(self, *buttons: dict[str, str]) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self._buttons = list(buttons)

    async def handle_message(self, message: UserMessage) -> None:
        await self.gate.wait()
        out, to = message.output_channel, message.sender_id
        if message.text in _ASKING:
            await out.send_custom_json(to, {"handoff": {"reason": "customer_asked"}})
            await out.send_text_message(to, "好的，马上请专员")
        elif message.text == CHOICE:
            await out.send_text_with_buttons(to, "要*继续*吗？\n请选", BUTTONS)
        else:
            await out.send_text_with_buttons(to, f"回：{message.text}", self._buttons)


def stuck() -> Scripted:
    """A model that is busy for ever."""
    agent = Scripted()
    agent.gate.clear()
    return agent
