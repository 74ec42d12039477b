"""When people first looked at their own page."""

from __future__ import annotations

from storage import tables as t
from storage.work import Work


def first_visit(work: Work, person_id: int) -> bool:
    """Whether this is the first day on which somebody looks at their own page; the first time it is kept."""
    row = work.get(t.Person, person_id)
    if row.first_visit_on is None:
        row.first_visit_on = work.today
    return row.first_visit_on == work.today
