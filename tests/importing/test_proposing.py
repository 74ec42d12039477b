"""A mapping that is proposed from an export, and the samples that are shipped: each takes the export it is made for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.mapping import read_mapping
from storage.importing.proposal.own_columns import meant_by
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import CsvFile, FileFault, Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, PEOPLE, Council, book_of
from tests.importing.workbooks import workbook

SAMPLES = Path(__file__).parents[2] / "docs" / "mappings"
TODAY = NOW.date()
WORDS = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, Staff(TODAY))


def _proposed(name: str, *lines: str) -> Proposal:
    heading, *rest = [line.split(",") for line in lines]
    return propose(Rows(name, heading, rest), WORDS, file=name)


PAYROLL = (
    "Payroll No,Known As,Family Name,Post Title,Date Started,FTE,Line Manager No,E-mail,Band",
    "000417,Amara,Example,Social Worker (NQSW),04/03/2026,0.6,000102,amara@example.org,8",
    "000102,Priya,Sample,Team Manager,05/01/2015,1,000001,priya@example.org,11",
    "000001,Helen,Madeup,Head of Service,03/04/2012,1,,helen@example.org,14",
)


def test_what_is_proposed_for_an_export_never_seen_takes_it(council: Council, tmp_path: Path) -> None:
    file = tmp_path / "payroll 2026-11.csv"
    file.write_text("\n".join(PAYROLL))
    proposal = propose(CsvFile(file), WORDS, file=file.name)
    assert proposal.undecided == ()
    (tmp_path / "m.yaml").write_text(proposal.text)
    council.takes(*(sources_of(file, [read_mapping(tmp_path / "m.yaml")]) or ()))
    assert council.has(t.Person, "staff_number", "name", "role", "percent", "asye_from") == [
        ("000417", "Amara Example", "social_worker", 60, date(2026, 3, 4)),
        ("000102", "Priya Sample", "team_manager", 100, None),
        ("000001", "Helen Madeup", "head_of_service", 100, None),
    ]
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(2, 3), (1, 2)]


def test_a_staff_number_is_known_by_its_values_where_no_heading_is() -> None:
    """By one word of its heading, and something else in every row; the manager's number is none of theirs."""
    agency = ("Line manager code,Booking code,Worker name,Role,Assignment start,Site code",)
    rows = ("7,AG-1,Zoë Münster,Social worker,03/08/2026,N", "7,AG-2,Max Nadir,Social worker,14/09/2026,N")
    assert "staff_number is “Booking code”" in " ".join(_proposed("agency.csv", *agency, *rows).guessed)


def test_a_working_week_that_cannot_be_read_whole_is_to_be_decided() -> None:
    lines = (PAYROLL[0] + ",Working pattern", f"{PAYROLL[1]},Mon-Wed PM", f"{PAYROLL[2]},Mon to Thu")
    proposal = _proposed("payroll.csv", *lines)
    assert "\"Mon-Wed PM\": '?'" in proposal.text
    assert proposal.undecided == ("works: which days 'Mon-Wed PM' is (1 rows)",)


#: What stands in no list of headings, each with a line that the proposal has to have.
NEVER_SEEN: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "payroll, by bars": (
        (
            "Ref of post|Surname, Forename|Grade title|Hrs per week|Cont service date|Line mgr ref|Line mgr|Login",
            "P1|Brackenridge, Ottoline|Team manager|37|05-Jan-2015||  |o@example.org",
            "P2|Hathersage, Quilla|Social worker|18.5|04-Mar-2019|P1|Ottoline Brackenridge|q@example.org",
        ),
        (
            'staff_number: "Ref of post"',
            'name: "Surname, Forename"',
            'employed_from: "Cont service date"',
            'email: "Login"',
            'percent: {from: "Hrs per week", of: 37}',
            'supervisor: "Line mgr ref"',
        ),
    ),
    "agency": (
        (
            "Booking no|Worker|Booking role|Booking start|Booking end|Reporting manager",
            "A1|André Stillwater|Agency social worker|01/06/2026||Peregrine Fennimore",
        ),
        (
            'name: "Worker"',
            'employed_from: "Booking start"',
            'left_on: "Booking end"',
            'supervisor: "Reporting manager"',
        ),
    ),
    "case system": (
        (
            "File no|Lead practitioner name|Allocated since|Discussed in supervision on|LAC since|Case end|Sensitive",
            "2200345|Rufus Inglenook|04/01/2026|01/10/2026|02/05/2024||No",
            "2200358|Saffron Jellicoe|05/02/2026|#N/A||20/11/2026|Yes",
        ),
        (
            'case: "File no"',
            'worker: "Lead practitioner name"',
            'last_discussed: "Discussed in supervision on"',
            'closed_on: "Case end"',
            'restricted: "Sensitive"',
            'flags: {"LAC since": looked_after}',
        ),
    ),
    "absences by name, with the day of the return": (
        (
            "Person|Category|Absent from|Expected/actual return|Part day",
            "Siân ap Madeup|A/L|Mon 02/11/2026|Mon 09/11/2026|No",
            "Llŷr Invented|Sickness - self cert|Fri 30/10/2026||No",
        ),
        (
            'staff_number: "Person"',
            'first: "Absent from"',
            'back_on: "Expected/actual return"',
            '"Sickness - self cert": yes\n      planned:\n        from: "Category"',
            '"A/L": yes\n          "Sickness - self cert": no',
        ),
    ),
    "log, in whose heading nobody supervises": (
        (
            "Ref|Practitioner|Facilitated by|When|Strand|Status|Signed by practitioner",
            "SL-1|Siân ap Madeup|Carys Sample|15/10/2026 14:00|Casework|Took place|16/10/2026",
            "SL-2|Siân ap Madeup|Carys Sample|22/10/2026 14:00|Personal|Did not go ahead|",
            "SL-3|Siân ap Madeup|Carys Sample|15/12/2026 14:00|Personal|Diarised|",
        ),
        (
            'session: "Ref"',
            'supervisor: "Facilitated by"',
            'reason: {from: "Status", when: {"Status": ["Did not go ahead"]}, words: {"Did not go ahead": other}}',
            '"Diarised": booked',
        ),
    ),
    "involvements": (
        (
            "No.|Record ID|Legal / plan|Lead worker|Lead worker from|Team|Ended",
            "1|W700100|CIN|Siân ap Madeup|04/01/2026|N1|",
            "2|W700107|CLA (s20)|Siân ap Madeup|05/01/2026|N1|01/10/2026",
        ),
        (
            'case: "Record ID"',
            '"CLA (s20)": looked_after',
            'allocated_on: "Lead worker from"',
            'closed_on: "Ended"',
        ),
    ),
    "headcount": (
        (
            "Worker|Employee ID|Business Title|Supervisory Organization|Hire Date|Worker's Manager"
            "|Scheduled Weekly Hours|Contract type",
            "Mererid ap Madoc|E17|Head of Service|C&F SLT|2012-04-02||37|Perm",
            "Tomos Enghraifft|E18|Team Manager|C&F East (E1)|2015-01-05|Mererid ap Madoc (E17)|22.2|Perm",
        ),
        (
            'team: "Supervisory Organization"',
            'supervisor: "Worker\'s Manager"',
            'percent: {from: "Scheduled Weekly Hours", of: 37}',
        ),
    ),
    "diary": (
        (
            "When|Length (mins)|Worker|Supervised by|Kind of supervision|Status|Ref",
            "15/10/2026 14:00|90|Rufus Inglenook|Quilla Hathersage|Reflective / personal|Completed|SD1",
            "04/12/2026 09:30|60|Rufus Inglenook|Quilla Hathersage|Case|Planned|SD2",
        ),
        (
            'supervisor: "Supervised by"',
            'start: {from: "When", part: time}',
            'minutes: "Length (mins)"',
            '"Completed": held',
            '"Planned": booked',
        ),
    ),
}


@pytest.mark.parametrize(("lines", "says"), NEVER_SEEN.values(), ids=NEVER_SEEN)
def test_where_no_heading_is_known_its_words_and_values_tell(
    lines: Sequence[str], says: Sequence[str]
) -> None:
    heading, *rest = [line.split("|") for line in lines]
    text = propose(Rows("file.csv", heading, rest), WORDS, file="file.csv").text
    assert [line for line in says if line not in text] == []


def test_of_two_lines_above_the_rows_the_heading_is_the_lower(council: Council, tmp_path: Path) -> None:
    """The upper names what stands together below it; whose name is whose is told apart all the same."""
    (tmp_path / "w.csv").write_text(
        "Employee;;;Assignment;;Reports to;;\n"
        "Pers. ref.;Mgr full name;Full name;Post title;Team code;Mgr pers. ref.;Cont. service date;Termination dt\n"
        "004101;Madeup, Helen;Prys, Llŷr;Team Mgr (SW);FS1;;02-Feb-2015;31-Dec-4712\n"
        "004104;Prys, Llŷr;Ffug, Owain;SW Qual;FS1;004101;05-May-2018;31-Dec-4712\n"
    )
    proposal = propose(CsvFile(tmp_path / "w.csv"), WORDS, file="w.csv")
    assert proposal.undecided == (
        "role: what 'Team Mgr (SW)' is here (1 rows); near social_worker and team_manager",
    )
    (tmp_path / "m.yaml").write_text(proposal.text.replace("'?'", "team_manager"))
    council.takes(*(sources_of(tmp_path / "w.csv", [read_mapping(tmp_path / "m.yaml")]) or ()))
    assert council.has(t.Person, "staff_number", "name", "role", "team", "left_on") == [
        ("004101", "Llŷr Prys", "team_manager", "FS1", None),
        ("004104", "Owain Ffug", "social_worker", "FS1", None),
    ]
    assert council.has(t.Relationship, "supervisee_id", "supervisor_id") == [(2, 1)]


def test_where_the_rule_set_knows_one_service_it_is_that_one_and_a_team_is_translated() -> None:
    york = book_of("york")
    words = ImportVocabulary(york.rules(TODAY), york.cipher, Staff(TODAY))
    cases = ["Case ref", "Key worker", "Allocation date"], [["C-1", "S1", "03/03/2026"]]
    assert 'service: {is: "social_care"}' in propose(Rows("c.csv", *cases), words, file="c.csv").text
    lines = ("Case ref,Key worker,Allocation date,Team", "C-1,S1,03/03/2026,Locality 4")
    assert "service: what 'Locality 4' is here (1 rows)" in _proposed("c.csv", *lines).undecided


def test_a_title_that_could_be_either_of_two_roles_is_to_be_decided() -> None:
    assert meant_by("Senior Social Worker", WORDS.roles) == "social_worker"
    assert meant_by("Student Social Worker", WORDS.roles) is None


def test_the_day_in_post_is_the_start_of_the_assessed_year_not_that_of_the_service() -> None:
    heading = "Pers. No.,Name,Post title,Continuous service,Start in post,Directorate / Team"
    row = "0070005,Eli Sprocket,Social Worker (ASYE),08/01/2018,07/09/2026,Looked After"
    text = _proposed("hr.csv", heading, row).text
    assert 'staff_number: "Pers. No."' in text
    assert 'employed_from: "Continuous service"' in text
    assert 'role_from: "Start in post"' in text
    assert 'asye_from: {from: "Start in post"' in text
    assert 'team: "Directorate / Team"' in text


def test_what_was_guessed_is_said() -> None:
    guessed = _proposed("payroll.csv", *PAYROLL).guessed
    assert "staff_number is “Payroll No”, by its heading" in guessed
    assert "name is “Known As” and “Family Name”, joined" in guessed
    assert any(line.startswith("asye_from for Social Worker (NQSW): a guess") for line in guessed)
    assert (
        "since is “Date Started”, a guess: since when they are supervised by this person isn't in the file"
        in guessed
    )


def test_what_nobody_can_guess_is_to_be_decided() -> None:
    proposal = _proposed(
        "staff.csv", "Employee No,Name,Post Title", "1,A Bee,Chief Wizard", "2,C Dee,Chief Wizard"
    )
    assert proposal.undecided == (
        "role: what 'Chief Wizard' is here (2 rows)",
        "employed_from: no column was taken for the employed from",
    )
    assert "\"Chief Wizard\": '?'" in proposal.text


def test_a_word_that_nobody_decided_is_named_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("Employee No,Name,Post Title,Start Date\n1,A Bee,Chief Wizard,01/02/2020\n")
    (tmp_path / "m.yaml").write_text(propose(CsvFile(file), WORDS, file=file.name).text)
    [people] = sources_of(file, [read_mapping(tmp_path / "m.yaml")]) or []
    assert "Chief Wizard" in list(people.lines())[1][1]


def test_a_date_column_that_holds_no_dates_is_not_taken() -> None:
    proposal = _proposed(
        "staff.csv", "Employee No,Name,Role,Start Date", "1,A Bee,Student,soon", "2,C,Student,later"
    )
    assert "employed_from: no column was taken for the employed from" in proposal.undecided


def test_hours_are_a_share_of_a_full_week() -> None:
    heading = "Employee No,Name,Role,Start Date,Contracted Hours"
    proposal = _proposed(
        "staff.csv", heading, "1,A Bee,Student,01/02/2020,22.2", "2,C Dee,Student,01/02/2020,37"
    )
    assert 'percent: {from: "Contracted Hours", of: 37}' in proposal.text


@pytest.mark.parametrize(
    ("word", "meant"),
    [("CP Plan", "child_protection"), ("LAC", "looked_after"), ("Child in Need", "cin"), ("Allergies", None)],
)
def test_the_council_s_words_for_categories(word: str, meant: str | None) -> None:
    assert meant_by(word, WORDS.categories) == meant


def test_a_label_as_the_rule_set_writes_it_is_no_guess() -> None:
    lines = ("Case ID,Service,Worker,Allocated", "C-1,Leaving care (18 and over),1,01/02/2026")
    said = [line for line in _proposed("cases.csv", *lines).text.splitlines() if "Leaving care" in line]
    assert said == ['          "Leaving care (18 and over)": leaving_care']


def test_what_is_no_file_of_people_or_cases_is_said() -> None:
    with pytest.raises(FileFault, match="its columns are: Colour, Weight"):
        _proposed("things.csv", "Colour,Weight", "red,3")


def test_the_command_writes_it_and_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    workbook(Path("hr.xlsx"), ("Staff", [line.split(",") for line in PAYROLL]))
    done = CliRunner().invoke(app, ["import", "map", "hr.xlsx"])
    assert done.exit_code == 0, done.output
    assert "python app.py import --dry-run --mapping hr.mapping.yaml hr.xlsx" in done.output
    assert read_mapping(Path("hr.mapping.yaml")).files == "hr*.xlsx"
    before = Path("hr.mapping.yaml").read_bytes()
    again = CliRunner().invoke(app, ["import", "map", "hr.xlsx"])
    assert "hr.mapping.yaml stands as it is" in again.output
    assert Path("hr.mapping.yaml").read_bytes() == before


EXPORTS: dict[str, Sequence[str]] = {
    "itrent": (
        "Personal Reference,Known As,Surname,Position Title,Continuous Service Date,Leaving Date,Work Email,FTE,"
        "Org Unit,Reports To Reference,Reports To Since,Date Of Last Supervision",
        "S1,Amara,Example,Social Worker (ASYE),04/03/2026,,a@example.org,0.6,North,S2,04/03/2026,20/10/2026",
        "S2,Priya,Sample,Team Manager,05/01/2015,,p@example.org,1,North,,,",
    ),
    "esr": (
        "Assignment Number,First Name,Last Name,Job Title,Latest Start Date,Actual Termination Date,Email Address,"
        "Contracted Hours,Organisation,Supervisor Employee Number,Assignment Status",
        "S1,Amara,Example,Social Worker,04/03/2026,,a@example.org,22.5,North,S2,Active",
        "S2,Priya,Sample,Team Leader,05/01/2015,,p@example.org,37.5,North,,Active",
        "S3,Never,Came,Consultant,05/01/2015,,n@example.org,37.5,North,,Bank",
    ),
    "mosaic": (
        "Mosaic ID,Primary Classification,Team,Allocated Worker,Allocation Date,Case Status,Closure Date,"
        "Last Supervision Date",
        '1000234,CP Plan,Family Support North,"EXAMPLE, Amara",03/03/2026,Open,,19/10/2026',
        "1000235,CIN,Assessment Team,Priya Sample,03/03/2026,Awaiting allocation,,",
    ),
    "liquidlogic": (
        "LCS ID,Responsible Team,Allocated Worker Email,Allocated From,CIN,CPP,CLA,Closed,Last Case Supervision",
        "500123,Safeguarding 1,amara@example.org,03/03/2026 09:12,Y,N,12/09/2026,,19/10/2026",
    ),
}


@pytest.mark.parametrize("sample", EXPORTS)
def test_a_shipped_sample_takes_the_export_it_says_it_is_made_for(
    council: Council, tmp_path: Path, sample: str
) -> None:
    file = tmp_path / f"{sample}_november.csv"
    file.write_text("\n".join(EXPORTS[sample]))
    mapping = read_mapping(SAMPLES / f"{sample}.yaml")
    before = () if "people" in mapping.makes else (PEOPLE,)
    council.takes(*before, *(sources_of(file, [mapping]) or ()))
    stored = council.has(t.Person, "id") if "people" in mapping.makes else council.has(t.Case, "id")
    assert len(stored) == (2 if "people" in mapping.makes else 1)
    assert council.has(t.Discussion, "on") == ([] if "people" in mapping.makes else [(date(2026, 10, 19),)])


def test_every_sample_says_that_it_is_one() -> None:
    samples = sorted(SAMPLES.glob("*.yaml"))
    assert [s.stem for s in samples] == sorted([*EXPORTS, "microsoft_forms"])
    assert all("# A SAMPLE" in s.read_text() for s in samples)


def test_since_when_on_a_plan_and_a_share_of_a_load_are_proposed_where_a_rule_asks() -> None:
    """A flag that says since when is both: the category, and since when."""
    southwark = book_of("southwark")
    words = ImportVocabulary(southwark.rules(TODAY), southwark.cipher, Staff(TODAY))
    rows = [["C-1", "S1", "03/03/2026", "12/01/2026"], ["C-2", "S1", "03/03/2026", ""]]
    cases = Rows("cases.csv", ["Case ref", "Key worker", "Allocation date", "Child protection"], rows)
    text = propose(cases, words, file="cases.csv").text
    assert 'plan_since: "Child protection"' in text
    assert 'categories: {flags: {"Child protection": child_protection}}' in text
    assert "plan_since" not in propose(cases, WORDS, file="cases.csv").text
    heading = ["Employee No", "Name", "Job title", "Start date", "FTE", "Caseload percent"]
    staff = Rows("staff.csv", heading, [["S1", "Amara Example", "Social worker", "04/03/2019", "0.6", "50%"]])
    text = propose(staff, words, file="staff.csv").text
    assert 'load_percent: {from: "Caseload percent", of: 100}' in text
    assert 'percent: {from: "FTE", of: 1}' in text
