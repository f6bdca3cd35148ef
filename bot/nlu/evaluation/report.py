"""The report: one HTML file that needs nothing else, and a JSON file for the next comparison."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from bot.domain.reading import Cause, Intent
from bot.domain.triage import SignalName
from bot.nlu.evaluation import charts
from bot.nlu.evaluation.bars import missed
from bot.nlu.evaluation.facts import KEYS, FactRow
from bot.nlu.evaluation.mistakes import Mistake, worst
from bot.nlu.evaluation.predictions import Row
from bot.nlu.evaluation.style import STYLE
from bot.nlu.evaluation.tables import FEWER_IS_BETTER, HEADLINES, Former, Run, bar_of, delta_text

PAGE, DATA = "understanding.html", "understanding.json"
_PRF = ("precision", "recall", "f1")
_PRFA = (*_PRF, "average_precision")


@dataclass(frozen=True)
class Material:
    """What the report shows beside the figures; `messages` and `facts_file` are linked to."""

    rows: Sequence[Row]
    facts: Sequence[FactRow]
    limits: Mapping[SignalName, float]
    messages: Path
    facts_file: Path


def write_report(folder: Path, run: Run, material: Material) -> Former:
    """Write both files into `folder`; the former run, from the JSON that stood there.

    Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    former = Former.read(folder / DATA, run)
    (folder / PAGE).write_text(page(run, former, material, folder), encoding="utf-8")
    kept = {key: value for key, value in former.data.items() if key != "former"}
    text = json.dumps({**run.as_dict(), "former": kept}, ensure_ascii=False, indent=1)
    (folder / DATA).write_text(text, encoding="utf-8")
    return former


def page(run: Run, former: Former, material: Material, folder: Path) -> str:
    """The whole page; links are relative to `folder`."""
    since = f" Differences are to {former.about}." if former.made else ""
    parts = [
        f"<h1>How messages are understood</h1><p>{escape(run.about + since)}</p>",
        *_tables(run, former),
        *_pictures(run, material),
        *_mistakes(material, folder),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>Qingting: how messages are understood</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _tables(run: Run, former: Former) -> Iterable[str]:
    yield "<h2>At a glance</h2>" + _table(
        ["", "bar", *run.sets],
        [
            [
                *(escape(label), bar_of(name)),
                *(_cell(run, former, language, name) for language in run.sets),
            ]
            for name, label in HEADLINES.items()
        ],
    )
    signals = [f"signal.{name.value}" for name in SignalName]
    facts = [f"fact.{key}" for key in ("all", *sorted(KEYS))]
    for language in run.sets:
        yield _figures(f"Signals: {language}", run, former, language, signals, _PRFA)
    for language in run.sets:
        yield _figures(f"Facts: {language}", run, former, language, facts, _PRF)
    yield _by_set("Causes: F1", run, former, [f"cause.{cause.value}.f1" for cause in Cause])
    yield _by_set("Intents: F1", run, former, [f"intent.{intent.value}.f1" for intent in Intent])
    yield _by_set(
        "More", run, former, ["complaint.precision", "topic.answered", "anger.within_one"]
    )


def _figures(
    title: str,
    run: Run,
    former: Former,
    language: str,
    names: Sequence[str],
    kinds: Sequence[str],
) -> str:
    """One row per name and one column per kind, over the messages of a language set."""
    rows = []
    for name in names:
        figure = run.figure(language, f"{name}.{kinds[1]}")
        if figure is not None:
            cells = [_cell(run, former, language, f"{name}.{kind}") for kind in kinds]
            rows.append([escape(name.partition(".")[2]), str(figure.count), *cells])
    return f"<h2>{title}</h2>" + _table(["", "there", *(k.replace("_", " ") for k in kinds)], rows)


def _by_set(title: str, run: Run, former: Former, names: Sequence[str]) -> str:
    """One row per figure and one column per language set."""
    rows = [
        [
            escape(name.removesuffix(".f1").partition(".")[2] if name.endswith(".f1") else name),
            str(figure.count),
            *(_cell(run, former, language, name) for language in run.sets),
        ]
        for name in names
        if (figure := run.figure("all", name)) is not None
    ]
    return f"<h2>{title}</h2>" + _table(["", "there", *run.sets], rows)


def _pictures(run: Run, material: Material) -> Iterable[str]:
    shown = {name: label for name, label in HEADLINES.items() if name not in FEWER_IS_BETTER}
    yield _picture("Side by side", charts.bars(shown, run.sets), "Lines: 95 % intervals.")
    if not material.rows:
        return
    yield _picture(
        "Which intent is taken for which", charts.confusion(material.rows), "Counts of messages."
    )
    yield _picture(
        "Signals: precision over recall",
        charts.signal_curves(material.rows, material.limits),
        "Dot: the threshold in data/policy/reading.yml. In brackets: messages that show it.",
    )
    yield _picture(
        "How honest the scores are",
        charts.reliability(material.rows),
        "On the dotted line a score says how often it is right; larger dots hold more messages.",
    )


def _picture(title: str, svg: str, caption: str) -> str:
    return f"<h2>{title}</h2><figure>{svg}<figcaption>{caption}</figcaption></figure>"


def _mistakes(material: Material, folder: Path) -> Iterable[str]:
    facts_file = material.facts_file
    for task, found in worst(material.rows, material.facts, facts_file.name).items():
        base = facts_file.parent if task == "Facts" else material.messages
        rows = [_mistake_row(mistake, base, folder) for mistake in found]
        if rows:
            head = ["message", "expected", "found", "score", "where"]
            yield f"<h2>Worst mistakes: {task.lower()}</h2>" + _table(head, rows, "mistakes")


def _mistake_row(mistake: Mistake, base: Path, folder: Path) -> list[str]:
    path = os.path.relpath((base / mistake.file).resolve(), folder.resolve())
    link = f"{quote(Path(path).as_posix())}#L{mistake.line}"
    place = f"{mistake.file}:{mistake.line}"
    return [
        *map(escape, (mistake.text, mistake.expected, mistake.found, mistake.score)),
        f'<a href="{escape(link)}">{escape(place)}</a>',
    ]


def _cell(run: Run, former: Former, language: str, name: str) -> str:
    figure = run.figure(language, name)
    if figure is None or figure.value is None:
        return "–"
    delta = former.delta(language, name, figure)
    changed = delta_text(delta)
    better = delta is not None and (delta < 0) == (name in FEWER_IS_BETTER)
    mark = f' <ins class="{"better" if better else "worse"}">{changed}</ins>' if changed else ""
    value, _, interval = figure.text().partition(" ")
    lacking = missed(name, figure)
    below = f' <small class="worse">bar {lacking}</small>' if lacking else ""
    return f"<b>{value}</b> <small>{interval}</small>{below}{mark}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "figures") -> str:
    """Cells are HTML already."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return (
        f'<div class="wide"><table class="{kind}"><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
