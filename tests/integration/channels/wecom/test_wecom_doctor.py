"""What `qingting doctor` says about WeCom, without calling out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import variable
from bot.serve.doctor import examine
from tests.boxes import box_over, make_agent
from tests.integration.channels.wecom_platform import settings

NOBODY = "http://127.0.0.1:9"
CHANNEL, PEOPLE = "wecom channel", "people in WeCom"


@pytest.mark.parametrize(
    ("given", "what", "fine", "says"),
    [
        ({}, CHANNEL, True, "off"),
        ({"wecom_corp_id": "ww1"}, CHANNEL, False, "QINGTING_WECOM_SECRET, QINGTING_WECOM_TOKEN"),
        (settings(NOBODY), PEOPLE, True, "people answer at the desk"),
        (settings(NOBODY, wecom_agent="li"), PEOPLE, False, "qingting agents add li"),
        (settings(NOBODY, wecom_agent="wecom"), PEOPLE, True, "as wecom"),
    ],
    ids=["off", "half", "desk", "nobody", "people"],
)
async def test_the_doctor_says_whether_wecom_is_set_up(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, str],
    what: str,
    fine: bool,
    says: str,
) -> None:
    url = f"sqlite:///{tmp_path / 'd.db'}"
    async with box_over(url, tmp_path) as box:
        await make_agent(box, "wecom")
    for name, value in {"database_url": url, "var": str(tmp_path), **given}.items():
        monkeypatch.setenv(variable(name), value)
    (finding,) = [item for item in await examine() if item.what == what]
    assert finding.fine is fine
    assert says in finding.text
