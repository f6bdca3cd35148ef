"""One account as it is set up: who may come in, what is called, where messages go."""

from __future__ import annotations

from dataclasses import dataclass

from bot.bootstrap import Container
from bot.domain.errors import NotFound
from connectors.wechat.api import WeChatApi
from connectors.wechat.arrivals import Arrivals
from connectors.wechat.door import Door
from connectors.wechat.payloads import CHANNEL


@dataclass(frozen=True)
class Account:
    """The inbound half."""

    box: Container
    door: Door
    api: WeChatApi
    arrivals: Arrivals

    @classmethod
    def of(cls, box: Container) -> Account:
        """Raises NotFound where the channel is off."""
        settings = box.settings
        if not settings.is_on(CHANNEL):
            raise NotFound("channel", CHANNEL)
        door = Door(settings.wechat_token, settings.wechat_app_id, settings.wechat_aes_key)
        api = WeChatApi(box)
        return cls(box, door, api, Arrivals(box, api))

    async def close(self) -> None:
        """End what is under way."""
        await self.arrivals.stop()
        await self.api.close()
