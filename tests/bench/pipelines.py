"""Our reader beside other pipelines, trained on the same messages in the same run.

`python -m tests.bench.pipelines` trains each in a process of its own and prints the table;
`--write` puts it into docs/understanding.md. Measured on the evaluation messages, which none of
them has seen. `--messages` and `--epochs` say how much of the training data they all get and how
long DIET learns; DIET on everything takes more than an hour on two cores.
"""

# ruff: noqa: PLC0415
# (each process loads Rasa only where it measures it)

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.metrics import f1_score

from bot.config import ROOT
from bot.nlu.labels import Labelled, read_folder

PAGE = ROOT / "docs" / "understanding.md"
MARKS = ("<!-- comparison -->", "<!-- /comparison -->")
TOKENS = ({"name": "JiebaTokenizer"},)
NGRAMS = (
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
)
OURS = "ours: ComplaintReader (everything)"
LINEAR = "Rasa: Jieba, n-grams, logistic regression (intent)"
DIET = "Rasa: Jieba, n-grams, DIET (intent)"
PARSES = 300
ROUNDS = 200


def pipelines(folder: Path, epochs: int) -> dict[str, list[dict[str, Any]]]:
    """What is compared, by the name in the table."""
    ours = {
        "name": "bot.nlu.complaint_reader.ComplaintReader",
        "reading": str(folder / "reading"),
        "policy": str(ROOT / "data" / "policy"),
        "timezone": "Asia/Shanghai",
    }
    diet = {
        "name": "DIETClassifier",
        "epochs": epochs,
        "constrain_similarities": True,
        "entity_recognition": False,
        "random_seed": 1,
    }
    linear = {"name": "LogisticRegressionClassifier", "max_iter": 100, "tol": 0.01}
    return {OURS: [ours], LINEAR: [*TOKENS, *NGRAMS, linear], DIET: [*TOKENS, *NGRAMS, diet]}


def compare(messages: int, epochs: int) -> list[dict[str, Any]]:
    """One row per pipeline, each measured in its own process."""
    sample = read_folder(ROOT / "data" / "reading")
    random.Random(1).shuffle(sample)
    rows = []
    with tempfile.TemporaryDirectory(prefix="qingting-pipelines-") as home:
        folder = Path(home)
        _write_data(folder, sample[:messages])
        for name, pipeline in pipelines(folder, epochs).items():
            print(f"{name} …", file=sys.stderr, flush=True)
            own = name == OURS
            job = {"folder": home, "pipeline": pipeline, "own": own}
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "tests.bench.pipelines", "--job"],
                input=json.dumps(job),
                capture_output=True,
                text=True,
                check=True,
                cwd=ROOT,
            )
            rows.append({"name": name, **json.loads(done.stdout.splitlines()[-1])})
    return rows


def _write_data(folder: Path, sample: Sequence[Labelled]) -> None:
    """The sample as our labelled messages, and as plain examples for the others."""
    reading = folder / "reading"
    reading.mkdir()
    for name in ("variants.yml", "words.yml", "facts.yml"):
        shutil.copy(ROOT / "data" / "reading" / name, reading / name)
    by_intent: dict[str, list[Labelled]] = {}
    for entry in sample:
        by_intent.setdefault(entry.reading.intent.value, []).append(entry)
    labelled = {intent: [_labels(e) for e in found] for intent, found in by_intent.items()}
    (reading / "messages.yml").write_text(
        yaml.safe_dump({"reading": labelled}, allow_unicode=True), encoding="utf-8"
    )
    _write_examples(folder / "few.yml", {k: found[:2] for k, found in by_intent.items()})
    _write_examples(folder / "all.yml", by_intent)


def _labels(entry: Labelled) -> dict[str, Any]:
    reading = entry.reading
    labels: dict[str, Any] = {
        "text": entry.text,
        "anger": str(int(reading.anger)),
        "complaint": str(reading.complaint).lower(),
        "cause": [cause.value for cause in reading.causes],
        "signals": {name.value: quote for name, quote in reading.signals.items()},
    }
    return {**labels, "topic": reading.topic.value} if reading.topic else labels


def _write_examples(path: Path, by_intent: dict[str, list[Labelled]]) -> None:
    def lines(found: Iterable[Labelled]) -> str:
        # Brackets would be entity annotations, a line break another example.
        texts = (re.sub(r"[\[\](){}\s]+", " ", entry.text).strip() for entry in found)
        return "".join(f"- {text}\n" for text in texts if text)

    nlu = [{"intent": intent, "examples": lines(found)} for intent, found in by_intent.items()]
    path.write_text(
        yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), encoding="utf-8"
    )


async def job(folder: Path, pipeline: list[dict[str, Any]], own: bool) -> dict[str, Any]:
    """Train, load, read the evaluation messages; in a process of its own."""
    from bot.serve.logs import configure_logs, quiet_environment

    quiet_environment()
    configure_logs("error")
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    config = folder / "config.yml"
    config.write_text(
        yaml.safe_dump({"recipe": "default.v1", "language": "zh", "pipeline": pipeline}),
        encoding="utf-8",
    )
    started = time.perf_counter()
    data = folder / ("few.yml" if own else "all.yml")
    model = train_nlu(str(config), str(data), str(folder / "models"), fixed_model_name="x")
    trained = time.perf_counter() - started
    agent = Agent.load(model)
    entries = read_folder(ROOT / "tests" / "understanding" / "messages")
    found, times = [], []
    for number, entry in enumerate(entries):
        before = time.perf_counter()
        parsed = await agent.parse_message(entry.text)
        if number < PARSES:
            times.append(time.perf_counter() - before)
        name = (parsed.get("reading") or {}).get("intent") or parsed["intent"]["name"]
        found.append(name)
    expected = [entry.reading.intent.value for entry in entries]
    figure = macro_f1(expected, found, [entry.scenario for entry in entries])
    return {
        "f1": figure,
        "parse": statistics.median(times) * 1000,
        "train": trained,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def macro_f1(
    expected: Sequence[str], found: Sequence[str], scenes: Sequence[str]
) -> tuple[float, float, float]:
    """With its 95 % interval over whole scenes, since messages of one are alike."""
    truth, answers, groups = np.array(expected), np.array(found), np.array(scenes)
    names, rng = sorted(set(scenes)), np.random.default_rng(1)
    labels = sorted(set(expected))
    places = {name: np.flatnonzero(groups == name) for name in names}
    drawn = []
    for _ in range(ROUNDS):
        rows = np.concatenate([places[names[i]] for i in rng.integers(0, len(names), len(names))])
        drawn.append(f1_score(truth[rows], answers[rows], labels=labels, average="macro"))
    low, high = np.quantile(drawn, [0.025, 0.975])
    whole = f1_score(truth, answers, labels=labels, average="macro")
    return float(whole), float(low), float(high)


def as_markdown(rows: Sequence[dict[str, Any]], messages: int, epochs: int) -> str:
    """The table with what it was measured on."""
    slowest = max(row["parse"] for row in rows)
    lines = [
        "| pipeline | intent macro-F1 (95 %) | median parse | speed | training | memory |",
        "|---|---|---|---|---|---|",
        *(
            f"| {row['name']} | {row['f1'][0]:.3f} ({row['f1'][1]:.3f}–{row['f1'][2]:.3f}) "
            f"| {row['parse']:.2f} ms | {slowest / row['parse']:.1f} × faster "
            f"| {row['train']:.0f} s | {row['memory']:.0f} MB |"
            for row in rows
        ),
        "",
        f"{messages} training messages drawn by lot, the same for all; DIET with {epochs} epochs; "
        "each in a process of its own, one after the other, Rasa and TensorFlow included. Ours "
        "reads causes, anger, signals, facts and language besides. Made by "
        f"`python -m tests.bench.pipelines --messages {messages} --epochs {epochs} --write`.",
    ]
    return "\n".join(lines)


def write(table: str, page: Path = PAGE) -> None:
    """Put the table between its marks."""
    before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    page.write_text(f"{before}{MARKS[0]}\n{table}\n{MARKS[1]}{after}", encoding="utf-8")


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=6000)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--job", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.job:
        asked = json.load(sys.stdin)
        result = asyncio.run(job(Path(asked["folder"]), asked["pipeline"], asked["own"]))
        print(json.dumps(result))
        return
    table = as_markdown(compare(given.messages, given.epochs), given.messages, given.epochs)
    print(table)
    if given.write:
        write(table)


if __name__ == "__main__":
    main()
