"""Whoever was last supervised by somebody else than the lines of the files say is worth a look."""

from __future__ import annotations

from tests.importing.councils import PEOPLE, Council, rows

HELD = (
    "S1, S2, 07/09/2026, 10:00, held, case,",
    "S1, S3, 12/10/2026, 10:00, held, case,",
    "S2, S3, 12/10/2026, 14:00, held, case,",
    "S1, S2, 13/10/2026, 10:00, cancelled, case, other",
    "S3, S2, 13/10/2026, 12:00, held, case,",
    "S1, S2, 14/10/2026, 10:00, held, group,",
)


def test_who_was_last_supervised_by_somebody_else_is_named_once(council: Council) -> None:
    """By a session of their own that was held, however it was before."""
    lines = rows("relationships", "supervisee, supervisor, since", "S1, S2, 01/10/2020", "S2, S3, 01/04/2018")
    held = rows("sessions", "supervisee, supervisor, date, start, state, kind, reason", *HELD)
    said = [str(one) for one in council.takes(PEOPLE, lines, held).odd if "somebody else" in str(one)]
    assert len(said) == 1
    assert (
        "of 2: Amara Example S1 by Helen Madeup S3 (the line says Priya Sample S2), "
        "Helen Madeup S3 by Priya Sample S2 (no line)"
    ) in said[0]


def test_who_has_a_leaver_as_supervisor_still_is_named_with_whoever_took_the_others_over(
    council: Council,
) -> None:
    """A staff system that still says so, before it is in; nobody whose sessions show another is named twice."""
    people = rows(
        "people",
        "staff number, name, role, employed from, left on",
        *(f"T{n}, Tess Madeup{n}, social_worker, 02/03/2020," for n in range(1, 5)),
        "M1, Una Gone, team_manager, 02/03/2020, 30/09/2026",
        "M2, Kit Cover, team_manager, 02/03/2020,",
    )
    lines = rows(
        "relationships", "supervisee, supervisor, since", *(f"T{n}, M1, 02/03/2020" for n in range(1, 5))
    )
    held = rows(
        "sessions",
        "supervisee, supervisor, date, start, state",
        "T1, M2, 12/10/2026, 10:00, held",
        "T2, M2, 13/10/2026, 10:00, held",
        "T3, M1, 14/09/2026, 10:00, held",
    )
    result = council.takes(people, lines, held, dry_run=True)
    (said,) = (str(one) for one in result.odd if "who is it now?" in str(one))
    assert "Una Gone M1 left on Wednesday 30 September 2026, and is still the supervisor of 2: " in said
    assert "Tess Madeup3 T3, Tess Madeup4 T4: who is it now? Kit Cover M2 held the last sessions" in said
    proposed = [(one.who, one.by, one.since) for one in result.held_by_others]
    assert proposed == [(f"T{n}", "M2", f"2026-10-{13 if n == 2 else 12}") for n in range(1, 5)]


def test_where_nothing_says_who_supervises_whom_sessions_do_and_later_nobody_is_named(
    council: Council,
) -> None:
    held = rows("sessions", "supervisee, supervisor, date, start, state", "S1, S3, 12/10/2026, 10:00, held")
    first = council.takes(PEOPLE, held, dry_run=True)
    assert [(one.who, one.by, one.since) for one in first.held_by_others] == [("S1", "S3", "2026-10-12")]
    assert any("no line says who supervises 1 who were: Amara Example S1 by" in str(one) for one in first.odd)
    council.takes(PEOPLE, rows("lines", "supervisee, supervisor, since", "S1, S2, 01/10/2020"))
    assert not council.takes(PEOPLE, held).held_by_others


def test_a_line_put_right_here_is_not_asked_about_again(council: Council) -> None:
    """Though the staff system still says otherwise, each night."""
    heading = "supervisee, supervisor, since"
    lagging = rows("relationships", heading, "S1, S2, 01/10/2020", "S2, S3, 01/04/2018")
    held = rows("sessions", "supervisee, supervisor, date, start, state, kind, reason", *HELD)
    council.takes(PEOPLE, lagging, held)
    council.takes(rows("relationships", heading, "S1, S3, 12/10/2026"))
    night = council.takes(PEOPLE, lagging, held)
    assert [one.who for one in night.held_by_others] == ["S3"]
    said = [str(one) for one in night.odd if "somebody else" in str(one)]
    assert len(said) == 1
    assert "of 1: Helen Madeup S3 by Priya Sample S2" in said[0]
