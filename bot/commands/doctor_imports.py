"""What ``doctor`` says of imports: one that isn't finished, one that stopped, one that is expected and wasn't made."""

from __future__ import annotations

from collections.abc import Iterator

from bot.commands.findings import Finding, fine, look, wrong
from cards.formats import day, plural
from cards.upkeep.imports import AGAIN
from storage.importing import runs
from storage.importing.runs import Run
from storage.states import ImportState
from storage.work import Work


def imports(work: Work) -> Iterator[Finding]:
    """Of the newest one. Nothing before the first."""
    newest = runs.newest(work)
    if newest is None:
        return
    if runs.missed(work):
        said = f"The last import was on {_on(work, newest)}, and a timer was to make another since."
        yield look(said, "See whether the timer runs and the files arrive.")
        return
    yield _newest(work, newest)


def _newest(work: Work, run: Run) -> Finding:
    on = _on(work, run)
    if run.state is ImportState.REFUSED:
        if not run.faults:
            return look(f"The import of {on} wasn't made: another was under way.", AGAIN)
        stopped = f"The import of {on} stopped at {plural('fault', run.faults)}: nothing was changed."
        return look(stopped, "Its output names each fault; with --report FILE they are written down.")
    if run.state is ImportState.FAILED:
        return wrong(f"Only a part of the import of {on} is in.", AGAIN)
    if run.state is ImportState.FINISHED and run.faults:
        rest = f"The last import, on {on}, is in, but for {plural('row', run.faults)} with a fault."
        return look(rest, "Its output names each; with --report FILE they are written down.")
    if run.state is ImportState.FINISHED:
        return fine(f"The last import, on {on}, is in.")
    if run.is_held(work.now):
        return look("An import is under way.", "Until it is in, nobody is told anything.")
    remedy = (
        "serve goes on with it by itself, and so does the next import. Until then nobody is told anything."
    )
    return look(f"The import of {on} was broken off: a part of it may be in.", remedy)


def _on(work: Work, run: Run) -> str:
    return day(work.calendar.day_of(run.begun_at))
