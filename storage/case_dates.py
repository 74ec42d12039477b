"""A case's date for people who have no part in it: who asks, which case, when it is due. Many at once, by queries that
are made once: nothing is asked of the bot as often, and people wait for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import CompoundSelect, Select, and_, bindparam, insert, null, select

from policy.facts import SubjectKind
from policy.folding import fold
from policy.ruleset import Duty
from storage import cases
from storage import tables as t
from storage.conditions import TODAY, allocated, in_post, still_owed
from storage.listed import one_of
from storage.work import Work


@dataclass(frozen=True, slots=True)
class CaseDate:
    """A case and the day by which it is to be discussed. ``stale``: it is to be worked out again before it is told."""

    id: int
    reference: str
    restricted: bool
    closed_on: date | None
    worker_id: int | None
    due: date | None
    stale: bool

    def is_open(self, on: date) -> bool:
        return cases.is_open(self.closed_on, on)


@dataclass(frozen=True, slots=True)
class DateAnswered:
    """What leaves a trace. ``case_id`` None: a reference that nobody has."""

    person_id: int
    case_id: int | None
    at: datetime


def askers(
    work: Work, platform: str, names: Collection[str], keys: Collection[str]
) -> tuple[dict[str, int], set[str]]:
    """Whose accounts these are (those that were met, still work and were used last, of people in post), and the claims
    taken before."""
    asked = {"platform": platform, "names": list(names), "keys": list(keys), "today": work.today}
    who, taken = dict[str, int](), set[str]()
    for name, person_id in work.connection.execute(_ASKERS, asked):
        if person_id is None:
            taken.add(name)
        else:
            who[name] = person_id
    return who, taken


def _askers() -> CompoundSelect[Any]:
    r, p = t.Contact.__table__.c, t.Person.__table__.c
    met = (
        select(r.external_id, r.person_id)
        .select_from(t.Contact.__table__.join(t.Person.__table__, p.id == r.person_id))
        .where(r.platform == bindparam("platform"), one_of(r.external_id, "names"))
        .where(r.reachable, r.preferred, in_post(TODAY))
    )
    key = t.IdempotencyKey.__table__.c.key
    return met.union_all(select(key, null()).where(one_of(key, "keys")))


def case_dates(work: Work, references: Collection[str]) -> dict[str, list[CaseDate]]:
    """The case that each of these means, as ``cases.spelt_alike`` finds it, with its date, or several that it can
    mean. What nobody has is left out."""
    found, folds = dict[str, CaseDate](), defaultdict[str, list[CaseDate]](list)
    asked = {"references": sorted({fold(r) for r in references}), "today": work.today}
    for row in work.connection.execute(_DATED, asked):
        stale = row.reassess_at is not None and row.reassess_at <= work.now
        one = CaseDate(row.id, row.reference, row.restricted, row.closed_on, row.worker_id, row.due, stale)
        found.setdefault(row.reference, one)
    for one in found.values():
        folds[fold(one.reference)].append(one)
    meant = ((r, cases.meant(folds.get(fold(r), ()), r)) for r in references)
    return {r: some for r, some in meant if some}


def _case_dates() -> Select[Any]:
    c, a, s, o = (m.__table__.c for m in (t.Case, t.Allocation, t.SubjectRow, t.ObligationRow))
    kind = str(SubjectKind.CASE)
    about = (o.subject_kind == kind, o.subject_id == c.id, o.duty == str(Duty.DISCUSS), still_owed())
    joined = (
        t.Case.__table__.outerjoin(t.Allocation.__table__, and_(a.case_id == c.id, allocated(TODAY)))
        .outerjoin(t.SubjectRow.__table__, and_(s.kind == kind, s.ref_id == c.id))
        .outerjoin(t.ObligationRow.__table__, and_(*about))
    )
    shown = (c.id, c.reference, c.restricted, c.closed_on, a.worker_id, s.reassess_at, o.due)
    named = one_of(c.folded, "references")
    return select(*shown).select_from(joined).where(named).order_by(o.due.is_(None), o.due, o.id)


def trace(work: Work, answered: Sequence[DateAnswered]) -> None:
    """Leaves their traces, as ``Work.trace`` does for one."""
    rows = [
        {
            "at": one.at,
            "person_id": one.person_id,
            "what": "due",
            "subject_kind": str(SubjectKind.CASE) if one.case_id else "unknown",
            "subject_id": one.case_id,
        }
        for one in answered
    ]
    work.connection.execute(insert(t.Look.__table__), rows)


_ASKERS: Final = _askers()
_DATED: Final = _case_dates()
