"""What a sheet of codes says: of which column it is, and that a key of another isn't read for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.importing.columns.values import ImportVocabulary
from storage.importing.proposal.key_sheets import keys_of, legend_of
from storage.importing.proposal.more_categories import category_of, with_others_in
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import CsvFile
from storage.importing.tables.legends import key_in, of_sheet
from tests.importing.councils import NOW, book_of
from tests.importing.test_proposing import WORDS
from tests.importing.workbooks import workbook

CASES = ("Case ref", "Category", "Allocated team", "Allocated worker", "Allocated on")
CODES = [
    ("Codes used in our exports",),
    (),
    ("Org unit (HR)", "Team", "Short"),
    ("CS410", "Disabled Children", "DCT"),
    ("CS420", "Children in Care", "CIC"),
    ("CS430", "Help & Protection", "HPT"),
    (),
    ("Eligibility (list 9)",),
    ("E", "eligible: still looked after"),
    ("FR", "former relevant"),
    ("Q", "qualifying"),
]


def _book(path: Path) -> Path:
    rows = [
        (f"C-10{n}", word, team, "Amara Example", "02/11/2026") for n, (word, team) in enumerate(_CASES_OF)
    ]
    return workbook(path, ("Cases", [CASES, *rows]), ("Codes", CODES))


_CASES_OF = [("N", "DCT"), ("E", "CIC"), ("P", "HPT"), ("N", "HPT"), ("S", "HPT")]


@pytest.fixture
def proposal(tmp_path: Path) -> Proposal:
    return propose_for(_book(tmp_path / "cases.xlsx"), WORDS, None)[0]


def test_a_key_of_another_column_says_nothing_of_one_that_shares_a_letter_with_it(proposal: Proposal) -> None:
    """``E`` of abuse is no ``E`` of who is eligible."""
    assert "a key says “eligible" not in proposal.text
    assert any("what 'E' is here" in line for line in proposal.undecided)


def test_what_is_guessed_by_a_key_is_shown(proposal: Proposal) -> None:
    """Codes that stand in a third column, short for the same."""
    said = "service: 'DCT' is children_with_disabilities, a guess: a key says “Disabled Children” (1 rows)"
    assert said in proposal.to_look_at
    assert any(line.startswith("service: 'HPT' is family_support") for line in proposal.to_look_at)


def test_units_of_another_file_are_called_as_the_key_says(tmp_path: Path) -> None:
    book, staff = _book(tmp_path / "cases.xlsx"), tmp_path / "staff.csv"
    staff.write_text(
        "Pay No,Name,Job Title,Start Date,Org Unit\n"
        "S1,Amara Example,Social Worker,04/03/2019,CS410\n"
        "S2,Paul Test,Social Worker,04/03/2019,CS420\n"
        "S3,Priya Sample,Team Manager,04/03/2019,CS420\n"
    )
    words = type(WORDS)(WORDS.rules, WORDS.cipher, WORDS.staff, keys=keys_of([book]))
    text = propose(CsvFile(staff), words, file=staff.name).text
    assert '"CS410": "Disabled Children"' in text
    assert '"CS420": "Children in Care"' in text


def test_the_headings_of_a_key_are_no_codes() -> None:
    lines = [
        ("Status", "Meaning"),
        ("OP", "open"),
        ("CL", "closed"),
        ("T", "Team"),
        ("", ""),
        ("AB", "absent"),
    ]
    key = key_in("Codes", lines)
    assert key["status"] == {"op": "open", "cl": "closed", "t": "Team", "ab": "absent"}


@pytest.mark.parametrize(
    ("title", "words", "found"),
    [
        ("Eligibility", ["E", "Q"], {"e", "q"}),
        ("Category", ["E", "N", "P", "S"], set()),
        ("Org unit", ["CS410", "CS420"], {"cs410", "cs420"}),
    ],
)
def test_which_key_is_a_column_s(tmp_path: Path, title: str, words: list[str], found: set[str]) -> None:
    legend = legend_of(_book(tmp_path / "cases.xlsx"), ["Cases", "Codes"])
    assert found <= of_sheet(title, words, legend).keys()
    assert bool(found) == bool(of_sheet(title, words, legend))


def test_a_team_that_a_key_calls_care_leavers_is_no_leave(tmp_path: Path) -> None:
    heading = ("Child ID", "Eligibility", "Team", "Personal Adviser", "PA from", "Last discussed")
    adults = [
        (f"C-20{n}", "Q", "CLT", "Amara Example", f"0{n}/06/2026", f"0{n}/10/2026") for n in range(1, 8)
    ]
    codes = [*CODES[:6], ("CS440", "Care Leavers", "CLT"), *CODES[6:]]
    book = workbook(tmp_path / "cases.xlsx", ("Leaving care", [heading, *adults]), ("Codes", codes))
    (proposal,) = propose_for(book, WORDS, None)
    assert "  cases:" in proposal.text
    assert '"CLT": leaving_care' in proposal.text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Looked after - 6-weekly visits", "looked_after;visits_6_weekly"),
        ("Looked after - matched long term, 3 monthly visits", "looked_after;matched;visits_3_monthly"),
        ("Looked after: in care proceedings", "looked_after;care_proceedings"),
        ("Looked after, not matched", "looked_after"),
        ("Looked after (previously settled)", "looked_after"),
        ("looked after", "looked_after"),
    ],
)
def test_what_a_key_says_behind_a_category_is_more_of_them(text: str, meant: str) -> None:
    """It was looked after alone, for which the policy has no rule."""
    assert with_others_in(text, "looked_after", WORDS.categories) == meant


def _cambridgeshires() -> ImportVocabulary:
    """The words of a policy that calls some children in care, and knows one service."""
    council, today = book_of("cambridgeshire-peterborough"), NOW.date()
    return ImportVocabulary(council.rules(today), council.cipher, Staff(today))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Looked after - 6-weekly visits", "in_care"),
        ("LAC", "in_care"),
        ("Child looked after", "in_care"),
        ("Formerly looked after", None),
        ("Black box", None),
    ],
)
def test_a_child_who_is_looked_after_is_in_care_where_the_policy_calls_it_so(
    text: str, meant: str | None
) -> None:
    assert category_of(text, Column("Involvement Type"), _cambridgeshires().categories) == meant


def test_the_beginning_of_what_a_key_says_is_no_category_that_says_more(tmp_path: Path) -> None:
    """A care leaver of high need was one on a reduced visiting pattern, which is every twelve weeks."""
    heading = ("Case ID", "Team", "Worker ID", "Allocated on", "Involvement Type")
    cases = [
        (f"C-{n}", "Social care", "S1", "03/03/2026", ("CLH", "CP", "CIN")[n % 3]) for n in range(100, 130)
    ]
    codes = [("Code", "Meaning"), ("CLH", "Care leaver - high need"), ("CP", "Child protection plan")]
    [one] = propose_for(
        workbook(tmp_path / "c.xlsx", ("Cases", [heading, *cases]), ("Codes", codes)),
        _cambridgeshires(),
        None,
    )
    assert "\"CLH\": '?'" in one.text
    assert '"CP": child_protection' in one.text


def test_where_the_policy_knows_one_service_no_team_is_asked_about(tmp_path: Path) -> None:
    """Each of a list's teams was, though the answer is the same for all."""
    words = _cambridgeshires()
    for n in range(6):
        words.staff.know(f"S{n}", (f"Wren Quill{'abcdef'[n]}feather",), None)
    heading = ("Case ID", "Team", "Allocated worker", "Allocated on", "Involvement Type")
    cases = [
        (f"C-{n}", f"Team {n % 6 // 2}", f"Wren Quill{'abcdef'[n % 6]}feather", "03/03/2026", "CIN")
        for n in range(100, 160)
    ]
    [one] = propose_for(workbook(tmp_path / "c.xlsx", ("Cases", [heading, *cases])), words, None)
    assert 'service: {is: "social_care"}' in one.text
    assert one.undecided == ()
