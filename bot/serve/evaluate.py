"""`qingting evaluate`: the trained model's reader, without Rasa, against labelled messages."""

from __future__ import annotations

import hashlib
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from statistics import median
from tempfile import TemporaryDirectory
from time import thread_time

from bot.config import ROOT
from bot.domain.errors import InvalidInput, SettingsError
from bot.domain.reading_policy import parse_reading_policy
from bot.nlu.evaluation import tables
from bot.nlu.evaluation.facts import measure_facts, predict_facts, read_facts
from bot.nlu.evaluation.metrics import measure
from bot.nlu.evaluation.out_of_fold import out_of_fold
from bot.nlu.evaluation.predictions import TODAY, predict
from bot.nlu.evaluation.report import PAGE, Material, write_report
from bot.nlu.evaluation.thresholds import as_dict, as_yaml, propose
from bot.nlu.labels import Labelled, read_folder
from bot.nlu.material import Material as Words
from bot.nlu.reader import MessageReader

MESSAGES = ROOT / "tests" / "understanding" / "messages"
FACTS = ROOT / "tests" / "understanding" / "facts.jsonl"
OUT = ROOT / "results" / "understanding"
TIMED = 300
"""Messages whose reading is timed, at least."""
_SIGN = "judge.npz"
"""The file by which the reader's folder is known within a model."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Sources:
    """What to measure on, and where to put what was found."""

    messages: Path = MESSAGES
    facts: Path = FACTS
    out: Path = OUT
    page: Path | None = None
    """A page whose table of figures is to be written anew."""


def load_reader(model: Path) -> MessageReader:
    """The reader of a trained model. Raises SettingsError where there is none, naming the mend."""
    if not model.is_file():
        raise SettingsError(f"There is no trained model {model}. Run `make train`.")
    try:
        with tarfile.open(model) as archive, TemporaryDirectory() as folder:
            _extract(archive, Path(folder))
            return MessageReader.load(Path(folder))
    except FileNotFoundError as error:
        raise SettingsError(
            f"The model {model.name} has no reader of messages ({_SIGN}). Run `make train`."
        ) from error
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
        raise SettingsError(f"The model {model.name} is damaged. Run `make train`.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"The model {model.name} does not fit this version ({error}). Run `make train`."
        ) from error


def evaluate(model: Path, sources: Sources, say: Say, *, as_json: bool = False) -> None:
    """Measure, print, and write the report. Raises SettingsError or InvalidInput."""
    reader = load_reader(model)
    entries = _messages(sources.messages, "--messages")
    try:
        facts = read_facts(sources.facts)
    except OSError as error:
        raise _unreadable("--facts", sources.facts, error) from error
    except ValueError as error:
        raise InvalidInput("--facts", str(error)) from error
    old_page = _page(sources.page)
    rows, fact_rows = predict(reader, entries), predict_facts(reader, facts)
    sets, fact_sets = measure(rows), measure_facts(fact_rows)
    run = tables.Run(
        sets={
            name: {**sets.get(name, {}), **fact_sets.get(name, {})}
            for name in ["all", *sorted({*sets, *fact_sets} - {"all"})]
        },
        made=date.today().isoformat(),  # noqa: DTZ011 — the reader's day
        model=_print_of([model]),
        data=_print_of([*sorted(sources.messages.glob("*.yml")), sources.facts]),
        messages=len(rows),
        facts=len(fact_rows),
        parse=_timed(reader, entries),
    )
    limits = reader.preparation.policy.signals
    material = Material(rows, fact_rows, limits, sources.messages, sources.facts)
    try:
        former = write_report(sources.out, run, material)
        if sources.page is not None:
            text = tables.put_between(old_page, tables.markdown(run))
            sources.page.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput("--out", f"{error.filename} cannot be written.") from error
    if as_json:
        say(json.dumps(run.as_dict(), ensure_ascii=False))
    else:
        say(tables.terminal(run, former))
        say(f"Report: {sources.out / PAGE}")


def _timed(reader: MessageReader, entries: Sequence[Labelled]) -> tables.Speed:
    """Of messages from everywhere, once all have been read before."""
    chosen = entries[:: max(1, len(entries) // TIMED)]
    spent = []
    for entry in chosen:
        begun = thread_time()
        reader.read(entry.text, TODAY)
        spent.append((thread_time() - begun) * 1000)
    spent.sort()
    return tables.Speed(median(spent), spent[int(0.95 * len(spent))], len(spent))


def choose_thresholds(say: Say, progress: Say, *, as_json: bool = False) -> None:
    """Print what `data/policy/reading.yml` might say, by cross-validation on `data/reading`.

    Reads no evaluation message. Raises InvalidInput naming what to mend.
    """
    folder = ROOT / "data" / "reading"
    entries = _messages(folder, "data/reading")
    try:
        words = Words.from_folders(folder, ROOT / "data" / "policy")
        policy = parse_reading_policy(words.reading)
        proposal = propose(out_of_fold(entries, words, progress))
    except ValueError as error:
        raise InvalidInput("data", str(error)) from error
    say(json.dumps(as_dict(proposal)) if as_json else as_yaml(proposal, policy))


def _messages(folder: Path, option: str) -> Sequence[Labelled]:
    try:
        entries = read_folder(folder)
    except OSError as error:
        raise _unreadable(option, folder, error) from error
    except ValueError as error:
        raise InvalidInput(option, str(error)) from error
    if not entries:
        raise InvalidInput(option, f"there are no labelled messages (*.yml) in {folder}.")
    return entries


def _page(path: Path | None) -> str:
    """Read first, so that a page without marks is known before the work and not after it."""
    if path is None:
        return ""
    try:
        text = path.read_text(encoding="utf-8")
        tables.put_between(text, "")
    except OSError as error:
        raise _unreadable("--write", path, error) from error
    except ValueError as error:
        raise InvalidInput("--write", f"in {path} {error}") from error
    return text


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """The files beside the sign, by their bare names. Raises FileNotFoundError without it."""
    members = [member for member in archive.getmembers() if member.isfile()]
    sign = next((m for m in members if PurePosixPath(m.name).name == _SIGN), None)
    if sign is None:
        raise FileNotFoundError(_SIGN)
    for member in members:
        path = PurePosixPath(member.name)
        source = archive.extractfile(member)
        if path.parent == PurePosixPath(sign.name).parent and source is not None:
            with (folder / path.name).open("wb") as target:
                copyfileobj(source, target)


def _print_of(files: Sequence[Path]) -> str:
    """Eight digits that tell models, or messages, apart."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:8]


def _unreadable(option: str, path: Path, error: OSError) -> InvalidInput:
    return InvalidInput(option, f"{path} cannot be read: {error.strerror}.")
