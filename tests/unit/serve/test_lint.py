"""`qingting lint`: what a designer reads, and the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.config import ROOT
from bot.domain.errors import InvalidInput
from bot.serve.lint import examine

GOOD = """
responses:
  utter_here:
    - text: 我在的，您接着说。
      metadata: {practice: [E9]}
    - text: I am here. Please go on.
      condition: [{type: slot, name: language, value: en}]
      metadata: {practice: [E9]}
"""
BAD = GOOD.replace("我在的，", "稍等，我在的，").replace("Please", "Calm down and")


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.yml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_good_scripts_end_with_status_0(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["lint", written(tmp_path, GOOD)])
    assert (done.exit_code, done.stdout) == (0, "1 responses, 0 findings.\n")


def test_findings_stand_under_their_response_in_two_lines_each(tmp_path: Path) -> None:
    file = written(tmp_path, BAD)
    done = CliRunner().invoke(cli.app, ["lint", file])
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "utter_here"
    assert lines[1] == f"  {file}:4 zh-Hans  wait-without-time (E6): “稍等”"
    assert lines[2].endswith("say until when. → 约 {minutes} 分钟，{time} 前会有同事在这里接待您。")
    assert "dismiss-feelings" in lines[3]
    assert lines[-1] == "1 responses, 2 findings."


def test_findings_come_as_json_lines(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["lint", "--json", written(tmp_path, BAD)])
    assert done.exit_code == 1
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["words"] for item in found] == ["稍等", "Calm down"]
    fields = ["rule", "rows", "place", "response", "language", "words", "why", "better"]
    assert all(list(item) == fields for item in found)


def test_a_long_text_is_cut_on_one_line(tmp_path: Path) -> None:
    text = GOOD.replace("metadata: {practice: [E9]}\n    - ", "buttons: []\n    - ").replace(
        "我在的，您接着说。", '"我在的，\\n' + "您接着说，" * 15 + '"'
    )
    done = CliRunner().invoke(cli.app, ["lint", written(tmp_path, text)])
    line = next(line for line in done.stdout.splitlines() if "practice-missing" in line)
    assert line.endswith("…”")


def test_a_file_that_is_no_yaml_is_a_finding(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["lint", written(tmp_path, "a: [")])
    assert done.exit_code == 1
    assert done.stdout.startswith("(the file)\n")


def test_all_of_domain_yml_is_meant_without_a_file() -> None:
    checked = examine()
    assert checked.responses > 50
    assert all(item.place.startswith("domain.yml:") for item in checked.findings)


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read"), (b"\xff\xfe", "is no UTF-8 text")]
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    path = tmp_path / "mine.yml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInput, match=says):
        examine(path)


def test_the_lint_needs_no_rasa() -> None:
    code = "import sys, bot.serve.lint; sys.exit('rasa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 0
