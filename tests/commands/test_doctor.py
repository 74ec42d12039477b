"""``doctor``: what is wrong is found, and each finding says what to do."""

from __future__ import annotations

import platform
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.commands import doctor, doctor_machine
from bot.commands.doctor_certificates import certificates
from bot.commands.findings import Level
from bot.settings import read_settings
from storage.cipher import FernetCipher, new_key
from storage.migrate import head_revision
from tests.commands.conftest import Run
from tests.commands.test_refusals import change
from tests.infra.certificate import pem


@pytest.mark.usefixtures("settings")
def test_a_council_in_order(run: Run) -> None:
    result = run("doctor", "--drift")
    assert result.exit_code == 0, result.output
    assert "fine   The key opens the words that are kept." in result.stdout
    assert "fine   Everything that is stored is what working it out afresh says." in result.stdout
    assert "none wrong" in result.stdout
    stored = next(line for line in result.stdout.splitlines() if "Stored: " in line)
    assert [word for word in ("people in post", "open cases", "sessions held, ") if word not in stored] == []
    assert "1 open case for which the policy has no rule: leaving_care: CB-10300." in result.stdout
    assert "Ask Adel Madeup, who keeps the rule set. Or look whether" in " ".join(result.stdout.split())


FAULTS = {
    "no email": (
        "UPDATE person SET email = NULL WHERE staff_number = 'S101'",
        "1 person without an email address: Amara Example (S101).",
    ),
    "no supervisor": (
        "DELETE FROM relationship WHERE supervisee_id = 1",
        "2 people without a supervisor: Amara Example (S101), Sam Pretend (S501).",
    ),
    "a starter with nobody above them": (
        "INSERT INTO person (staff_number, name, email, role, team, qualified, employed_from, works, percent, "
        "in_group, administrator, policy_owner, said_in_chat) "
        "SELECT 'S777', 'Sian Sample', 'sian@example.org', role, team, qualified, '2031-01-06', works, percent, "
        "in_group, false, false, '' FROM person WHERE staff_number = 'S102'",
        "1 person beginning later without a supervisor: Sian Sample (S777).",
    ),
    "two above one person": (
        "INSERT INTO relationship (supervisee_id, supervisor_id, professional, since, said_in_chat) "
        "SELECT supervisee_id, 4, false, since, '' FROM relationship WHERE supervisee_id = 2",
        "1 person with two line supervisors at once: Tomasz Sample (S102).",
    ),
    "two at the top": (
        "DELETE FROM relationship WHERE supervisee_id = 3",
        "Supervisors without a line manager: Priya Invented (S201), Adel Madeup (S401).",
    ),
    "one day a week": (
        "UPDATE person SET works = '1000000' WHERE staff_number = 'S101'",
        "1 person with more hours than their days hold: Amara Example (S101).",
    ),
    "nobody's case": ("DELETE FROM allocation WHERE case_id = 1", "1 open case that nobody holds: CB-10234."),
    "a case whose worker's time with it ended": (
        "UPDATE allocation SET until = '2026-10-01' WHERE case_id = 2",
        "1 open case that nobody holds any more: CB-10240.",
    ),
    "no administrator": ("UPDATE person SET administrator = false", "Nobody is an administrator."),
    "no policy owner": ("UPDATE person SET policy_owner = false", "Nobody is the policy owner."),
    "stuck": (
        "UPDATE subject SET reassess_at = '2026-11-01 00:00:00+00:00' WHERE kind = 'case'",
        "matters still to be worked out again.",
    ),
}


def test_whoever_has_left_is_not_counted_among_those_away(settings: str, run: Run) -> None:
    away = (
        "INSERT INTO absence (person_id, planned, sickness, first, state, from_chat) "
        "SELECT id, false, false, '2026-10-01', 'confirmed', false FROM person WHERE staff_number = '{}'"
    )
    change(settings, away.format("S101"))
    change(settings, away.format("S102"))
    assert "and 2 absences now or to come" in run("doctor").stdout
    change(settings, "UPDATE person SET left_on = '2026-10-05' WHERE staff_number = 'S102'")
    assert "and 1 absence now or to come" in run("doctor").stdout


def test_what_is_worth_a_look_is_named(settings: str, run: Run) -> None:
    for statement, _ in FAULTS.values():
        change(settings, statement)
    result = run("doctor")
    assert result.exit_code == 0
    for _, sentence in FAULTS.values():
        assert sentence in result.stdout, result.stdout


@pytest.mark.parametrize(
    ("digest", "sentence"),
    [
        ("", "fine   What was brought in is worked out; the first start of serve goes over it once more."),
        (
            "of others",
            "look   The rules, the bank holidays or how the bot works things out have changed since it did.",
        ),
    ],
)
def test_rules_that_never_governed_are_not_rules_that_changed(
    settings: str, run: Run, digest: str, sentence: str
) -> None:
    change(settings, f"UPDATE council SET rules_digest = '{digest}'")
    assert sentence in run("doctor").stdout


def test_what_differs_from_a_fresh_answer_is_wrong(settings: str, run: Run) -> None:
    change(settings, "UPDATE obligation SET due = '2026-12-01' WHERE duty = 'discuss' AND subject_id = 1")
    assert run("doctor").exit_code == 0
    result = run("doctor", "--drift")
    assert result.exit_code == 1
    assert "What is stored differs in 1 matter: case 1, discuss: differs." in result.stdout


def test_words_that_no_key_opens_are_wrong(settings: str, run: Run) -> None:
    sealed = FernetCipher([new_key()]).seal("something").hex()
    blob = f"X'{sealed}'" if settings.startswith("sqlite") else f"'\\x{sealed}'"
    change(
        settings,
        "INSERT INTO action (session_id, owner_id, agreed_on, carried, from_audit, sealed_what) "
        f"SELECT min(id), min(supervisee_id), '2026-10-20', 0, false, {blob} FROM session",
    )
    result = run("doctor")
    assert result.exit_code == 1
    assert "wrong  No key opens the words kept in: action." in result.stdout


@pytest.mark.usefixtures("settings")
def test_settings_that_stop_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEY", "misspelt")
    monkeypatch.delenv("SUPERVISION_ENCRYPTION_KEYS")
    result = run("doctor")
    assert result.exit_code == 1
    assert "Was SUPERVISION_ENCRYPTION_KEYS meant?" in result.stdout
    assert "wrong  SUPERVISION_ENCRYPTION_KEYS is not set: serve refuses to start." in result.stdout
    monkeypatch.setenv("SUPERVISION_RULES", "nowhere.yaml")
    assert "wrong  SUPERVISION_RULES: there is no rule set 'nowhere.yaml'" in run("doctor").stdout


def test_a_new_key_is_a_key(run: Run) -> None:
    key = run("doctor", "--new-key").stdout.strip()
    assert FernetCipher([key]).open(FernetCipher([key]).seal("words")) == "words"


def test_an_old_library_of_bank_holidays_is_worth_a_look() -> None:
    assert doctor._bank_holidays(date(2035, 1, 1)).level is Level.LOOK
    newest = doctor._newest_translation()
    assert newest
    assert doctor._bank_holidays(newest).level is Level.FINE


@pytest.mark.usefixtures("settings")
def test_a_setting_that_slack_lacks_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_PLATFORMS", "slack")
    monkeypatch.setenv("SUPERVISION_SLACK_BOT_TOKEN", "xoxb-1")
    said = run("doctor")
    assert said.exit_code == 1
    assert "SUPERVISION_SLACK_SIGNING_SECRET: needed for Slack and not set" in said.stdout
    monkeypatch.setenv("SUPERVISION_SLACK_SIGNING_SECRET", "s3cret")
    assert "Every setting that Slack needs is there." in run("doctor").stdout


def test_accounts_on_slack_are_compared_with_the_staff_list(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPERVISION_PLATFORMS", "slack")
    account = "INSERT INTO reach (person_id, platform, external_id, data, preferred, reachable) VALUES"
    change(settings, f"{account} (1, 'slack', 'T1:U1', '{{\"email\": \"other@example.org\"}}', true, true)")
    change(settings, f"{account} (2, 'slack', 'T1:U2', '{{\"email\": \"tomasz@example.org\"}}', true, false)")
    said = " ".join(run("doctor").output.split())
    assert "5 people not met on Slack yet: S201, S202, S301, S401, S501." in said
    assert "1 person whose account on Slack can't be used any more: S102." in said
    assert "1 account on Slack with another email than the staff list's: S101." in said


def test_a_full_disk_and_a_clock_that_went_back_are_named(
    settings: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_machine, "TOO_LITTLE", 2**62)
    change(
        settings,
        "INSERT INTO event (at, name, data) VALUES ('2199-01-01 00:00:00+00:00', 'restore.done', "
        '\'{"made": "2026-11-01T00:00:00+00:00"}\')',
    )
    result = run("doctor")
    assert "look   The last backup is from Sunday 1 November 2026, " in result.stdout
    assert "this machine's clock went back" in result.stdout
    if settings.startswith("sqlite"):
        assert "GB are free where the database is." in result.stdout
        assert result.exit_code == 1


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("2020-06-01", "wrong  {} ended on Monday 1 June 2020."),
        ("2036-01-01", "fine   {} is good until Tuesday 1 January 2036."),
    ],
)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("settings")
def test_a_certificate_says_until_when_it_is_good(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ends: str, said: str
) -> None:
    file = tmp_path / "bot.pem"
    file.write_bytes(pem(datetime.fromisoformat(ends).replace(tzinfo=UTC)))
    monkeypatch.setenv("SUPERVISION_PLATFORMS", "teams")
    monkeypatch.setenv("SUPERVISION_TEAMS_CERTIFICATE", str(file))
    assert said.format("SUPERVISION_TEAMS_CERTIFICATE") in run("doctor").stdout


def test_certificates_of_the_database_are_looked_at_too(tmp_path: Path) -> None:
    file, now = tmp_path / "root.pem", datetime(2035, 12, 15, tzinfo=UTC)
    address = f"postgresql+psycopg://host/x?sslmode=verify-full&sslrootcert={file}"
    settings = read_settings(database_url=address, _env_file=None)
    assert [found.level for found in certificates(settings, now)] == [Level.WRONG], "there is none"
    file.write_bytes(pem())
    assert [found.level for found in certificates(settings, now)] == [Level.LOOK], "it ends in a fortnight"


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_versions_and_the_disk_are_said(run: Run) -> None:
    said = run("doctor").stdout
    assert f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}." in said
    of = f"tables are of {head_revision()}."
    assert f"This is {run('--version').stdout.strip()}, whose {of}" in said
    assert f"its tables are this code's, of {head_revision()}." in said
    assert "GB are free where the database is." in said
    assert "The clock agrees with what was written." in said
