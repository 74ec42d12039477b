"""Sessions that files have as booked on days on which one of the two is away: the dry run names them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from bot.clock import SystemClock
from storage.cipher import new_key
from storage.importing.faults import ImportFault
from tests.importing.councils import NOW, Council, rows

PEOPLE = rows(
    "people",
    "staff_number,name,role,employed_from",
    "S101,Amara Example,social_worker,2019-03-04",
    "S102,Priya Sample,team_manager,2015-01-05",
    "S103,Paul Test,social_worker,2019-03-04",
)
LINES = rows("lines", "supervisee,supervisor,since", "S101,S102,2019-03-04", "S103,S102,2019-03-04")


def _sessions(*lines: str) -> object:
    return rows("sessions", "session,supervisee,supervisor,date,start,state", *lines)


def _away(*lines: str) -> object:
    return rows("away", "staff_number,first,last,back_on,planned,sickness", *lines)


BOOKED = _sessions(
    "1,S101,S102,2026-11-10,10:00,booked",  # Amara is away
    "2,S103,S102,2026-11-17,10:00,booked",  # Priya is
    "3,S101,S102,2026-11-24,10:00,booked",  # she is back that day
    "4,S103,S102,2026-10-13,10:00,held",
    "5,S103,S102,2026-11-11,10:00,booked",
)
AWAY = _away("S101,2026-11-09,2026-11-13,,yes,no", "S102,2026-11-16,,2026-11-24,yes,no")


def _said(found: Sequence[ImportFault]) -> list[str]:
    return [f"{fault.lines[0]}: {fault.message}" for fault in found]


def test_who_is_booked_while_away_is_named_once_for_each_session(council: Council) -> None:
    """By the last day or the first day back; of what is held nothing is said here."""
    result = council.takes(PEOPLE, LINES, BOOKED, AWAY, dry_run=True)  # type: ignore[arg-type]
    assert _said(result.booked_away) == [
        "2: Amara Example with Priya Sample on Tuesday 10 November 2026: Amara Example is away from "
        "Monday 9 November 2026 to Friday 13 November 2026",
        "3: Paul Test with Priya Sample on Tuesday 17 November 2026: Priya Sample is away from "
        "Monday 16 November 2026 to Monday 23 November 2026",
    ]


def test_an_absence_that_is_stored_counts_and_a_session_that_stands_is_no_news(council: Council) -> None:
    council.takes(PEOPLE, LINES, AWAY)  # type: ignore[arg-type]
    assert len(council.takes(BOOKED).booked_away) == 2  # type: ignore[arg-type]
    assert not council.takes(BOOKED, AWAY).booked_away  # type: ignore[arg-type]
    later = NOW + timedelta(days=8)
    moved = _sessions("2,S103,S102,2026-11-18,10:00,booked")
    assert len(council.takes(moved, now=later).booked_away) == 1  # type: ignore[arg-type]


def test_an_absence_without_an_end_counts_from_its_first_day(council: Council) -> None:
    away = _away("S102,2026-11-16,,,no,yes")
    (said,) = _said(council.takes(PEOPLE, LINES, BOOKED, away, dry_run=True).booked_away[:1])  # type: ignore[arg-type]
    assert said.endswith("Priya Sample is away from Monday 16 November 2026 on")


def test_the_dry_run_names_and_counts_them_and_so_does_the_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    today = SystemClock().now().date()
    monday = today + timedelta(days=14 - today.weekday())
    on = monday + timedelta(days=1)
    Path("people.csv").write_text(
        "staff_number,name,role,employed_from\n"
        "S101,Amara Example,social_worker,2019-03-04\nS102,Priya Sample,team_manager,2015-01-05\n"
    )
    Path("lines.csv").write_text("supervisee,supervisor,since\nS101,S102,2019-03-04\n")
    Path("sessions.csv").write_text(
        f"session,supervisee,supervisor,date,start,state\n1,S101,S102,{on},10:00,booked\n"
    )
    Path("away.csv").write_text(
        f"staff_number,first,last,planned,sickness\nS101,{monday},{monday + timedelta(days=4)},yes,no\n"
    )
    files = ["people.csv", "lines.csv", "sessions.csv", "away.csv"]
    said = CliRunner().invoke(app, ["import", "--dry-run", *files]).output
    assert "Booked while away: cancelled for that once they are in" in said
    assert "(1):" in said
    assert "Amara Example with Priya Sample on" in said
    assert "Booked while away" in CliRunner().invoke(app, ["import", *files]).output
    assert "Booked while away" not in CliRunner().invoke(app, ["import", *files]).output
