"""`qingting check-data`: the training messages of a folder, and of this very project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.config import ROOT
from bot.domain.errors import InvalidInput
from bot.domain.triage import SignalName
from bot.nlu.data_counts import Finding
from bot.nlu.material import Material, matters_of
from bot.serve import check_data
from bot.serve.check_data import Examined, examine
from tests.unit.nlu import small

NLU = """
version: "3.1"
nlu:
  - intent: greet
    # a note
    examples: |
      - 你好
      - 在吗
  - regex: opening
    examples: |
      - 请问|喂
  - intent: vent
    examples: |
      - 垃圾公司
      - 我叫[王伟](complainant_name)，打[13800138000]{"entity": "contact"}找我
"""
READING = """
reading:
  greet:
    - {text: 你好}
  deny:
    - {text: 垃圾公司}
  inform:
    - {text: "电话[手机号1]，保单[保单号1]"}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    small.write_material(tmp_path)
    (tmp_path / "reading" / "messages.yml").unlink()
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "some.yml").write_text(NLU, encoding="utf-8")
    (tmp_path / "reading" / "some.yml").write_text(READING, encoding="utf-8")
    privacy = ROOT / "data" / "policy" / "privacy.yml"
    (tmp_path / "policy" / "privacy.yml").write_bytes(privacy.read_bytes())
    return tmp_path


def test_both_kinds_of_messages_are_checked_together(data: Path) -> None:
    result = examine(data)
    assert result.messages == 7
    found = [str(finding) for finding in result.findings if finding.place != "data"]
    assert found == [
        "nlu/some.yml:7: the same message stands at some.yml:4; remove one.",
        "nlu/some.yml:14: the same message has other labels at some.yml:6; decide which.",
        "nlu/some.yml:15: personal data (phone); write a token such as [手机号1].",
    ]


def test_a_broken_file_is_named(data: Path) -> None:
    (data / "reading" / "some.yml").write_text("reading: {moan: []}", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"some\.yml:1: `moan` is unknown"):
        examine(data)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            "nlu:\n  - intent: moan\n    examples: |\n      - 唉\n",
            r"nlu/some\.yml:2: `moan` is no in",
        ),
        ("nlu: {", r"some\.yml:1: is no valid YAML"),
    ],
)
def test_a_broken_file_of_rasas_is_named(data: Path, content: str, says: str) -> None:
    (data / "nlu" / "some.yml").write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match=says):
        examine(data)


def test_every_signal_knows_the_concepts_of_its_matter() -> None:
    shipped = Material.from_folders(ROOT / "data" / "reading", ROOT / "data" / "policy")
    assert all(matters_of(shipped)[name] for name in SignalName)


@pytest.mark.parametrize(
    ("matters", "says"),
    [
        ("{legal: [court, sorcery]}", "`sorcery` under `matters` is no concept"),
        ("{legal: court}", "`court` under `matters` is no concept"),
        ("{moan: [court]}", "`moan` under `matters` is no signal"),
    ],
)
def test_a_matter_that_is_none_is_named(data: Path, matters: str, says: str) -> None:
    words = f"concepts: {{court: [法院]}}\nmatters: {matters}"
    (data / "reading" / "words.yml").write_text(words, encoding="utf-8")
    with pytest.raises(InvalidInput, match=rf"words\.yml: {says}"):
        examine(data)


def test_a_message_that_the_reader_is_measured_with_is_named(data: Path, tmp_path: Path) -> None:
    held_out = tmp_path / "held_out"
    held_out.mkdir()
    (held_out / "fresh.yml").write_text(
        "reading:\n  inform:\n    - {text: 我在人民路的营业厅买的那份保险}", encoding="utf-8"
    )
    (data / "nlu" / "more.yml").write_text(
        "nlu:\n  - intent: inform\n    examples: |\n      - 我在人民路的营业厅买的那份保险啊\n",
        encoding="utf-8",
    )
    found = [str(finding) for finding in examine(data, held_out).findings]
    assert any(line.startswith("nlu/more.yml:4: nearly the same as fresh.yml:3,") for line in found)


@pytest.mark.parametrize(("findings", "status"), [(0, 0), (2, 1)])
def test_the_command_prints_every_finding_and_a_summary(
    monkeypatch: pytest.MonkeyPatch, findings: int, status: int
) -> None:
    found = tuple(Finding(f"a.yml:{i}", "wrong.") for i in range(findings))
    monkeypatch.setattr(check_data, "examine", lambda: Examined(9, found))
    done = CliRunner().invoke(cli.app, ["check-data"])
    assert done.exit_code == status
    assert done.stdout.splitlines() == [*map(str, found), f"9 messages, {findings} findings."]


def test_the_check_needs_no_rasa() -> None:
    code = "import sys, bot.serve.check_data; sys.exit('rasa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 0
