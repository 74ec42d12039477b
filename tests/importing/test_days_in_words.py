"""What a status says of a case besides: ``Closed 24/11/26``; and what a level says of how often."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.applied.writing import Result
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.days_in_words import day_said, last_such_day
from storage.importing.mapped.mapping import mapping_of
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Closed 24/11/26", "2026-11-24"),
        ("NFA 3/11", "2026-11-03"),
        ("NFA 4/11", "2025-11-04"),  # the latest that was, the day before
        ("Ceased - moved out 12.10.26", "2026-10-12"),
        ("closed on 1st Oct 2026, was due 12/09/26 NFA", "2026-09-12"),
        ("Closed 20 Nov 26 (letter 2)", "2026-11-20"),
        ("Closed 2026-10-05", "2026-10-05"),
        ("Closed", "Closed"),
        ("s17 ended 12.10", "s17 ended 12.10"),
    ],
)
def test_the_last_day_that_stands_in_words(text: str, said: str) -> None:
    assert last_such_day(text, OwnDates(years_from=1950), TODAY) == said


def test_what_is_part_of_something_else_is_no_day() -> None:
    assert day_said("Ref 2026/11/3/4 Form 12/2026") == ""


def _proposed(tmp_path: Path, *lines: str) -> tuple[Path, Proposal]:
    staff = Staff(TODAY)
    know(
        staff,
        [{"staff_number": f"S{n}", "name": name} for n, name in ((1, "Amara Example"), (2, "Priya Sample"))],
    )
    file = tmp_path / "cases.csv"
    file.write_text("\n".join(lines))
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)
    (proposal,) = propose_for(file, words, None)
    return file, proposal


def _takes(council: Council, file: Path, text: str, *, dry_run: bool = False) -> Result:
    sources = sources_of(file, [mapping_of(text, "m.yaml")], today=TODAY) or ()
    return council.takes(PEOPLE, LINES, *sources, dry_run=dry_run)


HEADING = "Case ID,Team,Plan Type,Status,Worker,Allocated"


def _row(number: int, status: str) -> str:
    return f"C-{number},Assessment,CIN,{status},Amara Example,01/09/26"


def _closed(council: Council) -> dict[str, date | None]:
    return dict(council.has(t.Case, "reference", "closed_on"))


def test_a_case_closed_on_the_day_that_its_status_says(council: Council, tmp_path: Path) -> None:
    told = ("Open", "Closed 12/10/26", "NFA 3/11", "Ceased - moved out 12.10.26", "closed 01.11.26", "Closed")
    file, proposal = _proposed(tmp_path, HEADING, *(_row(n, status) for n, status in enumerate(told, 101)))
    assert proposal.undecided == ()
    assert '"Closed": no' in proposal.text
    result = _takes(council, file, proposal.text)
    assert list(_closed(council).values()) == [
        None,
        date(2026, 10, 12),
        date(2026, 11, 3),
        date(2026, 10, 12),
        date(2026, 11, 1),
        None,
    ]
    assert any("closed, and no day on which it was" in str(one) for one in result.odd)


def test_the_next_night_s_reasons_are_read_by_the_same_lines(council: Council, tmp_path: Path) -> None:
    """Each row has a remark of its own: only how it begins stands in the mapping."""
    file, proposal = _proposed(tmp_path, HEADING, _row(101, "Open"), _row(102, "Ceased - moved out 12.10.26"))
    file.write_text(
        "\n".join((HEADING, _row(101, "Ceased: adopted 02/11/26"), _row(102, "Ceased - moved out 12.10.26")))
    )
    _takes(council, file, proposal.text)
    assert _closed(council) == {"C-101": date(2026, 11, 2), "C-102": date(2026, 10, 12)}


@pytest.mark.parametrize(("answer", "closed"), [('"*"', date(2026, 11, 2)), ('""', None)])
def test_what_may_be_no_end_is_asked_once(
    council: Council, tmp_path: Path, answer: str, closed: date | None
) -> None:
    lines = (
        _row(101, "Open"),
        _row(102, "Transferred out 2 Nov 2026"),
        _row(103, "Transferred out 1 Nov 2026"),
    )
    file, proposal = _proposed(tmp_path, HEADING, *lines)
    assert len(proposal.undecided) == 1
    assert "what 'Transferred out*' is here (2 rows)" in proposal.undecided[0]
    with pytest.raises(Exception, match=r"'\?' is not a date"):
        _takes(council, file, proposal.text)
    _takes(council, file, proposal.text.replace("'?'", answer))
    assert _closed(council)["C-102"] == closed


def test_a_star_is_read_as_the_file_writes_its_days(council: Council, tmp_path: Path) -> None:
    """And what somebody wrote in the mapping stays as it is, whichever way round the file has them."""
    file = tmp_path / "cases.csv"
    file.write_text(
        "\n".join((HEADING.replace("Allocated", "Since"), _row(1, "Shut 10/12/26"), _row(2, "Gone")))
    )
    text = """
files: "cases*"
dates: {years_from: 1950, month_first: true}
makes:
  cases:
    columns:
      case: Case ID
      service: {is: assessment}
      closed_on: {from: Status, words: {"Shut *": "*", "Gone": "03/10/2026"}}
"""
    _takes(council, file, text)
    assert _closed(council) == {"C-1": date(2026, 10, 12), "C-2": date(2026, 10, 3)}


def test_levels_of_which_no_heading_says_what_they_are_are_asked_once(tmp_path: Path) -> None:
    heading = "Case ID,Team,Plan Type,{},Worker,Allocated"
    said = [("1m", "CIN"), ("3m", "CIN"), ("6 wks", "CP"), ("12m", "CIN")]
    rows = [
        f"C-{n},Assessment,{plan},{level},Amara Example,01/09/2026"
        for n, (level, plan) in enumerate(said, 101)
    ]
    _, proposal = _proposed(tmp_path, heading.format("Level"), *rows)
    (asked,) = proposal.undecided
    assert 'then {from: "Level", words: {"12m": "12", "1m": "1", "3m": "3", "6 wks": ""}}' in asked
    assert "Not read" not in proposal.text
    _, proposal = _proposed(tmp_path, heading.format("Sup freq"), *rows)
    assert proposal.undecided == ()
    assert "# Not read: Sup freq." in proposal.text
    _, proposal = _proposed(tmp_path, heading.format("Review frequency"), *rows)
    assert '"12m": "12"' in proposal.text
