"""Decisions made outside supervision, as a file has them: what is owed of each, once, and beside those said in chat."""

from __future__ import annotations

from datetime import date

import pytest

from policy.facts import SubjectKind
from storage import cases as stored_cases
from storage import decisions
from storage import tables as t
from storage.importing.faults import BadFilesError
from tests.importing.councils import NOW, Council, rows

PEOPLE = rows(
    "people",
    "staff_number, name, role, employed_from",
    "S1, Amara Example, social_worker, 04/03/2019",
    "S2, Priya Sample, team_manager, 05/01/2015",
)
LINES = rows("relationships", "supervisee, supervisor, since", "S1, S2, 04/03/2019")
CASES = rows(
    "cases",
    "case, service, worker, allocated on",
    "C-101, social_care, S1, 07/09/2026",
    "C-102, social_care, S1, 07/09/2026",
)
HEADING = "case, made by, made on, kind, recorded on"


def _owed(council: Council) -> list[tuple[object, ...]]:
    o = t.ObligationRow.__table__.c
    mine = (o.rule.in_(("Y15", "Y16"))) & (o.subject_kind == SubjectKind.CASE)
    return council.has(t.ObligationRow, "rule", "state", where=mine)


def test_a_decision_that_is_not_on_the_file_yet_is_owed_there_once(york: Council) -> None:
    file = rows(
        "decisions", HEADING, "C-101, S2, 02/11/2026, in absence,", "C-102, S1, 01/11/2026, , 02/11/2026"
    )
    result = york.takes(PEOPLE, LINES, CASES, file)
    assert result.counts["decisions"]["new"] == 2
    assert york.has(t.Decision, "kind", "made_on", "recorded_on") == [
        ("in_absence", date(2026, 11, 2), None),
        ("informal", date(2026, 11, 1), date(2026, 11, 2)),
    ]
    assert [(rule, str(state)) for rule, state in _owed(york)] == [("Y16", "waiting")]
    before = york.everything()
    assert york.takes(PEOPLE, LINES, CASES, file).counts["decisions"]["same"] == 2
    assert york.everything() == before
    york.takes(rows("decisions", HEADING, "C-101, S2, 02/11/2026, in absence, 03/11/2026"))
    assert {str(state) for _, state in _owed(york)} == {"met"}
    assert york.drift() == []


def test_the_same_said_in_chat_is_that_one_and_stays_as_it_was_said(york: Council) -> None:
    york.takes(PEOPLE, LINES, CASES)
    with york.writes() as work:
        case = stored_cases.by_reference(work, "C-101")
        assert case is not None
        made = decisions.add(work, case, "informal", date(2026, 11, 2), 2, 1)
        decisions.recorded(work, decisions.decision(work, made), 2)
    york.takes(rows("decisions", HEADING, "C-101, S2, 02/11/2026, informal, 02/11/2026"))
    assert york.has(t.Decision, "said_by_id", "recorded_on") == [(1, NOW.date())]


def test_one_noted_by_mistake_is_not_brought_back(york: Council) -> None:
    york.takes(PEOPLE, LINES, CASES)
    with york.writes() as work:
        case = stored_cases.by_reference(work, "C-101")
        assert case is not None
        made = decisions.add(work, case, "informal", date(2026, 11, 2), 2, 1)
        decisions.take_back(work, decisions.decision(work, made), 1)
    york.takes(rows("decisions", HEADING, "C-101, S2, 02/11/2026, informal,"))
    assert york.has(t.Decision, "taken_back_on") == [(NOW.date(),)]


def test_what_is_wrong_with_one_is_named(york: Council) -> None:
    file = rows(
        "decisions", HEADING, "C-101, S2, 04/12/2026, informal,", "C-101, S2, 02/11/2026, , 01/11/2026"
    )
    with pytest.raises(BadFilesError) as stopped:
        york.takes(PEOPLE, LINES, CASES, file)
    said = " ".join(str(one) for one in stopped.value.faults)
    assert "is still to come" in said
    assert "is before made_on" in said


def test_where_no_rule_asks_for_them_the_file_is_left_out(council: Council) -> None:
    with pytest.raises(BadFilesError, match="no rule of this rule set asks for decisions"):
        council.takes(PEOPLE, LINES, rows("decisions", HEADING, "C-101, S2, 02/11/2026, informal,"))
