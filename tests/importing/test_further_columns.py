"""What few councils have in a list is proposed where they do, by its heading and values, and comes in: somebody's own
share of a load, who has which task of a group, who was asked to write a record, since when a child is on a plan, when
plans were reviewed, which cases were audited, and what was raised for a group's agenda."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows, Source
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import NOW, Council, rows

PEOPLE = rows(
    "people",
    "staff number, name, role, employed from",
    "S1, Wren Quillfeather, social_worker, 04/03/2019",
    "S2, Juniper Pondwhistle, team_manager, 05/01/2015",
    "S3, Clover Buttonshaw, social_worker, 05/01/2015",
    "S4, Fennel Cobblewick, social_worker, 05/01/2015",
)
SOUTHWARKS = rows(
    "people",
    "staff number, name, role, employed from",
    *(", ".join(row).replace("team_manager", "practice_group_lead") for row in PEOPLE.rows),
)
LINES = rows(
    "relationships",
    "supervisee, supervisor, since",
    *(f"S{n}, S2, 05/01/2020" for n in (1, 3, 4)),
)


def _cases(service: str) -> Rows:
    lines = (f"C-{n}, {service}, S1, 03/03/2026" for n in range(1, 4))
    return rows("cases", "case, service, worker, allocated on", *lines)


def _proposed(council: Council, folder: Path, *lines: str) -> tuple[str, Sequence[Source]]:
    """The mapping of a list, and what it makes of it."""
    path = folder / "their list.csv"
    path.write_text("\n".join(lines) + "\n")
    staff = Staff(NOW.date())
    know(staff, [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows])
    words = ImportVocabulary(council.config.rules(NOW.date()), council.config.cipher, staff)
    words.references.know(f"C-{n}" for n in range(1, 4))
    [one] = propose_for(path, words, None)
    assert not one.undecided, one.undecided
    return one.text, sources_of(path, [mapping_of(one.text, path.name)], None) or ()


def test_ones_own_share_of_a_load(council: Council, tmp_path: Path) -> None:
    text, made = _proposed(
        council,
        tmp_path,
        "Pers Ref,Name,Designation,Start date,Caseload Cap %",
        "S7,Tansy Mossgrove,Social Worker,07/09/2026,60",
        "S8,Merle Puddlecote,Social Worker,07/09/2020,",
        "S9,Robin Rainbarrow,Social Worker,07/09/2021,90",
    )
    assert 'load_percent: {from: "Caseload Cap %", of: 100}' in text
    council.takes(*made)
    assert council.has(t.Person, "load_percent") == [(60,), (None,), (90,)]


def test_tasks_of_a_group_where_the_policy_gives_them(southwark: Council, tmp_path: Path) -> None:
    southwark.takes(SOUTHWARKS, LINES)
    lines = (
        "Session no,Supervisee,Supervisor,Date,Time,Type,Outcome,Recorded by,Signed off by,Oversight by",
        "1,Wren Quillfeather,Juniper Pondwhistle,02/10/2026,10:00,1:1,Held,,,",
        "2,Juniper Pondwhistle,Juniper Pondwhistle,06/10/2026,10:00,Group,Held,"
        "Wren Quillfeather,Clover Buttonshaw,Fennel Cobblewick",
        "3,Clover Buttonshaw,Juniper Pondwhistle,09/10/2026,10:00,1:1,Held,Juniper Pondwhistle,,",
    )
    text, made = _proposed(southwark, tmp_path, *lines)
    for ours, title in (
        ("recorder", "Recorded by"),
        ("signer", "Signed off by"),
        ("overseer", "Oversight by"),
    ):
        assert f'{ours}: {{from: "{title}", when: {{"Type": ["Group"]}}}}' in text
    southwark.takes(*made)
    tasks = southwark.has(t.Session, "kind", "recorder_id", "signer_id", "overseer_id")
    assert sorted(tasks, key=str) == [("case", None, None, None)] * 2 + [("group", 1, 3, 4)]


def test_elsewhere_a_column_of_who_recorded_it_is_only_named(council: Council, tmp_path: Path) -> None:
    text, _ = _proposed(
        council,
        tmp_path,
        "Supervisee,Supervisor,Date,Time,Outcome,Recorded by",
        "Wren Quillfeather,Juniper Pondwhistle,02/10/2026,10:00,Held,Fennel Cobblewick",
        "Clover Buttonshaw,Juniper Pondwhistle,09/10/2026,10:00,Held,Juniper Pondwhistle",
    )
    assert "# Not read: Recorded by" in text


def test_who_was_asked_to_write_a_record(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE, LINES, _cases("assessment"))
    lines = (
        "Supervisee,Supervisor,Date,Time,Outcome,Case ID,Record delegated to,Date delegated,Date disagreed",
        "Wren Quillfeather,Juniper Pondwhistle,02/10/2026,10:00,Held,C-1,Fennel Cobblewick,05/10/2026,",
        "Wren Quillfeather,Juniper Pondwhistle,02/10/2026,10:00,Held,C-2,,,09/10/2026",
        "Clover Buttonshaw,Juniper Pondwhistle,09/10/2026,10:00,Held,C-3,,,",
    )
    text, made = _proposed(council, tmp_path, *lines)
    assert 'delegate: "Record delegated to"' in text
    assert 'delegated_on: "Date delegated"' in text
    assert 'disagreed_on: "Date disagreed"' in text
    council.takes(*made)
    asked = council.has(t.Record, "delegate_id", "delegated_on", where=t.Record.__table__.c.case_id == 1)
    assert asked == [(4, date(2026, 10, 5))]


HEADING = "Case ID,Team,Allocated worker,Allocated on,{}"


def test_since_when_a_child_is_on_a_plan(southwark: Council, tmp_path: Path) -> None:
    southwark.takes(SOUTHWARKS, LINES)
    text, made = _proposed(
        southwark,
        tmp_path,
        HEADING.format("CP plan start date"),
        "C-1,Social care,Wren Quillfeather,03/03/2026,12/05/2026",
        "C-2,Social care,Clover Buttonshaw,03/03/2026,",
    )
    assert 'plan_since: "CP plan start date"' in text
    southwark.takes(*made)
    assert southwark.has(t.CaseEvent, "what", "on") == [("plan", date(2026, 5, 12))]


def test_when_plans_were_last_reviewed(council: Council, tmp_path: Path) -> None:
    text, _ = _proposed(
        council,
        tmp_path,
        HEADING.format("Plan last reviewed"),
        "C-1,Assessment,Wren Quillfeather,03/03/2026,12/05/2026",
        "C-2,Assessment,Clover Buttonshaw,03/03/2026,",
    )
    assert 'plan_last_reviewed: "Plan last reviewed"' in text


@pytest.mark.parametrize(
    "heading", ["Date selected,Date audited,Auditor", "Selected on,Audit date,Audited by"]
)
def test_a_list_of_audits(council: Council, tmp_path: Path, heading: str) -> None:
    council.takes(PEOPLE, LINES, _cases("assessment"))
    text, made = _proposed(
        council,
        tmp_path,
        f"Child ID,Team Manager,{heading}",
        "C-1,Juniper Pondwhistle,02/10/2026,20/10/2026,Juniper Pondwhistle",
        "C-2,Juniper Pondwhistle,02/11/2026,,",
    )
    assert "  audits:" in text
    result = council.takes(*made)
    assert result.counts == {"audits": {"new": 2}}
    days = council.has(t.Draw, "case_id", "drawn_on", "done_on")
    assert days == [(1, date(2026, 10, 2), date(2026, 10, 20)), (2, date(2026, 11, 2), None)]
    assert council.takes(*made).changes == 0


def test_audits_of_which_only_the_day_is_known(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE, LINES, _cases("assessment"))
    _, made = _proposed(
        council,
        tmp_path,
        "Child ID,Team Manager,Audit date,Auditor",
        "C-1,Juniper Pondwhistle,20/10/2026,Juniper Pondwhistle",
        "C-2,Juniper Pondwhistle,23/10/2026,Juniper Pondwhistle",
    )
    council.takes(*made)
    assert council.has(t.Draw, "drawn_on", "done_on") == [(date(2026, 10, d),) * 2 for d in (20, 23)]


def test_a_list_of_cases_with_audit_days_is_still_one_of_cases(council: Council, tmp_path: Path) -> None:
    text, _ = _proposed(
        council,
        tmp_path,
        "Child ID,Team,Team Manager,Allocated worker,Allocated on,Audit date",
        "C-1,Assessment,Juniper Pondwhistle,Wren Quillfeather,03/03/2026,20/10/2026",
        "C-2,Assessment,Juniper Pondwhistle,Wren Quillfeather,03/03/2026,",
    )
    assert "  cases:" in text
    assert "audits:" not in text


def test_what_was_raised_for_a_groups_agenda(southwark: Council, tmp_path: Path) -> None:
    southwark.takes(SOUTHWARKS, LINES, _cases("social_care"))
    text, made = _proposed(
        southwark,
        tmp_path,
        "Case No,Raised by,Date raised,Date taken off,Remarks",
        "C-1,Wren Quillfeather,26/10/2026,,",
        "C-2,Wren Quillfeather,28/10/2026,30/10/2026,",
    )
    assert "  agenda:" in text
    assert southwark.takes(*made).counts == {"agenda": {"new": 2}}
    assert southwark.has(t.AgendaItem, "case_id", "raised_by_id") == [(1, 1), (2, 1)]
    assert southwark.takes(*made).changes == 0


def test_a_list_whose_workers_are_addresses_is_one_of_cases(council: Council, tmp_path: Path) -> None:
    """Under headings that nobody knows: a number that hardly comes again, beside an address that often does."""
    heading = "Subject No,Invol. Ref,Team,Lead Prof.,Lead From,Ended"
    who = [f"{name.split()[0].lower()}@example.org" for _, name, *_ in PEOPLE.rows]
    people = rows(
        "people",
        "staff number, name, role, employed from, email",
        *(f"{', '.join(row)}, {mail}" for row, mail in zip(PEOPLE.rows, who, strict=True)),
    )
    path = tmp_path / "Involvements.csv"
    lines = (f"{412_310 + n},E{n + 100},Assessment,{who[n % 3]},03/03/2026," for n in range(12))
    path.write_text("\n".join([heading, *lines]))
    staff = Staff(NOW.date())
    know(
        staff,
        [dict(zip(("staff_number", "name", "_", "_", "email"), row, strict=False)) for row in people.rows],
    )
    words = ImportVocabulary(council.config.rules(NOW.date()), council.config.cipher, staff)
    [one] = propose_for(path, words, None)
    found = {"case": "Subject No", "worker": "Lead Prof.", "allocated_on": "Lead From", "closed_on": "Ended"}
    assert [ours for ours, title in found.items() if f'{ours}: "{title}"' not in one.text] == []
    made = sources_of(path, [mapping_of(one.text, path.name)], None) or ()
    assert council.takes(people, *made).counts["cases"] == {"new": 12}


# What isn't proposed, and is added by hand as docs/import.md says


def _by_hand(makes: str, *lines: str) -> Sequence[Source]:
    table = Rows("list.csv", lines[0].split(","), [line.split(",") for line in lines[1:]])
    mapping = mapping_of(f"makes: {{{makes}}}", "list.yaml")
    return [MappedRows(table, mapping, kind, False) for kind in mapping.makes]


def test_who_judged_a_case_is_added_to_the_list_of_cases(cambridgeshire: Council) -> None:
    made = _by_hand(
        "cases: {columns: {case: Case ID, service: Team, worker: Worker, allocated_on: From, "
        "categories: {from: Stable since, words: {'*': stable}}}}, "
        "judgements: {needs: [Stable since], columns: "
        "{case: Case ID, category: {is: stable}, by: Agreed by, on: Stable since}}",
        "Case ID,Team,Worker,From,Stable since,Agreed by",
        "C-1,social_care,Wren Quillfeather,03/03/2026,05/10/2026,Juniper Pondwhistle",
        "C-2,social_care,Wren Quillfeather,03/03/2026,,",
    )
    assert cambridgeshire.takes(PEOPLE, LINES, *made).counts["judgements"] == {"new": 1}
    assert cambridgeshire.has(t.Judgement, "by_id", "category", "on") == [(2, "stable", date(2026, 10, 5))]


def test_when_agreements_were_signed_is_added_to_the_list_of_staff(council: Council) -> None:
    made = _by_hand(
        "people: {columns: {staff_number: Employee No, name: Name, role: Position, employed_from: Start}}, "
        "milestones: {needs: [Agreement signed], columns: "
        "{staff_number: Employee No, what: {is: agreement}, on: Agreement signed}}",
        "Employee No,Name,Position,Start,Agreement signed",
        "S1,Wren Quillfeather,Social worker,04/03/2019,14/03/2019",
        "S2,Juniper Pondwhistle,Team manager,04/03/2012,",
    )
    council.takes(*made)
    assert council.has(t.Milestone, "person_id", "what", "on") == [(1, "agreement", date(2019, 3, 14))]


def test_that_a_long_absence_was_reported_is_added_to_the_list_of_absences(council: Council) -> None:
    council.takes(PEOPLE, LINES)
    made = _by_hand(
        "absences: {columns: {staff_number: Name, first: From, planned: {is: 'no'}, sickness: {is: 'yes'}, "
        "reported_on: Told on, reported_by: Told by}}",
        "Name,From,Told on,Told by",
        "Juniper Pondwhistle,05/10/2026,21/10/2026,Wren Quillfeather",
    )
    assert council.takes(*made).counts["absences"] == {"new": 1}
    reported = council.has(t.Arrangement, "supervisee_id", "reported_on")
    assert (1, date(2026, 10, 21)) in reported
