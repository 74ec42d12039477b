"""What is marked for assessment is assessed before anybody reads what is stored of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, or_, select

from policy.facts import Subject, SubjectKind, ids_by_kind
from storage import tables as t
from storage.conditions import NOW, still_owed
from storage.listed import one_of
from storage.obligations import batched, reassess
from storage.work import AT_ONCE, Work

_O: Final = t.ObligationRow.__table__.c
_S: Final = t.SubjectRow.__table__.c


def read_afresh(work: Work, subjects: Iterable[Subject]) -> None:
    """What is marked for assessment of these subjects is assessed first."""
    for kind, ids in ids_by_kind(set(subjects)).items():
        for some in batched(ids, 1000):
            asked = {"kind": str(kind), "ids": some, "now": work.now}
            rows = work.connection.execute(_MARKED, asked).scalars()
            reassess(work, [Subject(kind, i) for i in sorted(rows)])


_MARKED: Final = select(_S.ref_id).where(
    _S.reassess_at <= NOW,
    _S.kind == bindparam("kind"),
    one_of(_S.ref_id),
)


def read_people_afresh(work: Work, ids: Sequence[int]) -> None:
    """What is marked for assessment about these people, their cases, sessions and absences is assessed first."""
    rows = work.connection.execute(_PEOPLES_MARKED, {"people": ids, "now": work.now})
    stale = sorted(Subject(SubjectKind(r.kind), r.ref_id) for r in rows)
    for some in batched(stale, AT_ONCE):
        reassess(work, some)


def _peoples_marked() -> Select[Any]:
    a, x, b = t.Allocation.__table__.c, t.Session.__table__.c, t.Absence.__table__.c
    theirs = partial(one_of, name="people")
    named = select(_O.subject_id).where(
        theirs(_O.holder_id), _O.subject_kind == str(SubjectKind.SESSION), still_owed()
    )
    met = or_(theirs(x.supervisee_id), theirs(x.supervisor_id), x.id.in_(named))
    which = {
        SubjectKind.PERSON: theirs(_S.ref_id),
        SubjectKind.CASE: _S.ref_id.in_(select(a.case_id).where(theirs(a.worker_id))),
        SubjectKind.SESSION: _S.ref_id.in_(select(x.id).where(met)),
        SubjectKind.ABSENCE: _S.ref_id.in_(select(b.id).where(theirs(b.person_id))),
    }
    marked = or_(*(and_(_S.kind == str(kind), one) for kind, one in which.items()))
    return select(_S.kind, _S.ref_id).where(_S.reassess_at <= NOW, marked)


_PEOPLES_MARKED: Final = _peoples_marked()
