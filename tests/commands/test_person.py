"""``person`` and ``merge``: a person, a join or a pair of spellings is mended without a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.cipher import new_key
from tests.commands.conftest import Run
from tests.commands.test_refusals import change


@pytest.fixture(autouse=True)
def references(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "CB-#####,C-#")


@pytest.mark.usefixtures("settings")
def test_a_column_is_put_right(run: Run) -> None:
    done = run("person", "set", "S101", "email=new@example.org", "Last supervised=01/10/2026")
    assert done.exit_code == 0, done.output
    assert "people S101 changed: email" in done.output
    assert "new@example.org" in run("person", "show", "s101").output
    assert "it is so already" in run("person", "set", "S101", "email=new@example.org").output


@pytest.mark.usefixtures("settings")
def test_a_fault_is_named_as_an_import_names_it(run: Run) -> None:
    wrong = run("person", "set", "S101", "email=no address")
    assert wrong.exit_code == 1
    assert "what you typed, email:" in wrong.output, "what was typed has no lines"
    assert run("person", "set", "S101", "shoe_size=9").exit_code == 2
    assert run("person", "show", "S999").exit_code == 2


def test_a_number_that_lost_its_zeros_is_said(settings: str, run: Run) -> None:
    change(settings, "UPDATE person SET staff_number = '000417' WHERE staff_number = 'S101'")
    assert "000417 is known: zeros in front belong to it" in run("person", "show", "417").output
    assert "000417 is known" in run("due", "--person", "00417").output


@pytest.mark.usefixtures("settings")
def test_another_supervisor(run: Run) -> None:
    assert "S201" in run("person", "show", "S101").output
    assert run("person", "supervisor", "S101", "S202", "--since", "03/11/2026").exit_code == 0
    assert "S202" in run("person", "show", "S101").output


def test_a_wrong_join_is_ended(settings: str, run: Run) -> None:
    values = "(1, 'slack', 'U0WRONG', '{}', true, true)"
    change(
        settings,
        f"INSERT INTO reach (person_id, platform, external_id, data, preferred, reachable) VALUES {values}",
    )
    assert "U0WRONG" in run("person", "show", "AMARA example").output
    assert "or called so" in run("person", "show", "Nobody Atall").stderr
    assert "Amara Example’s account on slack" in run("person", "unjoin", "amara", "slack").output
    assert "U0WRONG" not in run("person", "show", "S101").output
    assert run("person", "unjoin", "S101", "slack").exit_code == 1


def test_whoever_ended_it_is_in_their_trail(settings: str, run: Run) -> None:
    values = "(1, 'slack', 'U0WRONG', '{}', true, true)"
    change(
        settings,
        f"INSERT INTO reach (person_id, platform, external_id, data, preferred, reachable) VALUES {values}",
    )
    assert run("person", "unjoin", "S101", "slack").exit_code == 0
    assert "ended the match with a chat account" in run("audit", "show", "--person", "S101").output


def test_a_database_that_isnt_there_is_left_so(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.chdir(tmp_path)
    assert run("person", "supervisor", "S101", "S202", "--since", "03/11/2026").exit_code == 2
    assert not (tmp_path / "none.db").exists()


def test_a_pair_that_doctor_names_is_merged(settings: str, run: Run) -> None:
    change(settings, "UPDATE \"case\" SET reference = 'cb-10240' WHERE reference = 'CB-10251'")
    assert "cb-10240" in run("doctor").output
    assert run("merge", "cases", "cb-10240", "CB-10999").exit_code == 2
    done = run("merge", "cases", "cb-10240", "CB-10240")
    assert done.exit_code == 0, done.output
    assert "differ only in spelling" not in run("doctor").output


def test_an_absence_that_a_file_brought_is_withdrawn_though_it_has_begun(
    settings: str, run: Run, tmp_path: Path
) -> None:
    """No later file brings it back; what was said in chat is taken back there."""
    file = tmp_path / "away.csv"
    file.write_text(
        "staff_number,first,last,planned,sickness\nS101,26/10/2026,,no,yes\nS102,26/10/2026,,no,no\n"
    )
    assert run("import", file).exit_code == 0
    done = run("person", "not-away", "S101", "2/11/2026")
    assert done.exit_code == 0, done.output
    assert "Amara Example wasn’t away from Monday 26 October 2026 with no last day" in done.output
    assert "sick" not in done.output.lower()
    assert "withdrew an imported absence" in run("audit", "show", "--person", "S101").output
    again = run("import", file)
    assert "kept" in again.output
    assert run("person", "not-away", "S101", "2/11/2026").exit_code == 1, "there is none any more"
    change(settings, "UPDATE absence SET from_chat = true")
    refused = run("person", "not-away", "S102", "2/11/2026")
    assert refused.exit_code == 1
    assert "in chat: it is taken back there" in refused.output
