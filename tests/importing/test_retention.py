"""What retention took away, no file brings back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.settings import rules_text
from policy.loader import load
from policy.ruleset import Kept
from policy.versions import RuleBook
from storage import tables as t
from storage.retention import STEPS
from storage.retention.facts import NAMELESS
from storage.transactions import write_transaction
from tests.importing.councils import NOW, PEOPLE, Council, rows

_LEFT = rows(
    "people",
    "staff number, name, email, account, role, employed from, left on",
    "S9, Lena Invented, lena@example.org, U0LENA123, social_worker, 03/04/2012, 30/06/2024",
)


def test_no_file_brings_back_who_somebody_was(council: Council) -> None:
    council.takes(PEOPLE, _LEFT)
    with write_transaction(council.engine, council.config, NOW) as work:
        assert STEPS[Kept.PEOPLE](work, work.today, 10) == 1
    council.takes(_LEFT)
    last = council.has(t.Person, "name", "email", "account", where=t.Person.__table__.c.staff_number == "S9")
    assert last == [(NAMELESS, None, None)]


def test_no_file_brings_back_what_was_kept_for_its_term(council: Council) -> None:
    text, name = rules_text("central-bedfordshire")
    terms = "  retention: {absences: 1 year after the return, milestones: 1 year after the milestone}\n"
    rules = load(text + terms, name)
    council.config = replace(council.config, versions=RuleBook([rules]))
    away = ("absence, staff number, planned, first, last", "A1, S1, yes, 02/03/2020, 06/03/2020")
    done = ("staff number, what, on", "S1, agreement, 02/03/2020", "S1, agreement, 03/03/2026")
    council.takes(
        PEOPLE, rows("absences", *away, "A2, S1, yes, 02/03/2026, 06/03/2026"), rows("milestones", *done)
    )
    assert council.has(t.Absence, "source_id") == [("A2",)]
    assert council.has(t.Milestone, "on") == [(date(2026, 3, 3),)]
