"""Who is known before a file is read: those stored, and those of a file of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Final

from sqlalchemy import select

from storage.importing.applied.link import PERSON, RELATIONSHIP
from storage.importing.columns import values as v
from storage.importing.faults import Unreadable
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.guessed_people import Called, may_be_one
from storage.importing.staff import Staff
from storage.work import Work

#: Of a row of a file of people, what somebody is called besides, and what it says of where they work and as what.
KNOWN_AS: Final = "known_as "
UNIT: Final = "unit "
POST: Final = "post "


def stored(work: Work, today: date) -> Staff:
    """``today`` is a date in the council's zone."""
    staff, called, p = Staff(today), list[Called](), PERSON.c
    for row in work.connection.execute(select(p.staff_number, p.name, p.email, p.left_on, p.team)):
        staff.know(row.staff_number, (row.name, row.email), row.left_on)
        called.append(Called.of(row.staff_number, row.name, email=row.email or "", units=[row.team or ""]))
    staff.guesses.know(called)
    return staff


def stored_lines(work: Work) -> Iterator[tuple[str, str]]:
    """Supervisees who are stored, each with whoever supervises them or did, by number."""
    above, below = PERSON.alias("above"), PERSON.alias("below")
    both = RELATIONSHIP.join(below, below.c.id == RELATIONSHIP.c.supervisee_id)
    both = both.join(above, above.c.id == RELATIONSHIP.c.supervisor_id)
    for row in work.connection.execute(select(below.c.staff_number, above.c.staff_number).select_from(both)):
        yield row[0], row[1]


def know_lines(staff: Staff, rows: Iterable[Mapping[str, str]]) -> None:
    """Rows of a file of who supervises whom, as a mapping makes them."""
    staff.lines += [(one.get("supervisee", ""), one.get("supervisor", "")) for one in rows]


def know(staff: Staff, people: Iterable[Mapping[str, str]]) -> None:
    """Rows of a file of people, as a mapping makes them: whoever has a number, and what they are called; with
    each ``KNOWN_AS``, ``UNIT`` and ``POST`` where the file says that besides."""
    called = list[Called]()
    for one in people:
        with suppress(Unreadable):
            if number := _known_by(one):
                left = v.day_if_readable(one["left_on"]) if one.get("left_on") else None
                known = _as_known(staff, staff.numbers.of(v.staff_number(number)), one.get("name", ""))
                if staff.named(known) not in (None, known):
                    continue
                staff.know(known, (one.get("name"), one.get("email")), left)
                called.append(_called(known, one))
    staff.guesses.know(called)


def _as_known(staff: Staff, number: str, name: str) -> str:
    """As somebody is known who is called so and has that number with zeros in front."""
    whole = staff.with_zeros(number)
    other = staff.guesses.known.get(whole) if whole != number else None
    return whole if other and may_be_one(name, other.name) else number


def _known_by(one: Mapping[str, str]) -> str:
    """Of whom it is still asked by what they are known, their name."""
    number = one.get("staff_number", "")
    return one.get("name", "") if number == UNDECIDED else number


def _called(number: str, one: Mapping[str, str]) -> Called:
    units = [said for name, said in one.items() if name.startswith(UNIT)]
    known_as = [said for name, said in one.items() if name.startswith(KNOWN_AS)]
    posts = [said for name, said in one.items() if name.startswith(POST)]
    email = one.get("email", "")
    return Called.of(number, one.get("name", ""), known_as=known_as, email=email, units=units, posts=posts)
