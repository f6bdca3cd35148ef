"""Commands that look and print: settings, cases, readings, the doctor, corrections."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from bot.config import ROOT
from bot.domain.case import FactName
from bot.domain.message import InboundMessage
from tests.boxes import box_over
from tests.e2e.commands import (
    COMMAND_SECONDS,
    NOBODY,
    answer_of,
    environment_of,
    run_qingting,
)

PHONE = "13812348000"
LINES = 10_000


def test_the_installed_command_prints_the_table_of_settings() -> None:
    command = Path(sys.executable).with_name("qingting")
    done = subprocess.run(
        [command, "settings"], capture_output=True, text=True, timeout=COMMAND_SECONDS, check=True
    )
    assert "`QINGTING_DESK_PORT`" in done.stdout
    assert not done.stderr


async def test_a_filed_case_is_listed_and_shown_with_tokens_for_personal_values(
    tmp_path: Path,
) -> None:
    number = await _file_a_case(tmp_path)
    listed = answer_of(run_qingting(tmp_path, "cases", "list", "--json"))
    shown = answer_of(run_qingting(tmp_path, "cases", "show", number, "--json"))
    read = answer_of(run_qingting(tmp_path, "cases", "show", number))
    (row,) = [json.loads(line) for line in listed.splitlines()]
    document = json.loads(shown)
    assert (row["number"], row["state"]) == (number, "filed")
    assert row.items() <= document.items()
    assert document["facts"]["contact"]["value"] == "[手机号1]"
    assert ["happened_at"] in document["missing"]
    assert f"number: {number}" in read
    assert PHONE not in listed + shown + read


def test_understanding_names_a_line_that_is_no_message_and_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    lines = ['{"text": "你好"}', "", '{"words": "你好"}', '{"text": 7}', '{"text": "谢谢"}']
    file.write_text("\n".join(lines), encoding="utf-8")
    ended = run_qingting(tmp_path, "understand", "--file", str(file))
    assert ended.returncode == 1
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [row["line"] for row in rows] == [1, 3, 4, 5]
    hello, third, fourth, thanks = rows
    assert (hello["intent"]["name"], thanks["intent"]["name"]) == ("greet", "thank")
    assert ("line 3" in third["error"], "line 4" in fourth["error"]) == (True, True)
    assert [line.split(":")[1].strip() for line in ended.stderr.splitlines()] == [
        "line 3",
        "line 4",
    ]


def test_understanding_reads_messages_without_repeating_personal_numbers(tmp_path: Path) -> None:
    spoken = f"你们凭什么拒赔！我的电话{PHONE}"
    file = tmp_path / "messages.jsonl"
    lines = [{"text": spoken}, {"text": "你好"}]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    with ThreadPoolExecutor() as at_once:
        runs = [
            at_once.submit(run_qingting, tmp_path, "understand", *words)
            for words in ([spoken], ["--file", str(file)])
        ]
        one, two = (run.result() for run in runs)
    (first,) = [json.loads(line) for line in answer_of(one).splitlines()]
    assert first["is_complaint"] is True
    assert "[手机号1]" in first["text"]
    readings = [json.loads(line) for line in answer_of(two).splitlines()]
    assert readings[0] == first
    assert [reading["is_complaint"] for reading in readings] == [True, False]
    assert PHONE not in one.stdout + one.stderr + two.stdout + two.stderr


def test_understanding_reads_stdin_as_of_a_day_and_shows_why_a_person_would_be_fetched(
    tmp_path: Path,
) -> None:
    lines = [
        {"id": "a", "text": "昨天扣了我保费", "said_at": "2026-03-01"},
        {"text": "昨天扣了我保费"},
        {"id": 9, "text": "/理赔再不给我就去法院起诉你们"},
        {"id": 9, "text": "x", "said_at": "soon"},
    ]
    typed = "\n".join(json.dumps(line) for line in lines)
    day = ("--file", "-", "--today", "2026-11-21")
    ended = run_qingting(tmp_path, "understand", *day, typed=typed)
    one, two, three, four = (json.loads(line) for line in ended.stdout.splitlines())
    assert [one["facts"]["happened_at"][0]["value"]["start"], one["id"]] == ["2026-02-28", "a"]
    assert two["facts"]["happened_at"][0]["value"]["start"] == "2026-11-20"
    assert (three["derived"], three["intent"]["name"]) == ("hard_signal", "complain")
    (signal,) = three["signals"]
    assert (signal["name"], signal["hard"], signal["weight"]) == ("legal", True, 0.9)
    assert three["text"].startswith("/")
    assert three["cause_scores"].keys() == set(three["cause"])
    assert (four["id"], four["line"]) == (9, 4)
    assert "line 4: said_at" in four["error"]
    assert ended.returncode == 1


def test_ten_thousand_lines_are_read_in_the_memory_of_two_thousand(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    said = ("退保能退多少钱", "你们凭什么拒赔，我已经说过三遍了！", "where is my claim", "谢谢")
    with file.open("w", encoding="utf-8") as lines:
        for number in range(LINES + 500):  # so that it still runs when the last size is taken
            text = f"{said[number % len(said)]} {number}"
            lines.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
    command = [sys.executable, "-m", "bot.cli", "understand", "--file", str(file)]
    sizes = {}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment_of(tmp_path, {}), stdout=subprocess.PIPE, text=True
    ) as reading:
        for number, row in enumerate(reading.stdout or (), 1):
            assert json.loads(row)["line"] == number
            if number in (LINES // 5, LINES):
                sizes[number] = psutil.Process(reading.pid).memory_info().rss
    assert (reading.returncode, number) == (0, LINES + 500)
    assert sizes[LINES] < 1.05 * sizes[LINES // 5]


def test_the_doctor_names_what_is_amiss_and_is_content_with_an_installation(
    tmp_path: Path,
) -> None:
    model = str(tmp_path / "none.tar.gz")
    ill = run_qingting(tmp_path / "var", "doctor", QINGTING_MODEL=model, DATABASE_URL=NOBODY)
    assert ill.returncode == 2
    amiss = [line for line in ill.stdout.splitlines() if line.startswith("FAIL")]
    assert [line.split()[1] for line in amiss] == ["model:", "database:"]
    assert "make train" in amiss[0]
    assert "DATABASE_URL" in amiss[1]
    assert not ill.stderr
    (tmp_path / "file").touch()
    nowhere = run_qingting(tmp_path / "file", "doctor")
    assert nowhere.returncode == 2
    assert "FAIL  data folder" in nowhere.stdout
    confused = run_qingting(tmp_path / "var", "doctor", QINGTING_DESK_PORT="abc")
    assert confused.returncode == 2
    assert "QINGTING_DESK_PORT" in confused.stdout
    answer_of(run_qingting(tmp_path / "var", "cases", "list"))  # makes the database
    well = answer_of(run_qingting(tmp_path / "var", "doctor"))
    assert all(line.startswith("ok") for line in well.splitlines())


def test_the_doctor_tries_the_customer_directory(tmp_path: Path) -> None:
    answer_of(run_qingting(tmp_path, "cases", "list"))  # makes the database
    file = tmp_path / "customers.csv"
    file.write_text("phone,policy_number,complaint_vip,name\n,,maybe,\n", encoding="utf-8")
    broken = run_qingting(tmp_path, "doctor", QINGTING_CUSTOMERS_CSV=str(file)).stdout
    assert "customers.csv, line 2, column complaint_vip" in broken
    away = run_qingting(tmp_path, "doctor", QINGTING_CUSTOMERS_URL=NOBODY).stdout
    assert "FAIL  customer directory" in away
    assert "ok    customer directory: none" in run_qingting(tmp_path, "doctor").stdout


def test_corrections_are_exported_as_a_file_for_data_reading(tmp_path: Path) -> None:
    file = tmp_path / "desk.yml"
    said = answer_of(run_qingting(tmp_path, "labels", "export"))
    assert not answer_of(run_qingting(tmp_path, "labels", "export", "--out", str(file)))
    assert said == file.read_text(encoding="utf-8")
    assert "reading: {}" in said
    assert not answer_of(run_qingting(tmp_path, "labels", "export", "--facts"))


async def _file_a_case(var: Path) -> str:
    async with box_over(f"sqlite:///{var / 'qingting.db'}", var) as box:
        message = InboundMessage("web", "anna", "1", f"你们凭什么拒赔，我的电话{PHONE}")
        receipt = await box.intake.receive(message)
        facts = {FactName.WHAT_HAPPENED: "拒赔", FactName.CONTACT: "[手机号1]"}
        await box.complaints.note(
            receipt.conversation_id, receipt.message_id, complaint=True, facts=facts, signals=()
        )
        return str((await box.complaints.file(receipt.conversation_id)).number)
