"""``policy diff``: what another rule set would change, on the imported data. Decide before you switch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from rich.console import Console
from rich.markup import escape

from bot.commands import leave_trace
from bot.commands.progress import counting
from bot.commands.reading import at_day, chosen, opened
from cards.formats import day
from policy.diff import SHOWN, Difference, DutyChange, compare, following
from policy.facts import Facts, SubjectKind
from policy.loader import calendar_of
from policy.ruleset import RuleSet
from policy.versions import RuleBook
from storage import cases, council, drift, facts, people
from storage.work import Work

#: Subjects read and assessed at a time.
BATCH: Final = 1000


def show(console: Console, old: RuleBook, new: RuleBook, database: str) -> int:
    """Prints what would move: of a version that follows, on the day it begins and once it governs every clock. Raises
    what ``opened`` raises."""
    calendars = calendar_of(old.latest), calendar_of(new.latest)
    settings = chosen(database, "")
    with opened(settings) as bot:
        leave_trace.leave(bot, settings.database_url, "policy.compared", version=new.latest.version)
        on = bot.config.calendar.day_of(bot.clock.now())
        for n, (title, book, since) in enumerate(_ways(old, new)):
            with at_day(bot, max(on, since)).read() as work:
                found = compare(old, book, calendars, _everything(work), work.today)
                for line in (*[""][:n], title, *_lines(work, found)):
                    console.print(escape(line))
    return 0


def _ways(old: RuleBook, new: RuleBook) -> Iterator[tuple[str, RuleBook, date]]:
    """What the new one may be: a version that follows the old (or several), and in its place. With the day from
    which."""
    books, alone = following(old, new), RuleBook([new.latest])
    for book in books:
        yield _begins(book.latest), book, book.latest.in_force_from
    if not books:
        yield "In place of the other, today:", new, date.min
        return
    last = new.latest
    yield f"If every clock already ran by version {last.version} that day:", alone, last.in_force_from


def _begins(version: RuleSet) -> str:
    running = "clocks that run keep theirs"
    if version.running.recompute:
        running = f"clocks that run are counted again, with {version.running.notice} of notice"
    return f"On {day(version.in_force_from)}, when version {version.version} begins ({running}):"


def _everything(work: Work) -> Iterator[Facts]:
    with counting("Comparing", council.subjects(work)) as progress:
        some = drift.every_subject(work, None, BATCH)
        while some:
            yield from facts.load(work, some)
            progress(len(some))
            some = drift.every_subject(work, some[-1], BATCH)


def _lines(work: Work, found: Difference) -> Iterator[str]:
    yield f"{found.looked_at} people, cases, sessions and absences; {found.same} obligations stay as they are."
    kinds = (
        ("due earlier", found.earlier),
        ("due later", found.later),
        ("asked only by the new one", found.gained),
        ("no longer asked", found.lost),
    )
    for title, changes in kinds:
        yield f"{len(changes)} {title}"
        yield from _some(work, changes)
    yield f"Supervision sessions: {found.sessions:+.1f} a week."
    names = people.people(work, list(found.leads))
    for lead, more in sorted(found.leads.items(), key=lambda pair: -pair[1])[:SHOWN]:
        yield f"  {names[lead].name if lead in names else lead}: {more:+.1f} a week"


def _some(work: Work, changes: Sequence[DutyChange]) -> Iterator[str]:
    shown = changes[:SHOWN]
    known = cases.cases(work, [c.subject_id for c in shown if c.kind is SubjectKind.CASE])
    names = people.people(work, [c.subject_id for c in shown if c.kind is SubjectKind.PERSON])
    for one in shown:
        case, person = known.get(one.subject_id), names.get(one.subject_id)
        about = case.reference if one.kind is SubjectKind.CASE and case else ""
        about = person.name if one.kind is SubjectKind.PERSON and person else about or str(one.kind)
        yield f"  {one.duty}, {about}: {one.before or 'no day'} to {one.after or 'no day'}"
    if len(changes) > SHOWN:
        yield f"  and {len(changes) - SHOWN} more"
