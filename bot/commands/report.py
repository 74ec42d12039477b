"""``report``: what a period shows of supervision, as a page and a workbook. That it was made is in the trail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.commands import leave_trace, report_workbook
from bot.commands.private import private
from bot.commands.reading import chosen, nobody_has, opened, read_day, require_order
from bot.desk import report as page
from cards.evidence.report import AREAS, TOO_FEW, PeriodReport, fraction, held_words, rest
from handlers.evidence.gather import ReportScope
from handlers.evidence.gather import report as gathered
from policy.folding import fold
from storage import evidence, people
from storage.people import Person
from storage.work import Work


@dataclass(frozen=True, slots=True)
class ReportWanted:
    """As typed: days, a team's name, staff numbers."""

    first: str
    last: str
    team: str = ""
    person: str = ""
    reader: str = ""


def report(
    first: str, last: str, team: str, person: str, reader: str, folder: Path, database: str, rules: str
) -> int:
    """Writes both files and says where; 1 for a person or team there isn't. Raises SettingsError."""
    settings = chosen(database, rules)
    wanted = ReportWanted(first, last, team, person, reader)
    with opened(settings) as bot:
        with bot.read() as work:
            asked = _asked(work, wanted)
            if isinstance(asked, str):
                print(asked)
                return 1
        leave_trace.leave(bot, settings.database_url, "report.made", asked.subject, **asked.traced)
        with bot.read() as work:
            found = gathered(work, asked)
    if not found.people and asked.person:
        print(f"{asked.person.name} isn't in the line of {asked.reader.name if asked.reader else 'anybody'}.")
        return 1
    for path in _written(found, folder, _name(asked)):
        print(f"Written: {path}")
    _show(found)
    return 0


def _asked(work: Work, wanted: ReportWanted) -> ReportScope | str:
    """What is meant, or what there isn't, in a sentence."""
    first, last = read_day("--from", wanted.first), read_day("--to", wanted.last)
    require_order(first, last)
    person, reader = (_person(work, number) for number in (wanted.person, wanted.reader))
    for number, one in ((wanted.person, person), (wanted.reader, reader)):
        if number and one is None:
            return nobody_has(number)
    teams = sorted({p.team for p in evidence.in_post(work, first, last) if p.team})
    team = next((t for t in teams if fold(t) == fold(wanted.team)), "")
    if wanted.team and not team:
        return f"There is no team {wanted.team}. There are: {', '.join(teams)}."
    return ReportScope(first, last, team, person, reader)


def _person(work: Work, number: str) -> Person | None:
    return people.by_staff_number(work, number) if number else None


def _name(asked: ReportScope) -> str:
    about = asked.person.staff_number if asked.person else asked.team.lower().replace(" ", "-")
    parts = ["supervision", asked.first.isoformat(), "to", asked.last.isoformat(), about]
    kept = "".join(c for c in "-".join(p for p in parts if p) if c.isalnum() or c in "-_")
    return f"{kept}-for-{asked.reader.staff_number}" if asked.reader else kept


def _written(found: PeriodReport, folder: Path, name: str) -> Iterator[Path]:
    """For their owner's eyes only."""
    folder.mkdir(parents=True, exist_ok=True)
    with private():
        html, book = folder / f"{name}.html", folder / f"{name}.xlsx"
        for path in (html, book):
            path.unlink(missing_ok=True)
        html.write_text(page.page(found), encoding="utf-8")
        yield html
        report_workbook.write(found, book)
        yield book


def _show(found: PeriodReport) -> None:
    console = Console()
    table = Table(title=found.title, title_justify="left", box=None, pad_edge=False)
    for heading in ("", "People", "Sessions held", f"{AREAS[found.areas[0]]} on time", "The others"):
        table.add_column(heading)
    for one in found.teams:
        if one.counts is None or found.areas[0] in one.counts.of_few:
            table.add_row(escape(one.name), f"{one.people}", TOO_FEW, "", "")
            continue
        tally = one.counts.of(found.areas[0])
        table.add_row(
            *(escape(one.name), f"{one.people}", held_words(one.counts)),
            *(fraction(tally) or "none due", rest(tally)),
        )
    if found.teams:
        console.print(table)
    for note in found.notes:
        console.print(note, highlight=False)
