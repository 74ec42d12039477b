"""Who has left, by a list of leavers or a remark; who is qualified, by a register; what is none of the categories."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import BadFilesError
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, Council
from tests.importing.workbooks import workbook

WORDS = ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, Staff(NOW.date()))
_OURS = ("staff_number", "name", "role", "employed_from")
_AMARA = ("S1", "Amara Example", "social_worker", "01/09/2025")
_IDRIS = ("S2", "Idris Invented", "social_worker", "01/09/2024")
_STAFF = Rows("staff.csv", _OURS, [_AMARA, _IDRIS])


def _left(*rows: tuple[str, ...]) -> Rows:
    return Rows("leavers.csv", (*_OURS, "left_on"), [*rows])


def test_a_list_of_leavers_says_the_last_day_of_whoever_the_list_of_staff_still_has(council: Council) -> None:
    gone = ("S3", "Priya Sample", "social_worker", "01/01/2020", "14/08/2026")
    council.takes(_STAFF, _left(("S2", "Invented, Idris", "team_manager", "01/01/2020", "30/10/2026"), gone))
    assert council.has(t.Person, "staff_number", "role", "employed_from", "left_on") == [
        ("S1", "social_worker", date(2025, 9, 1), None),
        ("S2", "social_worker", date(2024, 9, 1), date(2026, 10, 30)),
        ("S3", "social_worker", date(2020, 1, 1), date(2026, 8, 14)),
    ]


@pytest.mark.parametrize(
    "other",
    [
        ("S2", "Priya Sample", "social_worker", "01/01/2020", "30/10/2026"),
        ("S2", "Idris Invented", "social_worker", "01/01/2020", "30/08/2024"),
        ("S2", "Idris Invented", "social_worker", "01/01/2020", "30/10/2027"),
    ],
)
def test_another_s_number_an_earlier_time_and_a_day_to_come_are_named(
    council: Council, other: tuple[str, ...]
) -> None:
    with pytest.raises(BadFilesError):
        council.takes(_STAFF, _left(other))


_HEADING = ("Pay no", "Full name", "Post", "In post since", "E-mail", "SWE", "Comments")
_REMARKED = [
    ("S1", "Amara Example", "Social Worker", "01/09/2025", "a@c.example", "SW101234", "LEFT 06/11/26"),
    ("S2", "Idris Invented", "Social Worker", "01/09/2024", "b@c.example", "SW101235", "left the pilot"),
    (
        "S3",
        "Priya Sample",
        "Social Worker",
        "01/09/2024",
        "c@c.example",
        "SW101236",
        "Resigned, last day 18/12/26",
    ),
    ("S4", "Bola Madeup", "Team Manager", "01/09/2024", "d@c.example", "", ""),
    ("S5", "Cato Fictitious", "Social Worker", "01/09/2026", "e@c.example", "applied for", "4 days"),
]


def test_remarks_say_who_left_and_a_register_who_is_qualified(council: Council, tmp_path: Path) -> None:
    file = workbook(tmp_path / "staff.xlsx", ("Staff", [_HEADING, *_REMARKED]))
    (proposal,) = propose_for(file, WORDS, None)
    assert proposal.undecided == ("qualified: whether 'applied for' is (yes or no)",)
    assert sum("left_on: " in line for line in proposal.to_look_at) == 2
    text = proposal.text.replace("'?'  # yes or no", '"no"')
    council.takes(*(sources_of(file, [mapping_of(text, "m.yaml")]) or ()))
    assert council.has(t.Person, "staff_number", "left_on", "qualified") == [
        ("S1", date(2026, 11, 6), True),
        ("S2", None, True),
        ("S3", date(2026, 12, 18), True),
        ("S4", None, False),
        ("S5", None, False),
    ]


def test_a_tab_of_leavers_is_one_of_people_and_the_day_they_came_is_asked(tmp_path: Path) -> None:
    gone = [("Priya Sample", "44331", "Social Worker", "North", date(2026, 5, 29))]
    gone += [("Otto Madeup", "44332", "Team Manager", "North", date(2026, 6, 30))]
    sheets = (
        ("Staff", [_HEADING, *_REMARKED]),
        ("Gone", [("Leaver", "Pay no", "Was", "Team", "Last day"), *gone]),
    )
    proposals = propose_for(workbook(tmp_path / "staff.xlsx", *sheets), WORDS, None)
    leavers = next(one for one in proposals if one.sheets == ("Gone",))
    assert {'name: "Leaver"', 'left_on: "Last day"', 'staff_number: "Pay no"'} <= {
        line.strip() for line in leavers.text.splitlines()
    }
    assert [line.partition(":")[0] for line in leavers.undecided] == ["employed_from"]


def _cases(*plans: str) -> Proposal:
    know(staff := Staff(NOW.date()), [{"staff_number": "S1", "name": "Amara Example"}])
    words = ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, staff)
    heading = ("Case ref", "Case worker", "Allocation date", "Team", "Plan type")
    said = ("CIN", "CP", *plans)
    rows = [(f"C-{at}", "Amara Example", "03/03/2026", "FS North", plan) for at, plan in enumerate(said)]
    return propose(Rows("cases.csv", heading, rows), words, file="cases.csv")


def test_what_may_be_one_of_two_categories_is_asked_and_not_none_of_them() -> None:
    assert [line.split(" (")[0] for line in _cases("Short Breaks (S17)").undecided] == [
        "categories: what 'Short Breaks"
    ]
    assert '"Single Assessment": ""' in _cases("Single Assessment").text


@pytest.mark.parametrize("plan", ["Interim Care Order", "ICO"])
def test_an_interim_order_is_in_care_proceedings(plan: str) -> None:
    assert f'"{plan}": looked_after;care_proceedings' in _cases(plan).text
