"""What was said to have been discussed beyond the two whose supervision it is: with whom, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from policy.facts import SessionKind, Subject, SubjectKind
from policy.ruleset import DisclosedTo
from storage import tables as t
from storage.work import Work


@dataclass(frozen=True, slots=True)
class DisclosureView:
    id: int
    supervisee_id: int
    by_id: int
    kind: SessionKind
    to: DisclosedTo
    on: date
    said_on: date | None = None
    taken_back: bool = False


def disclosure(work: Work, disclosure_id: int) -> DisclosureView:
    """Raises MissingRowError for an id that none has."""
    return _view(work.get(t.Disclosure, disclosure_id))


def _view(row: t.Disclosure) -> DisclosureView:
    taken_back = row.taken_back_on is not None
    return DisclosureView(
        row.id, row.supervisee_id, row.by_id, row.kind, row.to, row.on, row.said_on, taken_back
    )


def said_since(work: Work, by: int, since: date) -> list[DisclosureView]:
    """What this person said since a day and stands, the newest first."""
    d = t.Disclosure
    theirs = (col(d.by_id) == by, col(d.said_on) >= since, col(d.taken_back_on).is_(None))
    rows = work.orm.execute(select(d).where(*theirs).order_by(col(d.id).desc())).scalars()
    return [_view(row) for row in rows]


def take_back(work: Work, view: DisclosureView, by: int) -> None:
    """It was a mistake. What was said is kept, and that it was taken back."""
    row = work.get(t.Disclosure, view.id)
    row.taken_back_on = work.today
    work.flush()
    work.log("disclosure.taken_back", Subject(SubjectKind.PERSON, view.supervisee_id), by, disclosure=view.id)


def why(work: Work, disclosure_id: int) -> str:
    """For the supervisee; empty once the council's term for people's words is over."""
    sealed = work.get(t.Disclosure, disclosure_id).sealed_why
    return work.cipher.open(sealed) if sealed else ""


def is_noted(work: Work, supervisee: int, by: int, kind: SessionKind, to: DisclosedTo, on: date) -> bool:
    """Whether just this was said already, and stands."""
    d = t.Disclosure
    same = (col(d.supervisee_id) == supervisee, col(d.by_id) == by, col(d.kind) == kind, col(d.to) == to)
    found = select(col(d.id)).where(*same, col(d.on) == on, col(d.taken_back_on).is_(None)).limit(1)
    return work.connection.execute(found).first() is not None


def disclose(
    work: Work, supervisee: int, by: int, kind: SessionKind, to: DisclosedTo, on: date, why: str
) -> int:
    """Kept, and in the trail without the words; its id."""
    row = work.add(
        t.Disclosure(
            supervisee_id=supervisee,
            by_id=by,
            kind=kind,
            to=to,
            on=on,
            sealed_why=work.cipher.seal(why),
            said_on=work.today,
        )
    )
    work.flush()
    about = Subject(SubjectKind.PERSON, supervisee)
    work.log("disclosure.made", about, by, disclosure=row.id, kind=kind, to=to, on=on.isoformat())
    return row.id
