"""Who judged a case, what is on a group's agenda, which case was audited: brought in once, and put right."""

from __future__ import annotations

from datetime import date

import pytest

from storage import agenda, audit_draws, cases, judgements
from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.tables.files import Rows
from tests.importing.councils import CASES, LINES, PEOPLE, Council, rows
from tests.importing.test_notes import CASE, PAIR, STAFF
from tests.importing.test_other_policies import CASES as STABLE
from tests.importing.test_other_policies import LINES as TWO
from tests.importing.test_other_policies import PEOPLE as THREE

JUDGED = "case, category, by, on, holds, why"
RAISED = "case, raised by, raised on, what, on, discussed in, off on"
DRAWN = "case, staff number, drawn on, done on, by"
REVIEW = rows("events", "case, what, on", "C-1, review, 24/11/2026")


def judged(line: str) -> Rows:
    return rows("judgements", JUDGED, line)


def item(line: str) -> Rows:
    return rows("agenda", RAISED, line)


def drawn(line: str) -> Rows:
    return rows("audits", DRAWN, line)


def test_a_judgement_comes_in_once_and_is_put_right(cambridgeshire: Council) -> None:
    one = judged("C-2, stable, S2, 12/10/2026, yes, Two calm reviews")
    assert cambridgeshire.takes(THREE, TWO, STABLE, one).counts["judgements"] == {"new": 1}
    assert cambridgeshire.takes(one).counts["judgements"] == {"same": 1}
    other = cambridgeshire.takes(judged("C-2, stable, S1, 12/10/2026, yes, Two calm reviews"))
    assert other.counts["judgements"] == {"changed": 1}
    assert cambridgeshire.has(t.Judgement, "by_id", "category", "holds", "from_chat") == [
        (1, "stable", True, False)
    ]
    assert cambridgeshire.drift() == []


def test_a_judgement_that_the_cases_own_list_denies_is_listed_and_moves_nothing(
    cambridgeshire: Council,
) -> None:
    cambridgeshire.takes(THREE, TWO, STABLE)
    found = cambridgeshire.takes(judged("C-2, stable, S2, 12/10/2026, no,"))
    assert "categories stays stable" in "\n".join(map(str, found.lines))
    assert cambridgeshire.has(t.Case, "categories") == [("in_care stable_matched",), ("stable",)]
    assert cambridgeshire.takes(judged("C-2, stable, S2, 12/10/2026, no,")).counts["judgements"] == {
        "kept": 1
    }


def test_what_chat_judged_stays(cambridgeshire: Council) -> None:
    cambridgeshire.takes(THREE, TWO, STABLE)
    with cambridgeshire.writes() as work:
        judgements.judge(work, cases.case(work, 2), [], ["stable"], 2, "A new partner")
    found = cambridgeshire.takes(judged("C-2, stable, S1, 03/11/2026, no, Other words"))
    assert found.counts["judgements"] == {"kept": 1}
    cambridgeshire.takes(judged("C-2, stable, S1, 05/10/2026, yes,"))
    with cambridgeshire.writes() as work:
        assert judgements.latest(work, 2)["stable"].on == date(2026, 11, 3), "an earlier one came later"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("C-2, in_care, S2, 12/10/2026, yes,", "is no judgement of a manager"),
        ("C-2, stable, S2, 12/12/2026, yes,", "is still to come"),
    ],
)
def test_a_judgement_that_chat_would_refuse_is_named(cambridgeshire: Council, line: str, said: str) -> None:
    with pytest.raises(BadFilesError, match=said):
        cambridgeshire.takes(THREE, TWO, STABLE, judged(line))


def test_a_judgement_on_which_no_rule_about_such_a_case_rests_is_named(council: Council) -> None:
    with pytest.raises(BadFilesError, match="no rule about such a case rests on this"):
        council.takes(PEOPLE, LINES, CASES, judged("C-2, settled, S2, 12/10/2026, yes,"))


def test_where_nothing_is_judged_or_drawn_or_grouped_the_file_is_left_out(york: Council) -> None:
    for file, said in (
        (judged("C-1, stable, S2, 12/10/2026, yes,"), "leaves nothing about a case to a manager"),
        (item("C-1, S1, 12/10/2026, , , ,"), "is about group supervision"),
        (drawn("C-1, S2, , 12/10/2026,"), "has cases drawn for an audit"),
    ):
        with pytest.raises(BadFilesError, match=said):
            york.takes(STAFF, PAIR, CASE, file)


# A group's agenda


def test_what_was_raised_comes_in_once_and_is_taken_off(southwark: Council) -> None:
    one = item("C-1, S1, 02/11/2026, review, 24/11/2026, ,")
    southwark.takes(STAFF, PAIR, CASE, REVIEW, one)
    assert southwark.has(t.AgendaItem, "event_id", "raised_by_id", "raised_on", "closed_on") == [
        (1, 1, date(2026, 11, 2), None)
    ]
    assert southwark.drift() == []
    assert southwark.takes(one).counts["agenda"] == {"same": 1}
    right = item("C-1, S1, 30/10/2026, review, 24/11/2026, ,")
    assert southwark.takes(right).counts["agenda"] == {"changed": 1}
    off = item("C-1, S1, 30/10/2026, review, 24/11/2026, , 03/11/2026")
    assert southwark.takes(off).counts["agenda"] == {"changed": 1}
    assert southwark.takes(off).changes == 0
    assert southwark.drift() == []


def test_what_came_up_in_a_group_that_a_file_brings_is_off_it_and_stands_again_once_it_wasnt_held(
    southwark: Council,
) -> None:
    heading = "session, supervisee, supervisor, date, start, kind, state, reason"
    files = (
        item("C-1, S1, 20/10/2026, review, 24/11/2026, ,"),
        rows("sessions", heading, "G1, S2, S2, 27/10/2026, 10:00, group, held,"),
        rows("discussions", "session, case", "G1, C-1"),
    )
    southwark.takes(STAFF, PAIR, CASE, REVIEW, *files)
    assert southwark.has(t.AgendaItem, "closed_on", "discussed_in_id") == [(date(2026, 10, 27), 1)]
    assert southwark.takes(*files).changes == 0
    assert southwark.drift() == []
    southwark.takes(rows("sessions", heading, "G1, S2, S2, 27/10/2026, 10:00, group, cancelled, work"))
    assert southwark.has(t.AgendaItem, "closed_on", "discussed_in_id") == [(None, None)]
    assert southwark.drift() == []


def test_what_chat_raised_and_took_off_stays(southwark: Council) -> None:
    southwark.takes(STAFF, PAIR, CASE, REVIEW)
    with southwark.writes() as work:
        agenda.raise_case(work, cases.case(work, 1), 2, 1)
    found = southwark.takes(item("C-1, S1, 02/11/2026, review, 24/11/2026, ,"))
    assert found.counts["agenda"] == {"kept": 1}
    assert southwark.has(t.AgendaItem, "raised_by_id", "raised_on") == [(2, date(2026, 11, 3))]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("C-1, S1, 02/11/2026, review, 25/11/2026, ,",), "no such event of this case is known"),
        (("C-1, S1, 02/11/2026, review, , ,",), "give both or neither"),
        (("C-1, S1, 02/11/2026, , , M9,",), "there is no session 'M9'"),
        (("C-1, S1, 26/10/2026, , , M1,",), "this session is no group's"),
        (("C-1, S1, 02/11/2026, , , ,", "C-1, S1, 01/11/2026, , , ,"), "is on the agenda already"),
        (("C-1, S1, 02/12/2026, , , ,",), "is still to come"),
    ],
)
def test_an_item_that_chat_would_refuse_is_named(
    southwark: Council, lines: tuple[str, ...], said: str
) -> None:
    met = rows("sessions", "session, supervisee, supervisor, date, start", "M1, S1, S2, 04/11/2026, 10:00")
    with pytest.raises(BadFilesError, match=said):
        southwark.takes(STAFF, PAIR, CASE, REVIEW, met, rows("agenda", RAISED, *lines))


# Audits


def test_an_audit_comes_in_once_and_is_put_right(council: Council) -> None:
    one = drawn("C-1, S2, 05/10/2026, 12/10/2026, S3")
    council.takes(PEOPLE, LINES, CASES, one)
    assert council.has(t.Draw, "window", "turn", "drawn_on", "done_on", "done_by_id", "pool") == [
        ("month:2026-10", 1, date(2026, 10, 5), date(2026, 10, 12), 3, "")
    ]
    assert council.has(t.Milestone, "person_id", "what", "on", "by_id") == [
        (2, "case_audit", date(2026, 10, 12), 3)
    ]
    assert council.drift() == []
    assert council.takes(one).changes == 0
    assert council.takes(drawn("C-1, S2, 05/10/2026, 13/10/2026, S3")).counts["audits"] == {"changed": 1}
    assert council.has(t.Milestone, "on") == [(date(2026, 10, 13),)]
    assert council.drift() == []


def test_that_a_drawn_case_was_audited_is_filled_in(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES)
    with council.writes() as work:
        [kept] = audit_draws.missing(work)
        [view] = audit_draws.make(work, kept)
    audited = drawn(f"{view.case.reference}, S2, , 03/11/2026, S3")
    assert council.takes(audited).counts["audits"] == {"changed": 1}
    assert council.has(t.Draw, "done_on", "done_by_id") == [(date(2026, 11, 3), 3)]
    assert council.takes(audited).changes == 0
    assert council.has(t.Milestone, "what", "on", "by_id") == [("case_audit", date(2026, 11, 3), 3)]
    assert council.drift() == []


def test_what_chat_said_of_an_audit_stays(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES)
    with council.writes() as work:
        [kept] = audit_draws.missing(work)
        [view] = audit_draws.make(work, kept)
        audit_draws.done(work, view, date(2026, 11, 3), 3)
    found = council.takes(drawn(f"{view.case.reference}, S2, 03/11/2026, 03/11/2026, S1"))
    assert found.counts["audits"] == {"kept": 1}
    assert council.has(t.Draw, "done_by_id") == [(3,)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("C-1, S2, , ,", "neither when it was drawn nor when it was audited"),
        ("C-1, S2, 12/10/2026, 05/10/2026,", "is before drawn_on"),
        ("C-1, S2, 12/10/2026, , S3", "nothing says that it was audited"),
        ("C-1, S2, , 05/12/2026,", "is still to come"),
    ],
)
def test_an_audit_that_chat_would_refuse_is_named(council: Council, line: str, said: str) -> None:
    with pytest.raises(BadFilesError, match=said):
        council.takes(PEOPLE, LINES, CASES, drawn(line))
