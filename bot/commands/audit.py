"""``audit show`` and ``audit verify``: the trail in plain words, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.commands import leave_trace
from bot.commands.due import Answering, subject_names, subject_of, there_is_no
from bot.commands.reading import chosen, opened, read_day, require_order
from cards.audit import words
from cards.formats import clock, plural
from policy.facts import Subject, SubjectKind
from storage import audit
from storage.audit import DayRange, Entry
from storage.work import Work

#: Lines shown on the screen; --json gives all.
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class AuditWanted:
    """As typed: a case's reference, a staff number, days. ``looked``: looks alone; ``upkeep``: what is about nobody."""

    case: str
    person: str
    looked: bool
    upkeep: bool
    first: str
    last: str

    def is_one_question(self) -> bool:
        about = [bool(self.case), bool(self.person), self.upkeep].count(True)
        return about + self.looked == 1 or (about == 1 and not self.upkeep)

    @property
    def what(self) -> str:
        return "looks" if self.looked else "upkeep" if self.upkeep else "all"


def show(as_json: bool, database: str, **typed: Any) -> int:
    """Prints it, the latest first; 1 for a case or person there isn't, 2 without any question. ``typed``: see
    ``AuditWanted``."""
    wanted = AuditWanted(**typed)
    case, person = wanted.case, wanted.person
    if not wanted.is_one_question():
        print(
            "Ask about one thing: --case REFERENCE, --person STAFF-NUMBER, --upkeep for what is about nobody or, "
            "for every look, --looked."
        )
        return 2
    settings, period = chosen(database, ""), _period(wanted)
    with opened(settings) as bot:
        with bot.read() as work:
            subject = subject_of(work, case, person)
        if subject is None and (case or person):
            print(there_is_no(work, case, person))
            return 1
        leave_trace.leave(bot, settings.database_url, "audit.shown", subject, what=wanted.what)
        with bot.read() as work:
            found = _found(work, wanted, subject, period)
            lines = _lines(work, found)
    if as_json:
        print(json.dumps(lines, ensure_ascii=False, indent=2))
    else:
        _print(lines)
    return 0


def _period(wanted: AuditWanted) -> DayRange:
    """Read before anything is looked at: a look that didn't happen leaves no line in the trail."""
    first = read_day("--from", wanted.first) if wanted.first else None
    last = read_day("--to", wanted.last) if wanted.last else None
    require_order(first, last)
    return DayRange(first, last)


def _found(work: Work, wanted: AuditWanted, subject: Subject | None, period: DayRange) -> list[Entry]:
    if subject is None:
        return (audit.upkeep if wanted.upkeep else audit.every_look)(work, period)
    of = audit.of_case if subject.kind is SubjectKind.CASE else audit.of_person
    return of(work, subject.id, period, looks_only=wanted.looked)


def _lines(work: Work, found: Sequence[Entry]) -> list[dict[str, str]]:
    who = Answering(work)
    named = subject_names(work, sorted({e.subject for e in found if e.subject}), who)
    return [_line(work, entry, named, who) for entry in found]


def _line(
    work: Work, entry: Entry, named: Mapping[Subject, dict[str, str]], who: Answering
) -> dict[str, str]:
    actor = who.person(entry.actor_id)
    wall = work.calendar.wall(entry.at)
    return {
        "on": wall.date().isoformat(),
        "at": clock(wall.time()),
        "who": f"{actor.name} ({actor.staff_number})" if actor else entry.data.get("account", "the bot"),
        "what": words.look(entry.name) if entry.look else words.event(entry.name),
        "about": _named(named[entry.subject]) if entry.subject else "",
        "details": words.details({k: v for k, v in entry.data.items() if k != "account"}),
    }


def _named(subject: Mapping[str, str]) -> str:
    """``case CB-10234``, ``session S101 with S201, 2026-11-09T14:00``."""
    if "supervisee" in subject:
        return f"session {subject['supervisee']} with {subject['supervisor']}, {subject['starts']}"
    return " ".join(subject.values())


def _print(lines: Sequence[Mapping[str, str]]) -> None:
    console = Console()
    if not lines:
        console.print("Nothing is in the trail about that.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("On", "At", "Who", "What", "About", "Details"):
        table.add_column(heading, no_wrap=heading in ("On", "At"))
    for line in lines[:MOST]:
        table.add_row(*(escape(value) for value in line.values()))
    console.print(table)
    if len(lines) > MOST:
        console.print(f"And {len(lines) - MOST:,} more: --from and --to say when, --json gives all.")


def verify(digest: str, database: str) -> int:
    """Makes every seal again; 1 where one doesn't fit, or a digest from before isn't among them."""
    with opened(chosen(database, "")) as bot, bot.read() as work:
        found = audit.verify(work, digest)
    for fault in found.faults:
        print(f"wrong  {fault}")
    if not found.holds:
        print(f"wrong  {digest} isn't in the chain: what it sealed was sealed anew since.")
    print(
        f"{plural('row', found.rows)} in {plural('seal', found.seals)}; {found.unsealed:,} wait for the night."
    )
    if found.digest:
        print(f"The last seal, to keep elsewhere: {found.digest}")
    return 1 if found.faults or not found.holds else 0
