"""What was done, when, and how late it was, and what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.examples import example
from cards.formats import plural
from cards.model import Bullets, Card, Day, Note, Paragraph, Text
from policy.obligations import days_left, is_overdue
from policy.outcomes import KnownFrom


@dataclass(frozen=True, slots=True)
class MetLine:
    """One obligation that was met: on a day, by one (None: no day was set). ``what`` is our own words; ``how``: other
    than that it was done; ``unanswered``: nobody did it, so that it wasn't in time either; ``refused``: it was said
    later that they don't agree, ``refused_on``: on which day, where they weren't asked again since; ``missed``: what of
    it was, by ``on``; ``known``: which other system alone knows of it."""

    what: str
    on: date
    due: date | None
    how: str = ""
    unanswered: bool = False
    missed: str = ""
    refused: bool = False
    refused_on: date | None = None
    known: KnownFrom | None = None


#: Who says that something was done, where no session is known.
KNOWN: Final = {
    KnownFrom.STAFF_SYSTEM: "by the staff system",
    KnownFrom.CASE_SYSTEM: "by the case system",
}
#: Of a record that no reply was taken for agreement to.
NOT_AGREED_LATER: Final = "not agreed in an answer that came later"
MINE: Final = "What was done that was yours to do"


def of_person(name: str) -> str:
    return f"What was done that was {name}'s to do"


def of_case(reference: str) -> str:
    return f"{reference}: what was done"


def how_late(due: date | None, on: date) -> str:
    """``in time``, ``3 days late``, or nothing where no day was set."""
    if due is None:
        return ""
    return f"{plural('day', -days_left(due, on))} late" if is_overdue(due, on) else "in time"


def met(title: str, lines: Sequence[MetLine], since: date, began: date | None) -> Card:
    """The latest first; ``since``: how far back it goes. ``began``: the bot's first day, where that isn't further back:
    of what was done before, only what an import knew may be listed."""
    note = Note(("As far back as ", Day(since), "."))
    if began:
        note = Note(("What was done before the bot began, on ", Day(began), ", isn't listed."))
    if began and any(line.on < began for line in lines):
        note = Note(("Not all that was done before the bot began, on ", Day(began), ", is known here."))
    if not lines:
        nothing = Paragraph(("Nothing was done in this time that the bot knows of.",))
        if began:
            nothing = Paragraph(("Nothing was done since the bot began that it knows of.",))
        return Card(title, "Your answer is ready", (nothing, note))
    return Card(title, "Your answer is ready", (Bullets(tuple(_sentence(line) for line in lines)), note))


def _sentence(line: MetLine) -> Text:
    if line.missed:
        return (f"{line.what}: missed, {line.missed}",)
    by: Text = (", due by ", Day(line.due)) if line.due else ()
    known = f", {KNOWN[line.known]}," if line.known else ""
    return (f"{line.what}: {line.how or 'done'}{known} on ", Day(line.on), *by, *_after(line))


def _after(line: MetLine) -> Text:
    """What came of it, or how late it was."""
    if line.refused:
        on: Text = (" on ", Day(line.refused_on)) if line.refused_on else ()
        return (f", {NOT_AGREED_LATER}", *on)
    late = "" if line.unanswered else how_late(line.due, line.on)
    return (f", {late}",) if late else ()


@example("due_met")
def _example_met() -> Card:
    lines = (
        MetLine("Discuss CB-10234 with Amara Example", date(2026, 11, 20), date(2026, 11, 17)),
        MetLine("Record CB-10240, case supervision", date(2026, 11, 12), date(2026, 11, 16)),
        MetLine("Record the session, personal supervision", date(2026, 11, 10), None),
        MetLine(
            "Discuss CB-10300 with Amara Example",
            date(2026, 11, 10),
            date(2026, 11, 13),
            known=KnownFrom.CASE_SYSTEM,
        ),
        MetLine(
            "Agree the record of CB-10240",
            date(2026, 11, 9),
            date(2026, 11, 9),
            "no reply, taken as agreed",
            unanswered=True,
        ),
        MetLine(
            "Discuss CB-10234 with Amara Example",
            date(2026, 11, 6),
            date(2026, 11, 6),
            missed="what was due by Friday 6 November 2026",
        ),
    )
    return met("What was done for CB-10234", lines, date(2026, 8, 24), None)
