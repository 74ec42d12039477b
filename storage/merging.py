"""Two rows of one person or one case, stored in two spellings: what hangs on the one is moved to the other.

Nothing is deleted. The one that is given up is left or closed, under a name that no import means; what the other has
already stays with it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import Column, ColumnElement, Table, UniqueConstraint, and_, exists, or_, select, update
from sqlalchemy.sql import operators
from sqlmodel import SQLModel

from policy.facts import Subject, SubjectKind
from policy.folding import fold
from storage import council, export
from storage import tables as t
from storage.alike_references import may_be_birthday
from storage.references import fits
from storage.tables.base import with_compared
from storage.work import Work

IntColumn: TypeAlias = Column[Any]
_PERSON: Final = t.Person.__table__
_CASE: Final = t.Case.__table__

#: The trail and what is worked out stay as they were written; so do the desk's own answers, and what a case was.
_STAY: Final = frozenset({"event", "look", "obligation", "desk_answer", "earlier_categories"})
#: By what a platform's account is known to be somebody's.
_ADDRESS: Final = ("email", "account")
#: What there is one of, though no constraint says so.
_ONE_OF: Final = {
    "reach": ("person_id", "platform"),
    "preparation": ("supervisee_id", "case_id", "session_id"),
}
#: What follows one another: whom or what it is about, and who does it. An open one ends when the next begins.
_CHAINS: Final = (
    (t.Relationship.__table__, ("supervisee_id", "professional"), "supervisor_id"),
    (t.Allocation.__table__, ("case_id",), "worker_id"),
)


#: How a case is given by its number in the database.
_NUMBERED: Final = re.compile(r"no\. ?(\d{1,9})")


class CannotMergeError(ValueError):
    """They can't be made one; the sentence says why."""


def merge_people(work: Work, given_up: str, kept: str, account: str) -> None:
    """Makes one person of two, by their staff numbers as they are stored. ``account``: who did, at the command line.
    Raises CannotMergeError."""
    old, new = _two(work, _PERSON, "staff_number", given_up, kept)
    _refuse_pair(work, old.id, new.id)
    for column in _columns(_PERSON):
        _move(work, column, old.id, new.id)
    _move_obligations(work, SubjectKind.PERSON, old.id, new.id)
    _set(work, _PERSON, new.id, said_in_chat=_joined(new, old), **_address(old, new))
    last = max(old.employed_from, work.today - timedelta(days=1))
    none = dict.fromkeys(_ADDRESS)
    _set(work, _PERSON, old.id, staff_number=_aside(old.id, given_up), left_on=last, **none)
    _finish(work, SubjectKind.PERSON, old.id, new.id)
    work.log("person.merged", Subject(SubjectKind.PERSON, new.id), given_up=old.id, account=account)


def merge_cases(work: Work, given_up: str, kept: str, account: str) -> None:
    """Makes one case of two, by their references as they are stored; the one given up by its number (``no.12``) where
    what is stored can be no reference, which then goes. Raises CannotMergeError."""
    old, new = _unlike(work, given_up, kept) or _two(work, _CASE, "reference", given_up, kept)
    for column in _columns(_CASE):
        _move(work, column, old.id, new.id)
    _move_obligations(work, SubjectKind.CASE, old.id, new.id)
    _set(work, _CASE, new.id, said_in_chat=_joined(new, old))
    renamed = with_compared(_CASE, reference=_aside(old.id, given_up))
    _set(work, _CASE, old.id, **renamed, closed_on=old.closed_on or work.today)
    _finish(work, SubjectKind.CASE, old.id, new.id)
    work.log("case.merged", Subject(SubjectKind.CASE, new.id), given_up=old.id, account=account)


def _unlike(work: Work, given_up: str, kept: str) -> tuple[Any, Any] | None:
    """A case by its number, and the one whose it is; None where no number is given. Raises CannotMergeError."""
    number = _NUMBERED.fullmatch(given_up.strip())
    if number is None:
        return None
    rows = work.connection.execute(
        select(_CASE).where(or_(_CASE.c.id == int(number[1]), _CASE.c.reference == kept))
    ).all()
    old = next((row for row in rows if row.id == int(number[1])), None)
    new = next((row for row in rows if row.reference == kept), None)
    shapes = work.config.references
    if old is None or new is None or old is new or not fits(kept, shapes) or _stays(work, old.reference):
        raise CannotMergeError(
            "give the number of a case whose reference doctor says can be none, and then one that is stored"
        )
    return old, new


def _stays(work: Work, reference: str) -> bool:
    """It looks like a reference, and like nothing else."""
    return fits(reference, work.config.references) and not may_be_birthday(reference, work.today)


def before_merging(row_id: int, reference: str) -> str:
    """A case's reference as it was before it was given up; empty where a number stands in its place."""
    before = reference.removesuffix(_aside(row_id, ""))
    return "" if _NUMBERED.fullmatch(before) else before


def _two(work: Work, table: Table, name: str, given_up: str, kept: str) -> tuple[Any, Any]:
    if given_up == kept or fold(given_up) != fold(kept):
        raise CannotMergeError("these are not two spellings of one: give both exactly as doctor names them")
    rows = work.connection.execute(select(table).where(table.c[name].in_((given_up, kept)))).all()
    found = {getattr(row, name): row for row in rows}
    for spelling in (given_up, kept):
        if spelling not in found:
            which = "first" if spelling == given_up else "second"
            raise CannotMergeError(
                f"the {which} isn't stored in that spelling: give it exactly as doctor names it"
            )
    return found[given_up], found[kept]


def _refuse_pair(work: Work, old: int, new: int) -> None:
    r = t.Relationship.__table__
    both = and_(r.c.supervisee_id.in_((old, new)), r.c.supervisor_id.in_((old, new)))
    if work.connection.execute(select(r.c.id).where(both).limit(1)).first():
        raise CannotMergeError("one of them supervises the other: they are two people")


def _columns(whose: Table) -> list[IntColumn]:
    """Every column of a fact or message that names one of these."""
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in _STAY]
    return [c for table in tables for c in table.columns if export.referring(c) == whose.name]


def _move(work: Work, column: IntColumn, old: int, new: int) -> None:
    """Where the other has the same already, it stays."""
    table = column.table
    mine = update(table).where(column == old, *(~one for one in _there(table, column, new)))
    work.connection.execute(mine.values({column.name: new}))


def _there(table: Any, column: IntColumn, new: int) -> Iterator[ColumnElement[bool]]:
    """That the other has the same: by what the database keeps unique, where NULL is like no other, and by ours."""
    for names in _unique(table):
        if column.name in names:
            yield _same(table, column, names, new, operator.eq)
    ours = _ONE_OF.get(table.name, ())
    if column.name in ours:
        yield _same(table, column, ours, new, operators.is_not_distinct_from)


def _unique(table: Any) -> list[tuple[str, ...]]:
    constraints = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    found = [tuple(column.name for column in c.columns) for c in constraints]
    return [*found, tuple(column.name for column in table.primary_key.columns)]


def _same(
    table: Any, column: IntColumn, names: Sequence[str], new: int, like: Callable[[Any, Any], Any]
) -> ColumnElement[bool]:
    other = table.alias("other")
    alike = [like(other.c[n], table.c[n]) for n in names if n != column.name]
    return exists().where(other.c[column.name] == new, *alike).correlate(table)


def _move_obligations(work: Work, kind: SubjectKind, old: int, new: int) -> None:
    """The same duties by the same facts, so that nobody is told again what they were told."""
    o = t.ObligationRow.__table__
    there = _same(
        o, o.c.subject_id, ("subject_kind", "subject_id", "duty", "fact_kind", "fact_id"), new, operator.eq
    )
    mine = update(o).where(o.c.subject_kind == kind, o.c.subject_id == old, ~there)
    work.connection.execute(mine.values(subject_id=new))


def _finish(work: Work, kind: SubjectKind, old: int, new: int) -> None:
    """What both had at once ends where the later begins; everything that may hang on it is worked out again."""
    for table, of, by in _CHAINS:
        theirs = [c == new for c in (table.c[of[0]], table.c[by]) if export.referring(c) == kind]
        if theirs:
            _end_earlier(work, table, of, or_(*theirs))
    work.connection.execute(_holds(kind, old).values(subject_id=new))
    work.touch(kind, old, new)
    last = council.mark_all(work)
    while last is not None:
        last = council.mark_all(work, last)


def _holds(kind: SubjectKind, subject_id: int) -> Any:
    """A legal hold on the one is a hold on the other."""
    h = t.Hold.__table__
    return update(h).where(h.c.subject_kind == kind, h.c.subject_id == subject_id)


def _end_earlier(work: Work, table: Table, of: tuple[str, ...], theirs: ColumnElement[bool]) -> None:
    open_ = select(table).where(theirs, table.c.until.is_(None))
    newest_first = open_.order_by(table.c.since.desc(), table.c.id.desc())
    next_one: dict[tuple[Any, ...], Any] = {}
    for row in work.connection.execute(newest_first).all():
        key = tuple(getattr(row, name) for name in of)
        if key in next_one:
            _set(work, table, row.id, until=max(row.since, next_one[key].since - timedelta(days=1)))
        next_one[key] = row


def _set(work: Work, table: Table, row_id: int, **values: Any) -> None:
    work.connection.execute(update(table).where(table.c.id == row_id).values(values))


def _address(old: Any, new: Any) -> dict[str, Any]:
    """What of it the one that is kept lacks."""
    return {n: getattr(old, n) for n in _ADDRESS if getattr(old, n) and not getattr(new, n)}


def _joined(new: Any, old: Any) -> str:
    return " ".join(sorted({*new.said_in_chat.split(), *old.said_in_chat.split()}))


def _aside(row_id: int, spelling: str) -> str:
    return f"{spelling} (merged, {row_id})"
