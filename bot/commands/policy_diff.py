"""``policy diff``: what another rule set would change, on the imported data. Decide before you switch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape

from bot.commands.reading import chosen, opened
from policy.diff import SHOWN, Change, Difference, compare
from policy.facts import Facts, SubjectKind
from policy.loader import calendar_of
from policy.ruleset import RuleSet
from storage import cases, facts, obligations, people
from storage.work import Work

#: Subjects read and assessed at a time.
BATCH = 1000


def show(console: Console, old: RuleSet, new: RuleSet, database: str) -> int:
    """Prints what would move. Raises what ``opened`` raises."""
    with opened(chosen(database, "")) as bot, bot.look() as work:
        found = compare(old, new, (calendar_of(old), calendar_of(new)), _everything(work), work.today)
        for line in _lines(work, found):
            console.print(escape(line))
    return 0


def _everything(work: Work) -> Iterator[Facts]:
    some = obligations.every_subject(work, None, BATCH)
    while some:
        yield from facts.load(work, some)
        some = obligations.every_subject(work, some[-1], BATCH)


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


def _some(work: Work, changes: Sequence[Change]) -> Iterator[str]:
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
