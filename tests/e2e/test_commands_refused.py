"""Commands that cannot be obeyed: one sentence says what to mend."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import pytest

from bot.config import ROOT
from tests.e2e.commands import NOBODY, free_ports, refusal_of, run_qingting

MODEL = ROOT / "models" / "qingting.tar.gz"
STAMP = MODEL.with_name("qingting.sources.json")


@pytest.mark.parametrize(
    ("words", "environment", "named"),
    [
        (["serve"], {"QINGTING_DESK_PORT": "abc"}, "QINGTING_DESK_PORT"),
        (["serve"], {"QINGTING_DESKPORT": "8081"}, "QINGTING_DESKPORT"),
        (["serve"], {"DATABASE_URL": NOBODY}, "DATABASE_URL"),
        (["serve"], {"DATABASE_URL": "mysql://root@localhost/x"}, "DATABASE_URL"),
        (["serve"], {"REDIS_URL": "localhost:6379"}, "REDIS_URL"),
        (["serve", "everything"], {}, "all, assistant, desk or worker"),
        (["cases", "list"], {"DATABASE_URL": NOBODY}, "DATABASE_URL"),
        (["cases", "list", "--state", "lost"], {}, "draft, abandoned, filed"),
        (["cases", "list"], {"QINGTING_CUSTOMERS_CSV": "/nowhere.csv"}, "nowhere.csv cannot be"),
        (["cases", "list"], {"QINGTING_CUSTOMERS_URL": "mysql://x:hush@y/z"}, "CUSTOMERS_URL"),
        (["labels", "export", "--out", "/nowhere/x.yml"], {}, "/nowhere/x.yml cannot be written"),
        (["cases", "show", "QT20260101-0001"], {}, "There is no case QT20260101-0001."),
        (["agents", "add", "anna", "--role", "king"], {}, "agent, supervisor, designer or admin"),
        (["understand"], {}, "one text or --file"),
        (["understand", "--file", "/nowhere.jsonl"], {}, "/nowhere.jsonl"),
        (["understand", "x", "--today", "yesterday"], {}, "--today: must be a day"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_that_says_what_to_mend(
    tmp_path: Path, words: list[str], environment: dict[str, str], named: str
) -> None:
    said = refusal_of(run_qingting(tmp_path / "var", *words, **{**free_ports(), **environment}))
    assert named in said
    assert "hush" not in said, "a password was printed"


@pytest.mark.parametrize("variable", ["QINGTING_ASSISTANT_PORT", "QINGTING_DESK_PORT"])
def test_a_port_in_use_is_named_with_its_setting(tmp_path: Path, variable: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = refusal_of(
            run_qingting(tmp_path / "var", "serve", **{**free_ports(), variable: port})
        )
    assert port in said
    assert variable in said
    assert not (tmp_path / "var").exists(), "something was made before the ports were looked at"


def test_a_model_that_is_missing_or_older_than_its_data_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "qingting.tar.gz"
    environment = {**free_ports(), "QINGTING_MODEL": str(model)}
    missing = refusal_of(run_qingting(tmp_path / "var", "serve", **environment))
    shutil.copy(MODEL, model)
    unknown = refusal_of(run_qingting(tmp_path / "var", "serve", **environment))
    trained = {**json.loads(STAMP.read_text(encoding="utf-8")), "domain.yml": "another one"}
    (tmp_path / STAMP.name).write_text(json.dumps(trained), encoding="utf-8")
    stale = refusal_of(run_qingting(tmp_path / "var", "serve", **environment))
    assert "there is no trained model" in missing
    assert "not known what the model was trained from" in unknown
    assert "older than domain.yml" in stale
    assert all("make train" in said for said in (missing, unknown, stale))


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "qingting.tar.gz").write_bytes(b"no archive")
    shutil.copy(STAMP, tmp_path)
    model = str(tmp_path / "qingting.tar.gz")
    said = refusal_of(run_qingting(tmp_path / "var", "understand", "你好", QINGTING_MODEL=model))
    assert "damaged" in said
    assert "make train" in said


def test_a_key_file_that_others_may_read_or_nobody_can_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "vault.key"
    key.write_text("ab" * 32, encoding="ascii")
    key.chmod(0o644)
    assert f"chmod 600 {key}" in refusal_of(run_qingting(tmp_path, "cases", "list"))
    key.unlink()
    key.mkdir()
    assert str(key) in refusal_of(run_qingting(tmp_path, "cases", "list"))


def test_a_data_folder_that_cannot_be_made_is_named_with_its_setting(tmp_path: Path) -> None:
    var = tmp_path / "file" / "var"
    var.parent.touch()
    for words in (["serve"], ["cases", "list"]):
        said = refusal_of(run_qingting(var, *words, **free_ports()))
        assert str(var) in said
        assert "QINGTING_VAR" in said
