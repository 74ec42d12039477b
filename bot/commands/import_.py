"""``import``: brings a council's own data in from CSV files and calendars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid
from sqlalchemy import Engine

from bot.clock import Clock, SystemClock
from bot.commands.findings import some
from bot.settings import Settings, SettingsError, read_settings
from bot.wiring import config_of
from cards.shared.derivation import sentence
from cards.words import plural
from storage import unheeded
from storage.engine import open_engine
from storage.importing.faults import BadFilesError
from storage.importing.files import CsvFile, Source
from storage.importing.reading import Progress as Told
from storage.importing.run import bring_in
from storage.importing.writing import Result
from storage.migrate import migrate
from storage.transactions import read_transaction
from storage.work import CouncilConfig, Work

out, err = Console(), Console(stderr=True)


def import_files(files: Sequence[Path], *, dry_run: bool, complete: bool) -> int:
    """Brings the files in by the settings in the environment. The exit code: 2 for a setting that is wrong."""
    try:
        return run(read_settings(), SystemClock(), files, dry_run=dry_run, complete=complete)
    except SettingsError as error:
        err.print(str(error), markup=False)
        return 2


def run(settings: Settings, clock: Clock, files: Sequence[Path], *, dry_run: bool, complete: bool) -> int:
    """0 when all went in; 1 when a file has faults, each of which is printed; nothing is changed then."""
    missing = [f for f in files if not f.is_file()]
    for file in missing:
        what = "this is a folder: name the files in it" if file.is_dir() else "there is no such file"
        err.print(f"{file}: {what}", markup=False)
    if missing:
        return 1
    config, engine, now = config_of(settings), open_engine(settings.database_url), clock.now()
    try:
        migrate(engine)
        return _run(engine, config, now, _sources(files, config, now), dry_run=dry_run, complete=complete)
    finally:
        engine.dispose()


def _run(
    engine: Engine,
    config: CouncilConfig,
    now: datetime,
    sources: Sequence[Source],
    *,
    dry_run: bool,
    complete: bool,
) -> int:
    try:
        with _progress() as progress:
            result = bring_in(
                engine, config, now, sources, dry_run=dry_run, complete=complete, progress=progress
            )
    except BadFilesError as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        err.print(f"Nothing was changed. {len(error.faults) + error.more} to correct.")
        return 1
    _report(result)
    if not dry_run:
        with read_transaction(engine, config, now) as work:
            _say_unheeded(work)
    return 0


def _sources(files: Sequence[Path], config: CouncilConfig, now: datetime) -> list[Source]:
    return [_source(f, config.calendar.day_of(now), config) for f in files]


def _source(file: Path, today: date, config: CouncilConfig) -> Source:
    if file.suffix.lower() != ".ics":
        return CsvFile(file)
    from storage.importing.ics import CalendarFile

    return CalendarFile(file, today, config.calendar.zone)


@contextmanager
def _progress() -> Iterator[Told]:
    """One bar for each thing that is done, on the error stream, and only where somebody watches."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        tasks: dict[str, int] = {}

        def told(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what)
            bars.update(tasks[what], completed=done, total=total or None)  # type: ignore[arg-type]

        yield told


def _report(result: Result) -> None:
    for line in result.lines:
        out.print(str(line), markup=False, highlight=False, soft_wrap=True)
    if result.unlisted:
        out.print(f"… and {result.unlisted:,} more differences")
    for file, names in result.unread.items():
        out.print(f"{file}: columns not read: {', '.join(names)}", markup=False, highlight=False)
    out.print(_table(result))
    if result.dry_run:
        out.print("Nothing was changed (--dry-run).")


def _say_unheeded(work: Work) -> None:
    """What is stored and has no effect as it is."""
    for one in unheeded.idle_grants(work):
        said = "".join(str(part) for part in sentence(one.step))
        out.print(f"{one.reference}: {said}.", markup=False, highlight=False, soft_wrap=True)
    for phase in unheeded.open_phases(work):
        said = (
            f"{plural('person', len(phase.people), 'people')} long in post, {some(phase.people)}: in the phase of "
            f"{phase.rule} that '{phase.event}' ends, until that is imported for them with its day."
        )
        out.print(said, markup=False, highlight=False, soft_wrap=True)


def _table(result: Result) -> Grid:
    outcomes = ("new", "changed", "ended", "same", "kept")
    grid = Grid("", *outcomes[:-1], "chat says otherwise")
    for kind, counts in result.counts.items():
        grid.add_row(kind, *(f"{counts[o]:,}" for o in outcomes))
    return grid
