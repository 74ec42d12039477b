"""Case lists of shapes that nobody has seen: what a column is, is told by its values and by where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import IsHeading, Line, Rows, from_heading
from storage.importing.tables.headings import is_known
from tests.importing.councils import BOOK, NOW, PEOPLE

TODAY = NOW.date()
STAFF = [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows]
#: A marking in two cells above the heading, as a system prints it.
MARKING = ["OFFICIAL-SENSITIVE. Do not forward outside the service", *[""] * 6, "as at 27/11/26"]
HEADING = [
    "Ref no.",
    "Young person",
    "Pod",
    "Key worker",
    "Since",
    "Open as",
    "Second",
    "Last disc'd in sup'n",
]
KINDS = ("CPP", "Family Support Plan (s17)", "CP plan")


def _rows() -> list[list[str]]:
    who = [row[1] for row in PEOPLE.rows][:3]
    return [
        [
            *(f"{61000 + n}", f"Invented {chr(65 + n % 26)}{chr(97 + n // 26)}, Child"),
            *(f"Pod {n % 3 // 2 + 1}", who[n % 3], "03/03/2026", KINDS[n // 3 % 3], "", "12/10/2026"),
        ]
        for n in range(90)
    ]


def _proposed() -> Proposal:
    staff = Staff(TODAY)
    know(staff, STAFF)
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)
    table = Rows("cases.csv", MARKING, [HEADING, *_rows()])
    return propose(_FromHeading(table), words, file="cases.csv")


class _FromHeading:
    """Lines of which one further down is the heading."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.name, self.names = rows.name, rows.names

    def lines(self, is_heading: IsHeading = is_known) -> Iterator[Line]:
        return from_heading(self._rows.lines(), is_heading)


def test_names_of_children_are_no_services_and_are_not_written_down() -> None:
    said = _proposed()
    assert "Invented" not in said.text
    assert not any("Invented" in line for line in (*said.guessed, *said.undecided, *said.to_look_at))
    assert any("Young person (looks like names)" in line for line in said.guessed)


def test_a_marking_above_the_heading_is_no_part_of_it() -> None:
    assert "restricted" not in _proposed().text


def test_a_day_that_says_only_that_something_began_is_the_workers() -> None:
    assert 'allocated_on: "Since"' in _proposed().text


def test_a_heading_in_short_is_read_as_it_is_meant() -> None:
    assert "last_discussed: \"Last disc'd in sup'n\"" in _proposed().text


def test_what_cases_are_open_as_is_told_by_its_words_and_tells_whose_work_a_team_does() -> None:
    text = _proposed().text
    assert 'from: "Open as"' in text
    assert '"CPP": child_protection' in text
    assert '"Pod 1": family_support  # a guess: by what most of its cases are' in text
