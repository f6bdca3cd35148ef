"""One account as it is set up: who may come in, what is called, where messages go."""

from __future__ import annotations

from dataclasses import dataclass

from bot.bootstrap import Container
from bot.domain.errors import NotFound
from connectors.wechat.api import WeChatApi
from connectors.wechat.arrivals import Arrivals
from connectors.wechat.door import Door
from connectors.wechat.outbound import WeChatSender
from connectors.wechat.payloads import CHANNEL
from connectors.wechat.quota import Quota


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
        if not (settings.wechat_token and settings.wechat_app_id):
            raise NotFound("channel", CHANNEL)
        door = Door(settings.wechat_token, settings.wechat_app_id, settings.wechat_aes_key)
        api = _api(box)
        return cls(box, door, api, Arrivals(box, api))

    async def close(self) -> None:
        """End what is under way."""
        await self.arrivals.stop()
        await self.api.close()


def sender_of(box: Container) -> WeChatSender | None:
    """The outbound half; None where it is off."""
    settings = box.settings
    if not (settings.wechat_app_id and settings.wechat_secret):
        return None
    quota = Quota(box.store, box.channel_memory, box.clock)
    return WeChatSender(_api(box), quota, box.channel_memory)


def _api(box: Container) -> WeChatApi:
    settings = box.settings
    return WeChatApi(
        settings.wechat_api, settings.wechat_app_id, settings.wechat_secret, box.channel_memory
    )
