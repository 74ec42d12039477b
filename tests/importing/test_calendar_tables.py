"""A calendar exported as a table, as Outlook does: which rows are whose supervision; nothing written in it is shown."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage import tables as t
from storage.cipher import new_key
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know, know_lines
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import FileFault, Rows
from storage.importing.tables.mapped_files import sources_of
from storage.importing.tables.together import met
from tests.importing.councils import BOOK, NOW, Council
from tests.importing.workbooks import workbook

PEOPLE = Rows(
    "people.csv",
    ("staff_number", "name", "role", "employed_from", "email"),
    [
        ("S1", "Amara Example", "social_worker", "2020-01-06", "amara.example@aldermoor.example"),
        ("S2", "Priya Sample", "team_manager", "2019-01-07", "priya.sample@aldermoor.example"),
        ("S3", "Katherine Madeup", "social_worker", "2019-01-07", "kat.madeup@aldermoor.example"),
        ("S4", "Tobias Invented", "head_of_service", "2018-01-08", "tobias.invented@aldermoor.example"),
    ],
)
LINES = Rows(
    "lines.csv",
    ("supervisee", "supervisor", "since"),
    [("S1", "S2", "2020-01-06"), ("S3", "S2", "2020-01-06"), ("S2", "S4", "2020-01-06")],
)
HEADING = (
    *("Subject", "Start Date", "Start Time", "End Date", "End Time", "All day event", "Reminder on/off"),
    *("Meeting Organizer", "Required Attendees", "Optional Attendees", "Resources", "Categories"),
    *("Description", "Location", "Priority", "Private", "Sensitivity", "Show time as"),
)
ROW = {
    "Start Time": "10:00:00",
    "End Time": "11:30:00",
    "All day event": "False",
    "Meeting Organizer": "Priya Sample",
}
Said = Mapping[str, str]


def _staff() -> Staff:
    staff = Staff(NOW.date())
    people = [dict(zip(PEOPLE.heading, row, strict=True)) for row in PEOPLE.rows]
    know(staff, [{**one, "known_as short": "Kat" if one["staff_number"] == "S3" else ""} for one in people])
    know_lines(staff, [dict(zip(LINES.heading, row, strict=True)) for row in LINES.rows])
    return staff


def _event(subject: str, on: str, with_: str = "", **more: str) -> Said:
    more = {name.replace("_", " "): said for name, said in more.items()}
    return {**ROW, "Subject": subject, "Start Date": on, "End Date": on, "Required Attendees": with_, **more}


def _file(folder: Path, *events: Said, heading: Sequence[str] = HEADING) -> Path:
    file = folder / "calendar.csv"
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened, quoting=csv.QUOTE_ALL)
        writer.writerows([heading, *([one.get(name, "") for name in heading] for one in events)])
    return file


def _proposed(file: Path) -> Proposal:
    return propose_for(file, ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, _staff()), None)[0]


def _taken(council: Council, file: Path, text: str) -> list[tuple[str, str, str, str]]:
    council.takes(PEOPLE, LINES)
    text = text.replace("\"*\": '?'", '"*": by day').replace("\"True\": '?'", '"True": ""')
    council.takes(*(sources_of(file, [mapping_of(text, "m.yaml")]) or ()))
    names = dict(council.has(t.Person, "id", "name"))
    found = council.has(t.Session, "supervisee_id", "supervisor_id", "wall", "state")
    return sorted(
        (names[one].split()[0], names[other].split()[0], wall, state) for one, other, wall, state in found
    )


def test_sessions_of_a_calendar_are_those_whose_subject_says_so(council: Council, tmp_path: Path) -> None:
    """The organiser supervises or is supervised, as the lines say; whichever column names whom."""
    file = _file(
        tmp_path,
        _event(
            "Supervision - Kat", "05/10/2026", "Katherine Madeup; Priya Sample", Description="Zzyzx's home"
        ),
        _event("1:1 Amara", "06/10/2026", "", Optional_Attendees="Amara Example", Show_time_as="2"),
        _event(
            "Supv", "07/10/2026", "Priya Sample", Meeting_Organizer="Tobias Invented", Show_time_as="Busy"
        ),
        _event("Supervision", "08/10/2026", "Priya Sample", Meeting_Organizer="Amara Example"),
        _event("Canceled: Supervision", "09/10/2026", "Amara Example", Show_time_as="3"),
        _event("Cancelled: 121", "12/10/2026", "Katherine Madeup"),
        _event("Supervision", "01/12/2026", "Amara Example"),
        _event("Strategy meeting Zzyzx 11:15", "13/10/2026", "Amara Example"),
        _event("Supervised contact Zzyzx", "14/10/2026", "Amara Example"),
        _event("Zzyzx supervision order hearing", "14/10/2026", "Amara Example"),
        _event("Supervision training", "15/10/2026", "Amara Example; Katherine Madeup"),
        _event("Team support", "15/10/2026", "Amara Example; Katherine Madeup"),
        _event("A/L Kat", "19/10/2026", All_day_event="True", Show_time_as="4"),
    )
    proposal = _proposed(file)
    asked, leave = proposal.undecided
    assert asked.startswith("state: '*': whether what is past took place")
    assert leave.startswith("planned: whether 1 whole days that say leave are absences")
    assert "Zzyzx" not in proposal.text + "".join((*proposal.guessed, *proposal.to_look_at))
    assert any("sessions are the 7 of 13 rows" in line for line in proposal.guessed)
    assert _taken(council, file, proposal.text) == [
        ("Amara", "Priya", "2026-10-06T10:00", "held"),
        ("Amara", "Priya", "2026-10-08T10:00", "held"),
        ("Amara", "Priya", "2026-10-09T10:00", "cancelled"),
        ("Amara", "Priya", "2026-12-01T10:00", "booked"),
        ("Katherine", "Priya", "2026-10-05T10:00", "held"),
        ("Katherine", "Priya", "2026-10-12T10:00", "cancelled"),
        ("Priya", "Tobias", "2026-10-07T10:00", "held"),
    ]


def test_names_are_known_however_they_are_written(council: Council, tmp_path: Path) -> None:
    """The month first and twelve hours, as another computer writes it; addresses; the surname first."""
    times = {"Start Time": "2:00:00 PM", "End Time": "3:00:00 PM"}
    file = _file(
        tmp_path,
        {**_event("Supervision", "10/26/2026", "Sample, Priya; Example, Amara"), **times},
        {**_event("Supervision", "10/27/2026", "Kat Madeup <kat.madeup@aldermoor.example>"), **times},
        {**_event("SUP - Amara", "10/28/2026", "amara.example@aldermoor.example; Civic Room 2"), **times},
    )
    assert _taken(council, file, _proposed(file).text) == [
        ("Amara", "Priya", "2026-10-26T14:00", "held"),
        ("Amara", "Priya", "2026-10-28T14:00", "held"),
        ("Katherine", "Priya", "2026-10-27T14:00", "held"),
    ]


def test_an_appointment_without_anybody_asked_is_with_whom_its_subject_names(
    council: Council, tmp_path: Path
) -> None:
    file = _file(
        tmp_path,
        _event("Supervision Amara", "05/10/2026"),
        _event("Kat supervision", "06/10/2026", "Priya Sample"),
        _event("Supervision", "07/10/2026"),
        _event("Supervision Zzyzx", "08/10/2026"),
    )
    proposal = _proposed(file)
    assert any("in 4 rows nobody stands but whoever called them" in line for line in proposal.guessed)
    assert [line for line in proposal.to_look_at if "*amara* in a subject is Amara Example (S1)" in line]
    assert "zzyzx" not in proposal.text.lower()
    assert _taken(council, file, proposal.text) == [
        ("Amara", "Priya", "2026-10-05T10:00", "held"),
        ("Katherine", "Priya", "2026-10-06T10:00", "held"),
    ]


def test_a_worker_s_own_appointment_names_who_supervises_them_in_its_subject(
    council: Council, tmp_path: Path
) -> None:
    """Whoever is supervised and supervises has both; a name that is nobody's in their line is left out."""
    own = {"Meeting_Organizer": "Amara Example"}
    file = _file(
        tmp_path,
        _event("Supervision with Priya", "05/10/2026", **own),
        _event("Supervision Kat", "06/10/2026", **own),
        _event("1:1 Tobias", "07/10/2026"),
        _event("1:1 Amara", "08/10/2026"),
    )
    proposal = _proposed(file)
    assert any("*priya* in a subject is Priya Sample (S2)" in line for line in proposal.to_look_at)
    assert _taken(council, file, proposal.text) == [
        ("Amara", "Priya", "2026-10-05T10:00", "held"),
        ("Amara", "Priya", "2026-10-08T10:00", "held"),
        ("Priya", "Tobias", "2026-10-07T10:00", "held"),
    ]


def _leave(*events: Said, whole: str = "True") -> list[Said]:
    return [{**one, "All day event": whole, "Show time as": "4"} for one in events]


def test_whole_days_of_leave_are_asked_about_and_come_in_as_planned_absences(
    council: Council, tmp_path: Path
) -> None:
    """As Outlook writes them, they end on the day after; what says more than leave and a name isn't read."""
    days = [
        {**_event(subject, f"{day}/11/2026", Meeting_Organizer=whose), "End Date": f"{day + 1}/11/2026"}
        for subject, day, whose in (
            ("Annual leave", 10, "Amara Example"),
            ("A/L Kat", 11, "Priya Sample"),
            ("Leave", 12, "Priya Sample"),
            ("Leave Zzyzx", 16, "Priya Sample"),
            ("Out of office", 17, "Priya Sample"),
        )
    ]
    file = _file(tmp_path, _event("Supervision Amara", "05/10/2026"), *_leave(*days))
    proposal = _proposed(file)
    assert "zzyzx" not in proposal.text.lower()
    assert any(line.startswith("planned: whether 3 whole days that say leave") for line in proposal.undecided)
    assert any(line.startswith("2 whole days say leave or out of office") for line in proposal.guessed)
    assert _taken(council, file, proposal.text) == [("Amara", "Priya", "2026-10-05T10:00", "held")]
    assert council.has(t.Absence, "id") == []
    _taken(council, file, proposal.text.replace("\"True\": '?'", '"True": "yes"'))
    names = dict(council.has(t.Person, "id", "name"))
    away = council.has(t.Absence, "person_id", "planned", "sickness", "first", "last")
    assert [(names[who].split()[0], *rest) for who, *rest in away] == [
        ("Amara", True, False, date(2026, 11, 10), date(2026, 11, 10)),
        ("Katherine", True, False, date(2026, 11, 11), date(2026, 11, 11)),
        ("Priya", True, False, date(2026, 11, 12), date(2026, 11, 12)),
    ]


def test_sickness_and_days_with_times_are_absences_and_parts_of_a_day_are_none(
    council: Council, tmp_path: Path
) -> None:
    """A whole day ends as the next begins, one with times on its own day; what a subject says besides is no name."""

    def event(subject: str, first: int, until: int, hours: tuple[str, str] | None = None) -> Said:
        begins, ends = hours or ("00:00:00", "00:00:00")
        days = {"Start Date": f"{first:02}/11/2026", "End Date": f"{until:02}/11/2026", "Start Time": begins}
        whole = "False" if hours else "True"
        who = {"Meeting Organizer": "Duty & Absence Calendar", "All day event": whole, "End Time": ends}
        return {**ROW, "Subject": subject, **days, **who}

    file = _file(
        tmp_path,
        event("A/L Amara Example", 2, 7),
        event("Kat AL", 9, 11, ("9:00:00", "17:00:00")),
        event("A/L Kat", 12, 12, ("13:00:00", "17:00:00")),
        event("A/L Kat", 13, 13, ("9:00:00", "12:30:00")),
        event("A/L Kat (am)", 16, 17),
        event("Sick: Priya Sample", 2, 5),
        event("EXAMPLE A off sick (cont)", 16, 19),
        event("Tobias on hols", 23, 28),
        event("Priya Sample - mat leave", 23, 28),
        event("Canceled: A/L Amara Example", 20, 21),
        event("DUTY: Kat, call Amara Example", 24, 25),
    )
    proposal = _proposed(file)
    assert any("whether 2 rows that say sickness are absences" in line for line in proposal.undecided)
    assert any(line.startswith("planned: whether 4 whole days that say leave") for line in proposal.undecided)
    assert any(line.startswith("3 parts of a day say leave") for line in proposal.guessed)
    council.takes(PEOPLE, LINES)
    text = proposal.text.replace("sick*\": '?'", 'sick*": "no"').replace("\"*\": '?'", '"*": "yes"')
    council.takes(*(sources_of(file, [mapping_of(text, "m.yaml")]) or ()))
    names = dict(council.has(t.Person, "id", "name"))
    away = council.has(t.Absence, "person_id", "planned", "sickness", "first", "last")
    assert sorted(
        (names[who].split()[0], *rest[:2], *(day.day for day in rest[2:])) for who, *rest in away
    ) == [
        ("Amara", False, True, 16, 18),
        ("Amara", True, False, 2, 6),
        ("Katherine", True, False, 9, 11),
        ("Priya", False, True, 2, 4),
        ("Priya", True, False, 23, 27),
        ("Tobias", True, False, 23, 27),
    ]


def test_a_calendar_of_leave_alone_is_one_of_absences(tmp_path: Path) -> None:
    file = _file(tmp_path, *_leave(_event("A/L", "10/11/2026"), _event("Annual Leave", "12/11/2026")))
    text = _proposed(file).text
    assert "absences:" in text
    assert "sessions:" not in text
    assert 'last: "End Date"' in text


def test_who_is_no_pair_of_the_lines_is_asked(council: Council, tmp_path: Path) -> None:
    """Two who supervise neither the other, several at once, and somebody whom nobody knows."""
    file = _file(
        tmp_path,
        _event("Supervision", "05/10/2026", "Amara Example"),
        _event("Supervision", "06/10/2026", "Amara Example", Meeting_Organizer="Tobias Invented"),
        _event("Group supervision", "07/10/2026", "Amara Example; Katherine Madeup"),
        _event("Supervision", "08/10/2026", "Zoe Notyet"),
    )
    proposal = _proposed(file)
    asked = [
        line.split("'")[1] for line in proposal.undecided if line.startswith("supervisee and supervisor")
    ]
    assert asked == [
        "Amara Example; Katherine Madeup; Priya Sample",
        "Amara Example; Tobias Invented",
        "Priya Sample; Zoe Notyet",
    ]
    text = proposal.text.replace("Tobias Invented\": '?'", 'Tobias Invented": ""').replace(
        "Notyet\": '?'", 'Notyet": ""'
    )
    text = text.replace("Priya Sample\": '?'", 'Priya Sample": ""')
    assert _taken(council, file, text) == [("Amara", "Priya", "2026-10-05T10:00", "held")]


def test_nobody_is_shown_where_most_are_strangers(tmp_path: Path) -> None:
    file = _file(
        tmp_path, *(_event("Supervision", f"0{n}/10/2026", f"Child{'abcde'[n]} Zzyzx") for n in range(1, 5))
    )
    proposal = _proposed(file)
    assert "Zzyzx" not in proposal.text + "".join(proposal.undecided)
    assert {"supervisee", "supervisor"} <= {line.partition(":")[0] for line in proposal.undecided}


def test_a_calendar_without_supervision_says_so(tmp_path: Path) -> None:
    file = _file(tmp_path, _event("Zzyzx visit", "05/10/2026", "Amara Example"))
    with pytest.raises(FileFault, match="none of its subjects says supervision"):
        _proposed(file)


def test_a_workbook_with_days_and_times_in_one_column(council: Council, tmp_path: Path) -> None:
    """As a flow writes them."""
    heading = ("Subject", "Start", "End", "Organizer", "Required attendees", "Is all day event", "Show as")
    rows = [
        (
            "Supervision",
            "2026-10-05 10:00",
            "2026-10-05 11:15",
            "Priya Sample",
            "Amara Example;Katherine Madeup",
            "No",
            "busy",
        ),
        (
            "1-2-1",
            "2026-10-06 10:00",
            "2026-10-06 11:15",
            "priya.sample@aldermoor.example",
            "Amara Example;",
            "No",
            "busy",
        ),
    ]
    file = workbook(tmp_path / "calendar.xlsx", ("Sheet1", [heading, *rows[1:]]))
    assert _taken(council, file, _proposed(file).text) == [("Amara", "Priya", "2026-10-06T10:00", "held")]
    assert council.has(t.Session, "minutes") == [(75,)]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Priya Sample", "Kat Madeup; Priya Sample"], "Kat Madeup; Priya Sample"),
        (["Priya Sample", "", "PRIYA SAMPLE"], ""),
        (["Priya Sample", "Madeup, Kat"], "Madeup, Kat; Priya Sample"),
        (["Priya Sample", "Kat Madeup, Amara Example"], "Amara Example; Kat Madeup; Priya Sample"),
        (
            ["'Priya Sample' <priya@aldermoor.example>", "kat@aldermoor.example"],
            "kat@aldermoor.example; Priya Sample",
        ),
    ],
)
def test_who_met(cells: Sequence[str], said: str) -> None:
    assert met(cells) == said


def test_run_again_it_keeps_what_was_answered_and_asks_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", "sqlite:///council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    people = [",".join((*PEOPLE.heading, "Line manager"))]
    above = {one: other for one, other, _ in LINES.rows}
    people += [",".join((*row, above.get(row[0], ""))) for row in PEOPLE.rows]
    Path("people.csv").write_text(
        "\n".join(people).replace("staff_number", "Employee No").replace("role", "Job title")
    )
    _file(tmp_path, _event("Supervision", "05/10/2026", "Amara Example"))
    command = ["import", "map", "--to", "mappings", "people.csv", "calendar.csv"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    mapping = Path("mappings/calendar.mapping.yaml")
    mapping.write_text(mapping.read_text().replace("\"*\": '?'", '"*": by day'))
    before = mapping.read_text()
    assert '"Amara Example; Priya Sample": "S1"' in before
    again = CliRunner().invoke(app, command).output
    assert mapping.read_text() == before, again
    _file(
        tmp_path,
        _event("Supervision", "05/11/2026", "Katherine Madeup"),
        _event("Supervision", "06/11/2026", "Zoe Notyet"),
        _event("Supervision", "07/11/2026", "Amara Example"),
    )
    again = CliRunner().invoke(app, command).output
    text = mapping.read_text()
    assert text.count("\"Priya Sample; Zoe Notyet\": '?'") == 2, again
    assert '"Katherine Madeup; Priya Sample": "S3"' in text
    assert '"*": by day' in text


def test_the_day_of_these_is_in_november() -> None:
    assert NOW.date() == date(2026, 11, 3)
