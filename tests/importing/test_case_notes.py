"""Exports of a case system whose words say more than one thing: a list of notes, a status with the day on which a case
closed, one that became another; and absences by codes that a key explains."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storage import tables as t
from storage.importing.checks.spellings import Spellings
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, Council, rows
from tests.importing.workbooks import workbook

PEOPLE = rows(
    "people", "staff number, name, role, employed from", "S1, Amara Example, social_worker, 04/03/2019"
)
CASES = rows(
    "cases",
    "case, service, categories, worker, allocated on",
    "0045523, family_support, cin, S1, 03/03/2026",
    "0046579, family_support, cin, S1, 03/03/2026",
    "0046580, family_support, cin, S1, 03/03/2026",
)
_NOTES = (
    ("Person ID", "Note ID", "Type", "Date of event", "Recorded", "Author", "Note status"),
    ("45523", "50", "SUPCD", "23/06/2026 13:30", "02/07/2026", "Sample, Priya", "Final"),
    ("45523", "51", "SUPCD", "21-Sep-2026", "22/09/2026", "Sample, Priya", "Draft"),
    ("45523", "52", "MGTOV", "01/10/2026", "02/10/2026", "Sample, Priya", "Final"),
    ("46579, 45523", "53", "SUPCD", "12/10/2026", "12/10/2026", "Sample, Priya", "Final"),
    ("46579", "54", "SUPCD", "26/10/2026", "26/10/2026", "Sample, Priya", "Entered in error"),
    ("99999", "55", "SUPCD", "12/10/2026", "12/10/2026", "Sample, Priya", "Final"),
)


def _words(references: Spellings | None = None) -> ImportVocabulary:
    know(staff := Staff(NOW.date()), [{"staff_number": "S1", "name": "Amara Example"}])
    known = references or Spellings("case")
    return ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, staff, known)


def test_notes_of_supervision_say_when_each_case_was_last_discussed(council: Council, tmp_path: Path) -> None:
    """Not who was supervised, so that no session is made of them; nothing of cases that nobody knows."""
    references = Spellings("case")
    references.know(["0045523", "0046579", "0046580"])
    file = tmp_path / "notes.csv"
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in _NOTES))
    (proposal,) = propose_for(file, _words(references), None)
    assert proposal.undecided == ()
    assert 'case: {from: "Person ID", split: ",", digits: 7}' in proposal.text
    assert 'only: {"Type": ["SUPCD"]}' in proposal.text
    notes = sources_of(file, [mapping_of(proposal.text, "m.yaml")]) or ()
    council.takes(*notes, PEOPLE, CASES)
    said = sorted(council.has(t.Discussion, "case_id", "on", "session_id", "full"))
    assert said == [(1, date(2026, 10, 12), None, True), (2, date(2026, 10, 12), None, True)]
    assert council.has(t.Session, "id") == []
    again = council.takes(*notes, PEOPLE, CASES)
    assert again.changes == 0
    assert any("is no case that is known: passed over" in str(one) for one in again.odd)
    assert council.drift() == []


def _cases(*statuses: str) -> Proposal:
    heading = ("Person ID", "Team", "Status / Legal", "Worker", "Inv From")
    said = [
        (f"C-10{n}", "Safeguarding North", one, "Amara Example", "03/03/2026")
        for n, one in enumerate(statuses)
    ]
    return propose(Rows("cases.csv", heading, said), _words(), file="cases.csv")


def test_a_status_that_says_when_a_case_closed_is_no_category_of_it() -> None:
    proposal = _cases("CIN", "CP", "CIN", "CLOSED 06/11/2026 (NFA)", "CLOSED 02/09/2026 (moved out of area)")
    assert proposal.undecided == ()
    assert '"CLOSED*": ""  # closed_on says it' in proposal.text
    assert '"CLOSED*": "*"  # a guess' in proposal.text


def test_a_status_that_became_another_is_the_other() -> None:
    text = _cases("CIN", "CP", "LAC", "CP", "CP > LAC (23/10/26)").text
    assert '"CP > LAC (23/10/26)": looked_after  # a guess: it became “lac”' in text.replace("LAC”", "lac”")


def test_codes_that_a_key_calls_sickness_are_sickness_and_half_days_are_left_out(tmp_path: Path) -> None:
    heading = ("Person Number", "Absence Code", "Start Date", "End Date", "Duration")
    said = [
        ("S1", "20", "20/07/2026", "23/07/2026", "29.60 h"),
        ("S1", "10", "03/08/2026", "07/08/2026", "37.00 h"),
        ("S1", "10", "17/08/2026", "17/08/2026", "3.70 h (PM)"),
        ("S1", "10", "18/08/2026", "18/08/2026", "3.70 h (AM)"),
    ]
    codes = [("Absence", ""), ("10", "Annual leave"), ("20", "Sickness"), ("30", "Training / study")]
    book = workbook(tmp_path / "absences.xlsx", ("Absence", [heading, *said]), ("Codes", codes))
    (proposal,) = propose_for(book, _words(), None)
    sick, planned = proposal.text.split("      sickness:")[1].split("      planned:")
    assert '"20": yes' in sick
    assert '"10": no' in sick
    assert '"20": no' in planned
    assert 'leave_out: {"Duration": ["* H (AM)", "* H (PM)"]}' in proposal.text


def test_the_latest_review_of_each_plan_is_known_of_such_a_list(council: Council) -> None:
    council.takes(PEOPLE, CASES)
    notes = rows(
        "last_discussed",
        "case, last discussed, plan last reviewed",
        "0045523, 12/10/2026,",
        "0045523, , 05/10/2026",
        "0045523, 21/09/2026, 21/09/2026",
        "0046579, , 06/10/2026",
    )
    council.takes(notes)
    said = sorted(council.has(t.Discussion, "case_id", "on", "full", "plan_reviewed"))
    assert said == [
        (1, date(2026, 10, 5), False, True),
        (1, date(2026, 10, 12), True, False),
        (2, date(2026, 10, 6), False, True),
    ]
    assert council.takes(notes).changes == 0
    assert council.drift() == []
