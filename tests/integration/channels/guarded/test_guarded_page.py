"""docs/add-a-channel.md: what it shows for one of Rasa's own channels runs as it stands there."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rasa.core.channels.mattermost import MattermostInput

from bot.config import ROOT
from bot.domain.errors import SettingsError
from bot.domain.message import Delivery
from bot.serve.credentials import guarded_channels
from connectors.guard import Guarded
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.far_servers import FarEnd, far_end
from tests.integration.channels.saying import rows_of, settled
from tests.integration.channels.scripted import ASK_HUMAN, Scripted
from tests.integration.channels.whole_line import complain_to_close

_MODULE = "page_of_rocketchat"
_TOKEN = "X-RocketChat-Livechat-Token"


class GuardedNowhere(Guarded, MattermostInput):
    """Rasa's Mattermost has no way back of its own."""


class Visitor:
    """A customer in Livechat, which delivers everything twice."""

    channel, customer = "rocketchat", "room-1"

    def __init__(self, served: Served, far: FarEnd) -> None:
        self._served, self._far, self._count = served, far, 0

    async def say(self, text: str) -> None:
        self._count += 1
        for _ in range(2):
            assert await _deliver(self._served, f"m{self._count}", text) == 200

    async def press(self, title: str) -> None:
        assert f"· {title}" in self.heard()[-1]
        await self.say(title)

    def heard(self) -> list[str]:
        return [body["text"] for body in self._far.bodies("chat.postMessage")]


@pytest.fixture
def credentials(tmp_path: Path) -> Iterator[Path]:
    """A file that names the page's own class."""
    page = (ROOT / "docs" / "add-a-channel.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    module = ModuleType(_MODULE)
    exec(textwrap.dedent(code), module.__dict__)
    sys.modules[_MODULE] = module
    yield tmp_path / "credentials.yml"
    del sys.modules[_MODULE]


async def _deliver(served: Served, message_id: str, text: str, token: str = "a secret") -> int:
    body = {
        "_id": "room-1",
        "type": "Message",
        "visitor": {"_id": "v1", "token": "t"},
        "messages": [{"_id": message_id, "username": "guest", "msg": text}],
    }
    url = f"{served.url}/webhooks/rocketchat/webhook"
    async with served.client.post(url, json=body, headers={_TOKEN: token}) as answer:
        return answer.status


def _entry(far: FarEnd, file: Path) -> dict[str, Any]:
    far.replies["login"] = {"status": "success", "data": {"authToken": "t", "userId": "u"}}
    entry = {"user": "bot", "password": "p", "server_url": far.url, "secret": "a secret"}
    file.write_text(json.dumps({f"{_MODULE}.GuardedRocketChat": entry}), encoding="utf-8")
    return {"credentials": file}


async def test_the_pages_channel_goes_all_the_way(tmp_path: Path, credentials: Path) -> None:
    async with (
        far_end() as far,
        serving(tmp_path, Scripted(ASK_HUMAN), **_entry(far, credentials)) as served,
    ):
        await complain_to_close(served, Visitor(served, far))
        assert {body["roomId"] for body in far.bodies("chat.postMessage")} == {"room-1"}


async def test_the_pages_channel_knows_strangers_and_notices_refusals(
    tmp_path: Path, credentials: Path
) -> None:
    async with far_end() as far, serving(tmp_path, **_entry(far, credentials)) as served:
        assert await _deliver(served, "m1", "你们乱扣费", token="another") == 401
        assert await rows_of(served, "rocketchat", "room-1") == []
        far.answer = lambda attempt: (400, {"success": False}) if attempt == 2 else None
        assert await _deliver(served, "m1", "你们乱扣费") == 200
        row = (await settled(served, "rocketchat", "room-1"))[-1]
        assert (row.delivery, row.error) == (Delivery.DEAD, "rocketchat 400: HTTPError")


def test_a_channel_without_a_way_back_is_refused_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "credentials.yml"
    entry = {"url": "https://chat.example.com/api/v4", "token": "t", "webhook_url": "x"}
    file.write_text(json.dumps({f"{__name__}.GuardedNowhere": entry}), encoding="utf-8")
    with pytest.raises(SettingsError, match="GuardedNowhere has no way back"):
        guarded_channels(file)
