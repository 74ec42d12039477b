"""What is proposed where a row of an export isn't a row of ours: each brought in as proposed, with what is marked '?'
decided and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import read_mapping
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import CsvFile
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council, rows

TODAY = NOW.date()
#: As in councils' files of one person each: the staff at hand.
STAFF = [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows]


def _brought_in(
    council: Council, file: Path, text: str, *, decided: Mapping[str, str] | None = None, more: object = ()
) -> Proposal:
    staff = Staff(TODAY)
    know(staff, [*STAFF, *(more if isinstance(more, list) else [])])
    file.write_text(text, encoding="utf-8")
    (proposal,) = propose_for(file, ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff), None)
    written = proposal.text
    for was, becomes in (decided or {}).items():
        assert f"{was}: '?'" in written, written
        written = written.replace(f"{was}: '?'", f"{was}: {becomes}")
    file.with_suffix(".yaml").write_text(written, encoding="utf-8")
    council.takes(*(sources_of(file, [read_mapping(file.with_suffix(".yaml"))]) or ()))
    return proposal


LOG = """\
Item id,Practitioner,Practitioner email,Supervisor,Type of session,Scheduled for,Outcome,Date held,Children discussed
71,"Example, Amara",amara@example.org,"Sample, Priya",One to one,05/10/2026,Held,06/10/2026,C-101 & C-102
74,"Example, Amara",amara@example.org,"Sample, Priya",One to one,12/10/2026,Held,12/10/2026,"C-102
C-101"
75,"Example, Amara; Madeup, Helen",,"Sample, Priya",Group,14/10/2026,Held,14/10/2026,
78,"Example, Amara",amara@example.org,"Sample, Priya",One to one,19/10/2026,Rearranged,,
79,"Example, Amara",amara@example.org,"Sample, Priya",One to one,20/10/2026,Held,,C-101
"""


def test_a_log_with_several_cases_in_a_cell_gives_sessions_their_discussions_and_groups(
    council: Council, tmp_path: Path
) -> None:
    cases = rows("cases", "case, service", "C-101, assessment", "C-102, assessment")
    council.takes(PEOPLE, LINES, cases)
    proposal = _brought_in(council, tmp_path / "log.csv", LOG)
    assert proposal.undecided == ()
    assert sorted(council.has(t.Session, "on", "kind", "state", "supervisee_id")) == [
        (date(2026, 10, 6), "case", "held", 1),
        (date(2026, 10, 12), "case", "held", 1),
        (date(2026, 10, 14), "group", "held", 2),
        (date(2026, 10, 19), "case", "cancelled", 1),
        (date(2026, 10, 20), "case", "held", 1),
    ]
    on = dict(council.has(t.Session, "id", "on"))
    discussed = [
        (on[session].day, case) for session, case in council.has(t.Discussion, "session_id", "case_id")
    ]
    assert sorted(discussed) == [(6, 1), (6, 2), (12, 1), (12, 2), (20, 1)]
    belong = [
        (on[session].day, person) for session, person in council.has(t.Participant, "session_id", "person_id")
    ]
    assert sorted(belong) == [(14, 1), (14, 3)]


POSTS = """\
PersNo,Full name,Job title,Joined,Leaving date,Post begins,Post ends,Appraiser PersNo
S1,Amara Example,Student,01/09/2022,,01/09/2022,31/08/2024,S3
S1,Amara Example,Social Worker,01/09/2022,,01/09/2024,31/12/9999,S2
S2,Priya Sample,Team Manager,05/01/2015,,05/01/2015,31/12/9999,S3
S4,Gone Nowhere,Social Worker,01/02/2020,30/09/2026,01/02/2020,30/09/2026,S2
S3,Helen Madeup,Head of Service,03/04/2012,,03/04/2012,31/12/9999,0000
"""


def test_a_row_for_each_post_is_one_person_as_they_are_now(council: Council, tmp_path: Path) -> None:
    assert _brought_in(council, tmp_path / "staff.csv", POSTS).undecided == ()
    assert council.has(t.Person, "staff_number", "role", "employed_from", "left_on") == [
        ("S1", "social_worker", date(2022, 9, 1), None),
        ("S2", "team_manager", date(2015, 1, 5), None),
        ("S4", "social_worker", date(2020, 2, 1), date(2026, 9, 30)),
        ("S3", "head_of_service", date(2012, 4, 3), None),
    ]
    supervised = sorted(council.has(t.Relationship, "supervisee_id", "supervisor_id", "since", "until"))
    assert [row[:3] for row in supervised] == [
        (1, 2, date(2024, 9, 1)),
        (1, 4, date(2022, 9, 1)),
        (2, 4, date(2015, 1, 5)),
        (3, 2, date(2020, 2, 1)),
    ]
    assert supervised[0][3] is None
    assert supervised[1][3] == date(2024, 8, 31)


INVOLVED = """\
Child ID|Involvement|Worker code|Worker name|Involved from|Involved to|Service|Last discussed
C-1|Case holder|W10|Amara Example|03/03/2026||Assessment|31-SEP-2026
C-1|Case holder|W77|Priya Sample|03/01/2026|03/03/2026|Family support|31-SEP-2026
C-1|IRO|W90|Helen Madeup|03/03/2026||Assessment|31-SEP-2026
C-2|Former case holder|W90|Helen Madeup|03/03/2026||Assessment|12/10/2026
C-2|Case holder|W55|Sam Twice|20/10/2026||Assessment|12/10/2026
C-3|Case holder|W56|Sam Twice|20/10/2026||Assessment|
"""


def test_a_row_for_each_worker_of_a_case_is_its_allocations_by_name(council: Council, tmp_path: Path) -> None:
    both = rows(
        "people",
        "staff number, name, role, employed from",
        "S8, Sam Twice, student, 02/03/2026",
        "S9, Sam Twice, student, 02/03/2026",
    )
    council.takes(PEOPLE, both)
    more = [{"staff_number": number, "name": "Sam Twice"} for number in ("S8", "S9")]
    decided = {'"Sam Twice | W55"': "S8", '"Sam Twice | W56"': "S9"}
    proposal = _brought_in(council, tmp_path / "cases.csv", INVOLVED, decided=decided, more=more)
    assert len(proposal.undecided) == len(decided)
    assert '"31-SEP-2026"' in proposal.text
    assert council.has(t.Case, "reference", "service") == [
        ("C-1", "assessment"),
        ("C-2", "assessment"),
        ("C-3", "assessment"),
    ]
    assert sorted(council.has(t.Allocation, "case_id", "worker_id", "since")) == [
        (1, 1, date(2026, 3, 3)),
        (1, 2, date(2026, 1, 3)),
        (2, 4, date(2026, 10, 20)),
        (3, 5, date(2026, 10, 20)),
    ]


AWAY = """\
Who;Team;Kind of leave;From;To;Days
OCTOBER 2026;;;;;
Amara Example;North;Annual leave;05/10/2026;;1
Priya Sample;North;Annual leave;06/10/2026;08/10/2026;3
NOVEMBER 2026;;;;;
Priya Sampel;North;Sick;02/11/2026;;
"""


def test_lines_between_months_single_days_and_a_misspelt_name(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE)
    proposal = _brought_in(council, tmp_path / "leave.csv", AWAY, decided={'"Priya Sampel"': "S2"})
    assert proposal.undecided == ("staff_number: who 'Priya Sampel' is; near Priya Sample (S2)",)
    assert council.has(t.Absence, "person_id", "first", "last") == [
        (1, date(2026, 10, 5), date(2026, 10, 5)),
        (2, date(2026, 10, 6), date(2026, 10, 8)),
        (2, date(2026, 11, 2), None),
    ]


def test_where_staff_are_known_by_the_case_system_s_ids_those_are_meant(
    council: Council, tmp_path: Path
) -> None:
    council.takes(PEOPLE)
    text = (
        "Child ID|Worker code|Worker name|Allocated on|Service\nC-1|S1|Amara Exampel|03/03/2026|Assessment\n"
    )
    assert _brought_in(council, tmp_path / "cases.csv", text).undecided == ()
    assert council.has(t.Allocation, "worker_id") == [(1,)]


CANCELLED = """\
Worker,Supervisor,Date,Time,Outcome,If cancelled - why
Amara Example,Priya Sample,05/10/2026,10:00,Took place,
Amara Example,Priya Sample,19/10/2026,10:00,Cancelled,Court ran over
Amara Example,Priya Sample,26/10/2026,10:00,Cancelled,
Amara Example,Priya Sample,10/11/2026,10:00,Cancelled,Worker unwell
"""


def test_a_session_that_was_booked_and_then_cancelled_in_a_log_that_does_not_say_why_is_cancelled(
    council: Council, tmp_path: Path
) -> None:
    council.takes(PEOPLE)
    log = "Supervisee,Supervisor,Date,Time,Status\nAmara Example,Priya Sample,{},10:00,{}\n"
    rest = "".join(f"Amara Example,Priya Sample,{day}/10/2026,10:00,Held\n" for day in (12, 19, 26))
    _brought_in(council, tmp_path / "log.csv", log.format("10/11/2026", "Booked") + rest)
    _brought_in(council, tmp_path / "later.csv", log.format("10/11/2026", "Cancelled") + rest)
    which = t.Session.__table__.c.on == date(2026, 11, 10)
    assert council.has(t.Session, "state", "cancelled_on", "reason", where=which) == [
        ("cancelled", NOW.date(), "other")
    ]


def test_a_cancelled_session_comes_in_where_the_log_says_why(council: Council, tmp_path: Path) -> None:
    """On its own day, or on that of the import that first says so, every night after."""
    council.takes(PEOPLE)
    _brought_in(council, tmp_path / "log.csv", CANCELLED)
    cancelled = [
        (date(2026, 10, 19), "work"),
        (date(2026, 10, 26), "other"),
        (date(2026, 11, 3), "other"),
    ]
    which = t.Session.__table__.c.state == "cancelled"
    assert council.has(t.Session, "cancelled_on", "reason", where=which) == cancelled
    mapping = read_mapping(tmp_path / "log.yaml")
    sources = sources_of(tmp_path / "log.csv", [mapping]) or ()
    assert council.takes(*sources, now=NOW + timedelta(days=1)).changes == 0
    assert council.has(t.Session, "cancelled_on", "reason", where=which) == cancelled


def test_the_kind_of_leave_goes_before_what_people_were_ill_with(tmp_path: Path) -> None:
    """Leave that nobody can plan isn't planned, and what may be either is asked."""
    kinds = ("Annual leave", "Maternity", "Compassionate leave", "Special leave", "Sickness", "Training")
    lines = [f"S{n},{kind},05/10/2026,09/10/2026," for n, kind in enumerate(kinds)]
    file = tmp_path / "absence.csv"
    file.write_text(
        "\n".join(("Pers No,Absence Type Text,From,To,Reason", *lines, "S9,Sickness,05/10/2026,,Migraine"))
    )
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, Staff(TODAY))
    text = propose(CsvFile(file), words, file=file.name).text
    planned = text.split("planned:")[1]
    assert 'from: "Absence Type Text"' in planned
    means = {kind: planned.split(f'"{kind}": ')[1].split("\n")[0].split("  #")[0] for kind in kinds}
    assert means == {
        "Annual leave": "yes",
        "Maternity": "yes",
        "Compassionate leave": "no",
        "Special leave": "'?'",
        "Sickness": "no",
        "Training": "yes",
    }
    assert '"Sickness": yes' in text.split("sickness:")[1].split("planned:")[0]


def test_whoever_is_at_work_otherwise_than_usually_is_not_away(council: Council, tmp_path: Path) -> None:
    """Such rows are proposed to stay out; of what is unknown it is said that this may be right."""
    council.takes(PEOPLE)
    kinds = ("Phased Return", "Working from home", "Adjusted duties", "Return to work - phased")
    lines = [f"S1,{kind},{5 + 7 * n:02}/10/2026,{6 + 7 * n:02}/10/2026" for n, kind in enumerate(kinds)]
    file = tmp_path / "absence.csv"
    other = ("S2,Annual leave,05/10/2026,09/10/2026", "S3,Sickness,05/10/2026,09/10/2026")
    file.write_text("\n".join(("Staff Number,Absence Type,Start Date,End Date", *lines, *other)))
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, Staff(TODAY))
    text = propose(CsvFile(file), words, file=file.name).text
    assert "'?'" not in text.split("makes:")[1]
    (tmp_path / "absence.yaml").write_text(text)
    council.takes(*(sources_of(file, [read_mapping(tmp_path / "absence.yaml")]) or ()))
    assert council.has(t.Absence, "person_id", "sickness") == [(2, False), (3, True)]
    file.write_text(file.read_text() + "\nS1,Sabbatical of a kind,30/11/2026,04/12/2026")
    proposal = propose(CsvFile(file), words, file=file.name)
    asked = [line for line in proposal.text.splitlines() if "Sabbatical" in line and "'?'" in line]
    assert len(asked) == 2
    assert all("no absence at all: under leave_out" in line for line in asked)
