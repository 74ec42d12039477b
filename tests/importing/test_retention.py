"""What retention took away, no file brings back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.retention import run_in_steps
from bot.settings import rules_text
from policy.facts import Reason
from policy.loader import load
from policy.ruleset import Kept
from policy.versions import RuleBook
from storage import tables as t
from storage.retention import STEPS, holds
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
    """Nor are the days on which a case was discussed doubled each night."""
    _keeps(council, "sessions: 1 year after the session", "cases: 1 year after closing", _ABSENT, _DONE)
    files = [
        *(PEOPLE, _CLOSED, _HELD, _DISCUSSED, _AWAY, _MILESTONES),
        rows("allocations", "case, worker, since, until", "C-8, S1, 02/03/2022, 01/03/2023"),
        rows("last", "staff number, name, role, employed from, last supervised", f"{_S4}, 02/03/2022"),
    ]
    council.takes(*files)
    _nights(council)
    kept = _held(council)
    assert kept == {
        "sessions": [("X2",), ("X3",)],
        "discussed": [(None, date(2023, 3, 2)), (2, date(2026, 10, 5))],
        "cases": [("C-7",)],
        "absences": [("A2",)],
        # What something rests on comes in, however old.
        "milestones": [("agreement", date(2026, 3, 3)), ("agreement", date(2020, 3, 2))],
    }
    brought = council.takes(*files)
    assert _held(council) == kept
    assert not brought.changes
    assert council.drift() == []


def test_no_file_says_again_what_retention_emptied(council: Council) -> None:
    _keeps(council, "sickness: 30 days after the return", "words: 1 year after the session", _BUSY)
    files = [
        *(PEOPLE, _CLOSED),
        rows(
            "absences", "staff number, planned, sickness, first, last", "S1, no, yes, 01/09/2026, 02/09/2026"
        ),
        rows(
            "authorisations",
            "case, every, by, since, until, why",
            f"C-7, 2 weeks, S2, {_FOR_A_YEAR}, Many moves",
        ),
        rows("busy", "staff number, date, start, end", "S1, 01/09/2026, 10:00, 11:00"),
        rows(
            "sessions",
            "supervisee, supervisor, date, start, state, cancelled on, reason, returned on",
            "S1, S2, 02/03/2026, 10:00, cancelled, 02/03/2026, sickness, 04/03/2026",
            "S1, S2, 09/03/2026, 10:00, held, , ,",
        ),
    ]
    for _ in range(2):
        council.takes(*files)
        _nights(council)
        assert council.has(t.Absence, "sickness") == [(False,)]
        assert council.has(t.Session, "reason") == [(Reason.OTHER,), (None,)]
        assert council.has(t.Authorisation, "sealed_why") == [(None,)]
        assert council.has(t.Busy, "id") == []
    assert not council.takes(*files).changes


def test_a_hold_over_everything_lets_in_whatever_age_it_is(council: Council) -> None:
    _keeps(council, "cases: 1 year after closing", _BUSY)
    with write_transaction(council.engine, council.config, NOW) as work:
        holds.place(work, None, "LH-1", "somebody")
    council.takes(
        PEOPLE, _CLOSED, rows("busy", "staff number, date, start, end", "S1, 01/09/2026, 10:00, 11:00")
    )
    assert council.has(t.Case, "reference") == [("C-7",), ("C-8",)]
    assert len(council.has(t.Busy, "id")) == 1


_ABSENT, _DONE = "absences: 1 year after the return", "milestones: 1 year after the milestone"
_BUSY = "busy_times: 30 days after their end"
_FOR_A_YEAR = "01/03/2022, 01/03/2023"
_S4 = "S4, Lena Invented, social_worker, 03/04/2012"
_CLOSED = rows(
    "cases",
    "case, service, worker, allocated on, closed on",
    "C-7, family_support, S1, 01/03/2020,",
    "C-8, family_support, S1, 01/03/2020, 01/01/2024",
)
_HELD = rows(
    "sessions",
    "session, supervisee, supervisor, date, start, state, replaces",
    "X1, S1, S2, 02/03/2023, 10:00, held,",
    "X4, S4, S2, 02/03/2021, 10:00, held,",
    "X2, S1, S2, 05/10/2026, 10:00, held,",
    "X3, S1, S2, 12/10/2026, 10:00, held, X1",
)
_DISCUSSED = rows("discussions", "session, case", "X1, C-7", "X1, C-8", "X2, C-7")
_AWAY = rows(
    "absences",
    "absence, staff number, planned, first, last",
    "A1, S1, yes, 02/03/2020, 06/03/2020",
    "A2, S1, yes, 02/03/2026, 06/03/2026",
)
_MILESTONES = rows(
    "milestones",
    "staff number, what, on",
    "S1, agreement, 02/03/2020",
    "S1, agreement, 03/03/2026",
    "S2, agreement, 02/03/2020",
)


def _keeps(council: Council, *terms: str) -> None:
    text, name = rules_text("central-bedfordshire")
    rules = load(f"{text}  retention: {{{', '.join(terms)}}}\n", name)
    council.config = replace(council.config, versions=RuleBook([rules]))


def _nights(council: Council) -> None:
    run_in_steps(lambda: write_transaction(council.engine, council.config, NOW))


def _held(council: Council) -> dict[str, Any]:
    return {
        "sessions": council.has(t.Session, "source_id"),
        "discussed": council.has(t.Discussion, "session_id", "on"),
        "cases": council.has(t.Case, "reference"),
        "absences": council.has(t.Absence, "source_id"),
        "milestones": council.has(t.Milestone, "what", "on"),
    }
