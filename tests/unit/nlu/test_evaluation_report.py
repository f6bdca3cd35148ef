"""The report of `qingting evaluate`, its comparison, and what it says when it cannot be made."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest
from yaml import safe_load

from bot.domain.errors import InvalidInput, SettingsError
from bot.domain.reading import Cause, Reading, Topic
from bot.domain.reading_policy import parse_reading_policy
from bot.domain.triage import SignalName
from bot.nlu.evaluation import tables
from bot.nlu.evaluation.facts import FactRow, measure_facts, normalised
from bot.nlu.evaluation.metrics import measure
from bot.nlu.evaluation.out_of_fold import Scored
from bot.nlu.evaluation.report import Material, write_report
from bot.nlu.evaluation.thresholds import as_dict, as_yaml, propose
from bot.nlu.labels import Labelled
from bot.serve.evaluate import Sources, evaluate, load_reader
from tests.unit.nlu.evaluated import ASK, COMPLAIN, row, scores
from tests.unit.nlu.small import POLICY

LIMITS = dict.fromkeys(SignalName, 0.5)
WIDE = '<b>你们</b> & "co"'


def report(folder: Path, complaint: float, model: str = "abc", data: str = "d") -> str:
    """One complaint that is found from one half on, and a wrong fact."""
    truth = Reading(COMPLAIN, complaint=True, causes=(Cause.FEE,), signals={SignalName.VIP: "你们"})
    rows = [row(truth, scores(ASK, complaint), WIDE, "simplified_a b.yml", line=12)]
    facts = [FactRow("退100", normalised({"amount": [100]}), normalised({"amount": [7]}), 3)]
    sets = {"all": {**measure(rows, 20)["all"], **measure_facts(facts, 20)["all"]}}
    speed = tables.Speed(3.5, 7.0, 300)
    run = tables.Run(sets, "2026-11-21", model, data, len(rows), len(facts), speed)
    material = Material(rows, facts, LIMITS, folder / "data" / "messages", folder / "facts.jsonl")
    write_report(folder / "out" / "deep", run, material)
    return (folder / "out" / "deep" / "understanding.html").read_text(encoding="utf-8")


def test_a_mistake_links_to_the_line_of_its_label(tmp_path: Path) -> None:
    page = report(tmp_path, 0.1)
    place = "simplified_a b.yml:12"
    assert f'<a href="../../data/messages/simplified_a%20b.yml#L12">{place}</a>' in page
    assert '<a href="../../facts.jsonl#L3">facts.jsonl:3</a>' in page
    assert "amount: 100" in page
    assert "amount: 7" in page


def test_a_customers_words_are_never_markup(tmp_path: Path) -> None:
    page = report(tmp_path, 0.1)
    assert WIDE not in page
    assert "&lt;b&gt;你们&lt;/b&gt; &amp; &quot;co&quot;" in page


def test_the_report_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = report(tmp_path, 0.1)
    assert page.count("<svg") == 4
    assert "prefers-color-scheme: dark" in page
    assert "#010203" not in page
    assert not any(mark in page for mark in ("<script", "<link", "src=", "url(http"))


def test_the_next_report_tells_what_has_changed(tmp_path: Path) -> None:
    first = report(tmp_path, 0.1, "one")
    second = report(tmp_path, 0.9, "two")
    assert "<ins" not in first
    assert '<ins class="better">+1.000</ins>' in second
    assert "the run of 2026-11-21 with the model one" in second
    again = report(tmp_path, 0.9, "two")
    assert "+1.000" in again, "the same model is compared with the one before, not with itself"
    worse = report(tmp_path, 0.1, "three")
    assert '<ins class="worse">-1.000</ins>' in worse


def test_figures_on_other_messages_are_not_compared(tmp_path: Path) -> None:
    report(tmp_path, 0.1, "one", "these")
    assert "<ins" not in report(tmp_path, 0.9, "two", "those")


def test_a_missed_bar_stands_behind_its_figure(tmp_path: Path) -> None:
    missed, reached = report(tmp_path, 0.1, "one"), report(tmp_path, 0.9, "two")
    assert "<td>≥ 0.95</td>" in missed
    assert '<b>0.000</b> <small>(0.000–0.000)</small> <small class="worse">bar −0.950' in missed
    assert reached.count("bar −0.950") < missed.count("bar −0.950")
    assert "3.5 ms of processor time (median; bar ≤ 4 ms)," in reached


def test_a_page_shows_every_signal_and_kind_of_fact_with_its_bar() -> None:
    truth = Reading(COMPLAIN, complaint=True, signals={SignalName.VIOLENCE: "x"})
    heard = scores(COMPLAIN, 0.9, signals={SignalName.LEGAL: 0.9})
    facts = [FactRow("退100", normalised({"amount": [100]}), normalised({"amount": [100]}), 1)]
    found = measure([row(truth, heard)], 5)
    sets = {"all": {**found["all"], **measure_facts(facts, 5)["all"]}}
    speed = tables.Speed(5.25, 9.0, 300)
    page = tables.markdown(tables.Run(sets, "2026-11-21", "abc", "d", 1, 1, speed))
    assert "| violence: recall | ≥ 0.98 | 0.000 (0.000–0.000) **−0.980** |" in page
    assert "| legal: precision | ≥ 0.90 | 0.000 (0.000–0.000) **−0.900** |" in page
    assert "| amount: F1 |  | 1.000 (1.000–1.000) |" in page
    assert "median; bar ≤ 4 ms, missed by 1.2 ms" in page


def test_a_damaged_former_report_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "out" / "deep").mkdir(parents=True)
    data = tmp_path / "out" / "deep" / "understanding.json"
    for damaged in ("{", "[]", '{"figures": 3, "made": 1}'):
        data.write_text(damaged, encoding="utf-8")
        assert "<ins" not in report(tmp_path, 0.1)
    assert json.loads(data.read_text(encoding="utf-8"))["figures"]["all"]["complaint.recall"]


def test_the_table_of_a_page_is_written_between_its_marks() -> None:
    page = "before\n<!-- figures -->\nold\n<!-- /figures -->\nafter"
    written = tables.put_between(page, "new")
    assert written == "before\n<!-- figures -->\nnew\n<!-- /figures -->\nafter"
    with pytest.raises(ValueError, match="are missing"):
        tables.put_between("no marks", "new")


def test_a_proposal_is_the_policy_with_comments() -> None:
    question, grievance = Reading(ASK, False, topic=Topic.CLAIM), Reading(COMPLAIN, True)
    scored = [
        Scored(Labelled("x", truth, "a.yml", i), scores(truth.intent, i / 10, anger=i / 3))
        for i, truth in enumerate([question, question, grievance, grievance])
    ]
    in_force = parse_reading_policy(POLICY)
    written = as_yaml(propose(scored), in_force)
    assert parse_reading_policy(safe_load(written)) == in_force
    assert written.startswith(
        "complaint: 0.50   # precision 0.00, recall 0.00; proposed 0.11: 1.00, 1.00 "
    )
    assert as_dict(propose(scored))["complaint"]["threshold"] == 0.11


def test_a_missing_model_is_one_sentence_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"There is no trained model .*make train"):
        load_reader(tmp_path / "none.tar.gz")


def test_a_damaged_model_is_one_sentence_with_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "model.tar.gz"
    path.write_bytes(b"no archive")
    with pytest.raises(SettingsError, match=r"model\.tar\.gz is damaged.*make train"):
        load_reader(path)


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"components/x/other.json": b"{}"}, "has no reader"),
        ({"components/x/judge.npz": b"", "components/x/material.json": b"{}"}, "does not fit"),
    ],
)
def test_a_model_without_a_whole_reader_is_one_sentence_with_the_mend(
    tmp_path: Path, files: dict[str, bytes], named: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    path = tmp_path / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(tmp_path / "components", "components")
    with pytest.raises(SettingsError, match=rf"{named}.*make train"):
        load_reader(path)


def test_missing_messages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.serve.evaluate.load_reader", lambda _: None)
    with pytest.raises(InvalidInput, match=r"--messages: there are no labelled messages"):
        evaluate(tmp_path / "m.tar.gz", Sources(messages=tmp_path), print)
