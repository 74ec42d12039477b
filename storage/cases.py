"""Cases: found by reference, listed by worker."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Date, Select, bindparam, select
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from policy.folding import digits, fold, letters, words_without_digits
from storage import tables as t
from storage.conditions import TODAY, allocated, case_open
from storage.listed import one_of
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class CaseView:
    id: int
    reference: str
    service: str
    categories: tuple[str, ...]
    restricted: bool
    closed_on: date | None
    worker_id: int | None

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.CASE, self.id)

    def is_open(self, on: date) -> bool:
        return is_open(self.closed_on, on)


def is_open(closed_on: date | None, on: date) -> bool:
    """Whether a case with this day of closing is open on a day: on the day it closes it isn't."""
    return closed_on is None or closed_on > on


def by_reference(work: Work, reference: str) -> CaseView | None:
    """The one case of this reference, in whatever spelling."""
    found = spelt_alike(work, reference)
    return found[0] if len(found) == 1 else None


def spelt_alike(work: Work, reference: str) -> list[CaseView]:
    """The case whose reference is exactly this, else every one that it can be."""
    folds = {"references": [fold(reference)], "today": work.today}
    return meant(_read(work.connection.execute(_NAMED, folds)), reference)


class Referred(Protocol):
    """What has a case's reference."""

    @property
    def reference(self) -> str: ...


One = TypeVar("One", bound=Referred)


def meant(among: Iterable[One], reference: str) -> list[One]:
    """Those that a reference means as it is typed; where it is none's, those that it means folded."""
    wanted = fold(reference)
    alike = [one for one in among if fold(one.reference) == wanted]
    return [one for one in alike if one.reference == reference.strip()] or alike


#: So many digits at least say which case is meant.
FEWEST_DIGITS: Final = 3


def with_digits(work: Work, typed: str) -> list[CaseView]:
    """Open cases whose references have the digits of what was typed: with its letters, whatever is between; where it
    has none, or none that any reference has, of those digits alone. Few digits mean none."""
    wanted, words = digits(typed), words_without_digits(typed)
    if len(wanted) < FEWEST_DIGITS:
        return []
    runs = re.compile(".*".join(run.lstrip("0") or "0" for run in re.findall(r"\d+", fold(typed))))
    alike = _read(work.connection.execute(_OF_DIGITS, {"digits": [wanted], "today": work.today}))
    found = [c for c in alike if c.is_open(work.today) and runs.search(fold(c.reference))]
    meaning = {*words, "".join(words)} if words else set()
    lettered = [c for c in found if letters(c.reference) in meaning]
    if lettered or not (meaning and found):
        return lettered or found
    return [] if work.connection.execute(_LETTERED, {"letters": sorted(meaning)}).first() else found


def case(work: Work, case_id: int) -> CaseView:
    """Raises MissingRowError for an id no case has."""
    return require_one(list(cases(work, [case_id]).values()), "case")


def cases(work: Work, ids: Sequence[int]) -> dict[int, CaseView]:
    """By id, in the order of their references."""

    def read(some: list[int]) -> dict[int, CaseView]:
        return {c.id: c for c in _read(work.connection.execute(_BY_ID, {"ids": some, "today": work.today}))}

    found = work.reads.each(("case", "allocation", "person"), cases, ids, read)
    return dict(sorted(found.items(), key=lambda one: one[1].reference))


def last_worker(work: Work, case_id: int) -> int | None:
    """Who holds a case, or held it last."""
    found = work.connection.execute(_LAST, {"case": case_id, "today": work.today}).first()
    return found.worker_id if found else None


def _last() -> Select[Any]:
    a = t.Allocation.__table__.c
    begun = select(a.worker_id).where(a.case_id == bindparam("case"), a.since <= TODAY)
    return begun.order_by(a.since.desc(), a.id.desc()).limit(1)


_LAST: Final = _last()


def allocated_to(work: Work, worker_id: int, on: date | None = None) -> list[CaseView]:
    """The open cases that a worker holds, or held on a day, by reference."""
    return list(allocated_to_all(work, [worker_id], on or work.today)[worker_id])


def allocated_since(work: Work, worker_id: int, on: date) -> list[CaseView]:
    """The open cases that a worker held on an earlier day or holds now, by reference: a session of that day may have
    been about any of them, also once the worker has left, a case is another's, or it was said late on which day."""
    found = {c.id: c for day in (on, work.today) for c in allocated_to(work, worker_id, day)}
    return sorted(found.values(), key=lambda c: c.reference)


def allocated_to_all(work: Work, workers: Collection[int], on: date) -> dict[int, tuple[CaseView, ...]]:
    """The same of many, in one query, and one for the cases."""

    def read(some: list[int]) -> dict[int, tuple[CaseView, ...]]:
        rows = work.connection.execute(_HELD, {"ids": some, "on": on}).all()
        known, found = cases(work, [row.case_id for row in rows]), dict[int, list[CaseView]]()
        for row in rows:
            found.setdefault(row.worker_id, []).append(known[row.case_id])
        return {i: tuple(sorted(set(found.get(i, ())), key=lambda c: c.reference)) for i in some}

    return work.reads.each(("case", "allocation", "person"), (allocated_to_all, on), workers, read)


def _held() -> Select[Any]:
    a, c, on = t.Allocation.__table__, t.Case.__table__, bindparam("on", type_=Date)
    theirs = one_of(a.c.worker_id)
    joined = select(a.c.worker_id, a.c.case_id).join(c, c.c.id == a.c.case_id)
    return joined.where(theirs, allocated(on), case_open(on))


_HELD: Final = _held()


def _all() -> Select[Any]:
    c, a = t.Case, t.Allocation
    held = (col(a.case_id) == col(c.id)) & allocated(TODAY)
    joined = c.__table__.outerjoin(a.__table__, held)
    return select(c.__table__, col(a.worker_id)).select_from(joined).order_by(col(c.reference))


_CASES: Final = _all()
_BY_ID: Final = _CASES.where(one_of(t.Case.__table__.c.id))
_NAMED: Final = _CASES.where(one_of(t.Case.__table__.c.folded, "references"))
_OF_DIGITS: Final = _CASES.where(one_of(t.Case.__table__.c.digits, "digits"))
#: Cases whose references have these letters and no others.
_LETTERED: Final = select(t.Case.__table__.c.id).where(one_of(t.Case.__table__.c.letters, "letters")).limit(1)


def _read(rows: Iterable[Any]) -> list[CaseView]:
    return [
        CaseView(
            r.id, r.reference, r.service, tuple(r.categories.split()), r.restricted, r.closed_on, r.worker_id
        )
        for r in rows
    ]
