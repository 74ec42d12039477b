"""What is proposed of a list of sessions: which is the same one, who led a group, what is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.importing.mapped.own_dates import OwnDates
from tests.importing.test_guesses import _MET, STAFF, _proposed, mapped

DIARY = (
    "Practitioner,Supervisor,Planned,Held on,Type,Record on file",
    "Amara Example,Priya Sample,07/09/2026,08/09/2026,1:1,N",
    "Amara Example,Priya Sample,05/10/2026,05/10/2026,1:1,Y",
    "Amara Example,Priya Sample,14/10/2026,,1:1,",
)


def test_a_session_that_was_planned_stays_the_same_when_it_is_held_on_another_day() -> None:
    assert (
        'session: {from: ["Practitioner", "Supervisor", "Planned"]}  # a guess'
        in _proposed("d.csv", *DIARY).text
    )
    assert "session:" not in _proposed("d.csv", *DIARY, DIARY[1]).text


def test_how_people_met_is_no_part_of_the_day() -> None:
    assert OwnDates().restated("13/07/2026 (Teams)") == "13/07/2026"
    assert OwnDates(years_from=1950).restated("13.07.26 (in person)") == date(2026, 7, 13).isoformat()
    assert OwnDates().restated("13/07/2026 (cancelled)") == "13/07/2026 (cancelled)"


def test_where_somebody_works_is_said_in_words_and_by_its_narrowest_part() -> None:
    heading = "Staff No,Name,Job title,Start date,Cost Centre,Org Unit Path"
    rows = (f"S{n},Amara Example,Social worker,05/01/2015,410{n}0,Families / Care / {n} East" for n in (1, 2))
    text = _proposed("staff.csv", heading, *rows).text
    assert '"Families / Care / 1 East": "1 East"' in text
    assert '"Cost Centre"' not in text


def test_a_row_without_a_day_is_no_session() -> None:
    log = (
        "Practitioner,Supervisor,Date,Type,Held",
        "Amara Example,Priya Sample,07/09/2026,1:1,Y",
        "Amara Example,Priya Sample,,1:1,N",
    )
    assert 'needs: ["Date"]' in _proposed("log.csv", *log).text


def test_the_leader_of_a_group_is_called_as_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = (*_MET, "Whole team,PS,09/09/2026,Group,Y")
    found = mapped(tmp_path, monkeypatch, staff=STAFF, tracker=met)["tracker"]
    leads = 'or: {from: "By", when: {"Type": ["Group"]}, words: {"PS": "S2"}}'
    assert f"{leads}  # a guess: a group's is whoever leads it" in found
