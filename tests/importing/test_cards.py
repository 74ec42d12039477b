"""A log kept as a card for each worker: whose it is stands above each block, the heading again below it; marks say that
it is as above, and a sheet of its own what the letters mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.proposal.recognising import heading_seen
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from storage.importing.tables.over_headings import over_headings_in
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council
from tests.importing.workbooks import workbook

HEADING = ("Date", "T / X", "C / P", "With", "If off, why / remarks", "Next")
KEY = [
    ("What the letters are", ""),
    ("T", "took place"),
    ("X/S", "cancelled by supervisor"),
    ("X/W", "cancelled by worker"),
    ("CS", "case supervision"),
    ("PD", "personal"),
    ("B", "both in one"),
]
_OF_AMARA = [
    ("Amara Example", "", "SW", "Supervisor:", "Priya Sample", ""),
    HEADING,
    (date(2026, 10, 5), "T", "CS", "Priya Sample", "notes to follow", ""),
    (date(2026, 10, 12), "X/W", "CS", '"', "off sick", ""),
    (date(2026, 10, 14), "T", "B", '"', "rearranged from 12/10", date(2026, 11, 24)),
    ("TOTAL", 2, "", "", "", ""),
]
_OF_PRIYA = [
    ("Priya Sample", "", "TM", "Supervisor:", "Helen Madeup", ""),
    HEADING,
    (date(2026, 10, 6), "T", "PD", "Helen Madeup", "wants training", ""),
    (date(2026, 10, 20), "X/S", "PD", '"', "called to a meeting", ""),
]
_OF_HELEN = [("Helen Madeup", "", "HoS", "Supervisor:", "Priya Sample", ""), HEADING]
_LAST = (date(2026, 10, 27), "t", "CS", "Priya Sample", "", "")


def _words() -> ImportVocabulary:
    staff = Staff(NOW.date())
    know(staff, [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows])
    return ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, staff)


def _log(folder: Path) -> Path:
    north = [("NORTH - one card each",), *_OF_AMARA, *_OF_HELEN, (date(2026, 10, 7), "T", "PD", '"', "", "")]
    return workbook(
        folder / "cards.xlsx",
        ("Key", KEY),
        ("North", [*north, *_OF_PRIYA]),
        ("South", [("SOUTH",), *_OF_PRIYA[:2], (*_LAST[:3], "Helen Madeup", "", ""), *_OF_AMARA[:2], _LAST]),
    )


def test_whose_a_card_is_holds_for_the_rows_below_its_heading(council: Council, tmp_path: Path) -> None:
    """In each sheet, the first too; a mark below a name is that name, and the key says what became of each."""
    file = _log(tmp_path)
    (proposal,) = propose_for(file, _words(), None)
    text = proposal.text
    assert 'over_headings: {"Worker": 1, "Supervisor of card": "Supervisor:"}' in text
    assert 'fills_down: ["With"]' in text
    assert '      state:\n        from: "T / X"' in text
    assert [one for one in proposal.undecided if not one.startswith("start")] == []
    council.takes(PEOPLE, LINES)
    mapping = mapping_of(text.replace("start: {is: '?'}", 'start: {is: "10:00"}'), "cards.yaml")
    council.takes(*(sources_of(file, [mapping]) or ()))
    names = dict(council.has(t.Person, "id", "name"))
    found = [
        (str(on), str(state), names[who].split()[0], names[by].split()[0])
        for on, state, who, by in council.has(t.Session, "on", "state", "supervisee_id", "supervisor_id")
    ]
    assert sorted(found) == [
        ("2026-10-05", "held", "Amara", "Priya"),
        ("2026-10-06", "held", "Priya", "Helen"),
        ("2026-10-07", "held", "Helen", "Priya"),
        ("2026-10-12", "cancelled", "Amara", "Priya"),
        ("2026-10-14", "held", "Amara", "Priya"),
        ("2026-10-20", "cancelled", "Priya", "Helen"),
        ("2026-10-27", "held", "Amara", "Priya"),
        ("2026-10-27", "held", "Priya", "Helen"),
        ("2026-11-24", "booked", "Amara", "Priya"),
    ]
    both = council.has(t.Session, "personal_too", where=t.Session.__table__.c.on == date(2026, 10, 14))
    assert both == [(True,)]


def test_a_mark_that_is_taken_as_empty_is_filled_down(council: Council, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    rows = (
        "Amara Example,Priya Sample,05/10/2026",
        'Amara Example,",",06/10/2026'.replace('",",', "as over,"),
    )
    file.write_text("\n".join(("Who,By,On", *rows)))
    mapping = mapping_of(
        'empty: ["as over"]\nfills_down: [By]\nmakes: {sessions: {columns: {supervisee: Who, supervisor: By, date: On, '
        'start: {is: "10:00"}, state: {is: held}}}}',
        "log.yaml",
    )
    council.takes(PEOPLE, LINES)
    council.takes(*(sources_of(file, [mapping]) or ()))
    assert len(council.has(t.Session, "id")) == 2


def test_a_heading_that_comes_again_on_each_page_is_no_card() -> None:
    page = [("INVENTED COUNCIL", "", "Page:", "1", "", ""), HEADING]
    row = ("05/10/2026", "T", "CS", "Priya Sample", "", "")
    table = Rows("print.csv", HEADING, [row, row, *page, row, row, *page, row, *page, row])
    assert over_headings_in(table, heading_seen) == {}
