"""Is what is stored what a fresh assessment says?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Integer, bindparam, select, tuple_

from policy.facts import Subject, SubjectKind
from policy.obligations import Assessment, Key, State
from storage import tables as t
from storage.facts import load
from storage.obligation_rows import columns
from storage.obligations import assessed, differs, stored_rows
from storage.work import Work


def every_subject(work: Work, after: Subject | None = None, limit: int = 1000) -> list[Subject]:
    """The council's subjects in a fixed order, a batch at a time: for the nightly check and a changed rule set."""
    given = {"most": limit} | ({"kind": str(after.kind), "ref_id": after.id} if after else {})
    rows = work.connection.execute(_AFTER if after else _FROM_THE_FIRST, given)
    return [Subject(SubjectKind(r.kind), r.ref_id) for r in rows]


_S: Final = t.SubjectRow.__table__.c
_FROM_THE_FIRST: Final = (
    select(_S.kind, _S.ref_id).order_by(_S.kind, _S.ref_id).limit(bindparam("most", type_=Integer))
)
_AFTER: Final = _FROM_THE_FIRST.where(
    tuple_(_S.kind, _S.ref_id)
    > tuple_(bindparam("kind", type_=_S.kind.type), bindparam("ref_id", type_=_S.ref_id.type))
)


@dataclass(frozen=True, slots=True)
class Drift:
    """A stored obligation, open or missed, that a fresh assessment doesn't give, or the other way round."""

    key: Key
    stored: date | None
    fresh: date | None
    what: str


def drift(work: Work, subjects: Sequence[Subject]) -> Iterator[Drift]:
    """Where what is stored differs from what an assessment of today says. Empty unless there is a bug."""
    stored, fresh = stored_rows(work, subjects), assessed(work, load(work, subjects))
    for subject in subjects:
        mine = stored.get(subject, {})
        standing = fresh.get(subject, Assessment(())).standing
        asked = {o.key: o for o in standing if o.state is not State.MET}
        for key in sorted(mine.keys() | asked.keys()):
            row, want = mine.get(key), asked.get(key)
            if row is None or want is None:
                yield Drift(
                    key,
                    row.due if row else None,
                    want.due if want else None,
                    "missing" if row is None else "left over",
                )
            elif differs(row, columns(want)):
                yield Drift(key, row.due, want.due, "differs")
