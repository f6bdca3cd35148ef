"""The command `qingting`. Imports stay inside the commands: TensorFlow costs ten seconds."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.config import Settings, load_settings, settings_table
from bot.domain.errors import InvalidInput, NotFound, QingtingError

T = TypeVar("T")
app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Qingting (倾听): complaint intake."
)
cases_app = typer.Typer(no_args_is_help=True, help="Look at cases.")
agents_app = typer.Typer(no_args_is_help=True, help="Accounts of the desk.")
labels_app = typer.Typer(no_args_is_help=True, help="What people at the desk corrected.")
app.add_typer(cases_app, name="cases")
app.add_typer(agents_app, name="agents")
app.add_typer(labels_app, name="labels")

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def main() -> None:
    """Entry point: expected failures are one sentence on stderr and status 2."""
    try:
        app()
    except QingtingError as error:
        sys.stderr.write(f"qingting: {error}\n")
        raise SystemExit(2) from error


@app.command()
def serve(
    part: Annotated[str, typer.Argument(help="all, assistant, desk or worker")] = "all",
    demo: Annotated[bool, typer.Option("--demo", help="Add seeded cases and accounts.")] = False,
) -> None:
    """Serve everything, or one role of a scaled installation."""
    from bot.serve.logs import configure_logs, quiet_environment

    quiet_environment()
    settings = load_settings()
    configure_logs(settings.log_level)
    import uvloop

    from bot.serve.run import Part
    from bot.serve.run import serve as run

    if part not in {item.value for item in Part}:
        raise InvalidInput("part", "must be all, assistant, desk or worker.")
    uvloop.install()
    asyncio.run(run(Part(part), settings, _say, demo=demo))


@app.command()
def train(
    if_stale: Annotated[
        bool, typer.Option("--if-stale", help="Only where the model is missing or older.")
    ] = False,
) -> None:
    """Train the model from config.yml, domain.yml and data/."""
    from bot.serve.model import stale_reason
    from bot.serve.model import train as run

    settings = load_settings()
    reason = stale_reason(settings.model)
    if if_stale and reason is None:
        _say("The model is up to date.")
        return
    _say(f"Training ({reason or 'as asked'}) …")
    run(settings.model, _say)
    _say("The model is trained.")


@app.command()
def settings() -> None:
    """Print the table of settings."""
    _say(settings_table())


@app.command()
def doctor() -> None:
    """Check settings, database, model, key and front end; status 2 where something is amiss."""
    from bot.serve.doctor import examine

    findings = asyncio.run(examine())
    for finding in findings:
        _say(f"{'ok  ' if finding.fine else 'FAIL'}  {finding.what}: {finding.text}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(2)


@app.command()
def understand(
    text: Annotated[str | None, typer.Argument(help="One message.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            help='JSON lines with "text", perhaps "id" and "said_at" (ISO 8601); - is stdin.'
        ),
    ] = None,
    today: Annotated[
        str | None, typer.Option(help="The day on which it was said, as in 2026-11-21; today.")
    ] = None,
) -> None:
    """Show what the model reads in messages, as JSON lines."""
    from bot.serve.logs import configure_logs, quiet_environment

    quiet_environment()
    loaded = load_settings()
    configure_logs("error")
    from bot.serve.understand import Understanding, lines_of

    lines = lines_of(text, file)

    async def run() -> bool:
        fine = True
        async for reading in Understanding(loaded, today).read(lines):
            _say(json.dumps(reading, ensure_ascii=False))
            if "error" in reading:
                sys.stderr.write(f"qingting: {reading['error']}\n")
                fine = False
        return fine

    if not asyncio.run(run()):
        raise typer.Exit(1)


@app.command()
def evaluate(
    messages: Annotated[
        Path | None, typer.Option(help="Labelled messages; tests/understanding/messages.")
    ] = None,
    facts: Annotated[
        Path | None, typer.Option(help="Messages with facts; tests/understanding/facts.jsonl.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the report goes; results/understanding.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(help="A page whose table of figures is written anew.")
    ] = None,
    choose_thresholds: Annotated[
        bool,
        typer.Option("--choose-thresholds", help="Propose data/policy/reading.yml instead."),
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Measure how well the trained model understands messages, and write a report."""
    from bot.serve import evaluate as run

    if choose_thresholds:
        run.choose_thresholds(_say, lambda line: typer.echo(line, err=True), as_json=as_json)
        return
    sources = run.Sources(messages or run.MESSAGES, facts or run.FACTS, out or run.OUT, write)
    run.evaluate(load_settings().model, sources, _say, as_json=as_json)


@app.command("check-data")
def check_data() -> None:
    """Check the labelled messages of data/reading and data/nlu; status 1 where one is amiss."""
    from bot.serve.check_data import examine

    result = examine()
    for finding in result.findings:
        _say(str(finding))
    _say(f"{result.messages} messages, {len(result.findings)} findings.")
    if result.findings:
        raise typer.Exit(1)


@app.command()
def lint(
    file: Annotated[Path | None, typer.Argument(help="A file with responses; domain.yml.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Check what the assistant says against data/policy/taboos.yml; status 1 with findings."""
    from bot.scripts.lint.report import lines
    from bot.serve.lint import examine

    checked = examine(file)
    found = (json.dumps(finding.as_json(), ensure_ascii=False) for finding in checked.findings)
    for line in found if as_json else lines(checked):
        _say(line)
    if checked.findings:
        raise typer.Exit(1)


@cases_app.command("list")
def list_cases(
    state: Annotated[str | None, typer.Option(help="draft, abandoned, filed …")] = None,
    as_json: JsonFlag = False,
) -> None:
    """The newest cases."""
    from bot.serve.listing import case_row

    rows = _with_box(lambda box: box.inspection.cases(state))
    for case in rows:
        row = case_row(case)
        _say(json.dumps(row, ensure_ascii=False) if as_json else "  ".join(map(str, row.values())))


@cases_app.command("show")
def show_case(number: str, as_json: JsonFlag = False) -> None:
    """One case by its number, with tokens in place of personal values."""
    from bot.serve.listing import case_document

    async def find(box: Any) -> Any:
        return await box.inspection.case_by_number(number)

    view = _with_box(find)
    if view is None:
        raise NotFound("case", number)
    document = case_document(view)
    if as_json:
        _say(json.dumps(document, ensure_ascii=False))
        return
    for key, value in document.items():
        _say(f"{key}: {value}")


@labels_app.command("export")
def export_labels(
    out: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
    facts: Annotated[bool, typer.Option("--facts", help="Corrected facts, as JSON lines.")] = False,
) -> None:
    """Corrected messages as training data, in the format of data/reading."""
    from bot.serve.labels import as_json_lines, as_yaml

    if facts:
        text = as_json_lines(_with_box(lambda box: box.overruling.fact_examples()))
    else:
        text = as_yaml(_with_box(lambda box: box.overruling.examples()))
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput("--out", f"{out} cannot be written: {error.strerror}.") from error


@agents_app.command("add")
def add_agent(
    username: str,
    name: Annotated[str, typer.Option(help="The name that customers see.")] = "",
    role: Annotated[str, typer.Option(help="agent, supervisor, designer or admin")] = "agent",
) -> None:
    """Make an account; prints its one-time password."""
    from bot.domain.staff import Role

    if role not in {item.value for item in Role}:
        raise InvalidInput("--role", "must be agent, supervisor, designer or admin.")
    _, password = _with_box(
        lambda box: box.staff.add(username, name or username, Role(role), by="system")
    )
    _say(f"{username}: one-time password {password}")


def _with_box(act: Callable[[Any], Awaitable[T]]) -> T:
    """Run one act over a container of its own."""
    settings = load_settings()

    async def run() -> T:
        from bot.bootstrap import compose
        from bot.serve.run import prepare

        await prepare(settings)
        box = compose(settings)
        try:
            return await act(box)
        finally:
            await box.close()

    return asyncio.run(run())


def _say(line: str) -> None:
    typer.echo(line)


__all__ = ["Settings", "app", "main"]


if __name__ == "__main__":
    main()
