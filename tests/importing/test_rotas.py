"""Rotas: a row for each person and a column for each day, or a row for each day already; codes in the cells."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import MappingError, mapping_of
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import FileFault, Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, Council
from tests.importing.workbooks import workbook

TODAY = NOW.date()
PEOPLE = Rows(
    "people.csv",
    ("staff_number", "name", "role", "employed_from"),
    [
        ("S1", "Amara Example", "social_worker", "2020-01-06"),
        ("S2", "Priya Sample", "team_manager", "2019-01-07"),
        ("S3", "Helen Madeup", "social_worker", "2019-01-07"),
        ("AG9", "Tobias Invented", "social_worker", "2026-06-01"),
    ],
)
KEY = (
    "Key: AL annual leave; AL am half day; AL? requested, not yet authorised; S sick; D duty; NW non-working day; "
    "BH bank hol"
)


def words_known() -> ImportVocabulary:
    staff = Staff(TODAY)
    know(staff, [dict(zip(PEOPLE.heading, row, strict=True)) for row in PEOPLE.rows])
    return ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)


def taken(
    council: Council, file: Path, text: str, today: date = TODAY
) -> list[tuple[str, date, date | None, bool, bool]]:
    """The absences that a mapping makes of a file."""
    council.takes(PEOPLE)
    council.takes(*(sources_of(file, [mapping_of(text, "rota.yaml")], None, BOOK.calendar, today) or ()))
    names = dict(council.has(t.Person, "id", "name"))
    found = council.has(t.Absence, "person_id", "first", "last", "planned", "sickness")
    return sorted((names[who].split()[0], *rest) for who, *rest in found)


def grid(days: list[date], *rows: tuple[str, str, dict[int, str]], how: str = "%a %d/%m") -> list[str]:
    """``rows``: a number, a name, and the codes by how manyeth day it is."""
    lines = [
        ",".join((number, name, *(codes.get(n, "") for n in range(len(days)))))
        for number, name, codes in rows
    ]
    return [",".join(("Emp No", "Staff", *(f"{day:{how}}" for day in days))), *lines]


def test_a_rota_with_a_column_for_each_day_is_read_as_absences(council: Council, tmp_path: Path) -> None:
    """Over weekends, bank holidays and days not worked; of whoever has no number by name. Half days, what was only
    asked for and what is done at work are none; who was ill on the last day that is written is away still."""
    days = [date(2026, 10, 5) + timedelta(days=n) for n in range(40)]
    amara = {0: "AL", 1: "NW", 2: "AL", 4: "AL", 7: "AL", 8: "D", 9: "AL am", 10: "AL?"}
    lines = [
        "Rota of a made-up council",
        "",
        *grid(
            days,
            ("S1", "EXAMPLE A", amara),
            ("S2", "SAMPLE P", {28: "S", 29: "S"}),
            ("S3", "MADEUP H", {14: "S", 15: "S", 35: "AL"}),
            ("", "INVENTED T", {21: "AL"}),
        ),
        ",TOTAL OFF," + ",".join("1" * len(days)),
        "",
        f'"{KEY}"',
    ]
    file = tmp_path / "rota_2026.csv"
    file.write_text("\n".join(lines))
    (proposal,) = propose_for(file, words_known(), None)
    assert proposal.undecided == ()
    assert 'days_across: ["Date", "Code"]' in proposal.text
    assert 'no_gap: {"Code": ["NW"]}' in proposal.text
    assert taken(council, file, proposal.text) == [
        ("Amara", date(2026, 10, 5), date(2026, 10, 7), True, False),
        ("Amara", date(2026, 10, 9), date(2026, 10, 12), True, False),
        ("Helen", date(2026, 10, 19), date(2026, 10, 20), False, True),
        ("Helen", date(2026, 11, 9), date(2026, 11, 9), True, False),
        ("Priya", date(2026, 11, 2), None, False, True),
        ("Tobias", date(2026, 10, 26), date(2026, 10, 26), True, False),
    ]


def test_a_sheet_for_each_month_with_numbers_for_days(council: Council, tmp_path: Path) -> None:
    """The month is the sheet's; leave over its end is one absence. Weekdays under the numbers are nobody's row."""

    def month(first: date, length: int, codes: dict[int, str]) -> list[tuple[object, ...]]:
        days = [first + timedelta(days=n) for n in range(length)]
        return [
            ("Name", *(str(day.day) for day in days)),
            ("", *(f"{day:%a}"[:1] for day in days)),
            ("Amara Example", *(codes.get(day.day, "") for day in days)),
            ("Priya Sample", *("WFH" if day.day == 6 else "TOIL" if day.day == 7 else "" for day in days)),
            ("Helen Madeup", *("AL" if day.day == 13 else "" for day in days)),
        ]

    file = workbook(
        tmp_path / "rota.xlsx",
        ("Oct 26", month(date(2026, 10, 1), 31, {29: "AL", 30: "AL"})),
        ("Nov 26", month(date(2026, 11, 1), 30, {2: "AL", 3: "AL"})),
    )
    (proposal,) = propose_for(file, words_known(), None)
    assert 'sheet: "*"' in proposal.text
    assert "months_from" not in proposal.text
    assert [one[:3] for one in taken(council, file, proposal.text)] == [
        ("Amara", date(2026, 10, 29), date(2026, 11, 3)),
        ("Helen", date(2026, 10, 13), date(2026, 10, 13)),
        ("Helen", date(2026, 11, 13), date(2026, 11, 13)),
        ("Priya", date(2026, 10, 7), date(2026, 10, 7)),
        ("Priya", date(2026, 11, 7), date(2026, 11, 7)),
    ]


def test_a_rota_over_the_turn_of_a_year_says_its_year_by_weekdays(council: Council, tmp_path: Path) -> None:
    days = [date(2026, 12, 28) + timedelta(days=n) for n in range(14)]
    file = tmp_path / "rota.csv"
    file.write_text(
        "\n".join(
            ["Printed 4 Jan 2027", *grid(days, ("S1", "A", {3: "AL", 7: "TOIL"}), ("S2", "P", {8: "AL"}))]
        )
    )
    (proposal,) = propose_for(file, words_known(), None)
    assert [one[:3] for one in taken(council, file, proposal.text)] == [
        ("Amara", date(2026, 12, 31), date(2027, 1, 4)),
        ("Priya", date(2027, 1, 5), date(2027, 1, 5)),
    ]


def test_rows_of_each_day_with_codes_are_absences_and_no_people(council: Council, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    rows = [
        "S1,EXAMPLE A,North,02/10/2026,AL",
        "S1,EXAMPLE A,North,05/10/2026,AL",
        "S2,SAMPLE P,North,05/10/2026,WFH",
    ]
    rows += [
        "S2,SAMPLE P,North,06/10/2026,TOIL",
        "S3,MADEUP H,North,06/10/2026,S",
        ",INVENTED T,North,06/10/2026,AL",
    ]
    file.write_text("\n".join(["Emp No,Staff,Team,Day,Code", *rows]))
    (proposal,) = propose_for(file, words_known(), None)
    assert [one[:3] for one in taken(council, file, proposal.text)] == [
        ("Amara", date(2026, 10, 2), date(2026, 10, 5)),
        ("Helen", date(2026, 10, 6), date(2026, 10, 6)),
        ("Priya", date(2026, 10, 6), date(2026, 10, 6)),
        ("Tobias", date(2026, 10, 6), date(2026, 10, 6)),
    ]


def test_a_code_that_may_be_anything_is_asked_about(tmp_path: Path) -> None:
    days = [date(2026, 11, 2) + timedelta(days=n) for n in range(7)]
    file = tmp_path / "rota.csv"
    file.write_text("\n".join(grid(days, ("S1", "A", {0: "AL", 1: "Q"}), ("S2", "P", {1: "AL", 2: "TOIL"}))))
    (proposal,) = propose_for(file, words_known(), None)
    assert any("what 'Q' is (1 days)" in one for one in proposal.undecided), proposal.undecided
    assert proposal.text.count("\"Q\": '?'") == 2


def test_a_code_that_is_no_absence_is_left_out_by_nothing(council: Council, tmp_path: Path) -> None:
    """As the answer to what was asked."""
    days = [date(2026, 11, 2) + timedelta(days=n) for n in range(7)]
    file = tmp_path / "rota.csv"
    file.write_text("\n".join(grid(days, ("S1", "A", {0: "AL", 1: "Q"}), ("S2", "P", {1: "AL", 2: "TOIL"}))))
    (proposal,) = propose_for(file, words_known(), None)
    text = proposal.text.replace("\"Q\": '?'", '"Q": ""')
    assert [one[:3] for one in taken(council, file, text)] == [
        ("Amara", date(2026, 11, 2), date(2026, 11, 2)),
        ("Priya", date(2026, 11, 3), date(2026, 11, 4)),
    ]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("days_across: [Date]", "name two columns"),
        (
            "makes: {absences: {goes_on: {Code: [S]}, columns: {staff_number: Who}}}",
            "goes with gathers: first",
        ),
    ],
)
def test_what_makes_no_rota_is_named(said: str, wrong: str) -> None:
    made = said if "makes" in said else f"{said}\nmakes: {{absences: {{columns: {{staff_number: Who}}}}}}"
    with pytest.raises(MappingError, match=wrong):
        mapping_of(made, "rota.yaml")


def test_days_of_no_year_are_asked_about(tmp_path: Path) -> None:
    """Where neither the mapping nor a title says it."""
    days = [date(2026, 11, 2) + timedelta(days=n) for n in range(7)]
    file = tmp_path / "rota.csv"
    file.write_text("\n".join(grid(days, ("S1", "A", {0: "AL"}), how="%d/%m")))
    columns = "{staff_number: Emp No, first: Date, last: Date, planned: {is: yes}}"
    makes = f"makes: {{absences: {{gathers: first, columns: {columns}}}}}"
    sources = sources_of(file, [mapping_of(f"days_across: [Date, Code]\n{makes}", "rota.yaml")])
    assert sources
    with pytest.raises(FileFault, match="months_from in the mapping"):
        list(sources[0].lines())
