"""What reads a fact is the same whether chat or a file changes it: after an import nothing stored is out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from bot.settings import rules_text
from policy.facts import SubjectKind
from policy.loader import calendar_of, load
from policy.versions import RuleBook
from storage import tables as t
from storage.transactions import write_transaction
from storage.work import CouncilConfig
from tests.importing.councils import BOOK, NOW, Council, council_at, rows

STAFF = "staff number, name, role, employed from"
PEOPLE = rows(
    "people",
    STAFF,
    "S1, Amara Example, social_worker, 04/03/2019",
    "S2, Priya Sample, practice_group_lead, 05/01/2015",
    "S3, Tomasz Madeup, advanced_practitioner, 05/01/2015",
)
LINES = rows("relationships", "supervisee, supervisor, since", "S1, S2, 01/10/2020", "S3, S2, 01/10/2020")
GROUP = "session, supervisee, supervisor, date, start, kind, state"


def _pausing() -> CouncilConfig:
    """Southwark's rules, as they would be if a group's record were signed off within days that pause."""
    text, name = rules_text("southwark")
    entry = re.search(r"  - id: S12\.signed\n.*?(?=  - id: )", text, re.DOTALL)
    assert entry
    signed, _, _ = entry[0].partition("    blanks:")
    changed = f"{signed}    within: 5 working days\n    pauses_while_away: true\n\n"
    rules = load(text.replace(entry[0], changed), name)
    return CouncilConfig(RuleBook([rules]), calendar_of(rules), BOOK.cipher)


@pytest.fixture
def pausing(migrated_url: str) -> Iterator[Council]:
    with council_at(migrated_url, _pausing()) as made:
        yield made


def test_a_file_s_absence_pauses_what_its_person_is_to_sign_off(pausing: Council) -> None:
    met = rows("sessions", GROUP, "G1, S2, S2, 27/10/2026, 10:00, group, held")
    pausing.takes(PEOPLE, LINES, met)
    with write_transaction(pausing.engine, pausing.config, NOW) as work:
        work.touch(SubjectKind.SESSION, 1)
        work.get(t.Session, 1).signer_id = 3
        work.add(t.Record(session_id=1, recorded_on=date(2026, 10, 28), request=1, delivered_on=NOW.date()))
    before = _due(pausing)
    pausing.takes(rows("absences", "staff number, first, last, planned", "S3, 04/11/2026, 06/11/2026, yes"))
    assert _due(pausing) > before
    assert pausing.drift() == []


def test_a_group_s_date_mended_by_a_file_is_read_by_everybody_who_was_there(pausing: Council) -> None:
    there = rows("participants", "session, staff number, attended", "G1, S1, yes", "G1, S3, yes")
    for day in ("27/10/2026", "20/10/2026"):
        met = rows("sessions", GROUP, f"G1, S2, S2, {day}, 10:00, group, held")
        pausing.takes(PEOPLE, LINES, met, there)
        assert pausing.drift() == []


def test_a_stand_in_of_a_stand_in_is_read_by_what_was_cancelled_first(council: Council) -> None:
    staff = rows(
        "people",
        STAFF,
        *("S1, Amara Example, social_worker, 04/03/2019", "S2, Priya Sample, team_manager, 05/01/2015"),
    )
    line = rows("relationships", "supervisee, supervisor, since", "S1, S2, 01/10/2020")
    heading = "session, supervisee, supervisor, date, start, state, cancelled on, reason, replaces"
    first = "M1, S1, S2, 19/10/2026, 10:00, cancelled, 16/10/2026, other,"
    second = "M2, S1, S2, 23/10/2026, 10:00, cancelled, 22/10/2026, other, M1"
    for state in ("booked", "held"):
        third = f"M3, S1, S2, 02/11/2026, 10:00, {state}, , , M2"
        council.takes(staff, line, rows("sessions", heading, first, second, third))
        assert council.drift() == []


def _due(council: Council) -> date:
    mine = t.ObligationRow.__table__
    ((due,),) = council.has(t.ObligationRow, "due", where=mine.c.rule == "S12.signed")
    assert isinstance(due, date)
    return due
