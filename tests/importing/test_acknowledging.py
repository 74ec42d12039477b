"""Who acknowledged a case, and when."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.shared import what_was_met
from policy.facts import Subject, SubjectKind
from policy.ruleset import Duty
from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.transactions import read_transaction
from tests.importing.councils import NOW, Council, rows
from tests.importing.test_other_policies import (
    CASES,
    DISCUSSIONS,
    LINES,
    PEOPLE,
    SESSIONS,
)

WHEN = "session, case, acknowledged by, supervisee acknowledged on, supervisor acknowledged on"


def acknowledged(council: Council) -> list[tuple[str, date | None, date | None]]:
    """Of C-1, at its session of 9 October: by whom, when, and by when it was due."""
    with read_transaction(council.engine, council.config, NOW) as work:
        found = what_was_met.about(work, Subject(SubjectKind.CASE, 1), 50)
    mine = [k for k in found if k.obligation.key.kind_of_duty == Duty.ACKNOWLEDGE]
    found_of = ((str(k.obligation.key.duty), k.met_on, k.obligation.due) for k in mine)
    return sorted(found_of, key=lambda one: one[0])


def test_the_day_of_acknowledging_is_kept(cambridgeshire: Council) -> None:
    cambridgeshire.takes(PEOPLE, LINES, CASES, SESSIONS, DISCUSSIONS)
    session = date(2026, 10, 9)
    manager, worker = "acknowledge:supervisor", "acknowledge:supervisee"
    assert acknowledged(cambridgeshire) == [(worker, session, session), (manager, session, session)]
    said = rows("discussions", WHEN, "M1, C-1, both, 13/10/2026, 12/10/2026")
    cambridgeshire.takes(said)
    days = (date(2026, 10, 13), date(2026, 10, 12))
    first = t.Discussion.__table__.c.case_id == 1
    assert cambridgeshire.has(t.Discussion, "worker_on", "manager_on", where=first) == [days]
    assert acknowledged(cambridgeshire) == [(worker, days[0], session), (manager, days[1], session)]
    assert cambridgeshire.takes(said).changes == 0
    cambridgeshire.takes(rows("discussions", "session, case, full", "M1, C-1, no"))
    assert cambridgeshire.has(t.Discussion, "worker_on", "manager_on", where=first) == [days]
    assert cambridgeshire.drift() == []


def test_each_of_many_discussions_is_told_with_the_day_by_which_that_one_was_due(
    cambridgeshire: Council,
) -> None:
    """Only the latest two were read, and the first of them was told as the first of all: done on 22 October, due 28
    days after the allocation. What was acknowledged before them was lost."""
    days = ("08/10/2026", "15/10/2026", "22/10/2026", "30/10/2026")
    met = (f"M{n}, S1, S2, {day}, 10:00, held" for n, day in enumerate(days))
    cambridgeshire.takes(
        *(PEOPLE, LINES, CASES),
        rows("sessions", "session, supervisee, supervisor, date, start, state", *met),
        rows("discussions", "session, case", *(f"M{n}, C-1" for n in range(len(days)))),
    )
    with read_transaction(cambridgeshire.engine, cambridgeshire.config, NOW) as work:
        found = what_was_met.about(work, Subject(SubjectKind.CASE, 1), 50)
    duties = {
        duty: sorted(
            (k.met_on, k.obligation.due) for k in found if str(k.obligation.key.duty) == duty and k.met_on
        )
        for duty in ("discuss", "acknowledge:supervisor")
    }
    held = [date(2026, 10, day) for day in (8, 15, 22, 30)]
    owed = [date(2026, 3, 31), date(2026, 11, 5), date(2026, 11, 12), date(2026, 11, 19)]
    assert duties["discuss"] == list(zip(held, owed, strict=True))
    assert duties["acknowledge:supervisor"] == [(on, on) for on in held]


def test_of_several_sessions_brought_at_once_the_first_is_the_next_one(cambridgeshire: Council) -> None:
    """Of a case that is discussed at every session (C6): only the latest two were read, and it was late since the
    second."""
    days = ("08/10/2026", "15/10/2026", "22/10/2026", "30/10/2026")
    met = (f"M{n}, S1, S2, {day}, 10:00, held" for n, day in enumerate(days))
    cambridgeshire.takes(
        *(PEOPLE, LINES, CASES),
        rows("sessions", "session, supervisee, supervisor, date, start, state", *met),
        rows("discussions", "session, case", "M0, C-2"),
    )
    o = t.ObligationRow.__table__.c
    found = cambridgeshire.has(t.ObligationRow, "due", where=(o.duty == "discuss") & (o.subject_id == 2))
    assert found == [(date(2026, 10, 15),)]
    assert cambridgeshire.drift() == []


@pytest.mark.parametrize(
    ("kind", "full"), [("case, S1", "no"), ("group, S2", "yes")], ids=["acknowledged", "discussed_in_groups"]
)
def test_what_was_said_is_read_of_each_session_that_is_read(
    cambridgeshire: Council, kind: str, full: str
) -> None:
    """All sessions since the last discussion in full were read, or the latest two of the worker's, and the latest two
    discussions of each kind: what was said in the others was owed."""
    later = ("L15", "L19", "L26")
    cambridgeshire.takes(
        *(PEOPLE, LINES, CASES),
        rows(
            "sessions",
            "session, kind, supervisee, supervisor, date, start, state",
            "M0, case, S1, S2, 08/10/2026, 10:00, held",
            *(f"{one}, {kind}, S2, {one[1:]}/10/2026, 10:00, held" for one in later),
        ),
        rows(
            "participants",
            "session, staff number, attended",
            *(f"{n}, S1, yes" for n in later if full == "yes"),
        ),
        rows("discussions", "session, case, full", "M0, C-1, yes", *(f"{n}, C-1, {full}" for n in later)),
    )
    o = t.ObligationRow.__table__.c
    owed = (o.duty.like("acknowledge%")) & (o.subject_id == 1) & (o.state == "running")
    assert cambridgeshire.has(t.ObligationRow, "duty", "due", where=owed) == []
    assert cambridgeshire.drift() == []


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (
            "M1, C-1, supervisor, 13/10/2026,",
            "supervisee_acknowledged_on: acknowledged_by says the supervisor alone: correct one of them",
        ),
        ("M1, C-1, , , 13/11/2026", "supervisor_acknowledged_on: Friday 13 November 2026 is still to come"),
    ],
)
def test_a_day_on_which_nobody_can_have_acknowledged_is_refused(
    cambridgeshire: Council, row: str, wrong: str
) -> None:
    with pytest.raises(BadFilesError, match=wrong):
        cambridgeshire.takes(PEOPLE, LINES, CASES, SESSIONS, rows("discussions", WHEN, row))
