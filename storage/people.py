"""Who is who: people, found by id or by words, and who of them is away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Date, Select, bindparam, select
from sqlmodel import col

from policy.facts import Away
from policy.folding import fold, fold_name, names_of, spoken_as, without_agency
from storage import tables as t
from storage.conditions import TODAY, away, in_post, not_past
from storage.listed import one_of
from storage.reads import read_once
from storage.states import AbsenceState
from storage.work import MissingRowError, Work

#: More people than this who fit some words are not told apart by a list.
MOST_FOUND: Final = 6


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. ``works``: the weekdays worked, Monday first, '1' for each."""

    id: int
    staff_number: str
    name: str
    role: str
    team: str
    works: str
    email: str | None = None
    administrator: bool = False
    policy_owner: bool = False
    left_on: date | None = None
    employed_from: date | None = None

    def in_post(self, on: date) -> bool:
        """Hasn't left: the last day is one in post."""
        return self.left_on is None or self.left_on >= on


def _person(row: Any) -> Person:
    return Person(
        row.id,
        row.staff_number,
        row.name,
        row.role,
        row.team,
        row.works,
        row.email,
        row.administrator,
        row.policy_owner,
        row.left_on,
        row.employed_from,
    )


def person(work: Work, person_id: int) -> Person:
    """Raises MissingRowError for an id nobody has."""
    found = people(work, [person_id])
    if not found:
        raise MissingRowError("person")
    return found[person_id]


def people(work: Work, ids: Sequence[int | None]) -> dict[int, Person]:
    def read(some: list[int]) -> dict[int, Person]:
        return {row.id: _person(row) for row in work.connection.execute(_PEOPLE, {"ids": some})}

    return work.reads.each(("person",), people, (i for i in ids if i is not None), read)


_PEOPLE: Final = select(t.Person.__table__).where(one_of(col(t.Person.id)))


def everyone(work: Work) -> list[Person]:
    """Staff in post, by team and name."""
    return [*_everyone(work)]


@read_once(t.Person)
def _everyone(work: Work) -> tuple[Person, ...]:
    return tuple(_person(row) for row in work.connection.execute(_EVERYONE, {"today": work.today}))


_EVERYONE: Final = (
    select(t.Person.__table__).where(in_post(TODAY)).order_by(col(t.Person.team), col(t.Person.name))
)


def find(work: Work, words: str) -> list[Person]:
    """People in post whom these words may mean, by name, at most MOST_FOUND: a staff number, an email or a name as
    it is written; else a name in another spelling; else the beginning of any of somebody's names. Best match only."""
    typed = words.strip().removeprefix("@")
    exact, plain = fold(typed), fold_name(without_agency(typed))
    if not exact:
        return []
    known = _known_names(work)
    for meant in (
        [one.id for one in known if exact in one.exact],
        [one.id for one in known if plain and one.names[:1] == (plain,)],
        [one.id for one in known if plain and any(name.startswith(plain) for name in one.names)],
    ):
        if meant:
            found = people(work, meant[:MOST_FOUND])
            return [found[i] for i in meant[:MOST_FOUND]]
    return []


@dataclass(frozen=True, slots=True)
class _KnownNames:
    """What somebody is called, folded. ``names``: the whole name first, then from each later name on."""

    id: int
    exact: tuple[str, ...]
    names: tuple[str, ...]


@read_once(t.Person)
def _known_names(work: Work) -> tuple[_KnownNames, ...]:
    rows = work.connection.execute(_NAMES, {"today": work.today})
    return tuple(
        _KnownNames(
            row.id,
            (
                *(fold(row.staff_number), fold(row.email or ""), fold(row.name)),
                *map(fold, spoken_as(row.name)),
            ),
            (*names_of(row.name),),
        )
        for row in rows
    )


_NAMES: Final = (
    select(col(t.Person.id), col(t.Person.staff_number), col(t.Person.email), col(t.Person.name))
    .where(in_post(TODAY))
    .order_by(col(t.Person.name), col(t.Person.id))
)


def by_staff_number(work: Work, number: str) -> Person | None:
    """Somebody by their staff number, whether they have left or not: as it is written, or the one that folds alike."""
    wanted, numbers = number.strip(), select(col(t.Person.id), col(t.Person.staff_number))
    as_written = numbers.where(col(t.Person.staff_number) == wanted)
    found = [r.id for r in work.connection.execute(as_written)] or [
        r.id for r in work.connection.execute(numbers) if fold(r.staff_number) == fold(wanted)
    ]
    return person(work, found[0]) if len(found) == 1 else None


def in_post_numbered(work: Work, number: str) -> Person | None:
    """Somebody in post by their staff number as it is kept: what an option or a cookie of ours names."""
    row = work.connection.execute(_NUMBERED, {"number": number, "today": work.today}).first()
    return _person(row) if row else None


_NUMBERED: Final = select(t.Person.__table__).where(
    in_post(TODAY), col(t.Person.staff_number) == bindparam("number")
)


def with_zeros(work: Work, number: str) -> str | None:
    """The staff number that this is without the zeros in front that it lost, where there is one."""
    bare = number.strip().lstrip("0")
    rows = work.connection.execute(select(col(t.Person.staff_number))).scalars() if bare.isdecimal() else ()
    return next((one for one in rows if one.lstrip("0") == bare), None)


@read_once(t.Person)
def administrators(work: Work) -> tuple[int, ...]:
    return tuple(work.connection.execute(_ADMINISTRATORS, {"today": work.today}).scalars())


@read_once(t.Person)
def policy_owners(work: Work) -> tuple[int, ...]:
    return tuple(work.connection.execute(_POLICY_OWNERS, {"today": work.today}).scalars())


_IN_POST: Final = select(col(t.Person.id)).where(in_post(TODAY)).order_by(col(t.Person.id))
_ADMINISTRATORS: Final = _IN_POST.where(col(t.Person.administrator))
_POLICY_OWNERS: Final = _IN_POST.where(col(t.Person.policy_owner))


def absence_now(work: Work, person_id: int, on: date | None = None) -> Away | None:
    """The confirmed absence that covers a day (today unless said)."""
    return absences_on(work, [person_id], on or work.today).get(person_id)


def running_absences(work: Work, ids: Collection[int]) -> dict[int, int]:
    """Of these people, the id of the confirmed absence of each who is away today."""
    if not ids:
        return {}
    rows = work.connection.execute(_RUNNING, {"ids": list(ids), "today": work.today})
    return {row.person_id: row.id for row in rows}


_RUNNING: Final = select(col(t.Absence.person_id), col(t.Absence.id)).where(
    one_of(col(t.Absence.person_id)), away(TODAY)
)


def absences_ahead(work: Work, ids: Collection[int]) -> dict[int, list[Away]]:
    """Of each of these people the confirmed absences that aren't over, soonest first."""

    def read(some: list[int]) -> dict[int, list[Away]]:
        found: dict[int, list[Away]] = {i: [] for i in some}
        for row in work.connection.execute(_AHEAD, {"ids": some, "today": work.today}):
            found[row.person_id].append(Away(row.first, row.last))
        return found

    return work.reads.each(("absence",), absences_ahead, ids, read)


def _ahead() -> Select[Any]:
    a = t.Absence.__table__.c
    theirs = (one_of(a.person_id), a.state == AbsenceState.CONFIRMED, not_past(a.last, TODAY))
    return select(a.person_id, a.first, a.last).where(*theirs).order_by(a.first, a.id)


_AHEAD: Final = _ahead()


def in_groups(work: Work, ids: Collection[int]) -> set[int]:
    """Of these people, those whose casework group supervision carries."""
    return set(work.connection.execute(_IN_GROUPS, {"ids": list(ids)}).scalars())


_IN_GROUPS: Final = select(col(t.Person.id)).where(one_of(col(t.Person.id)), col(t.Person.in_group))


def absences_on(work: Work, ids: Collection[int], on: date) -> dict[int, Away]:
    """Of these people, the confirmed absence of each who is away on a day, in one query."""

    def read(some: list[int]) -> dict[int, Away]:
        rows = work.connection.execute(_AWAY, {"ids": some, "on": on}).all()
        return {row.person_id: Away(row.first, row.last) for row in reversed(rows)}

    return work.reads.each(("absence",), (absences_on, on), ids, read)


def back_from(work: Work, ids: Collection[int], on: date) -> dict[int, date]:
    """Of these people, the last day away of each for whom a day is the first working day since."""
    away = absences_on(work, ids, work.calendar.previous_working(on - timedelta(days=1)))
    still = absences_on(work, list(away), on)
    return {i: one.last for i, one in away.items() if one.last and i not in still}


def _away() -> Select[Any]:
    a = t.Absence.__table__.c
    theirs = (one_of(a.person_id), away(bindparam("on", type_=Date)))
    return select(a.person_id, a.first, a.last).where(*theirs).order_by(a.first, a.id)


_AWAY: Final = _away()
