"""Lists of staff with a line over each team that says whose it is: surname, initial and title, as payroll has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key
from storage.importing.proposal.guessed_people import named_in
from storage.importing.tables.section_leaders import is_vacancy, leading

HEADING = "Pay Ref,Surname,Initials,Known As,Job Title,Start Date,Email"
TEAMS = (
    "HR establishment,,,,,,",
    HEADING,
    "SKILLETBY K MRS - Team Manager,,,,,,",
    "204411,Amberley,J,Jo,Social Worker,03/02/2020,jo.amberley@council.example",
    "204412,Bexcombe,T R,Tom,Social Worker,04/05/2021,tom.bexcombe@council.example",
    "VACANT POST,,,,Social Worker,,",
    "ORMESHAW D MR - Team Manager,,,,,,",
    "204421,Dunmoor,A,Ada,Social Worker,03/02/2020,ada.dunmoor@council.example",
    "Total: 3,,,,,,",
    "FINNERBY L MS - Service Manager,,,,,,",
    "204400,Finnerby,L,Lena,Service Manager,01/04/2011,lena.finnerby@council.example",
    "204401,Skilletby,K,Kat,Team Manager,01/04/2015,kat.skilletby@council.example",
    "204402,Ormeshaw,D,Dev,Team Manager,01/04/2016,dev.ormeshaw@council.example",
    "Headcount,6,,,,,",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    return tmp_path


def _mapped(*lines: str) -> tuple[str, str]:
    """What is said, and the mapping."""
    Path("staff.csv").write_text("\n".join(lines))
    done = CliRunner().invoke(app, ["import", "map", "staff.csv"])
    assert done.exit_code == 0, done.output
    return done.output, Path("staff.mapping.yaml").read_text()


def _brought_in() -> str:
    done = CliRunner().invoke(app, ["import", "--mapping", "staff.mapping.yaml", "staff.csv"])
    assert done.exit_code == 0, done.output
    return done.output


def test_whoever_a_line_names_supervises_those_below() -> None:
    said, mapping = _mapped(*TEAMS)
    assert 'sections: {"Manager": "*"}' in mapping
    assert (
        '"SKILLETBY K MRS - Team Manager": "204401"  # a guess: Kat Skilletby, by surname and initial'
        in mapping
    )
    assert "to decide" not in said
    assert "Lena Finnerby (204400): their own manager" in said
    done = _brought_in()
    for number, over in (
        ("204411", "204401"),
        ("204412", "204401"),
        ("204421", "204402"),
        ("204402", "204400"),
    ):
        assert f"supervisee {number}, supervisor {over}" in done
    assert "supervisee 204400" not in done
    assert "people: left out 1 of 7 rows, as the mapping says: 1 by Pay Ref." in done
    assert "people: passed over 2 lines that count the rows" in done


def test_two_of_one_initial_are_asked_about_unless_the_post_tells_one() -> None:
    karim = "204413,Skilletby,K,Karim,Social Worker,01/04/2019,karim.skilletby@council.example"
    said, mapping = _mapped(*TEAMS[:5], karim, *TEAMS[6:])
    assert '"SKILLETBY K MRS - Team Manager": "204401"' in mapping
    assert "by surname and initial, and in the post beside it" in said
    lines = (
        one.replace(" - Team Manager", "").replace(" - Service Manager", "")
        for one in (*TEAMS[:5], *TEAMS[6:])
    )
    Path("staff.mapping.yaml").unlink()
    said, mapping = _mapped(*lines, karim)
    assert "who 'SKILLETBY K MRS' is; one of Kat Skilletby (204401), Karim Skilletby (204413)" in said
    assert "1 thing to decide" in said


def test_a_legal_forename_s_initial_is_theirs_who_are_called_otherwise() -> None:
    lines = (
        "Payroll No,Name,Legal First Name,Post,Start,Work email",
        "Manager: SKILLETBY E (MRS),,,,,",
        "204411,Jo Amberley,Josephine,Social Worker,03/02/2020,jo.amberley@council.example",
        "Manager: ORMESHAW D (MR),,,,,",
        "204421,Ada Dunmoor,Ada,Social Worker,03/02/2020,ada.dunmoor@council.example",
        "Manager: FINNERBY L (MS),,,,,",
        "204401,Beth Skilletby,Elizabeth,Team Manager,01/04/2015,beth.skilletby@council.example",
        "204402,Dev Ormeshaw,Devinder,Team Manager,01/04/2016,dev.ormeshaw@council.example",
        "204400,Lena Finnerby,Helena,Service Manager,01/04/2011,lena.finnerby@council.example",
    )
    said, mapping = _mapped(*lines)
    assert '"SKILLETBY E (MRS)": "204401"' in mapping
    assert "to decide" not in said


def test_lines_of_teams_and_of_who_leads_them_are_told_apart() -> None:
    """With ``Team:`` before them, and without; a post that nobody holds leads nobody, and is asked of nobody."""
    people = (
        "204411,Jo Amberley,Social Worker,37,03/02/2020",
        "204412,Tom Bexcombe,Social Worker,37,04/05/2021",
        "204401,Kat Skilletby,Team Manager,37,01/04/2015",
        "204402,Dev Ormeshaw,Team Manager,37,01/04/2016",
    )
    for label in ("Team: ", ""):
        lines = (
            "Employee,Name,Position,Hours,Appointed",
            f"{label}Assessment North,,,,",
            "SKILLETBY K MRS - Team Manager,,,,",
            people[2],
            people[0],
            f"{label}Assessment South,,,,",
            "ORMESHAW D MR - Team Manager,,,,",
            people[1],
            ",VACANT,Social Worker,37,",
            f"{label}Care Leavers,,,,",
            "VACANT - Team Manager,,,,",
            people[3],
        )
        said, mapping = _mapped(*lines)
        assert 'staff_number: "Employee"' in mapping
        assert ('"Team": "Team: *"' if label else '"Section": "*"') in mapping
        assert "to decide" not in said
        done = CliRunner().invoke(app, ["import", "--dry-run", "--mapping", ".", "staff.csv"]).output
        assert "supervisee 204411, supervisor 204401" in done
        assert "supervisee 204412, supervisor 204402" in done
        assert "supervisee 204402" not in done
        assert "people 204402 new: name Dev Ormeshaw" in done
        assert "team Care Leavers" in done
        Path("staff.mapping.yaml").unlink()


def test_who_led_the_team_above_does_not_lead_the_next() -> None:
    """A line of a team with no line below it that says whose it is."""
    lines = (
        "Pay Ref,Name,Job Title,Start Date,Email",
        "Team: North,,,,",
        "Manager: Kat Skilletby,,,,",
        "204411,Jo Amberley,Social Worker,03/02/2020,jo.amberley@council.example",
        "204401,Kat Skilletby,Team Manager,03/02/2020,kat.skilletby@council.example",
        "Team: South,,,,",
        "204412,Tom Bexcombe,Social Worker,04/05/2021,tom.bexcombe@council.example",
        "Team: West,,,,",
        "Manager: Dev Ormeshaw,,,,",
        "204402,Dev Ormeshaw,Team Manager,04/05/2021,dev.ormeshaw@council.example",
        "204421,Ada Dunmoor,Social Worker,03/02/2020,ada.dunmoor@council.example",
    )
    _mapped(*lines)
    done = _brought_in()
    assert "supervisee 204421, supervisor 204402" in done
    assert "supervisee 204412" not in done


def test_who_is_their_own_manager_by_a_column_is_left_out_and_named() -> None:
    lines = (
        "Pay Ref,Name,Job Title,Start Date,Manager Pay Ref",
        "204400,Lena Finnerby,Service Manager,01/04/2011,204400",
        "204401,Kat Skilletby,Team Manager,01/04/2015,204400",
        "204411,Jo Amberley,Social Worker,03/02/2020,204401",
    )
    said, mapping = _mapped(*lines)
    assert 'leave_out: {"Pay Ref": ["204400"]}  # a guess: nobody is their own manager' in mapping
    assert "Lena Finnerby (204400): their own manager by “Manager Pay Ref”" in said
    assert "supervisee 204401, supervisor 204400" in _brought_in()


def test_what_names_somebody_who_leads() -> None:
    rows = [["1", "Skilletby", "Kat"], ["2", "Ormeshaw", "Dev"]]
    led = ["SKILLETBY K - Team Manager", "Ormeshaw, Dev (Service Manager)", "Team Manager: Kat Skilletby"]
    assert leading(led, rows) == {*led}
    assert leading(["NORTH A", "SOUTH B"], rows) == set()
    assert leading(["Assessment North - Team Manager", "Fostering"], rows) == set()
    assert named_in("SKILLETBY K MRS - Team Manager").words == ["skilletby", "k"]
    assert named_in("Sample MS").words == ["sample", "m", "s"]
    assert is_vacancy("Vacant (Post 3312)")
    assert not is_vacancy("VACANT - Team Manager")
