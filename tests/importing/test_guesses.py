"""What is proposed where the values say it and no word of ours stands there: who is meant by initials, what a team's
work is. Each is marked as a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.proposal.guessed_people import Called, GuessedPeople
from storage.importing.proposal.likely import likely_week
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.proposal.team_names import abbreviates
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from tests.importing.councils import BOOK, NOW

TODAY = NOW.date()


STAFF = (
    "Staff No,Surname,First Name,Preferred Name,Job Title,Start Date,Team,E-mail",
    "S1,Example,Amaryllis,Amy,Social Worker,04/03/2019,Assessment Team North,amaryllis.example@example.org",
    "S2,Sample,Priya,,Team Manager,05/01/2015,Assessment Team North,priya.sample@example.org",
    "S3,Madeup,Helen,,Social Worker,05/01/2015,Safeguarding & Family Support East,helen.formerly@example.org",
    "S4,Sample,Robin,,Social Worker,05/01/2015,Assessment Team North,robin.sample@example.org",
    "S5,Sample,Robin,,Social Worker,05/01/2015,Leaving Care 16+,robin.sample2@example.org",
    "S6,Invented,Priya,,Team Manager,05/01/2015,Leaving Care 16+,priya.invented@example.org",
)


def _proposed(name: str, *lines: str, called: Sequence[Called] = ()) -> Proposal:
    heading, *rest = [line.split(",") for line in lines]
    staff = Staff(TODAY)
    know(staff, [{"staff_number": one.number, "name": one.name} for one in called])
    staff.guesses.know(called)
    return propose(
        Rows(name, heading, rest), ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff), file=name
    )


def mapped(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: Sequence[str]) -> Mapping[str, str]:
    """What ``import map`` writes of these files, and what it says."""
    monkeypatch.chdir(folder)
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines))
    done = CliRunner().invoke(app, ["import", "map", *(f"{name}.csv" for name in files)])
    assert done.exit_code == 0, done.output
    return {name: (folder / f"{name}.mapping.yaml").read_text() for name in files} | {"said": done.output}


_MET = ("Practitioner,By,Date,Type,Held", "Amy E,PS,07/09/2026,1:1,Y", "Robin S,PS,08/09/2026,1:1,Y")


def test_whoever_a_tracker_names_briefly_is_guessed_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preferred names, initials, a forename with a letter; of two of one name the one of the others' team."""
    found = mapped(tmp_path, monkeypatch, staff=STAFF, tracker=_MET)
    for line in (
        '"Amy E": "S1"  # a guess: Amy Example',
        '"PS": "S2"  # a guess: Priya Sample, by their initials',
        '"Robin S": "S4"  # a guess: Robin Sample, by forename and initial, and of the team of those in the same rows',
    ):
        assert line in found["tracker"]
    assert "'PS' is Priya Sample (S2), a guess by their initials" in found["said"]


def test_whoever_a_case_names_by_what_they_are_called_besides_is_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a preferred name, by a name that stands in their address, by the team in brackets; two that fit are asked."""
    workers = (
        '"Example, Amaryllis (Assmt N)"',
        '"Formerly, Helen (SFS East)"',
        '"Sample, Robin (Leaving Care)"',
        '"Sample, Robin"',
    )
    teams = ("Assessment", "Assessment", "Assessment", "Fostering")
    named = zip((*workers, *workers[:3]), (*teams, *teams), strict=False)
    rows = [f"C-10{at},{team},{who},01/09/2026" for at, (who, team) in enumerate(named)]
    found = mapped(
        tmp_path, monkeypatch, staff=STAFF, cases=["Case ID,Team,Allocated worker,Allocated on", *rows]
    )["cases"]
    for line in (
        '"Example, Amaryllis (Assmt N)": "S1"  # a guess: Amy Example, by that name',
        '"Formerly, Helen (SFS East)": "S3"  # a guess: Helen Madeup, by their address',
        '"Sample, Robin (Leaving Care)": "S5"',
        "\"Sample, Robin\": '?'",
    ):
        assert line in found


#: Surnames with an initial, and the code of a case system that the list of staff doesn't have.
_CODED = (
    "Example A (E401),Assmt North",
    "Invented P. (E402),Leaving Care",
    "SAMPLE R (E403),Leaving Care",
    "Sample R - E404,Assmt North",
    "Madeup H J (E405),SFS East",
    "Madeup Helen (E405),SFS East",
    "Formerly-Madeup Helen (E405),SFS East",
    "E406 - Nobody Q,SFS East",
)


def test_a_surname_with_an_initial_is_guessed_whatever_code_stands_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the team of the cases where two fit, by the code where the name is nobody's; else it is asked."""
    rows = [f"C-10{at},{row},01/09/2026" for at, row in enumerate(_CODED)]
    found = mapped(tmp_path, monkeypatch, staff=STAFF, cases=["Case ID,Worker,Team,Allocated on", *rows])
    for line in (
        '"Example A (E401)": "S1"  # a guess: Amy Example, by surname and initial',
        '"Invented P. (E402)": "S6"',
        '"SAMPLE R (E403)": "S5"  # a guess: Robin Sample, by surname and initial, and of the team beside it',
        '"Sample R - E404": "S4"',
        '"Madeup H J (E405)": "S3"',
        '"Madeup Helen (E405)": "S3"  # a guess: Helen Madeup, by that name, surname first',
        '"Formerly-Madeup Helen (E405)": "S3"  # a guess: Helen Madeup, by the code E405',
        "\"E406 - Nobody Q\": '?'",
    ):
        assert line in found["cases"]
    assert "worker: 'Example A (E401)' is Amy Example (S1), a guess by surname and initial" in found["said"]


def test_of_two_codes_one_is_nobody_s_or_another_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two Robins the one that no other code has; where one person alone fits two codes both are asked."""
    named = (
        "Sample R (E1),Leaving Care",
        "Sample R (E2),Court",
        "Example A (E3),Court",
        "Example A (E4),Court",
    )
    rows = [f"C-10{at},{row},01/09/2026" for at, row in enumerate((*named, "Helen Madeup,Court"))]
    found = mapped(tmp_path, monkeypatch, staff=STAFF, cases=["Case ID,Worker,Team,Allocated on", *rows])
    for line in (
        '"Sample R (E1)": "S5"',
        '"Sample R (E2)": "S4"  # a guess: Robin Sample, as nobody else fits who has no other code here',
        "\"Example A (E3)\": '?'  # another's code stands beside Amy Example (S1)",
        "\"Example A (E4)\": '?'",
    ):
        assert line in found["cases"]


@pytest.mark.parametrize("known", ["Helen Madeup", "Amy Example"])
def test_where_most_names_are_nobody_s_the_column_is_asked_about_and_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    """They may be children's."""
    strangers = [f"{chr(65 + at // 26)}{chr(97 + at % 26)}bert Stranger" for at in range(50)]
    rows = [f"C-{at},{who},Court,01/09/2026" for at, who in enumerate((*strangers, known), 100)]
    heading = "Case ID,Worker,Team,Allocated on"
    found = mapped(tmp_path, monkeypatch, staff=STAFF, cases=[heading, *rows])["cases"]
    assert "worker: \"Worker\"  # '?' 50 names there are nobody's among the people" in found
    assert "Stranger" not in found
    alone = mapped(tmp_path, monkeypatch, staff=STAFF, others=[heading, *rows[:-1]])
    assert "worker: \"Worker\"  # '?' nobody named there is among the people" in alone["others"]
    assert "worker: “Worker” is taken for it, and nobody named there" in alone["said"]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Priya Jane Sample", "S2"),
        ("P. J. Sample", "S2"),
        ("Sample PJ (1234)", "S2"),
        ("Invented, Muhammad Yusuf", "S7"),
        ("Invented Y", "S7"),
        ("Sample Priya", "S2"),
        ("Priya Q", None),
        ("Q P", None),
    ],
)
def test_a_name_with_more_or_less_than_the_staff_file_has(said: str, who: str | None) -> None:
    people = GuessedPeople()
    people.know(
        [
            Called.of("S2", "Priya Sample"),
            Called.of("S7", "Yusuf Invented", known_as=["Muhammad Yusuf"]),
        ]
    )
    found = people.guess(said)
    assert (found.number if found else None) == who


def test_a_forename_may_be_a_surname() -> None:
    """“Craig A” is Craig Adams or Anna Craig, and nobody's until somebody says so."""
    people = GuessedPeople()
    people.know([Called.of("S1", "Craig Adamsexample"), Called.of("S2", "Anna Craig")])
    assert people.guess("Craig A") is None
    assert {one.number for one in people.fitting("Craig A")} == {"S1", "S2"}


def test_of_two_of_one_name_the_team_in_the_column_beside_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        "Robin Sample,Assmt North,C-101",
        "Robin Sample,Leaving Care,C-102",
        "Helen Madeup,SFS East,C-103",
    )
    told = [row.split(",") for row in rows]
    cases = [f"{case}{n},assessment,{who},{team},01/09/2026" for who, team, case in told for n in (1, 2)]
    heading = "Case ID,Service,Allocated worker,Worker team,Allocated on"
    found = mapped(tmp_path, monkeypatch, staff=STAFF, cases=[heading, *cases])["cases"]
    assert '"Robin Sample | Assmt North": "S4"  # a guess: Robin Sample' in found
    assert '"Robin Sample | Leaving Care": "S5"' in found


def test_nobody_is_guessed_where_two_fit() -> None:
    people = GuessedPeople()
    people.know(
        [Called.of("S2", "Priya Sample"), Called.of("S6", "Peter Sample"), Called.of("S7", "Priya Invented")]
    )
    assert people.guess("PS") is None
    assert people.guess("Priya") is None
    assert people.guess("Priya I") == ("S7", "Priya Invented", "by forename and initial")
    assert people.guess("Quentin") is None
    assert people.guess("Priyaa Invented") == ("S7", "Priya Invented", "nearly so called")
    assert people.guess("Petra Sample") is None, "another name, not a slip"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("Stephen Sample", "S1"),
        ("Steven Sample", "S1"),
        ("Catherine Example", "S2"),
        ("Clare Invented", "S3"),
        ("Stephen Madeup", None),
        ("Katherine Example", "S2"),
        ("Claire Made", "S4"),
    ],
)
def test_a_name_in_another_spelling_or_with_half_its_surname(said: str, number: str | None) -> None:
    people = GuessedPeople()
    names = ("Steven Sample", "Katherine Example", "Claire Invented", "Claire Made-Up")
    people.know([Called.of(f"S{at}", name) for at, name in enumerate(names, 1)])
    guess = people.guess(said)
    assert (guess.number if guess else None) == number


@pytest.mark.parametrize(
    ("short", "long", "is_it"),
    [
        ("Assmt North", "Assessment Team North", True),
        ("Assmt North", "Assessment Team South", False),
        ("SFS East", "Safeguarding & Family Support East", True),
        ("CIC Team", "Children in Care", True),
        ("Leaving Care", "Leaving Care 16+", True),
        ("Team", "Early Help", False),
    ],
)
def test_a_team_s_short_form(short: str, long: str, *, is_it: bool) -> None:
    assert abbreviates(short, long) is is_it


def test_a_staff_number_that_nobody_has_is_passed_over_and_said() -> None:
    """The director of a file of staff that ends below them; of a case it is asked: it would be nobody's."""
    called = [Called.of(f"{n}", f"Amara Example{n}") for n in (101, 102, 103)]
    away = (
        "Staff No,From,To,Absence type",
        "101,02/11/2026,03/11/2026,Leave",
        "102,02/11/2026,03/11/2026,Leave",
        "103,02/11/2026,03/11/2026,Leave",
        "900,02/11/2026,03/11/2026,Leave",
    )
    proposal = _proposed("away.csv", *away, called=called)
    assert '"900": ""  # a guess: no such number among the staff; the 1 rows are passed over' in proposal.text
    assert any("'900' is nobody, a guess" in line for line in proposal.to_look_at)
    cases = (
        "Case ID,Team,Worker ID,Allocated on",
        *(f"C-1{n},Assessment,{n},01/09/2026" for n in (101, 102, 103, 900)),
    )
    assert "\"900\": '?'" in _proposed("cases.csv", *cases, called=called).text


def test_titles_teams_and_statuses_of_councils_are_guessed() -> None:
    """A title that says more than a role's word, a status by the days of closing, a service by the worker's team."""
    staff = (
        "Staff No,Name,Job title,Start date",
        *(
            f"S{at},Amara Example,{title},05/01/2015"
            for at, title in enumerate(
                ("Service Manager", "Early Help Team Manager", "Personal Adviser", "Wizard")
            )
        ),
    )
    proposal = _proposed("staff.csv", *staff)
    for line in (
        '"Service Manager": head_of_service  # a guess',
        '"Early Help Team Manager": team_manager  # a guess',
        '"Personal Adviser": personal_assistant  # a guess',
        "\"Wizard\": '?'",
    ):
        assert line in proposal.text
    assert "role: 'Service Manager' is head_of_service, a guess (1 rows)" in proposal.to_look_at
    cases = (
        "Case ID,Status,Category,Worker,Allocated on,Closed on",
        "C-101,Stepping down,CIN,Amara Example (Assmt North),01/09/2026,",
        "C-102,Closed,Care leaver,Amara Example (16+ Team),01/09/2026,05/10/2026",
        "C-103,Open,LAC,,01/09/2026,",
    )
    starts = (
        "Case ID,Team,Worker,Allocated on,Episode Start",
        "C-101,Assessment,Amara Example,01/09/2026,01/09/2026",
    )
    assert "is_open" not in _proposed("cases.csv", *starts).text, (
        "a day is no status, whatever its heading is like"
    )
    text = _proposed("cases.csv", *cases).text
    for line in (
        '"Stepping down": yes  # a guess: none of its 1 rows has a day in “Closed on”',
        '"Care leaver": ""  # a guess: a service, leaving_care, and none of the categories',
        '"*(assmt north)": assessment  # a guess',
        '"*(16+ team)": leaving_care  # a guess',
        '"LAC": looked_after  # a guess',
    ):
        assert line in text


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("37 hrs full time", "Mon-Fri"),
        ("4 days, not Weds", "Mon Tue Thu Fri"),
        ("9 day fortnight (alt Fri off)", "Mon-Fri"),
        ("Mon-Thu 30 hours", "Mon-Thu"),
        ("22 hours", None),
        ("3 days", None),
        ("Mon-Wed PM", None),
    ],
)
def test_weeks(said: str, days: str | None) -> None:
    found = likely_week(said)
    assert (found[0] if found else None) == days


def test_of_two_titles_of_one_role_the_upper_is_asked(tmp_path: Path) -> None:
    """Where the policy has that role supervised by another: a head of service by an assistant director."""
    rows = (
        "S1,Una Topmost,Head of Service,,",
        "S2,Kit Midway,Service Manager,S1,Una Topmost",
        "S3,Bea Midway,Service Manager,S1,Una Topmost",
        "S4,Amara Example,Senior Social Worker,S5,Priya Sample",
        "S5,Priya Sample,Social Worker,S2,Kit Midway",
    )
    file = tmp_path / "staff.csv"
    file.write_text("\n".join(("Staff No,Name,Job title,Manager No,Manager", *rows)))
    words = ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, Staff(NOW.date()))
    (proposal,) = propose_for(file, words, None)
    asked = [one for one in proposal.undecided if one.startswith("role")]
    assert asked == [
        "role: what 'Head of Service' is here (1 rows); they supervise 'Service Manager', who would be head_of_service "
        "too: is one of the two another role?"
    ]
