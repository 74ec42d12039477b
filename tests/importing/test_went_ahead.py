"""Columns of yes and no about a session: whether it took place, or whether it didn't."""

from __future__ import annotations

from datetime import date

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.went_ahead import YesSays, asked_by
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council

HEADING = "Supervisee|Supervisor|Date of session|Type|{}"
ROWS = (
    "Amara Example|Priya Sample|06/10/2026|Case|{}",
    "Amara Example|Priya Sample|27/10/2026|Case|{}",
    "Priya Sample|Helen Madeup|24/11/2026|Personal|{}",
)


def _log(title: str, *said: str) -> Rows:
    lines = [row.format(one).split("|") for row, one in zip(ROWS, said, strict=True)]
    return Rows("log.csv", HEADING.format(title).split("|"), lines)


def _proposed(title: str, *said: str) -> Proposal:
    words = ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, Staff(NOW.date()))
    return propose(_log(title, *said), words, file="log.csv")


@pytest.mark.parametrize(
    "title",
    [
        "Cancelled?",
        "Was the session cancelled?",
        "DNA",
        "Did not attend",
        "Didn't take place",
        "Session missed",
    ],
)
@pytest.mark.parametrize("no", ["No", ""])
def test_a_yes_to_whether_it_was_cancelled_is_no_session_held(council: Council, title: str, no: str) -> None:
    """And a no, or nothing where only some say it, that it was held, or is booked where its day is to come."""
    said = ("Yes", no, no)
    text = _proposed(title, *said).text.replace("{is: '?'}", '{is: "09:00"}')
    mapping = mapping_of(text, "log.yaml")
    council.takes(
        PEOPLE, LINES, *(MappedRows(_log(title, *said), mapping, kind, False) for kind in mapping.makes)
    )
    assert council.has(t.Session, "on", "state") == [
        (date(2026, 10, 6), "cancelled"),
        (date(2026, 10, 27), "held"),
        (date(2026, 11, 24), "booked"),
    ]


def test_whether_yes_is_held_or_cancelled_is_asked_where_the_heading_asks_both() -> None:
    asked = _proposed("Held / cancelled", "Yes", "No", "Yes").undecided
    assert {line.split(" (")[0] for line in asked if line.startswith("state")} == {
        "state: what 'No' is here",
        "state: what 'Yes' is here",
    }


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("Did it take place?", YesSays.HELD),
        ("Attended", YesSays.HELD),
        ("Supervision went ahead as planned", YesSays.HELD),
        ("Not cancelled", YesSays.HELD),
        ("Was supervision not held?", YesSays.NOT_HELD),
        ("Failed to attend", YesSays.NOT_HELD),
        ("Did it go ahead or was it cancelled?", YesSays.EITHER),
    ],
)
def test_what_a_yes_says_is_by_the_heading(title: str, asks: YesSays) -> None:
    assert asked_by(Column(title)) is asks


def test_without_the_day_on_which_it_was_held_a_no_to_cancelled_is_nothing_held(council: Council) -> None:
    """Of a log that has the day that was planned too: people are asked whether it took place."""
    heading = "Supervisee|Supervisor|Planned date|Actual date|Type|Cancelled (Y/N)"
    lines = (
        "Amara Example|Priya Sample|05/10/2026|06/10/2026|Both|N",
        "Amara Example|Priya Sample|12/10/2026||Case|N",
        "Amara Example|Priya Sample|19/10/2026||Case|Y",
    )
    log = Rows("log.csv", heading.split("|"), [line.split("|") for line in lines])
    words = ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, Staff(NOW.date()))
    mapping = mapping_of(propose(log, words, file="log.csv").text, "log.yaml")
    council.takes(PEOPLE, LINES, *(MappedRows(log, mapping, kind, False) for kind in mapping.makes))
    assert council.has(t.Session, "on", "state", "personal_too") == [
        (date(2026, 10, 6), "held", True),
        (date(2026, 10, 12), "booked", False),
        (date(2026, 10, 19), "cancelled", False),
    ]
