"""Who was last supervised by somebody else than the files' lines say: a staff system lags behind, and a tracker shows
it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from storage import tables as t
from storage.conditions import TODAY, not_past
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.work import Work

#: The last session that each was in alone, where the files say who supervises whom and none of theirs is who held it;
#: and since when this one held them and nobody else did.
_OTHERS: Final = """
    WITH held AS (
        SELECT supervisee, supervisor, file, line, date,
            row_number() OVER (PARTITION BY supervisee ORDER BY date DESC, start DESC, id DESC) AS place
        FROM sessions WHERE state = 'held' AND kind <> 'group' AND supervisor <> supervisee
    ), line AS (
        SELECT supervisee, max(supervisor) AS supervisor
        FROM relationships WHERE until IS NULL AND NOT coalesce(professional, 0) GROUP BY supervisee
    )
    SELECT h.file, h.line, h.supervisee, p.name, h.supervisor, by.name, l.supervisor, said.name, (
        SELECT min(s.date) FROM held s WHERE s.supervisee = h.supervisee AND s.supervisor = h.supervisor
            AND s.place < coalesce((SELECT min(o.place) FROM held o
                WHERE o.supervisee = h.supervisee AND o.supervisor <> h.supervisor), s.place + 1))
    FROM held h
    JOIN people p ON p.key = h.supervisee
    LEFT JOIN people by ON by.key = h.supervisor
    LEFT JOIN line l ON l.supervisee = h.supervisee
    LEFT JOIN people said ON said.key = l.supervisor
    WHERE h.place = 1 AND (p.left_on IS NULL OR p.left_on >= ?1) AND NOT EXISTS (
        SELECT 1 FROM relationships r WHERE r.supervisee = h.supervisee AND r.supervisor = h.supervisor
    ) AND (?2 OR EXISTS (SELECT 1 FROM relationships))
    ORDER BY h.file, h.line
"""
#: So many are named.
_NAMED: Final = 30


class HeldBy(NamedTuple):
    """Who was last supervised by whom, and who their line says instead, empty where none does; ``since``: the first day
    from which nobody else did."""

    who: str
    name: str
    by: str
    by_name: str
    line_says: str
    line_name: str
    since: str

    def __str__(self) -> str:
        said = f"the line says {named(self.line_name, self.line_says)}" if self.line_says else "no line"
        return f"{named(self.name, self.who)} by {named(self.by_name, self.by)} ({said})"


def last_held_by_others(staging: Staging, odd: Faults, work: Work) -> Sequence[HeldBy]:
    """One line of a file, with their number and who they are; without those whose line is known here to be with
    whoever held it: that was put right already, though a staff system doesn't know it yet."""
    found: dict[int, list[tuple[int, HeldBy]]] = {}
    known = set(stored_lines(work))
    none = not known  # nobody ever said who supervises whom, in the files either as far as they don't
    for file, line, *told in staging.sql.execute(_OTHERS, [work.today.isoformat(), none]):
        one = HeldBy(*(said or "" for said in told))
        if (one.who, one.by) not in known:
            found.setdefault(file, []).append((line, one))
    for file, some in found.items():
        more = f" and {len(some) - _NAMED:,} more" if len(some) > _NAMED else ""
        named = ", ".join(str(one) for _, one in some[:_NAMED]) + more
        if any(one.line_says for _, one in some) or not none:
            message = f"last supervised by somebody else than the line says, of {len(some):,}: {named}: which is right?"
        else:
            message = (
                f"no line says who supervises {len(some):,} who were: {named}; --lines writes these lines"
            )
        odd.add(staging.origins[file].name, some[0][0], "supervisor", message)
    return [one for some in found.values() for _, one in some]


def stored_lines(work: Work) -> Sequence[tuple[str, str]]:
    """Whom, and by whom."""
    return [(row.who, row.by) for row in work.connection.execute(_LINES, {"today": work.today})]


def _lines() -> Any:
    """Who has whom as supervisor, by what is stored."""
    r, who, by = t.Relationship, t.Person.__table__.alias("who"), t.Person.__table__.alias("by")
    return (
        select(who.c.staff_number.label("who"), by.c.staff_number.label("by"))
        .select_from(r.__table__)
        .join(who, who.c.id == col(r.supervisee_id))
        .join(by, by.c.id == col(r.supervisor_id))
        .where(not_past(col(r.until), TODAY))
    )


_LINES: Final = _lines()


def named(name: str, number: str) -> str:
    return f"{name} {number}".strip()
