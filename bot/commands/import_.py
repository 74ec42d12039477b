"""``import``: brings a council's own data in from CSV files, workbooks and calendars."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from bot.clock import Clock, SystemClock
from bot.commands.case_names import case_names
from bot.commands.findings import some
from bot.commands.import_asks import ask_shape, report_unusual
from bot.commands.import_left import bringing_nothing, named_left, rows_left, sheets_left, taken_as_recorded
from bot.commands.import_lines import why_not_written, write_lines
from bot.commands.import_looks import say_looks
from bot.commands.import_next import (
    AFTER_DRY_RUN,
    AFTER_FAULTS,
    NOTHING_OF,
    WRITE_LINES,
    after_import,
    mappings_of,
)
from bot.commands.import_odd import say_odd
from bot.commands.import_own import without_reports
from bot.commands.import_report import ImportReport, reporting
from bot.commands.leave_trace import account
from bot.commands.plain_text import print_text
from bot.commands.undated_cases import undated, waiting
from bot.settings import PREFIX, Settings, SettingsError, read_settings
from bot.wiring import config_of
from cards.formats import listing, plural
from cards.shared.derivation import sentence
from handlers.people import leaving
from handlers.upkeep import imports
from storage import unheeded
from storage.engine import open_engine
from storage.importing.applied.changes import Outcome
from storage.importing.applied.writing import Result
from storage.importing.faults import BadFilesError, causes
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import FileMapping, MappingError, read_mapping
from storage.importing.mapped.names_answered import with_answers_of_all
from storage.importing.options import ImportOptions
from storage.importing.reading import Progress as Report
from storage.importing.run import bring_in
from storage.importing.runs import EndedError, UnderWayError
from storage.importing.tables.files import Source
from storage.importing.tables.mapped_files import sources_of, table_of
from storage.importing.tables.workbook import sheets_meant
from storage.migrate import check, migrate, revision_of
from storage.transactions import read_transaction, write_transaction
from storage.work import CouncilConfig, Work

out, err = Console(), Console(stderr=True)
#: More new rows of a kind than this are counted: a first import has thousands.
LISTED_NEW: Final = 20


def import_files(
    files: Sequence[Path],
    *,
    dry_run: bool,
    complete: bool,
    mappings: Sequence[Path],
    sheet: str,
    report: Path | None,
    again_within: int | None,
    ends_many: bool = False,
    leave_out_faults: bool = False,
    lines: Path | None = None,
) -> int:
    """Brings the files in by the settings in the environment. The exit code: 2 for a setting or mapping that is
    wrong."""
    if complete and leave_out_faults:
        print_text(
            err, "--leave-out-faults and --complete: what is left out would be taken as ended; choose one"
        )
        return 2
    try:
        said = with_answers_of_all({str(path): read_mapping(path) for path in mappings_of(mappings)})
        options = Options(
            dry_run, complete, said, sheet or None, report, again_within, ends_many, leave_out_faults, lines
        )
        return run(read_settings(), SystemClock(), files, options)
    except (SettingsError, MappingError) as error:
        err.print(str(error), markup=False, soft_wrap=True)
        return 2


@dataclass(frozen=True, slots=True)
class Options:
    """How the files are brought in. ``mappings``: by their names. ``report``: a CSV file to write with every fault and
    every difference. ``again_within``: days within which the next import is expected, where a timer makes them.
    ``ends_many``: somebody looked, and so much does end. ``leaves_out``: rows with a fault don't stop the others.
    ``lines``: where to write those that only sessions show."""

    dry_run: bool = False
    complete: bool = False
    mappings: Mapping[str, FileMapping] = field(default_factory=dict)
    sheet: str | None = None
    report: Path | None = None
    again_within: int | None = None
    ends_many: bool = False
    leaves_out: bool = False
    lines: Path | None = None

    @property
    def timed(self) -> int | None:
        """``again_within`` of an import that counts as one."""
        return None if self.dry_run else self.again_within


def run(settings: Settings, clock: Clock, files: Sequence[Path], options: Options) -> int:
    """0 when all went in; 1 when a file has faults, each of which is printed; nothing is changed then."""
    if options.lines and (why := why_not_written(options.lines, files)):
        print_text(err, why)
        return 2
    missing = [f for f in files if not f.is_file()]
    for file in missing:
        what = "this is a folder: name the files in it" if file.is_dir() else "there is no such file"
        err.print(f"{file}: {what}", markup=False)
    if missing and not options.timed:
        return 1
    config, now = config_of(settings), clock.now()
    if missing:
        with _database(settings.database_url, dry_run=False) as engine:
            _note_refused(engine, config, now, len(missing), options)
        return 1
    files = without_reports(files, err)
    sheets = sheets_meant(files, options.sheet)
    sources = [source for file in files for source in _sources(file, config, now, options, sheets[file])]
    _say_unused(files, sources, options.mappings)
    for line in sheets_left(sources):
        print_text(err, f"{line}.")
    with (
        _database(settings.database_url, dry_run=options.dry_run) as engine,
        reporting(options.report) as report,
    ):
        return _run(engine, config, now, sources, options, report)


@contextmanager
def _database(url: str, *, dry_run: bool) -> Iterator[Engine]:
    """The database, migrated. A dry run neither makes nor migrates one: where there is none yet it takes an empty one
    that is thrown away. Raises SettingsError for one that is of another version."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = dry_run and not _is_there(url)
        engine = open_engine(f"sqlite:///{folder}/empty.db" if scratch else url)
        try:
            if dry_run and not scratch and (wrong := check(engine)):
                raise SettingsError(f"{PREFIX}DATABASE_URL: {wrong}")
            migrate(engine)
            yield engine
        finally:
            engine.dispose()


def _is_there(url: str) -> bool:
    """Whether a database was ever begun at this URL. Looks without making one."""
    if url.startswith("sqlite") and not Path(make_url(url).database or "").is_file():
        return False
    engine = open_engine(url)
    try:
        return revision_of(engine) is not None
    finally:
        engine.dispose()


def _run(
    engine: Engine,
    config: CouncilConfig,
    now: datetime,
    sources: Sequence[Source],
    options: Options,
    report: ImportReport,
) -> int:
    try:
        result = _brought_in(engine, config, now, sources, options, report)
    except UnderWayError as error:
        _note_refused(engine, config, now, 0, options)
        print_text(err, str(error))
        return 1
    except EndedError as error:
        print_text(err, str(error))
        return 1
    except BadFilesError as error:
        _note_refused(engine, config, now, len(error.faults), options)
        report.faults("fault", error.faults)
        report.faults("follows", error.followed)
        print_text(err, str(error))
        print_text(err, f"Nothing was changed. {causes(error.faults)} to correct. {AFTER_FAULTS}")
        return 1
    report.faults("odd", result.odd)
    report.faults("booked while away", result.booked_away)
    report.faults("left out", result.left_out)
    report.faults("follows", result.followed)
    report.faults("cell left out", result.cells_left_out)
    if options.lines and not result.shapes:
        write_lines(options.lines, result.held_by_others)
    if _asks(result, options):
        _note_refused(engine, config, now, 1, options)
        return 1
    for line in (*rows_left(sources, options.mappings), *named_left(result)):
        print_text(out, f"{line}.")
    _report(result)
    nothing = bringing_nothing(sources, options.mappings)
    _say_next(result, options, nothing, config.calendar.add_working(config.calendar.day_of(now), 1))
    if not options.dry_run:
        _note_left_out(engine, config, now, len(result.rows_left_out), options)
        _follow(engine, config, now)
    return 0


def _say_next(result: Result, options: Options, nothing: Sequence[str], morning: date) -> None:
    if options.timed:
        return
    if result.held_by_others and not options.lines:
        print_text(out, WRITE_LINES)
    if not options.dry_run:
        print_text(out, after_import(morning))
    else:
        print_text(out, NOTHING_OF.format(listing(nothing)) if nothing else AFTER_DRY_RUN)


def _brought_in(
    engine: Engine,
    config: CouncilConfig,
    now: datetime,
    sources: Sequence[Source],
    options: Options,
    report: ImportReport,
) -> Result:
    with _progress() as progress:
        return bring_in(
            engine,
            config,
            now,
            sources,
            ImportOptions(
                dry_run=options.dry_run,
                complete=options.complete,
                progress=progress,
                every=report.difference,
                again_within=options.timed,
                asks_endings=not options.ends_many,
                account=account(),
                leaves_out=options.leaves_out,
            ),
        )


def _note_refused(
    engine: Engine, config: CouncilConfig, now: datetime, faults: int, options: Options
) -> None:
    """Nobody reads what a timer's import prints: the administrators are told."""
    if options.timed:
        with write_transaction(engine, config, now) as work:
            imports.refused(work, faults, options.timed)


def _note_left_out(engine: Engine, config: CouncilConfig, now: datetime, rows: int, options: Options) -> None:
    """As of an import that was refused."""
    if options.timed and rows:
        with write_transaction(engine, config, now) as work:
            imports.left_out(work, rows)


def _asks(result: Result, options: Options) -> bool:
    """Whether somebody has to look first, for what is asked here: then nothing was changed."""
    if result.shapes:
        ask_shape(err, result.shapes)
        return True
    if result.unusual and not (options.dry_run or options.ends_many):
        report_unusual(err, result)
        return True
    return False


def _follow(engine: Engine, config: CouncilConfig, now: datetime) -> None:
    """What an import that is in leads to, and what of it has no effect as it is."""
    with write_transaction(engine, config, now) as work:
        leaving.follow(work)
    with read_transaction(engine, config, now) as work:
        _say_unheeded(work)


def _sources(
    file: Path, config: CouncilConfig, now: datetime, options: Options, sheet: str | None
) -> Sequence[Source]:
    if file.suffix.lower() == ".ics":
        from storage.importing.calendars.ics import CalendarFile

        return [CalendarFile(file, config.calendar.day_of(now), config.calendar.zone)]
    mappings = list(options.mappings.values())
    today = config.calendar.day_of(now)
    return sources_of(file, mappings, sheet, config.calendar, today) or [table_of(file, sheet)]


def _say_unused(
    files: Sequence[Path], sources: Sequence[Source], mappings: Mapping[str, FileMapping]
) -> None:
    """A mapping that reads nothing is one that somebody believes is read."""
    read = [source.mapping for source in sources if isinstance(source, MappedRows)]
    for name, mapping in mappings.items():
        if not any(mapping is one for one in read):
            sheet = f", sheet '{mapping.sheet}'" if mapping.sheet else ""
            if any(mapping.is_for(file) for file in files):
                why = "another, given before it, reads that file or sheet: put what both make into one"
            else:
                why = "its name for files fits none of those given"
            print_text(err, f"{name} is used for nothing ({mapping.files}{sheet}): {why}.")


@contextmanager
def _progress() -> Iterator[Report]:
    """One bar for each thing that is done, on the error stream, and only where somebody watches."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        tasks: dict[str, int] = {}

        def progressed(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what)
            bars.update(tasks[what], completed=done, total=total or None)  # type: ignore[arg-type]

        yield progressed


def _report(result: Result) -> None:
    many = {kind: counts["new"] for kind, counts in result.counts.items() if counts["new"] > LISTED_NEW}
    news = [line.what == Outcome.NEW and line.kind in many for line in result.lines]
    for line, counted in zip(result.lines, news, strict=True):
        if not counted:
            print_text(out, str(line))
    for kind, number in many.items():
        print_text(out, f"{kind}: {number:,} new; --report FILE lists each")
    say_odd(out, result)
    say_looks(out, result.looks, many)
    for kinds in (*undated(result), *taken_as_recorded(result)):
        print_text(out, kinds)
    if (more := result.unlisted - sum(many.values()) + sum(news)) > 0:
        out.print(f"… and {more:,} more differences")
    for file, names in result.unread.items():
        out.print(f"{file}: columns not read: {', '.join(names)}", markup=False, highlight=False)
    out.print(_table(result))


def _say_unheeded(work: Work) -> None:
    """What is stored and has no effect as it is."""
    for said, remedy in waiting(work):
        print_text(out, f"{said} {remedy}")
    for one in unheeded.idle_grants(work):
        said = "".join(str(part) for part in sentence(one.step))
        print_text(out, f"{case_names(work, [one.reference])[one.reference]}: {said}.")
    for phase in unheeded.open_phases(work):
        said = (
            f"{plural('person', len(phase.people), 'people')} in post before the bot began, {some(phase.people)}: "
            f"in the phase of {phase.rule} that '{phase.event}' ends, until that is imported for them with its day."
        )
        print_text(out, said)


def _table(result: Result) -> Grid:
    outcomes = ("new", "changed", "ended", "same", "kept")
    grid = Grid("", *outcomes[:-1], "kept")
    for kind, counts in result.counts.items():
        grid.add_row(kind, *(f"{counts[o]:,}" for o in outcomes))
    return grid
