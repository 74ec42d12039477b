"""What the columns of a list of cases are, where no heading is known, by those beside them: the reference, the worker,
since when and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from storage.importing.proposal.case_references import own_reference, referring
from storage.importing.proposal.heading_signs import NEVER_OF
from storage.importing.proposal.heading_words import canonical
from storage.importing.proposal.own_columns import MOSTLY, NEARLY, Column
from storage.importing.staff import Staff

#: So few rows show nothing of what is the same for each worker.
_TELL: Final = 20
#: Words by which the heading of a day on which something began differs from that of the day on which it ended.
_BEGINS: Final = frozenset({"start", "started", "begin", "began", "from", "since", "date", "on"})
_ENDS: Final = frozenset({"end", "ended", "to", "until", "date", "on"})
#: What a case has that ends before the case does.
_ABOUT: Final = frozenset(
    {"plan", "legal", "category", "need", "involvement", "allocation", "worker", "practitioner"}
)


def complete_cases(
    cases: dict[str, Column],
    people: Mapping[str, Column],
    sessions: Mapping[str, Column],
    columns: Sequence[Column],
) -> None:
    if "case" not in cases and "worker" in cases and not people.keys() >= {"role", "staff_number"}:
        told = referring(columns)
        free = [c for c in columns if not c.of_staff]
        cases |= {"case": told} if told else identity("case", cases, free)
    if "case" in cases:
        cases["case"] = own_reference(cases["case"], [c for c in columns if c not in cases.values()])
    if "case" in cases and "worker" in cases and "allocated_on" not in cases:
        cases |= _worked_since(cases, columns, log="supervisor" in sessions)
    if "categories" in cases:
        cases |= _ended("plan_until", cases["categories"], cases, columns)


def _worked_since(cases: Mapping[str, Column], columns: Sequence[Column], *, log: bool) -> dict[str, Column]:
    """A day that says only that something began (``Since``) is the worker's, and so is the one right of them, unless
    the file is a log of sessions."""
    days = [c for c in columns if c.are_days and c not in cases.values() and _may_begin(c)]
    headings = ((c, set(canonical(c.title).split("_"))) for c in days)
    bare = (c for c, said in headings if said <= _BEGINS and not said <= {"date", "on"})
    right = columns[columns.index(cases["worker"]) + 1 :][:1]
    beside = (c for c in days if c in right and not log)
    found = next(bare, next(beside, None))
    return {"allocated_on": found} if found else {}


def worked_where(cases: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """Where no heading says a team: what is the same over all cases of each worker, and of several."""
    worker = cases.get("worker")
    if worker is None or "case" not in cases or "service" in cases:
        return {}
    free = (c for c in columns if c not in cases.values() and not (c.are_flags or c.are_amounts))
    found = next((c for c in free if _is_of_workers(c, worker)), None)
    return {"service": found} if found else {}


def _is_of_workers(column: Column, worker: Column) -> bool:
    few = 2 <= len(column.words) < len(worker.words) and column.filled > max(
        _TELL, NEARLY * len(column.cells)
    )
    several = few and sum(len(worker.beside(word, column)) > 1 for word in worker.words)
    return few and several <= (1 - NEARLY) * len(worker.words)


def _may_begin(column: Column) -> bool:
    never = NEVER_OF["allocated_on"] | NEVER_OF["last_discussed"] | {"birth", "born", "dob", "last", "latest"}
    return not column.of_an_end and never.isdisjoint(column.heading)


def named_worker(cases: Mapping[str, Column], columns: Sequence[Column], staff: Staff) -> dict[str, Column]:
    """A case system has ids of its own for workers: beside them their names are meant, and the id tells two of one name
    apart. Where staff are known by these ids, they are meant."""
    worker = cases.get("worker")
    if worker is None or worker.are_emails or known_to(worker, staff):
        return dict(cases)
    free = [c for c in columns if c not in cases.values()]
    if worker.are_names:
        named, ids = worker, [c for c in free if c.is_of_identity and c.of_staff and _beside(c, worker)]
    else:
        names = [c for c in free if c.are_full_names and _beside(worker, c)]
        near = (c for c in names if c.of_staff or not set(c.heading).isdisjoint(worker.heading))
        named, ids = next(near, worker), [worker]
    meant = next((c for c in ids if known_to(c, staff)), named)
    told = next((c for c in ids if meant is named and c is not named and named.has_several(c)), None)
    return {**cases, "worker": meant, **({"worker_id": told} if told else {})}


def _beside(column: Column, other: Column) -> bool:
    """Whether each of its words stands beside one of the other's, in the same rows."""
    together = all(bool(a) == bool(b) for a, b in zip(column.cells, other.cells, strict=True))
    return bool(column.words) and together and not column.has_several(other)


def involved(cases: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """A case with a row for each worker that it had, since when and until when."""
    until = _ended("until", cases["allocated_on"], cases, columns)
    if not until or "case" not in cases or len(cases["case"].words) == cases["case"].filled:
        return {}
    told = {"worker_id": cases["worker_id"]} if "worker_id" in cases else {}
    return {"case": cases["case"], "worker": cases["worker"], "since": cases["allocated_on"], **until, **told}


def _ended(
    ours: str, what: Column, found: Mapping[str, Column], columns: Sequence[Column]
) -> dict[str, Column]:
    """The column that says when what another holds has ended: ``Plan end`` beside ``Plan type``."""
    about, rest = set(what.heading) & _ABOUT, set(what.heading) - _BEGINS
    ends = (
        c
        for c in columns
        if c.of_an_end and (not about.isdisjoint(c.heading) or (rest and rest == set(c.heading) - _ENDS))
    )
    one = next((c for c in ends if c not in found.values() and (c.are_days or not c.words)), None)
    return {ours: one} if one else {}


def known_to(column: Column, staff: Staff) -> bool:
    return sum(map(staff.has, column.words)) > MOSTLY * len(column.words)


def identity(ours: str, found: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    free = (c for c in columns if c.title and c not in found.values() and c.is_identity)
    first = next(free, None)
    return {ours: first} if first else {}
