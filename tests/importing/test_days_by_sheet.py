"""Days that say less than a day: of which month they are is what the sheet is called; a month alone is its first day.
Tabs that differ in nothing that is read are one mapping."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council
from tests.importing.workbooks import workbook

TODAY = NOW.date()
STAFF = [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows]
HEADING = ("Supervisee", "Supervisor", "Date", "Type", "Held?")
PAIR = ("Amara Example", "Priya Sample")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Wed 14th", "2026-10-14"),
        ("3rd", "2026-10-03"),
        ("Mon 2nd", "2026-11-02"),  # the weekday says that it is the next month's
        ("Mon 31st", "Mon 31st"),
        ("14", "14"),
    ],
)
def test_a_day_without_its_month_is_of_the_month_that_is_said(said: str, day: str) -> None:
    assert OwnDates(month="2026-10").restated(said) == day


def test_a_month_without_its_day_is_its_first() -> None:
    assert OwnDates(first_of_month=True).restated("Mar 2019") == "2019-03-01"
    assert OwnDates(first_of_month=True).restated("Sept 2024") == "2024-09-01"
    assert OwnDates().restated("Mar 2019") == "Mar 2019"


def test_tabs_of_months_are_read_by_one_mapping_and_each_by_its_month(
    council: Council, tmp_path: Path
) -> None:
    september = [HEADING, (*PAIR, "Wed 2nd", "Case", "Y"), (*PAIR, "Wed 16th", "Case", "Y")]
    october = [(*HEADING[:4], "Wellbeing", HEADING[4]), (*PAIR, "Wed 14th", "Case", "yes", "Y")]
    file = workbook(tmp_path / "log.xlsx", ("Sept 26", september), ("Oct 26", october))
    staff = Staff(TODAY)
    know(staff, STAFF)
    (proposal,) = propose_for(file, ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff), None)
    text = proposal.text.replace("start: {is: '?'}", 'start: {is: "09:00"}')
    council.takes(PEOPLE, LINES, *(sources_of(file, [mapping_of(text, "m.yaml")]) or ()))
    found = sorted(on for (on,) in council.has(t.Session, "on"))
    assert found == [date(2026, 9, 2), date(2026, 9, 16), date(2026, 10, 14)]
